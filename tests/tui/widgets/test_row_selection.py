"""Which papers are selected: one by one, by an open range, and what a mark takes of them."""

from __future__ import annotations

from recto.tui.widgets.rows.row_selection import RowSelection


class Rows:
    """A list that has papers and a cursor, and keeps what it was told of its selection."""

    def __init__(self) -> None:
        self.rowids = [70, 30, 50, 10]
        self.cursor = 0
        self.told: list[int | None] = []
        self.selection = RowSelection(self, self.told.append)


def test_papers_are_selected_one_by_one_and_no_longer() -> None:
    rows = Rows()
    rows.selection.turn()
    rows.cursor = 2
    rows.selection.turn()
    assert rows.selection.papers == {70, 50}
    assert [rows.selection.has(row) for row in range(4)] == [True, False, True, False]
    rows.selection.turn()
    assert (rows.selection.papers, rows.told) == ({70}, [0, 2, 2])


def test_behind_the_papers_nothing_is_selected() -> None:
    rows = Rows()
    rows.cursor = len(rows.rowids)
    rows.selection.turn()
    assert (rows.selection.count, rows.told) == (0, [])


def test_an_open_range_goes_with_the_cursor_and_stays_once_it_is_closed() -> None:
    rows = Rows()
    rows.selection.turn()
    rows.cursor = 3
    assert rows.selection.turn_range()
    rows.cursor = 1
    assert (rows.selection.papers, rows.selection.count) == ({70, 30, 50, 10}, 4)
    assert not rows.selection.turn_range()
    rows.cursor = 0
    assert rows.selection.count == 4
    assert rows.told == [0, None, None]


def test_a_mark_takes_what_is_selected_in_the_order_of_the_list_and_then_nothing_is() -> None:
    rows = Rows()
    for rows.cursor in (2, 0):
        rows.selection.turn()
    assert rows.selection.count_targets(3) == 2
    assert rows.selection.take_targets(3) == [70, 50]
    assert not rows.selection.drop()
    rows.cursor = 2
    assert rows.selection.count_targets(3) == 2
    assert rows.selection.take_targets(3) == [50, 10]


def test_what_is_dropped_is_told_and_what_is_forgotten_is_not() -> None:
    rows = Rows()
    rows.selection.turn()
    assert rows.selection.drop()
    rows.selection.turn_range()
    rows.selection.forget()
    assert not rows.selection.is_open
    assert rows.told == [0, None, None]


def test_papers_stay_selected_under_other_numbers() -> None:
    rows = Rows()
    rows.selection.turn()
    rows.selection.renumber({70: 7, 30: 3})
    assert rows.selection.papers == {7}
