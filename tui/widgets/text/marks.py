"""What stands out in a text for a while: what was found, the chosen link, letters of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.style import Style

from ...painting.pieces import Piece, Span, between, plain
from .linking import Link
from .shapes import Shape, Wrapped

if TYPE_CHECKING:
    from ....index import Sought

CHOSEN = Style(reverse=True)
"""The link that is chosen, beside its colour."""


class Marks(NamedTuple):
    """What stands out in a text for a while."""

    sought: Sought | None = None
    """What is looked for."""
    link: Link | None = None
    """The link that is chosen."""
    letters: tuple[tuple[Link, str], ...] = ()
    """Letters to choose links by."""


def spans_on(shape: Shape, line: int, number: int, marks: Marks, match: Style) -> list[Span]:
    """Return what stands out on a line of a block, by its letters in the block.

    `number` is that of the block in the text, `match` the style of what was found.
    """
    is_wrapped = isinstance(shape, Wrapped)
    text = shape.prose.text if isinstance(shape, Wrapped) else shape.text_of(line)[0]
    found = () if marks.sought is None else marks.sought(text)
    spans = [(start, end, match) for start, end in found]
    link = marks.link if is_wrapped else None
    if link is not None and link.block == number:
        spans.append((link.start, link.end, CHOSEN))
    return spans


def lettered(
    pieces: list[Piece], shape: Shape, line: int, number: int, marks: Marks, match: Style
) -> list[Piece]:
    """Return a line with letters to choose links by, each in the place of a link's first letter."""
    if not marks.letters:
        return pieces
    if not isinstance(shape, Wrapped):
        key = next((key for link, key in marks.letters if link.block == number), "")
        if line or not key:
            return pieces
        before_it = plain(pieces[:1])  # what stands before the first line of what is not broken
        place = max(0, len(before_it) - 1) if not before_it.strip() else 0
        count = len(plain(pieces))
        before, behind = between(pieces, 0, place), between(pieces, place + 1, count)
        return [*before, (key, match + CHOSEN), *behind]
    text, start = shape.text_of(line)
    count = len(plain(pieces))
    lead = count - len(text)
    for link, letter in marks.letters:
        if link.block == number and 0 <= link.start - start < len(text):
            place = lead + link.start - start
            before, behind = between(pieces, 0, place), between(pieces, place + 1, count)
            pieces = [*before, (letter, match + CHOSEN), *behind]
    return pieces
