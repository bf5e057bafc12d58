"""Which rows are in sight, and where the upper edge has to be for one of them."""

from __future__ import annotations

import pytest
from recto.tui.widgets.rows.row_window import RowWindow


def test_rows_of_two_lines_are_in_sight_in_part_or_wholly() -> None:
    window = RowWindow(top=4, height=7, high=2, total=40)
    assert (window.rows, window.whole, window.screenful) == (range(2, 6), range(2, 5), 3)


def test_a_list_ends_before_its_window() -> None:
    window = RowWindow(top=0, height=20, high=1, total=3)
    assert (window.rows, window.whole) == (range(3), range(3))
    assert RowWindow(0, 20, 1, 0).rows == range(0)


@pytest.mark.parametrize(
    ("row", "top"),
    [
        (10, 10),
        (19, 10),
        (20, 15),  # half a page beyond the edge
        (9, 5),
        (24, 15),
        (30, 21),  # so far off that it comes to the edge itself
        (2, 2),
    ],
)
def test_the_upper_edge_follows_by_half_a_page(row: int, top: int) -> None:
    assert RowWindow(top=10, height=10, high=1, total=99).top_with(row) == top
