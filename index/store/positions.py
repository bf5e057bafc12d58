"""The register of where the reader is in the texts of papers, and of places with a letter.

It is no act: it is written while one reads, and there is nothing to take back. Of two libraries
that are united the place counts that was written later.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..database.database import Database

WORDS = 60
"""Letters that are kept of how a block begins."""


class Position(NamedTuple):
    """A place in a paper's text that can be found again in another version of it."""

    block: int
    """The number of the block at the upper edge of the screen, from 0."""
    letter: int
    """How many letters of it stand before that edge."""
    words: str
    """How the block begins, in so many letters: by these it is found where numbers are others."""
    part: int
    """How much of the whole paper was in sight or above, from 0 to 100."""


def position_of(database: Database, rowid: int) -> Position | None:
    """Return where the reader left a paper; None where nobody has read it."""
    sql = "SELECT block, letter, words, part FROM positions WHERE pid = ?"
    row = database.row(sql, (rowid,))
    return None if row is None else Position(*row)


def parts_read(database: Database) -> Mapping[int, int]:
    """Return of all papers that were begun how much was read, from 0 to 100, by row number."""
    return dict(database.rows("SELECT pid, part FROM positions"))


def keep_position(database: Database, rowid: int, position: Position, wall: str) -> None:
    """Keep a place unless a later one is known. Inside a transaction.

    `wall` is when it was left: UTC, as `2026-11-30T08:15:00.000000`.
    """
    database.execute(
        "INSERT INTO positions(pid, block, letter, words, part, wall) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT(pid) DO UPDATE SET block = excluded.block, letter = excluded.letter, "
        "words = excluded.words, part = excluded.part, wall = excluded.wall "
        "WHERE (excluded.wall, excluded.part, excluded.block, excluded.letter, excluded.words) > "
        "(wall, part, block, letter, words)",
        (rowid, *position, wall),
    )


# Places that have a letter

Lettered = Mapping[str, tuple[Position, str]]
"""By their letter places in a paper's text, each with when it got that, as `wall` above."""


def lettered(database: Database, rowid: int) -> Lettered:
    """Return the places of a paper that have a letter."""
    told = database.value("SELECT marks FROM positions WHERE pid = ?", (rowid,))
    return letters_of(told) if told else {}


def letters_of(told: str) -> dict[str, tuple[Position, str]]:
    """Return places as the column has them; ValueError where it holds what nobody wrote."""
    found = json.loads(told)
    if not isinstance(found, dict):
        raise ValueError("places that have letters are none")
    return {letter: _place(place) for letter, place in found.items()}


def _place(told: Any) -> tuple[Position, str]:
    match told:
        case [int(block), int(letter), str(words), int(part), str(wall)]:
            return Position(block, letter, words, part), wall
    raise ValueError("a place that has a letter is none")


def keep_letters(database: Database, rowid: int, places: Lettered, *, is_now: bool = False) -> None:
    """Give places their letters, unless other places got them later. Inside a transaction.

    Those that get them now get them in any case. Nothing is kept of a paper without a position.
    """
    if not places:
        return
    known = dict(lettered(database, rowid))
    for letter, (position, wall) in places.items():
        present = known.get(letter)
        if is_now or present is None or (wall, position) > (present[1], present[0]):
            known[letter] = position, wall
    told = {letter: [*position, wall] for letter, (position, wall) in sorted(known.items())}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else None
    database.execute("UPDATE positions SET marks = ? WHERE pid = ?", (text, rowid))
