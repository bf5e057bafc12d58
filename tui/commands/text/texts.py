"""Verbs of a paper's text: they ask what is to be asked, and have the controller do the rest."""

from __future__ import annotations

import asyncio
from string import ascii_letters
from threading import Event
from typing import TYPE_CHECKING

from ....index import RectoError, readable
from ...system.whole_text import about, links_of
from ...widgets.text.outline import RowsScreen, outline_rows, row_at

if TYPE_CHECKING:
    from ....index import Paper
    from ...reader.main_screen import MainScreen

STEP = 8
"""Cells by which wide tables are scrolled to a side."""

_LETTERS = tuple(ascii_letters)


def open_text(screen: MainScreen, count: int | None) -> None:
    """Open the text of the paper: that which is here, its PDF on this disk, or what is fetched."""
    paper = screen.results.paper
    if paper is None or screen.texts.open(paper):
        return
    if paper.rowid >= 0 and paper.files:
        screen.texts.fetcher.take(paper, lambda tried: _fetch(screen, paper, tried))
    else:
        _fetch(screen, paper, ())


def _fetch(screen: MainScreen, paper: Paper, tried: tuple[str, ...]) -> None:
    """Fetch a text, if the reader wants that; say what was `tried` before where there is none."""
    library = screen.library
    if paper.rowid < 0:
        keys = f"{screen.key('bookmark')} or {screen.key('queue')}"
        screen.say(f"Papers of your library have texts; {keys} keeps this one there.")
    elif not paper.arxiv_id:
        hint = f"Its text is not here; `recto text {paper.id} --from FILE` takes it in."
        screen.say(" ".join((*tried, hint)), is_whole=True)
    elif (refused := library.following.refusal) is not None:
        screen.say(" ".join((*tried, str(refused))), is_error=True)
    elif library.texts.may_fetch:
        screen.texts.fetcher.fetch(paper, tried)
    else:

        def answer(key: str) -> None:
            if key == "Y":
                library.texts.may_fetch = True
            screen.texts.fetcher.fetch(paper, tried)

        sign = "its text from arxiv.org? y once, Y always"
        screen.prompt.ask(sign, answer, keys=("y", "Y"))


def fetch_again(screen: MainScreen, count: int | None) -> None:
    """Fetch a newer version of the text that is read, or one that is better than a PDF.

    Of one that was not read to its end get the rest.
    """
    pane, library = screen.texts.pane, screen.library
    if (paper := pane.paper) is None:
        return
    if not pane.is_whole:
        if not screen.texts.is_coming:
            open_text(screen, None)
        if screen.texts.is_coming:
            _say_of_rest(screen)
        return
    is_newer = library.texts.newer(paper, pane.text) is not None
    if not paper.arxiv_id or not (is_newer or pane.text.source == "pdf"):
        screen.say(f"Nothing newer is known. This is {about(pane.text)}.", is_whole=True)
    elif (refused := library.following.refusal) is not None:
        screen.say(str(refused), is_error=True)
    else:
        screen.texts.fetcher.fetch(paper, again=True)


def remove_text(screen: MainScreen, count: int | None) -> None:
    """Remove the text of the paper, which can come back within a day."""
    if (paper := screen.results.paper) is None:
        return
    try:
        was_here = paper.rowid >= 0 and screen.library.texts.remove(paper, can_return=True)
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    if was_here and screen.reading is not None:
        screen.texts.close()
    screen.presenter.show_parts()
    back = ":restore-text brings it back within a day."
    screen.say(f"The text is removed; {back}" if was_here else "There is no text to remove.")


def restore_text(screen: MainScreen, count: int | None) -> None:
    """Bring the text back that was removed."""
    if (paper := screen.results.paper) is None:
        return
    try:
        is_back = paper.rowid >= 0 and screen.library.texts.bring_back(paper)
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    screen.presenter.show_parts()
    if is_back:
        screen.say(f"The text is here again; {screen.key('text')} opens it.")
    else:
        screen.say("No text of it was removed within a day, or another is here.")


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
    was_at_end = pane.sight.is_at_end and pane.marker.selection is None
    pane.page(count or 1)
    if was_at_end and not pane.is_whole:
        _say_of_rest(screen)
    elif was_at_end:
        back = f"That is the end; {screen.key('close-text')} goes back."
        whence = about(pane.text, links_of(screen.library, pane.paper))
        screen.say(f"{back} {whence}", is_whole=True)


def _say_of_rest(screen: MainScreen) -> None:
    if screen.texts.is_coming:
        screen.say("The rest of it is being read.")
    else:  # that was given up, or failed
        screen.say(f"The rest of it was not read; {screen.key('text-again')} reads it again.")


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
    if not screen.texts.pane.to_paragraph(count or 1):
        screen.say("There is no paragraph below.")


def previous_paragraph(screen: MainScreen, count: int | None) -> None:
    """Go to the paragraph before."""
    if not screen.texts.pane.to_paragraph(-(count or 1)):
        screen.say("There is no paragraph above.")


def to_part(screen: MainScreen, count: int | None) -> None:
    """Go so many parts in a hundred into the paper."""
    if count is None:
        screen.say(f"A number before it says where: 50{screen.key('to-part')} is the middle.")
    else:
        screen.texts.leap(lambda: screen.texts.pane.to_part(count))


def about_text(screen: MainScreen, count: int | None) -> None:
    """Say wholly where one is, where the text is from and under which licence."""
    pane = screen.texts.pane
    if (paper := pane.paper) is None:
        return
    section, page, part = pane.standing
    told = [readable(paper.title), section, f"page {page}", part]
    told.append(about(pane.text, links_of(screen.library, paper)))
    screen.say(f" {screen.bottom.signs.dot} ".join(filter(None, told)), is_whole=True)


def ask_find(screen: MainScreen, count: int | None) -> None:
    """Ask for words to find; where they may be is laid out while they are typed."""
    pane, over = screen.texts.pane, Event()
    screen.prompt.ask(
        "/",
        lambda text: find(screen, text),
        text="",
        history=screen.texts.sought,
        closed=over.set,
    )

    async def go() -> None:
        await asyncio.to_thread(pane.lay_out_all, over)

    screen.run_beside(go, group="find")


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
    here = row_at(rows, pane.sight.place.block)
    more = outline_rows(pane.text, is_skimmed=True)
    screen.app.push_screen(RowsScreen("Outline", rows, here, texts.jump_to_block, more))


def skim(screen: MainScreen, count: int | None) -> None:
    """Show headings and first sentences, or all again."""
    screen.texts.skim()
    screen.refresh_bar()


def aside(screen: MainScreen, count: int | None) -> None:
    """Scroll what is wider than the screen."""
    pane = screen.texts.pane
    if pane.sight.is_cut:
        pane.shift(STEP * (count or 1))
    else:
        screen.say("Nothing in sight is wider than the screen.")


def aside_back(screen: MainScreen, count: int | None) -> None:
    """Scroll it back."""
    screen.texts.pane.shift(-STEP * (count or 1))


def drop(screen: MainScreen, count: int | None) -> None:
    """Choose no link, and let nothing stand out that was found."""
    screen.texts.drop()
