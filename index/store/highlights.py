"""Passages of papers' texts that the reader has highlighted, as they are kept: by their words.

A highlight is the mark `highlight:ID` of its paper, whose value is JSON; what the reader has
written about it is the mark `highlight-note:ID`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..database.database import Database
from ..journal.fold import HIGHLIGHT, HIGHLIGHT_NOTE
from ..text import clean, clean_note

IS_HIGHLIGHT = f"(name >= '{HIGHLIGHT}' AND name < '{HIGHLIGHT[:-1]};')"
"""Whether a mark is a highlight, in SQL."""

_FOUND = f"""SELECT m.pid, m.name, m.value, n.value FROM marks m
    LEFT JOIN marks n ON n.pid = m.pid
    AND n.name = '{HIGHLIGHT_NOTE}' || substr(m.name, {len(HIGHLIGHT) + 1})
    WHERE m.value IS NOT NULL
    AND m.name >= '{HIGHLIGHT}' AND m.name < '{HIGHLIGHT[:-1]};'"""


class Highlight(NamedTuple):
    """A passage of a paper's text with what stands around it."""

    id: str
    """Random; unique within its paper."""
    rowid: int
    """The row number of its paper."""
    text: str
    """Its words; formulas stand between dollar signs, as in abstracts, blocks in lines."""
    section: str = ""
    """The heading above it, with its number."""
    before: str = ""
    """Some words before it, by which it is told from others that read alike."""
    after: str = ""
    note: str = ""
    """What the reader wrote about it; lines end in a newline character."""
    made: str = ""
    """When, as local time with its offset from UTC: ISO 8601."""


def highlights_of(database: Database, rowids: Sequence[int]) -> list[Highlight]:
    """Return the highlights of some papers: paper by paper as they are given, as they were made."""
    sql = f"{_FOUND} AND m.pid IN (SELECT value FROM json_each(?))"
    places = {rowid: place for place, rowid in enumerate(rowids)}
    found = _read(database.rows(sql, (json.dumps(list(rowids)),)))
    return sorted(found, key=lambda one: (places[one.rowid], one.made, one.id))


def all_highlights(database: Database) -> list[Highlight]:
    """Return the highlights of all papers, by row number and as they were made."""
    found = _read(database.rows(_FOUND))
    return sorted(found, key=lambda one: (one.rowid, one.made, one.id))


def kept_as(highlight: Highlight) -> str:
    """Return what the mark of a highlight is set to."""
    kept = {
        "text": highlight.text,
        "section": highlight.section,
        "before": highlight.before,
        "after": highlight.after,
        "made": highlight.made,
    }
    return json.dumps(kept, ensure_ascii=False)


def _read(rows: Sequence[tuple[int, str, object, object]]) -> Iterator[Highlight]:
    """Yield highlights of their rows; what is damaged is left out.

    Texts are cleaned here: what JSON holds was cleaned as JSON where it came in.
    """
    for rowid, name, value, note in rows:
        kept = _object(value)
        text = clean_note(kept.get("text", ""))
        if text:
            told = [clean(kept.get(key, "")) for key in ("section", "before", "after")]
            written = note if isinstance(note, str) else ""
            made = clean(kept.get("made", ""))
            ident = name.removeprefix(HIGHLIGHT)
            yield Highlight(ident, rowid, text, told[0], told[1], told[2], written, made)


def _object(value: object) -> dict[str, str]:
    """Return the texts of a JSON object; of what is none, nothing."""
    try:
        kept = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        return {}
    return {name: text for name, text in kept.items() if isinstance(text, str)}
