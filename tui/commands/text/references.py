"""References: those of a paper, of its text or of the one under the cursor, and who cites it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from ....index import Block, Paper, RectoError, Text, family_name, readable
from ...widgets.text.outline import Act, Row, RowsScreen
from ...widgets.text.prose import prose_of
from ..out.yanking import start

if TYPE_CHECKING:
    from ....index import Stop
    from ...painting.look import Signs
    from ...reader.main_screen import MainScreen

_AT_ONCE = 10_000
"""Letters of references that are matched before the next key is taken: in some 20 ms."""


def references(screen: MainScreen, count: int | None) -> None:
    """Show what the paper refers to, and which of that the library has."""
    paper, reading = screen.results.paper, screen.reading
    if reading is not None:
        _show(screen, reading.text)
    elif paper is not None:
        try:
            text = screen.library.texts.ready(paper)
        except RectoError as error:
            screen.say(str(error), is_error=True)
            return
        if text is not None:
            _show(screen, text)
        else:  # it is not there, or is read anew first
            _beside(screen, lambda: screen.library.texts.get(paper))


def _show(screen: MainScreen, text: Text | None) -> None:
    """Show the references of a text, many of them once they are matched beside the screen."""
    if text is None or _letters(text) <= _AT_ONCE:
        _tell(screen, _listed(screen, text))
    else:
        _beside(screen, lambda: text)


def _listed(screen: MainScreen, text: Text | None) -> ReferenceList | str:
    """Return the references of a text, or what there is to say instead; on any thread."""
    if text is None:
        return f"Its text is not here, which would tell them; {screen.key('text')} gets it."
    if any(block.kind == "entry" for block in text.blocks):
        return ReferenceList(screen, text)
    return "This text lists no references."


def _tell(screen: MainScreen, listed: ReferenceList | str) -> None:
    if isinstance(listed, str):
        screen.say(listed)
    else:
        listed.open()


def _beside(screen: MainScreen, load: Callable[[], Text | None]) -> None:
    """Show the references of a text that takes a while, if one still waits for them by then."""
    here = _here(screen)

    async def go() -> None:
        listed = await asyncio.to_thread(lambda: _listed(screen, load()))
        if screen.is_current and _here(screen) == here:
            _tell(screen, listed)

    start(screen, go)


def _here(screen: MainScreen) -> tuple[str, object, int | None]:
    return screen.where, screen.keyboard, screen.results.rowid


def _letters(text: Text) -> int:
    return sum(
        len(span.text) for block in text.blocks if block.kind == "entry" for span in block.spans
    )


def citing(screen: MainScreen, count: int | None) -> None:
    """Show the papers of the library whose texts cite this one."""
    if (paper := screen.results.paper) is not None:
        name = paper.id if paper.rowid >= 0 else paper.arxiv_id or paper.doi or paper.id
        screen.finder.show_query(f"citing:{name}")
        screen.is_full = False
        screen.give_focus(screen.results)


class ReferenceList:
    """The references of a text as rows to choose one of, with what is the reader's own marked."""

    def __init__(self, screen: MainScreen, text: Text) -> None:
        self._screen = screen
        self._text = text
        self._found = screen.library.references.of(text)
        blocks = {one.block: text.blocks[one.block] for one in self._found}
        self._words = {number: entry_words(block) for number, block in blocks.items()}
        self._papers: dict[int, Paper] = {}
        """By the block that refers to it each paper that the library has."""

    def open(self) -> None:
        """Show them over the screen."""
        acts = {"a": Act("queue", self._queue)}
        self._rows = RowsScreen("References", self.rows(), 0, self._choose, acts=acts)
        self._screen.app.push_screen(self._rows)

    def rows(self) -> list[Row]:
        """Return the references; those in the library by what it knows of them."""
        library, signs = self._screen.library, self._screen.bottom.signs
        rowids = {one.block: one.rowid for one in self._found if one.rowid is not None}
        papers = {paper.rowid: paper for paper in library.rows(list(set(rowids.values())))}
        self._papers = {block: papers[rowid] for block, rowid in rowids.items() if rowid in papers}
        rows = []
        for one in self._found:
            block, paper = self._text.blocks[one.block], self._papers.get(one.block)
            if paper is None:
                rows.append(Row(self._words[one.block], one.block))
            else:
                words = _numbered(block, paper_words(paper))
                rows.append(Row(words, one.block, sign=_sign(signs, paper), aside=_state(paper)))
        return rows

    def _choose(self, number: int) -> None:
        open_reference(self._screen, self._text.blocks[number])

    def _queue(self, number: int) -> str:
        """Put a paper on the to-read queue, or take it off; return what there is to say."""
        paper = self._papers.get(number)
        if paper is None:
            return "The library does not have it; Enter tells whether it can be added."
        rowid, is_wanted = paper.rowid, paper.queue is None
        self._screen.mark_writer.change(
            lambda library: library.queue(rowids=[rowid], on=is_wanted),
            refused=lambda error: self._rows.say(str(error)),
            then=lambda: self._rows.update(self.rows()),
        )
        return ""


def entry_words(block: Block) -> str:
    """Return a reference in one line, its number before."""
    return _numbered(block, prose_of(block.spans, str).text)


def _numbered(block: Block, words: str) -> str:
    return f"[{block.number}] {words}" if block.number else words


def paper_words(paper: Paper) -> str:
    """Return a paper in one line: its first author, its year and its title."""
    first = family_name(paper.authors[0]) if paper.authors else ""
    others = " et al." if len(paper.authors) > 1 or paper.has_more_authors else ""
    known = " ".join(filter(None, (f"{first}{others}", (paper.published or "")[:4])))
    return ", ".join(filter(None, (known, readable(paper.title))))


def paper_of(screen: MainScreen, block: Block) -> Paper | None:
    """Return the paper of the library that a reference is."""
    rowid = screen.library.references.of_block(block).rowid
    return None if rowid is None else next(iter(screen.library.rows([rowid])), None)


def standing(signs: Signs, paper: Paper) -> str:
    """Return in a word or two how the reader stands to a paper of the library."""
    marks = [
        (f"done {signs.done}", paper.done),
        ("read", paper.read),
        ("queued", paper.queue),
        (signs.bookmark, paper.bookmarked),
    ]
    told = next((f", {word}" for word, is_so in marks if is_so), "")
    return f"in your library{told}"


def _state(paper: Paper) -> str:
    """Return the same in one word."""
    marks = (("done", paper.done), ("queued", paper.queue), ("read", paper.read))
    return next((word for word, is_so in marks if is_so), "unread")


def _sign(signs: Signs, paper: Paper) -> str:
    """Return the sign of a paper of the library: the strongest mark that it has."""
    if paper.done:
        return signs.done
    return signs.bookmark if paper.bookmarked else signs.unread if not paper.read else signs.dot


def open_reference(screen: MainScreen, block: Block) -> None:
    """Open the paper of a reference if the library has it, else offer to add it."""
    told = screen.library.references.of_block(block)
    if told.rowid is not None and (papers := screen.library.rows([told.rowid])):
        paper = papers[0]
        row, was_reading = screen.results.row_of(paper.rowid), screen.reading is not None
        if row is None:
            screen.finder.show_query(paper.arxiv_id or paper.doi or f"id:{paper.id}")
            screen.is_full = False
            screen.give_focus(screen.results)
            before = "the text" if was_reading else "the list before"
            screen.say(f"{screen.key('previous-list')} goes back to {before}.")
        else:
            if was_reading:
                screen.finder.remember()
                screen.texts.close()
            screen.results.move_to(row)
            screen.presenter.show_paper()
            screen.is_full = True
        return
    names = told.names
    if not names:
        _show_entry(screen, block)
        return

    def answer(key: str) -> None:
        if key == "y":
            _add(screen, names[0])

    screen.prompt.ask(f"add {names[0]}, asking arXiv or Crossref? y/n", answer, keys=("y", "n"))


def _show_entry(screen: MainScreen, block: Block) -> None:
    """Say that a reference leads nowhere; in its text show where it stands, to be read wholly."""
    reading = screen.reading
    if reading is not None and block in reading.text.blocks:
        screen.texts.jump_to_block(reading.text.blocks.index(block))
    screen.say("The library does not have it, and it is told by no arXiv id or DOI.")


def _add(screen: MainScreen, name: str) -> None:
    """Add a paper by its name, as far as one waits for what services tell of it."""
    library, asker = screen.library, screen.services.asker
    if library.following.is_offline:
        screen.say("Nothing is fetched while :offline is set.", is_error=True)
        return

    def add(stop: Stop) -> Callable[[], object]:
        outcome = library.following.add_named([name], stopped=stop)

        def tell() -> None:
            screen.mark_writer.reload()
            said = f"{name} is in the library now."
            if outcome.error is not None:
                said = f"{name} is in the library by its name alone. {outcome.error}"
            screen.say(said, is_error=outcome.error is not None)

        return tell

    if not asker.is_asking:
        screen.say(f"Adding {name} …")
    asker.begin(add)
