"""Verbs that move: in the list, in the text, between panes and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

REST = 0.1
"""Seconds after which a paper that was turned to in full counts as read."""


def next_line(screen: MainScreen, count: int | None) -> None:
    """Move down a line or paper."""
    screen.pane.move(count or 1)


def previous_line(screen: MainScreen, count: int | None) -> None:
    """Move up a line or paper."""
    screen.pane.move(-(count or 1))


def first(screen: MainScreen, count: int | None) -> None:
    """Go to the first paper, or to the one with the number."""
    if count and screen.pane is screen.results:
        screen.results.move_to(count - 1)
    elif screen.reading is not None:
        screen.texts.leap(screen.reading.to_top)
    else:
        screen.pane.to_top()


def last(screen: MainScreen, count: int | None) -> None:
    """Go to the last paper, or to the one with the number; in a text to that part in a hundred."""
    if screen.pane is screen.results and screen.presenter.list.go_on(count) and not count:
        return  # to the first of the papers that were left out so far
    if count and screen.pane is screen.results:
        screen.results.move_to(count - 1)
    elif (reading := screen.reading) is not None:
        screen.texts.leap(lambda: reading.to_part(count) if count else reading.to_bottom())
    else:
        screen.pane.to_bottom()


def half_down(screen: MainScreen, count: int | None) -> None:
    """Move down half a page."""
    screen.pane.page(0.5 * (count or 1))


def half_up(screen: MainScreen, count: int | None) -> None:
    """Move up half a page."""
    screen.pane.page(-0.5 * (count or 1))


def page_down(screen: MainScreen, count: int | None) -> None:
    """Move down a page."""
    screen.pane.page(count or 1)


def page_up(screen: MainScreen, count: int | None) -> None:
    """Move up a page."""
    screen.pane.page(-(count or 1))


def scroll_down(screen: MainScreen, count: int | None) -> None:
    """Scroll by lines, the cursor staying where it can."""
    _scroll(screen, count or 1)


def scroll_up(screen: MainScreen, count: int | None) -> None:
    """Scroll back by lines, the cursor staying where it can."""
    _scroll(screen, -(count or 1))


def _scroll(screen: MainScreen, lines: int) -> None:
    if screen.pane is screen.results:
        screen.results.scroll_rows(lines)
    else:
        screen.pane.move(lines)


def to_window_top(screen: MainScreen, count: int | None) -> None:
    """Go to the first paper in sight, or so many further down."""
    window = screen.results.window.whole
    screen.results.move_to(window[min(count or 1, len(window)) - 1])


def to_window_middle(screen: MainScreen, count: int | None) -> None:
    """Go to the paper in the middle of what is in sight."""
    window = screen.results.window.whole
    screen.results.move_to(window[(len(window) - 1) // 2])


def to_window_bottom(screen: MainScreen, count: int | None) -> None:
    """Go to the last paper in sight, or so many further up."""
    window = screen.results.window.whole
    screen.results.move_to(window[-min(count or 1, len(window))])


def next_paper(screen: MainScreen, count: int | None) -> None:
    """Go to the next paper wherever the focus is."""
    _turn_to(screen, count or 1)


def previous_paper(screen: MainScreen, count: int | None) -> None:
    """Go to the previous paper wherever the focus is."""
    _turn_to(screen, -(count or 1))


def _turn_to(screen: MainScreen, papers: int) -> None:
    screen.results.move(papers)
    screen.presenter.show_paper()
    shown = screen.results.rowid

    def count() -> None:
        if screen.is_full and screen.results.rowid == shown:
            screen.mark_writer.count_as_read(screen.results.paper)

    if screen.is_full:
        # Those that a held key only passes are not read.
        screen.set_timer(REST, count)


def read_on(screen: MainScreen, count: int | None) -> None:
    """Page the abstract; at its end go to the next unread paper, or to the next one."""
    screen.presenter.show_paper()
    abstract = screen.abstract
    is_shown = screen.is_abstract_shown
    if is_shown and not abstract.is_at_end:
        abstract.page(count or 1)
        if abstract.is_at_end:
            screen.mark_writer.count_as_read(screen.results.paper)
        return
    if is_shown:
        screen.mark_writer.count_as_read(screen.results.paper)
    go_to_next_unread(screen)
    screen.presenter.show_paper()


def read_back(screen: MainScreen, count: int | None) -> None:
    """Page the abstract back."""
    screen.abstract.page(-(count or 1))


def next_pane(screen: MainScreen, count: int | None) -> None:
    """Give the focus to the next pane that is shown."""
    screen.turn_focus(1)


def previous_pane(screen: MainScreen, count: int | None) -> None:
    """Give the focus to the previous pane that is shown."""
    screen.turn_focus(-1)


def go_to_next_unread(screen: MainScreen, *, or_next: bool = True, after: int = 1) -> bool:
    """Go to the next unread paper, or to the next one where none is; say whether one is."""
    row = screen.library.marks.next_unread(screen.results.rowids, screen.results.cursor + after)
    if row is not None:
        screen.results.move_to(row)
    elif or_next:
        screen.results.move(1)
    return row is not None


def next_unread(screen: MainScreen, count: int | None) -> None:
    """Go to the next unread paper."""
    if not go_to_next_unread(screen, or_next=False):
        screen.say("Nothing unread below.")


def previous_unread(screen: MainScreen, count: int | None) -> None:
    """Go to the previous unread paper."""
    rowids, here = screen.results.rowids, screen.results.cursor
    above = rowids[:here][::-1]
    row = screen.library.marks.next_unread(above)
    if row is None:
        screen.say("Nothing unread above.")
    else:
        screen.results.move_to(here - 1 - row)


def next_match(screen: MainScreen, count: int | None) -> None:
    """Go to the next word that matched."""
    screen.abstract.to_match(1)


def previous_match(screen: MainScreen, count: int | None) -> None:
    """Go to the previous word that matched."""
    screen.abstract.to_match(-1)
