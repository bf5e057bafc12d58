"""Words looked for in a whole paper, forwards or back, and around its end."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from .flow import At, Flow, Place
from .shapes import Wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from ....index import Sought


class Found(Enum):
    """Where what was looked for is."""

    HERE = auto()
    AROUND = auto()
    """Beyond the end of the paper, on from its other end."""
    NOWHERE = auto()


class Spot(NamedTuple):
    """Where words were found."""

    nth: int
    """The block of the flow."""
    letter: int
    """In what is read of it; of what is not broken into lines the line."""
    found: Found


def find(flow: Flow, sought: Sought, step: int, start: tuple[int, int]) -> Spot | None:
    """Return where what is sought stands next, behind a letter of a block or before it."""
    first, letter = start
    count = len(flow.blocks)
    for turn in range(count + 1 if count else 0):
        index = (first + step * turn) % count
        spots = _spots(flow, index, sought)
        if turn == 0:
            spots = [spot for spot in spots if (spot > letter if step > 0 else spot < letter)]
        if spots:
            is_around = turn == count or (index < first if step > 0 else index > first)
            found = Found.AROUND if is_around else Found.HERE
            return Spot(index, spots[0] if step > 0 else spots[-1], found)
    return None


def _spots(flow: Flow, index: int, sought: Sought) -> list[int]:
    shape = flow.shape(index)
    if isinstance(shape, Wrapped):
        return [start for start, _ in sought(shape.prose.text)]
    lines = (shape.text_of(line)[0] for line in range(shape.height))
    return [line for line, text in enumerate(lines) if any(True for _ in sought(text))]


class WordSearch:
    """Where in one text words were found last, to go on from there."""

    def __init__(self) -> None:
        self._spot: tuple[int, int] | None = None
        """A block of the flow and a letter."""

    def forget(self) -> None:
        """Go on from what is in sight: one has moved there."""
        self._spot = None

    def find(self, flow: Flow, at: At, sought: Sought, step: int) -> Spot | None:
        """Return the next place behind the last one, or behind what stands at the upper edge."""
        letter = flow.place(at).letter if flow.blocks else 0
        return find(flow, sought, step, self._spot or (at.nth, letter - (step > 0)))

    def keep(self, spot: Spot) -> None:
        """Go on from there."""
        self._spot = spot.nth, spot.letter

    def place(self, flow: Flow) -> Place | None:
        """Return the place where something was found, if something was."""
        spot = self._spot
        return None if spot is None else Place(flow.numbers[spot[0]], spot[1])

    def follow(self, place: Place | None, flow: Flow, moved: Callable[[int], int]) -> None:
        """Go on in more of the same text, in which blocks have other numbers, as `moved` says."""
        index = None if place is None else flow.index_of(moved(place.block))
        self._spot = None if place is None or index is None else (index, place.letter)
