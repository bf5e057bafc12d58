"""Places in a text as they are kept, and found again in another version or source of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....index import Position
from ...widgets.text.flow import Place
from ...widgets.text.prose import safe

if TYPE_CHECKING:
    from ....index import Block, Text

WORDS = 60
"""Letters of the beginning of a block that are kept."""


def position_at(text: Text, place: Place, percent: int) -> Position:
    """Return a place as it is kept; `percent` is how much was in sight or above."""
    number = min(place.block, max(0, len(text.blocks) - 1))
    words = _begun(text.blocks[number]) if text.blocks else ""
    return Position(number, place.letter if number == place.block else 0, words, percent)


def holds(text: Text, position: Position) -> bool:
    """Whether the very block of a position is in a text, or in the beginning of one."""
    return any(_begun(block) == position.words for block in text.blocks)


def number_in(text: Text, before: Text, number: int) -> int:
    """Return the number that a block of a text has in one of which that was the beginning.

    What stands behind the last block, such as the heading of footnotes, does so still.
    """
    if number >= len(before.blocks):
        return len(text.blocks)
    told = before.blocks[number].text
    if number < len(text.blocks) and text.blocks[number].text == told:
        return number
    return found_again(text, Position(number, 0, _begun(before.blocks[number]), 0)).block


def found_again(text: Text, position: Position) -> Place:
    """Return where a place is now: at the nearest block that begins so, else as far in the paper.

    Where nothing is known of how it begins, the block of its number is taken.
    """
    count = len(text.blocks)
    if not count:
        return Place(0)
    alike = [n for n, block in enumerate(text.blocks) if _begun(block) == position.words]
    if alike and position.words:
        nearest = min(alike, key=lambda number: abs(number - position.block))
        return Place(nearest, position.letter)
    if position.block < count and not position.words:
        return Place(position.block, position.letter)
    return Place(min(count - 1, count * position.part // 100))


def _begun(block: Block) -> str:
    return " ".join(safe(block.text[: 2 * WORDS]).split())[:WORDS]
