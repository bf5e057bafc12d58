"""Why a paper stands where it does by a taste: in a row, and in the pane of the abstract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ...index import name_span, readable
from ..painting.look import Look
from ..painting.pieces import Piece, line_starts, plain
from .rows.row_column import cut_to

if TYPE_CHECKING:
    from ...index import TasteReason

_TITLE = 24
"""Cells of a title that stands for its paper."""


def row_words(reasons: Sequence[TasteReason], cells: int, look: Look) -> str:
    """Return what says most in so many cells.

    The standing search that wants it first, the paper that it is near to, or else a word; then what
    speaks against it, an author, and as many words as there is room for.
    """
    if not reasons:
        return ""
    words = [reason.text for reason in reasons if reason.kind == "word"]
    always = [_always(one) for one in reasons if one.kind == "always"]
    near = [f"near “{short_title(one.text)}”" for one in reasons if one.kind == "near"]
    shown = _Row([*always, *near, *words], [], [])
    if not always and near and cell_len(near[0]) > cells:
        shown = _Row([*words, *near], [], [])
    best, others = shown.words[:1], shown.words[1:]
    found = _Row(best, [], [])
    for reason in reasons:
        wider = found
        if reason.kind == "against":
            wider = found._with(against=[reason.text])
        elif reason.kind == "author":
            wider = found._with(authors=[_family(reason.text)])
        found = wider if cell_len(look.word(wider.text)) <= cells else found
    for word in others:
        wider = found._with(words=[*found.words, word])
        found = wider if cell_len(look.word(wider.text)) <= cells else found
    text = look.word(found.text)
    if cell_len(text) <= cells:
        return text
    mark = look.signs.ellipsis
    return cut_to(text, cells - cell_len(mark)) + mark


class _Row:
    """What a row says, in parts."""

    def __init__(self, words: list[str], authors: list[str], against: list[str]) -> None:
        self.words, self.authors, self.against = words, authors, against

    def _with(
        self,
        words: list[str] | None = None,
        authors: list[str] | None = None,
        against: list[str] | None = None,
    ) -> _Row:
        return _Row(words or self.words, authors or self.authors, against or self.against)

    @property
    def text(self) -> str:
        """As it is read: `merging, loss · Ainsworth; −speech`."""
        first = " · ".join(filter(None, (", ".join(self.words), *self.authors)))
        return "; ".join(filter(None, (first, *(f"−{word}" for word in self.against))))


def pane_words(reasons: Sequence[TasteReason], look: Look, room: int) -> list[Piece]:
    """Return all of them: for it, near to what, by whom, and against it.

    They go into lines of `room` cells; a sign and the word behind it stay together.
    """
    palette = look.palette
    dim, accent = palette.dim, palette.dim + palette.accent

    def of(kind: str) -> list[TasteReason]:
        return [reason for reason in reasons if reason.kind == kind]

    parts: list[list[Piece]] = [[(_always(one), accent)] for one in of("always")]
    if words := of("word"):
        parts.append([("+ ", accent), (", ".join(one.text for one in words), dim)])
    for one in of("author"):
        parts.append([("by ", accent), (one.text, dim)])
    for one in of("near"):
        way = f" ({one.way})" if one.way else ""
        parts.append([("near ", accent), (f"{short_title(one.text, 40)}{way}", dim)])
    against = ", ".join(one.text for one in of("against")) or "nothing"
    parts.append([("− ", accent), (against, dim)])
    pieces, line = list[Piece](), ""
    for part in parts:
        begins = " ".join(plain(part).split(" ")[:2])
        if line:
            gap = "\n" if cell_len(f"{line}   {begins}") > room else "   "
            pieces.append((gap, dim))
            line = "" if gap == "\n" else line + gap
        pieces += part
        line += plain(part)
        line = line[line_starts(line, room)[-1] :]
    return pieces


def short_title(title: str, cells: int = _TITLE) -> str:
    """Return the name in a title, or else its beginning, in whole words where it can be."""
    shown = readable(title)
    end = name_span(shown)
    name = shown[:end].rstrip(" :") if end else shown
    if cell_len(name) <= cells:
        return name
    cut = cut_to(name, cells - 1)
    return f"{cut.rpartition(' ')[0] or cut}…"


def _always(reason: TasteReason) -> str:
    return f"always: “{reason.text}”"


def _family(name: str) -> str:
    from ...index import family_name

    return family_name(name)
