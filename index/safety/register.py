"""What the reader has passed, and where the reader is in texts, as JSON objects that travel."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..store.passed import Page, Range
from ..store.positions import WORDS, Lettered, Position, letters_of
from ..text import clean
from .foreign import MOST, malformed, name_of, text_of

PASSED = """
SELECT source, digest, json_group_array(json_array(first, last)) FROM
    (SELECT source, digest, first, last FROM passed ORDER BY source, digest, first)
GROUP BY source, digest ORDER BY source, digest
"""
"""Source, digest and the runs of records that were passed, of each page."""


def tell_passed(row: Sequence[Any]) -> dict[str, Any]:
    """Return what was passed of a page; ValueError where the row holds what nobody wrote."""
    source, checksum, records = row
    return {
        "type": "passed",
        "source": source,
        "digest": checksum,
        "records": json.loads(records),
    }


def passed_of(told: Mapping[str, Any]) -> tuple[Page, list[Range]]:
    """Return a page and the runs of its records that were passed. Raises SourceError."""
    runs: list[Range] = []
    records = told.get("records")
    for run in records if isinstance(records, list) else [None]:
        match run:
            case [int() as first, int() as last] if bool not in (type(first), type(last)) and (
                0 < first <= last <= MOST
            ):
                runs.append((first, last))
            case _:
                raise malformed("records that were passed are none")
    return name_of(told), runs


POSITIONS = """
SELECT p.id, r.block, r.letter, r.words, r.part, r.wall, r.marks
FROM positions r JOIN papers p USING(pid)
WHERE r.pid IN (SELECT value FROM json_each(?)) ORDER BY r.pid
"""
"""The places in texts of papers with these row numbers."""

_LONG_AGO = "1970-01-01T00:00:00.000000"

_WALL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}")


def tell_position(row: Sequence[Any]) -> dict[str, Any]:
    """Return where the reader is in a text; ValueError where the row holds what nobody wrote."""
    id, *numbers, wall, marks = row
    block, letter, words, part = numbers
    if [*map(type, (block, letter, part))] != [int, int, int] or not isinstance(words, str):
        raise ValueError("no place in a text")
    if not (isinstance(wall, str) and _WALL.fullmatch(wall)):
        wall = _LONG_AGO  # damaged: any other place in this paper goes before it
    told = {"block": block, "letter": letter, "words": words, "part": part}
    told |= {"wall": wall}
    if marks is not None:
        places = letters_of(marks).items()
        told |= {"marks": {name: _told(place) | {"wall": at} for name, (place, at) in places}}
    return {"type": "position", "paper": id, **told}


def _told(position: Position) -> dict[str, Any]:
    return dict(zip(("block", "letter", "words", "part"), position, strict=True))


def position_told(told: Mapping[str, Any]) -> tuple[str, Position, str, Lettered]:
    """Return the id of a paper, the place in its text, when it was left, and lettered places.

    Raises SourceError.
    """
    marks = told.get("marks") or {}
    if not isinstance(marks, dict):
        raise malformed("places that have letters are none")
    places = {}
    for letter, place in marks.items():
        if len(letter) != 1 or not letter.isprintable() or not isinstance(place, dict):
            raise malformed("a place that has a letter is none")
        places[letter] = _place(place)
    return text_of(told, "paper"), *_place(told), places


def _place(told: Mapping[str, Any]) -> tuple[Position, str]:
    block, letter, part = (told.get(name) for name in ("block", "letter", "part"))
    wall = text_of(told, "wall")
    match block, letter, part:
        case (int(), int(), int()) if min(block, letter, part) >= 0 and part <= 100:
            words = clean(text_of(told, "words", ""))[:WORDS]
            if max(block, letter) <= MOST and _WALL.fullmatch(wall):
                return Position(block, letter, words, part), wall
    raise malformed("a place in a text is none")
