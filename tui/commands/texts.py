"""Verbs of a paper's text: they ask what is to be asked, and have the controller do the rest."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING

from ..widgets.text.outline import RowsScreen, outline_rows, row_at
from . import links

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

STEP = 8
"""Cells by which wide tables are scrolled to a side."""

_LETTERS = tuple(ascii_letters)


def open_text(screen: MainScreen, count: int | None) -> None:
    """Open the text of the paper; one that is not here is fetched, if the reader wants that."""
    paper = screen.results.paper
    if paper is None or screen.texts.open(paper):
        return
    library = screen.library
    if paper.rowid < 0 or not paper.arxiv_id:
        ident = paper.arxiv_id or paper.id
        screen.say(f"Its text is not here; `recto text {ident} --from FILE` takes it in.")
    elif (refused := library.following.refusal) is not None:
        screen.say(str(refused), is_error=True)
    elif library.texts.may_fetch:
        screen.texts.fetcher.fetch(paper)
    else:

        def answer(key: str) -> None:
            if key == "Y":
                library.texts.may_fetch = True
            screen.texts.fetcher.fetch(paper)

        sign = "its text from arxiv.org? y once, Y always"
        screen.prompt.ask(sign, answer, keys=("y", "Y"))


def open_or_close(screen: MainScreen, count: int | None) -> None:
    """Go one level deeper than the abstract in full where that can be, else back."""
    paper = screen.results.paper
    if paper is None or not screen.texts.open(paper):
        screen.is_full = False


def close(screen: MainScreen, count: int | None) -> None:
    """Go back to where the text was opened."""
    screen.texts.close()


def page_on(screen: MainScreen, count: int | None) -> None:
    """Page on; at the end say so."""
    pane = screen.texts.pane
    was_at_end = pane.is_at_end and pane.marker.selection is None
    pane.page(count or 1)
    if was_at_end:
        screen.say(f"That is the end; {screen.key('close-text')} goes back.")


def page_back(screen: MainScreen, count: int | None) -> None:
    """Page back."""
    screen.texts.pane.page(-(count or 1))


def next_section(screen: MainScreen, count: int | None) -> None:
    """Go to the next heading."""
    _go_to_section(screen, count or 1)


def previous_section(screen: MainScreen, count: int | None) -> None:
    """Go to the heading before."""
    _go_to_section(screen, -(count or 1))


def _go_to_section(screen: MainScreen, step: int) -> None:
    if not screen.texts.pane.to_section(step):
        screen.say(f"There is no section {'below' if step > 0 else 'above'}.")


def next_paragraph(screen: MainScreen, count: int | None) -> None:
    """Go to the next paragraph."""
    screen.texts.pane.to_paragraph(count or 1)


def previous_paragraph(screen: MainScreen, count: int | None) -> None:
    """Go to the paragraph before."""
    screen.texts.pane.to_paragraph(-(count or 1))


def ask_find(screen: MainScreen, count: int | None) -> None:
    """Ask for words to find."""
    screen.prompt.ask("/", lambda text: find(screen, text), text="", history=screen.texts.sought)


def find(screen: MainScreen, text: str) -> None:
    """Go to the next place with these words; those of the last time where none are given."""
    if text.strip():
        screen.texts.sought.keep(text.strip())
    _find(screen, text.strip(), 1)


def find_next(screen: MainScreen, count: int | None) -> None:
    """Find the same again."""
    for _ in range(count or 1):
        _find(screen, "", 1)


def find_previous(screen: MainScreen, count: int | None) -> None:
    """Find the same again further up."""
    for _ in range(count or 1):
        _find(screen, "", -1)


def _find(screen: MainScreen, words: str, step: int) -> None:
    if said := screen.texts.find(words, step):
        screen.say(said)


def set_mark(screen: MainScreen, count: int | None) -> None:
    """Ask for a letter, and remember the place under it."""
    screen.prompt.ask("mark: letter?", screen.texts.set_mark, keys=_LETTERS)


def go_to_mark(screen: MainScreen, count: int | None) -> None:
    """Ask for a letter, and go to the place of that; the sign itself goes to and fro."""

    def go(letter: str) -> None:
        if not screen.texts.go_to_mark(letter):
            screen.say(f"Nothing is marked {letter}." if letter != "'" else "There is no way back.")

    screen.prompt.ask("to mark: letter, or ' for the place before?", go, keys=(*_LETTERS, "'"))


def way_back(screen: MainScreen, count: int | None) -> None:
    """Go back to where one jumped from."""
    for _ in range(count or 1):
        if not screen.texts.back():
            screen.say("There is no way back.")


def outline(screen: MainScreen, count: int | None) -> None:
    """Show the headings, to go to one of them."""
    pane, texts = screen.texts.pane, screen.texts
    rows = outline_rows(pane.text)
    if not rows:
        screen.say("This text has no headings.")
        return
    here = row_at(rows, pane.place.block)
    more = outline_rows(pane.text, is_skimmed=True)
    screen.app.push_screen(RowsScreen("Outline", rows, here, texts.jump_to_block, more))


def skim(screen: MainScreen, count: int | None) -> None:
    """Show headings and first sentences, or all again."""
    screen.texts.pane.skim()
    screen.refresh_bar()


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
        links.follow(screen, link)


def choose_link(screen: MainScreen, count: int | None) -> None:
    """Show letters for the links in sight, and what the chosen one leads to."""
    pane = screen.texts.pane
    found = dict(zip(_LETTERS, pane.links, strict=False))
    if not found:
        screen.say("No link is in sight.")
        return
    pane.mark(pane.marks._replace(letters=tuple((link, key) for key, link in found.items())))

    def answer(letter: str) -> None:
        pane.mark(pane.marks._replace(link=found[letter]))
        links.follow(screen, found[letter])

    def closed() -> None:
        pane.mark(pane.marks._replace(letters=()))

    screen.prompt.ask("link: letter?", answer, keys=tuple(found), closed=closed)


def references(screen: MainScreen, count: int | None) -> None:
    """Show the references, and which of them the library has."""
    rows = links.reference_rows(screen)
    if not rows:
        screen.say("This text lists no references.")
        return

    def answer(block: int) -> None:
        links.open_reference(screen, block)

    screen.app.push_screen(RowsScreen("References", rows, 0, answer))


def aside(screen: MainScreen, count: int | None) -> None:
    """Scroll what is wider than the screen."""
    pane = screen.texts.pane
    if pane.is_cut:
        pane.shift(STEP * (count or 1))
    else:
        screen.say("Nothing in sight is wider than the screen.")


def aside_back(screen: MainScreen, count: int | None) -> None:
    """Scroll it back."""
    screen.texts.pane.shift(-STEP * (count or 1))


def drop(screen: MainScreen, count: int | None) -> None:
    """Choose no link, and let nothing stand out that was found."""
    screen.texts.drop()
