"""What the reader has highlighted in a text, and the notes on it, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ....index import Block, Spot
from .shapes import Shape, Wrapped
from .words import shown


class Inked(NamedTuple):
    """A passage that is highlighted."""

    spots: tuple[Spot, ...]
    """Where it stands, in `Block.text`."""
    note: str = ""


class LineInk(NamedTuple):
    """What is highlighted on a line."""

    letters: tuple[tuple[int, int], ...] = ()
    """The first letter and the one behind the last, in letters of the block or, of lines that are
    not broken, of the line."""
    note: str = ""
    """The notes on what ends here, each in one line."""


NONE = LineInk()


class Ink:
    """All that is highlighted in a text."""

    def __init__(self, passages: Iterable[Inked] = ()) -> None:
        self._by_block: dict[int, list[tuple[Spot, str]]] = {}
        self._known: dict[int, tuple[Shape, list[tuple[int, int, str]]]] = {}
        """Of blocks that were drawn their shape, and in it where passages are, with their notes."""
        for passage in passages:
            for spot in passage.spots:
                note = passage.note if spot == passage.spots[-1] else ""
                self._by_block.setdefault(spot.block, []).append((spot, note))

    def on(self, shape: Shape, line: int, number: int, block: Block) -> LineInk:
        """Return what is highlighted on a line of a block; `number` is that of it in the text."""
        spots = self._by_block.get(number)
        if not spots:
            return NONE
        known = self._known.get(number)
        if known is None or known[0] != shape:
            told = [(*shown(shape, block, one.start, one.end), note) for one, note in spots]
            known = self._known[number] = shape, told
        letters, notes = [], []
        for start, end, note in known[1]:
            if (on_line := letters_on(shape, line, start, end)) is not None:
                letters.append(on_line)
            if note and line == shape.line_of(max(start, end - 1)):
                notes.append(" ".join(note.split()))
        return LineInk(tuple(letters), "; ".join(notes))

    @property
    def blocks(self) -> Sequence[int]:
        """The numbers of the blocks with something highlighted, in order."""
        return sorted(self._by_block)


def letters_on(shape: Shape, line: int, start: int, end: int) -> tuple[int, int] | None:
    """Return which letters of a line are among some of its shape; None where none are.

    Those of a line that is broken are counted in the block, of others in the line.
    """
    text, first = shape.text_of(line)
    if isinstance(shape, Wrapped):
        start, end = max(start, first), min(end, first + len(text))
        return (start, end) if start < end else None
    return (0, len(text)) if start <= line < end else None
