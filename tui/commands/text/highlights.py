"""Verbs of highlights: what is marked grows and shrinks, is kept, copied, and found again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from string import ascii_letters
from typing import TYPE_CHECKING

from ....index import quote
from ...widgets.text.highlight_rows import library_rows, paper_rows
from ...widgets.text.outline import Act, Row, RowsScreen
from ...widgets.text.selecting import Selection, TextWords
from ..out.yanking import NotCopiedError, copy, start
from ..viewing import may_write
from ..writing import ask_for_file

if TYPE_CHECKING:
    from ....index import Highlight, Paper
    from ...reader.main_screen import MainScreen
    from ...reader.text.highlighter import Highlighter

Motion = Callable[[TextWords, Selection], Selection]


def begin(screen: MainScreen, count: int | None) -> None:
    """Mark a sentence, to go on from there."""
    pane = screen.texts.pane
    if pane.is_skimmed:
        screen.say(f"Marked is the whole text only; {screen.key('skim')} shows it.")
    elif not pane.begin_marking():
        screen.say("There are no words to mark.")
    elif count and count > 1:
        sentence_on(screen, count - 1)


def _move(screen: MainScreen, motion: Motion) -> None:
    pane = screen.texts.pane
    at = pane.marker.selection
    if at is not None:
        pane.select(motion(pane.marker.words, at))


def word_on(screen: MainScreen, count: int | None) -> None:
    """Go on by a word."""
    _move(screen, lambda words, at: words.by_word(at, count or 1))


def word_back(screen: MainScreen, count: int | None) -> None:
    """Go back by a word."""
    _move(screen, lambda words, at: words.by_word(at, -(count or 1)))


def sentence_on(screen: MainScreen, count: int | None) -> None:
    """Go on by a sentence."""
    _move(screen, lambda words, at: words.by_bounds(at, count or 1, words.sentence))


def sentence_back(screen: MainScreen, count: int | None) -> None:
    """Go back by a sentence."""
    _move(screen, lambda words, at: words.by_bounds(at, -(count or 1), words.sentence))


def paragraph_on(screen: MainScreen, count: int | None) -> None:
    """Go on by a paragraph."""
    _move(screen, lambda words, at: words.by_bounds(at, count or 1, words.block))


def paragraph_back(screen: MainScreen, count: int | None) -> None:
    """Go back by a paragraph."""
    _move(screen, lambda words, at: words.by_bounds(at, -(count or 1), words.block))


def next_sentence(screen: MainScreen, count: int | None) -> None:
    """Mark the next sentence alone."""
    _move(screen, lambda words, at: words.next_sentence(at, count or 1))


def previous_sentence(screen: MainScreen, count: int | None) -> None:
    """Mark the sentence before alone."""
    _move(screen, lambda words, at: words.next_sentence(at, -(count or 1)))


def other_end(screen: MainScreen, count: int | None) -> None:
    """Let the other end move."""
    _move(screen, lambda words, at: Selection(at.caret, at.anchor))


def choose_sentence(screen: MainScreen, count: int | None) -> None:
    """Show letters for the sentences that begin in sight, and mark the chosen one alone."""
    pane = screen.texts.pane
    found = dict(zip(ascii_letters, pane.marker.sentences(pane.sight.window), strict=False))
    pane.mark(pane.marks._replace(letters=tuple((link, key) for key, (link, _) in found.items())))

    def answer(letter: str) -> None:
        words = pane.marker.words
        pane.select(Selection(*words.sentence(found[letter][1])))

    def closed() -> None:
        pane.mark(pane.marks._replace(letters=()))

    screen.prompt.ask("sentence: letter?", answer, keys=tuple(found), closed=closed)


def drop(screen: MainScreen, count: int | None) -> None:
    """Mark nothing any more."""
    screen.texts.pane.select(None)


def keep(screen: MainScreen, count: int | None) -> None:
    """Highlight what is marked."""
    highlighter = screen.texts.highlighter
    if highlighter.present is not None:
        screen.texts.pane.select(None)
        screen.say("That is highlighted already.")
    else:
        highlighter.keep()


def keep_with_note(screen: MainScreen, count: int | None) -> None:
    """Highlight what is marked, and write a note on it; of what is highlighted change the note."""
    highlighter = screen.texts.highlighter
    if not may_write(screen):
        return
    if (present := highlighter.present) is not None:
        screen.texts.pane.select(None)
        noted = highlighter.note_on(present)
    else:
        noted = highlighter.keep(is_told=False)
    if noted is not None:
        screen.note_controller.open_on(noted)


def yank(screen: MainScreen, count: int | None) -> None:
    """Copy what is marked: sentences without line ends, formulas as TeX."""
    pane = screen.texts.pane
    passage, text = pane.marker.passage, pane.text
    told = pane.marker.told
    tex = pane.marker.formula
    if passage is None:
        return
    pane.select(None)
    what = told if tex is None else "the formula"
    start(screen, lambda: _copy(screen, lambda: tex or quote(text, *passage).text, what))


async def _copy(screen: MainScreen, write: Callable[[], str], what: str) -> None:
    text = await asyncio.to_thread(write)
    try:
        ways = await copy(screen, text)
    except NotCopiedError as error:
        name = "words.txt"
        ask_for_file(screen, f"{error.title}; write to", name, lambda _path: (text + "\n",))
    else:
        screen.say(f"Copied {what}, {ways}.")


def yank_formula(screen: MainScreen, count: int | None) -> None:
    """Copy the TeX of the formula in sight; of several the one that is chosen by its letter."""
    pane = screen.texts.pane
    found = dict(zip(ascii_letters, pane.marker.formulas(pane.sight.window), strict=False))

    def answer(letter: str) -> None:
        tex = found[letter][1]
        start(screen, lambda: _copy(screen, lambda: tex, "the formula"))

    def closed() -> None:
        pane.mark(pane.marks._replace(letters=()))

    if not found:
        screen.say("No formula is in sight.")
    elif len(found) == 1:
        answer("a")
    else:
        letters = tuple((link, key) for key, (link, _) in found.items())
        pane.mark(pane.marks._replace(letters=letters))
        screen.prompt.ask("formula: letter?", answer, keys=tuple(found), closed=closed)


def show(screen: MainScreen, count: int | None) -> None:
    """Show the highlights of the text that is read, or those of all papers."""
    if screen.reading is None:
        _show_all(screen)
    elif screen.texts.highlighter.placed:
        _show_placed(screen, screen.texts.highlighter)
    else:
        screen.say(f"Nothing is highlighted here; {screen.key('mark-text')} marks text.")


def _show_placed(screen: MainScreen, highlighter: Highlighter) -> None:
    """Show the highlights of the text, to go there, to write notes on them or to remove them."""
    texts, signs = screen.texts, screen.bottom.signs

    def answer(number: int) -> None:
        one = highlighter.placed[number]
        if (there := highlighter.place_of(one)) is not None:
            texts.jump(there)
        else:
            from ...reader.text.highlighter import lost

            screen.say(lost(one.highlight), is_whole=True)

    def write_note(number: int) -> None:
        if (noted := highlighter.note_on(highlighter.placed[number])) is not None:
            screen.call_later(screen.note_controller.open_on, noted)

    def remove(number: int) -> str:
        highlighter.remove(highlighter.placed[number])
        return f"Deleted; {screen.key('undo')} in the text brings it back."

    def rows_now() -> None:
        rows.update(paper_rows(highlighter.placed, signs))

    def left() -> None:
        highlighter.on_change = lambda: None

    here = texts.pane.sight.place.block
    standing = [one.spots[0].block if one.spots else here + 1 for one in highlighter.placed]
    first = next((n for n, block in enumerate(standing) if block >= here), 0)
    acts = {"e": Act("note", write_note), "D": Act("delete", remove)}
    told = paper_rows(highlighter.placed, signs)
    rows = RowsScreen("Highlights", told, first, answer, acts=acts, left=left)
    highlighter.on_change = rows_now
    screen.app.push_screen(rows)


def _show_all(screen: MainScreen) -> None:
    """Show the highlights of all papers, to open one of their texts there."""
    library, signs = screen.library, screen.bottom.signs

    def read() -> tuple[list[Row], list[tuple[Paper, Highlight]]]:
        found: dict[int, list[Highlight]] = {}
        for one in library.highlights.all():
            found.setdefault(one.rowid, []).append(one)
        papers = [(paper, found[paper.rowid]) for paper in library.rows(list(found))]
        told = [(paper, one) for paper, ones in papers for one in (ones[0], *ones)]
        return library_rows(papers, signs), told

    async def go() -> None:
        rows, told = await asyncio.to_thread(read)
        if not rows:
            key = screen.key("mark-text")
            screen.say(f"Nothing is highlighted yet; in a paper's text {key} marks some.")
        elif screen.is_current:
            screen.app.push_screen(
                RowsScreen("Highlights", rows, 0, lambda number: _open(screen, *told[number]))
            )

    start(screen, go)


def _open(screen: MainScreen, paper: Paper, highlight: Highlight) -> None:
    """Open the text of a paper at a highlight."""

    def go() -> None:
        here = screen.results.paper
        if here is None or here.rowid != paper.rowid:
            screen.say("Its paper is out of sight; `/` finds it no more.")
        elif not screen.texts.open(here, highlight.id):
            screen.say(f"Its text is not here: “{' '.join(highlight.text.split())}”", is_whole=True)

    row = screen.results.row_of(paper.rowid)
    if row is not None:
        screen.results.move_to(row)
        screen.presenter.show_paper()
        go()
    else:
        screen.finder.show_all(keep=paper.rowid)
        screen.when_shown(go)
