"""Verbs of the links of a text: what one leads to is shown first, gone to when asked again."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from ....index import Block, web_address
from ...widgets.text.flow import Place
from ...widgets.text.linking import Link
from ...widgets.text.prose import prose_of
from ...widgets.text.shapes import says_number
from ...widgets.text.status import section_name
from .references import entry_words, open_reference, paper_of, standing

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen


_LETTERS = tuple(ascii_letters)
"""What links in sight are chosen by."""


def next_link(screen: MainScreen, count: int | None) -> None:
    """Choose the next link in sight."""
    _choose(screen, count or 1)


def previous_link(screen: MainScreen, count: int | None) -> None:
    """Choose the link before."""
    _choose(screen, -(count or 1))


def _choose(screen: MainScreen, step: int) -> None:
    screen.texts.told = None
    if screen.texts.pane.choose_link(step) is None:
        screen.say("No link is in sight.")


def follow_link(screen: MainScreen, count: int | None) -> None:
    """Show what the chosen link leads to; what is shown already is gone to."""
    link = screen.texts.pane.marks.link
    if link is None:
        key, letters = screen.key("next-link"), screen.key("choose-link")
        screen.say(f"{key} chooses a link, {letters} shows letters for all in sight.")
    else:
        follow(screen, link)


def choose_link(screen: MainScreen, count: int | None) -> None:
    """Show letters for the links in sight, and what the chosen one leads to."""
    pane = screen.texts.pane
    found = dict(zip(_LETTERS, pane.sight.links, strict=False))
    if not found:
        screen.say("No link is in sight.")
        return
    pane.mark(pane.marks._replace(letters=tuple((link, key) for key, link in found.items())))

    def answer(letter: str) -> None:
        pane.mark(pane.marks._replace(link=found[letter]))
        follow(screen, found[letter])

    def closed() -> None:
        pane.mark(pane.marks._replace(letters=()))

    screen.prompt.ask("link: letter?", answer, keys=tuple(found), closed=closed)


def follow(screen: MainScreen, link: Link) -> None:
    """Show what a link leads to; what is shown already is gone to.

    That is one line, but for a footnote, which is all that one would go there for.
    """
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
        open_reference(screen, blocks[number])
    elif is_told:
        texts.jump(Place(number))
        screen.say(f"{screen.key('way-back')} goes back.")
    elif blocks[number].kind == "footnote":
        screen.say(_told(screen, blocks, number), is_whole=True)
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
    from ..out.opening import open_addresses

    paper = screen.texts.pane.paper
    open_addresses(screen, [(address, paper.title if paper else address)])


def _told(screen: MainScreen, blocks: Sequence[Block], number: int) -> str:
    """Return in one line what one of the blocks says."""
    block = blocks[number]
    if block.kind == "entry":
        words = entry_words(block)
        mine = paper_of(screen, block)
        if mine is None:
            return words
        about = f" {screen.bottom.signs.dot} {standing(screen.bottom.signs, mine)}"
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


def open_picture(screen: MainScreen, count: int | None) -> None:
    """Open the page that shows the figure or table in sight, or the one of the chosen link.

    Where none is in sight, the paper's code is opened as elsewhere.
    """
    from ..out.opening import open_addresses, open_code

    pane = screen.texts.pane
    paper = pane.paper
    if screen.reading is None or paper is None:
        open_code(screen, count)
        return
    blocks = pane.text.blocks
    linked = pane.marks.link and pane.text.labelled().get(pane.marks.link.target)
    wanted = [number for number in (linked, *pane.sight.blocks) if number is not None]
    figure = next(filter(None, (_figure(blocks, number) for number in wanted)), None)
    if figure is None:
        open_code(screen, count)
        return
    address = screen.library.texts.picture_address(paper, pane.text, figure)
    if address is None:
        screen.say("No page is known that shows it; its text came as a file.")
    else:
        open_addresses(screen, [(address, paper.title)])


def _figure(blocks: Sequence[Block], number: int) -> Block | None:
    """Return a caption or a table with the label by which its page knows it; None for others."""
    block = blocks[number]
    if block.kind not in ("caption", "table"):
        return None
    beside = [*blocks[number + 1 : number + 2], *blocks[max(0, number - 1) : number]]
    labels = (one.label for one in (block, *beside) if one.kind in ("caption", "table"))
    return block._replace(label=next(filter(None, labels), ""))
