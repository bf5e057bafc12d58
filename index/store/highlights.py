"""Passages of papers' texts that the reader has highlighted, as they are kept: by their words.

A highlight is the mark `highlight:ID` of its paper, whose value is JSON; what the reader has
written about it is the mark `highlight-note:ID`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from ..database.database import Database
from ..journal.highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE
from ..paper import Highlight
from ..text import clean, clean_note

LONGEST = 20_000
"""Letters of a passage; a page has some 3,000."""

AROUND = 200
"""Letters that are kept of a heading, and of what stands before and behind a passage."""

_ESCAPED = re.compile(r"\\[bfrtu]")
"""What JSON may hide behind letters that were cleaned as letters where they came in."""

_FOUND = f"""SELECT m.pid, m.name, m.value, n.value FROM marks m
    LEFT JOIN marks n ON n.pid = m.pid
    AND n.name = '{HIGHLIGHT_NOTE}' || substr(m.name, {len(HIGHLIGHT) + 1})
    WHERE m.value IS NOT NULL
    AND m.name >= '{HIGHLIGHT}' AND m.name < '{HIGHLIGHT[:-1]};'"""


def highlights_of(database: Database, rowids: Sequence[int]) -> list[Highlight]:
    """Return the highlights of some papers: paper by paper as they are given, as they were made."""
    sql = f"{_FOUND} AND m.pid IN (SELECT value FROM json_each(?))"
    places = {rowid: place for place, rowid in enumerate(rowids)}
    found = _read(database.rows(sql, (json.dumps(list(rowids)),)))
    return sorted(found, key=lambda one: (places[one.rowid], *_age(one)))


def all_highlights(database: Database) -> list[Highlight]:
    """Return the highlights of all papers, by row number and as they were made."""
    found = _read(database.rows(_FOUND))
    return sorted(found, key=lambda one: (one.rowid, *_age(one)))


def kept_as(highlight: Highlight) -> str:
    """Return what the mark of a highlight is set to."""
    names = ("text", "section", "before", "after", "made")
    return json.dumps({name: getattr(highlight, name) for name in names}, ensure_ascii=False)


def read_highlights(rowid: int, marks: Mapping[str, object]) -> list[Highlight]:
    """Return the highlights among the marks of a paper, as they were made."""
    rows = [
        (rowid, name, value, marks.get(HIGHLIGHT_NOTE + name.removeprefix(HIGHLIGHT)))
        for name, value in marks.items()
        if name.startswith(HIGHLIGHT)
    ]
    return sorted(_read(rows), key=_age)


def words_of_highlights(database: Database) -> Iterator[tuple[int, str, str]]:
    """Yield the row number of each highlight's paper, its passage as JSON, and the note on it."""
    for rowid, _, value, note in database.rows(_FOUND):
        if isinstance(value, str):
            yield rowid, value, note if isinstance(note, str) else ""


def passage_in(value: str) -> str:
    """Return the passage that the mark of a highlight tells; empty where it is damaged."""
    kept = _object(value)
    text = kept.get("text", "")[:LONGEST]
    return clean_note(text) if _ESCAPED.search(value) else text


def _read(rows: Iterable[tuple[int, str, object, object]]) -> Iterator[Highlight]:
    """Yield highlights of their rows; what is damaged is left out."""
    for rowid, name, value, note in rows:
        kept = _object(value)
        told = [kept.get(key, "") for key in ("section", "before", "after", "made")]
        text = kept.get("text", "")[:LONGEST]
        if isinstance(value, str) and _ESCAPED.search(value):
            text, told = clean_note(text), list(map(clean, told))
        if text:
            section, before, after, made = (one[:AROUND] for one in told)
            written = note if isinstance(note, str) else ""
            ident = name.removeprefix(HIGHLIGHT)
            yield Highlight(ident, rowid, text, section, before, after, written, made)


def _age(highlight: Highlight) -> tuple[float, str]:
    """Return by what highlights are ordered as they were made."""
    try:
        made = datetime.fromisoformat(highlight.made).timestamp()
    except (ValueError, OverflowError):
        made = 0.0
    return made, highlight.id


def _object(value: object) -> dict[str, str]:
    """Return the texts of a JSON object; of what is none, nothing."""
    try:
        kept = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        return {}
    return {name: text for name, text in kept.items() if isinstance(text, str)}
