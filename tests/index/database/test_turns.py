"""What is written in several transactions: which rows go together."""

from __future__ import annotations

from recto.index.database.turns import in_parts


def test_neighbours_go_together_as_they_came_and_the_first_row_is_in_the_first_part() -> None:
    assert in_parts([70, 3, 71, 1, 40, 2, 41], 3) == [[70, 40, 41], [3, 1, 2], [71]]


def test_few_rows_are_one_part_and_none_are_no_part() -> None:
    assert in_parts([5, 4], 3) == [[5, 4]]
    assert in_parts([], 3) == []
