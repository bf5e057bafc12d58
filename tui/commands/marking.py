"""Verbs that mark, move and select papers.

Marks are of the selected papers, or of the one under the cursor. Each mark is on
disk before the screen shows it, and each act is one step of undo.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..reader.state import AskedFor
from .moving import go_to_next_unread

if TYPE_CHECKING:
    from ...index import Counts, Library, Marked, Paper
    from ..reader.main_screen import MainScreen
    from ..reader.mark_writer import Act


def bookmark(screen: MainScreen, count: int | None) -> None:
    """Bookmark the papers, or take the bookmarks off where all have one."""
    kept = screen.finder.kept
    act = turning(
        lambda paper: paper.bookmarked,
        lambda library, rowids, on: library.bookmark(rowids=rowids, on=on, via=kept),
    )
    screen.mark_writer.act(act, count)


def toggle_read(screen: MainScreen, count: int | None) -> None:
    """Mark the papers read and go to the next unread one, or mark them unread and stay."""
    if (paper := screen.results.paper) is None:
        return
    on = not paper.read

    def mark(other: int | None) -> None:
        is_selection = bool(screen.results.selection.count)
        many = screen.mark_writer.act(
            lambda library, rowids: library.mark_read(rowids=rowids, on=on), other or count
        )
        screen.mark_writer.remember(mark)
        is_going = on and many and not is_selection and screen.reading is None
        if is_going and not go_to_next_unread(screen, or_next=False, after=many):
            screen.say("Nothing unread below.")

    mark(count)


def queue(screen: MainScreen, count: int | None) -> None:
    """Put the papers on the to-read queue, or take them off where all are on it."""
    kept = screen.finder.kept
    act = turning(
        lambda paper: paper.queue is not None,
        lambda library, rowids, on: library.queue(rowids=rowids, on=on, via=kept),
    )
    screen.mark_writer.act(act, count)


def done(screen: MainScreen, count: int | None) -> None:
    """Mark the papers done, say how many are left in the queue, and go to the next one.

    What is done stays so: hands press a key twice, and `undo` takes it back.
    """

    def act(library: Library, rowids: Sequence[int]) -> Marked:
        # The day of those that are done stays.
        return library.done(rowids=[p.rowid for p in library.rows(rowids) if not p.done])

    _put_away(
        screen,
        count,
        act,
        lambda paper: f"Done already, on {paper.done}" if paper.done else "",
        lambda marked, counts: _said_of_done(screen, marked, counts),
    )


def not_for_me(screen: MainScreen, count: int | None) -> None:
    """Say that the papers are not for the reader, and go to the next one.

    It stays so as what is done does.
    """

    def act(library: Library, rowids: Sequence[int]) -> Marked:
        wanted = [paper.rowid for paper in library.rows(rowids) if not paper.rejected]
        return library.not_interested(rowids=wanted)

    def said(marked: Marked, counts: Counts) -> str:
        if marked.act is None:
            return f"Not for you already; {screen.key('undo')} takes acts back."
        return "" if marked.count == 1 else f"{marked.count:,} not for you"

    _put_away(
        screen, count, act, lambda paper: "Not for you already" if paper.rejected else "", said
    )


def _put_away(
    screen: MainScreen,
    count: int | None,
    act: Act,
    is_already: Callable[[Paper], str],
    said: Callable[[Marked, Counts], str],
) -> None:
    """Do this to the papers, close the one that is open, and go to the next one.

    Of a single paper to which it is done already that is said, as `is_already` does.
    """

    def mark(other: int | None) -> None:
        results = screen.results
        is_selection, here = bool(results.selection.count), results.rowid
        rowids = results.selection.take_targets(other or count or 1)
        if not rowids:
            return
        screen.mark_writer.remember(mark)
        screen.mark_writer.mark(lambda library: act(library, rowids), said=said)
        screen.passing.put_away(rowids)
        screen.is_full = False
        if not is_selection and here is not None:
            results.move(len(rowids))
            screen.presenter.show_paper()

    def go(other: int | None) -> None:
        """Leave the cursor on what is so already."""
        paper, results = screen.results.paper, screen.results
        is_single = not results.selection.count and (other or count or 1) == 1
        if paper is not None and is_single and (told := is_already(paper)):
            screen.say(f"{told}; {screen.key('undo')} takes acts back.")
        else:
            mark(other)

    go(None)


def _said_of_done(screen: MainScreen, marked: Marked, counts: Counts) -> str:
    if marked.act is None:
        return f"Done already; {screen.key('undo')} takes acts back."
    what = "done" if marked.count == 1 else f"{marked.count:,} done"
    return f"{what} · {counts.queue:,} left" if counts.queue else f"{what} · the queue is empty"


def turning(
    is_on: Callable[[Paper], bool],
    turn: Callable[[Library, Sequence[int], bool], Marked],
) -> Act:
    """Return the act that puts a mark on, or takes it off where all papers have it.

    Which of the two is asked at the moment of writing, so that two quick presses cancel each
    other, but once only: repeated it does what it did.
    """
    decided: list[bool] = []

    def act(library: Library, rowids: Sequence[int]) -> Marked:
        if not decided:
            decided.append(not all(map(is_on, library.rows(rowids))))
        return turn(library, rowids, decided[0])

    return act


def tag(screen: MainScreen, count: int | None) -> None:
    """Ask which tags to add and which to take off."""
    if (paper := screen.results.paper) is None:
        return
    many = screen.results.selection.count_targets(count or 1)
    many = 0 if many == 1 and not screen.results.selection.count else many
    held = "" if many else " ".join(f"#{name}" for name in paper.tags)
    sign = f"tags of {many} papers +" if many else f"tags {held} +" if held else "tags +"
    screen.prompt.ask(
        sign,
        lambda text: take_tags(screen, text, count),
        complete=lambda text: offer_tags(screen, text),
    )


def take_tags(screen: MainScreen, text: str, count: int | None = None) -> None:
    """Put tags on the papers and take others off, as words such as `a +b -c` say."""
    add, remove = parse_tags(text)
    kept = screen.finder.kept
    if add or remove:
        screen.mark_writer.act(
            lambda library, rowids: library.tag(rowids=rowids, add=add, remove=remove, via=kept),
            count,
        )


def offer_tags(screen: MainScreen, text: str) -> list[str]:
    """Return the text with its last word completed from the tags there are."""
    paper = screen.results.paper
    known = [name for name, _ in screen.state.counts.tags]
    return complete_tags(text, known, paper.tags if paper is not None else ())


def mark_all_read(screen: MainScreen, count: int | None) -> None:
    """Mark the whole list read; beyond one screenful only when asked twice."""
    results, own = screen.results, screen.presenter.list.listed
    fits = len(own) * results.row_height <= results.height
    if not own:
        return
    if isinstance(screen.state.related, AskedFor):  # what is not kept stays so
        own = [rowid for rowid in own if rowid >= 0]
    if screen.library.marks.next_unread(own) is None:
        screen.say("Nothing in this list is unread.")
        return
    if not fits and not screen.key_dispatcher.was_last("all-read"):
        key = screen.key("all-read")
        screen.say(f"{key} once more marks all {len(own):,} papers of this list read.")
        return
    said = f"All read; {screen.key('undo')} takes it back."
    screen.mark_writer.change(lambda library: library.marks.mark_all_read(own), said)


def pass_list(screen: MainScreen, count: int | None) -> None:
    """Pass the whole list: nothing of it is new any more, and what is unread stays so."""
    rowids = screen.presenter.list.listed
    new = screen.library.counts.within(screen.state.counts, rowids).new if rowids else 0
    if not new:
        screen.say("Nothing in this list is new.")
        return
    told = "1 paper is" if new == 1 else f"{new:,} papers are"
    screen.mark_writer.change(
        lambda library: library.news.pass_over(rowids),
        f"{told} new no more, and still unread.",
        then=screen.presenter.list.show_signs,
    )


def move_up(screen: MainScreen, count: int | None) -> None:
    """Move the paper up in the queue or the tag that the list shows."""
    _move(screen, -1, count or 1)


def move_down(screen: MainScreen, count: int | None) -> None:
    """Move the paper down in the queue or the tag that the list shows."""
    _move(screen, 1, count or 1)


def _move(screen: MainScreen, direction: int, count: int) -> None:
    view, rowid, steps = screen.state.view, screen.results.rowid, direction * count
    if rowid is None:
        return
    if view.kind not in ("queue", "tag") or screen.state.related is not None:
        key = screen.key("view-queue")
        screen.say(f"Only the queue and tags have an order of their own; {key} shows the queue.")
        return
    if screen.box.text:
        screen.say(f"A search has its own order; {screen.key('clear')} clears it.")
        return
    screen.mark_writer.remember(lambda other: _move(screen, direction, other or count))
    screen.results.shift(steps)
    screen.mark_writer.change(lambda library: library.marks.move(rowid, view, steps))


def select(screen: MainScreen, count: int | None) -> None:
    """Select the paper, or no longer, and go to the next one."""
    for _ in range(count or 1):
        screen.results.selection.turn()
        screen.results.move(1)
    screen.presenter.show_state()


def select_range(screen: MainScreen, count: int | None) -> None:
    """Begin a range here, or select from its beginning to here."""
    if screen.results.selection.turn_range():
        end, drop = screen.key("select-range"), screen.key("clear")
        screen.say(f"Move to the other end; {end} or any mark ends the range, {drop} drops it.")
    screen.presenter.show_state()


def parse_tags(text: str) -> tuple[list[str], list[str]]:
    """Return the tags to add and those to take off, from words such as `a +b -c`."""
    add: list[str] = []
    remove: list[str] = []
    for word in re.split(r"[\s,]+", text):
        name = word.lstrip("+#-") if word[:1] in ("+", "-", "#") else word
        if name:
            (remove if word.startswith("-") else add).append(name)
    return add, remove


def complete_tags(text: str, known: Sequence[str], held: Sequence[str]) -> list[str]:
    """Return the text with its last word completed from the tags there are."""
    head, _, word = text.rpartition(" ")
    head = head + " " if head else ""
    sign = word[:1] if word[:1] in ("+", "-") else ""
    stem = word[len(sign) :].casefold()
    pool = held if sign == "-" else [name for name in known if name not in held]
    return [f"{head}{sign}{name} " for name in pool if name.casefold().startswith(stem)]
