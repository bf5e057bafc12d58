"""What the links of a text lead to: shown in a line at first, gone to when asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from ...index import Block, Paper, RectoError, name_of, web_address
from ..widgets.text.flow import Place
from ..widgets.text.linking import Link
from ..widgets.text.outline import Row
from ..widgets.text.prose import prose_of
from ..widgets.text.shapes import says_number
from ..widgets.text.status import section_name
from .out.yanking import start
from .viewing import search_for

if TYPE_CHECKING:
    from ..painting.look import Signs
    from ..reader.main_screen import MainScreen


def follow(screen: MainScreen, link: Link) -> None:
    """Show in one line what a link leads to; what is shown already is gone to."""
    texts, blocks = screen.texts, screen.texts.pane.text.blocks
    is_told, texts.told = texts.told == link, link
    number = screen.texts.pane.text.labelled().get(link.target)
    if link.kind == "link":
        if not is_told:
            _say(screen, link.target or "No address is told.")
        elif web_address(link.target):
            _open(screen, link.target)
        else:
            _say(screen, f"{link.target} is no address of a web page.")
    elif number is None:
        _say(screen, "The text does not tell where this leads.")
    elif is_told and blocks[number].kind == "entry":
        open_reference(screen, number)
    elif is_told:
        texts.jump(Place(number))
        screen.say(f"{screen.key('way-back')} goes back.")
    else:
        _say(screen, _told(screen, blocks, number))


def _say(screen: MainScreen, text: str) -> None:
    """Say what fits into one line."""
    room, ellipsis = screen.app.size.width - 2, screen.bottom.signs.ellipsis
    if cell_len(text) > room:
        text = set_cell_size(text, max(0, room - len(ellipsis))).rstrip() + ellipsis
    screen.say(text)


def _open(screen: MainScreen, address: str) -> None:
    """Open an address as the page of a paper is opened."""
    from .out.opening import open_addresses

    paper = screen.texts.pane.paper
    open_addresses(screen, [(address, paper.title if paper else address)])


def _told(screen: MainScreen, blocks: Sequence[Block], number: int) -> str:
    """Return in one line what one of the blocks says."""
    block = blocks[number]
    if block.kind == "entry":
        words = entry_words(block)
        mine = papers_of(screen, block)
        if not mine:
            return words
        about = f" {screen.bottom.signs.dot} {_standing(screen, mine[0])}"
        room = screen.app.size.width - 2 - cell_len(about)
        ellipsis = screen.bottom.signs.ellipsis
        if cell_len(words) > room:
            words = set_cell_size(words, max(0, room - len(ellipsis))).rstrip() + ellipsis
        return words + about
    if block.kind == "heading":
        return section_name(block)
    if block.rows:
        block = _caption(blocks, number) or block
    spans = block.rows[0][0] if block.rows else block.spans
    words = prose_of(spans, str).text
    told = f"({block.number})" if block.kind == "formula" else block.number
    return words if says_number(words, block) else f"{told} {words}"


def _caption(blocks: Sequence[Block], number: int) -> Block | None:
    """Return the caption that stands beside a table."""
    beside = [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]]
    return next((block for block in beside if block.kind == "caption"), None)


def entry_words(block: Block) -> str:
    """Return a reference in one line, its number before."""
    words = prose_of(block.spans, str).text
    return f"[{block.number}] {words}" if block.number else words


def papers_of(screen: MainScreen, block: Block) -> list[Paper]:
    """Return the papers of the library that a reference is: by arXiv id, by DOI, or by title."""
    library = screen.library
    words = prose_of(block.spans, str).text
    rowids = [
        rowid
        for name in _names(block)
        for rowid in library.queries.named(name)
    ] or library.queries.named(words)  # fmt: skip
    return library.rows(rowids[:1])


def _names(block: Block) -> list[str]:
    """Return the arXiv ids and DOIs that a reference names, as words or as addresses."""
    words = [word for span in block.spans for word in span.text.split()]
    words += [target for span in block.spans if span.kind == "link" for target in span.targets]
    found = (name_of(word) for word in words)
    return list(dict.fromkeys(name.value for name in found if name is not None))


def _standing(screen: MainScreen, paper: Paper) -> str:
    """Return in a word or two how the reader stands to a paper of the library."""
    signs = screen.bottom.signs
    marks = [
        (f"done {signs.done}", paper.done),
        ("read", paper.read),
        ("queued", paper.queue),
        (signs.bookmark, paper.bookmarked),
    ]
    told = next((f", {word}" for word, is_so in marks if is_so), "")
    return f"in your library{told}"


def open_reference(screen: MainScreen, number: int) -> None:
    """Open the paper of a reference if the library has it, else offer to add it."""
    block = screen.texts.pane.text.blocks[number]
    if found := papers_of(screen, block):
        paper = found[0]
        row = screen.results.row_of(paper.rowid)
        screen.texts.close()
        if row is None:
            search_for(screen, paper.arxiv_id or paper.doi or paper.title)
            screen.say(f"{screen.key('previous-list')} goes back to the list before.")
        else:
            screen.results.move_to(row)
            screen.show_paper()
            screen.is_full = True
        return
    names = _names(block)
    if not names:
        screen.say("The library does not have it, and it is told by no arXiv id or DOI.")
        return

    def answer(key: str) -> None:
        if key == "y":
            start(screen, lambda: _add(screen, names[0]))

    screen.prompt.ask(f"add {names[0]}, asking arXiv or Crossref? y/n", answer, keys=("y", "n"))


async def _add(screen: MainScreen, name: str) -> None:
    """Add a paper by its name."""
    library = screen.library
    if library.following.is_offline:
        screen.say("Nothing is fetched while :offline is set.", is_error=True)
        return
    screen.say(f"Adding {name} …")
    try:
        outcome = await asyncio.to_thread(library.following.add_named, [name])
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    screen.mark_writer.reload()
    if outcome.error is not None:
        screen.say(f"{name} is in the library by its name alone. {outcome.error}", is_error=True)
    else:
        screen.say(f"{name} is in the library now.")


def reference_rows(screen: MainScreen) -> list[Row]:
    """Return the references of the text, each with a sign where the library has its paper."""
    rows: list[Row] = []
    signs = screen.bottom.signs
    for number, block in enumerate(screen.texts.pane.text.blocks):
        if block.kind == "entry":
            found = papers_of(screen, block)
            rows.append(
                Row(entry_words(block), number, sign=_sign(signs, found[0]) if found else "")
            )
    return rows


def _sign(signs: Signs, paper: Paper) -> str:
    """Return the sign of a paper of the library: the strongest mark that it has."""
    if paper.done:
        return signs.done
    return signs.bookmark if paper.bookmarked else signs.unread if not paper.read else signs.dot
