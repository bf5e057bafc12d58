"""Which source says what of a paper, field by field, and by which rule one of it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..database.database import Database
from .corrections import load_corrections
from .description import describe, in_force
from .rules import RULES, UNITED
from .seen_numbers import load_remembered
from .shelf import load_records
from .telling import FIELDS, Fields, Told


@dataclass(frozen=True, slots=True)
class Saying:
    """What one record says of one field."""

    source: str
    digest: str
    """What tells the content of its page."""
    number: int
    """The record's place in its file, from 1."""
    day: str | None
    """The ISO day on which its page was seen."""
    kind: str | None
    """The format it was read as, one of `FORMATS`; None where an older Recto read it."""
    value: Any
    """As JSON has it."""
    in_force: bool
    """Whether its page is in sight."""
    counts: bool
    """Whether it is shown, alone or with others."""


@dataclass(frozen=True, slots=True)
class FieldSources:
    """What is shown of one field, and who says it."""

    field: str
    value: Any
    """As JSON has it; None where nothing is shown."""
    rule: str
    """How it is told which value counts, in words."""
    corrected: bool
    """Whether the reader has said it."""
    disagree: bool
    """Whether sources in sight say different things."""
    said: tuple[Saying, ...]


def explain(database: Database, pid: int) -> list[FieldSources]:
    """Return every field that anybody says something of, in the order of the description."""
    records = load_records(database, [pid]).get(pid, [])
    if not records:
        return []
    corrections = load_corrections(database, [pid]).get(pid, {})
    remembered = load_remembered(database, [pid]).get(pid, [])
    told = describe(records, None, remembered)
    shown = describe(records, corrections, remembered)
    fields = (name for name in FIELDS if name in RULES)
    found = (_field(name, records, told, shown, corrections) for name in fields)
    return [one for one in found if one.said or one.corrected]


def _field(
    name: str,
    records: Sequence[Told],
    told: Fields,
    shown: Fields,
    corrections: Mapping[str, Any],
) -> FieldSources:
    counting = {one.name for one in in_force(records)}
    is_corrected = name in corrections
    value = told.get(name)
    tellers = [one for one in records if name in one.said]

    def counts(one: Told) -> bool:
        is_shown = name in UNITED or one.said[name] == value
        return is_shown and one.name in counting and not is_corrected

    said = [
        Saying(
            one.source,
            one.checksum,
            one.number,
            one.day,
            one.kind,
            one.said[name],
            one.is_in_force,
            counts(one),
        )
        for one in tellers
    ]
    heard = [one.said[name] for one in tellers if one.name in counting]
    return FieldSources(
        name,
        shown.get(name),
        RULES[name].words,
        is_corrected,
        any(one != heard[0] for one in heard),
        tuple(sorted(said, key=lambda one: (not one.counts, not one.in_force, one.source))),
    )
