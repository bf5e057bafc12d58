"""The texts of papers that terms are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from ..database.database import Database

_TEXTS = """SELECT t.pid, t.title, t.abstract, t.authors FROM json_each(?) j
    JOIN texts t ON t.pid = j.value"""


def texts_of(
    database: Database, rowids: Sequence[int]
) -> Iterable[tuple[int, str, str, list[str]]]:
    """Yield row number, title, abstract and authors of papers."""
    for rowid, title, abstract, authors in database.rows(_TEXTS, (json.dumps(list(rowids)),)):
        yield rowid, title, abstract, _names_of(authors)


def _names_of(authors: str) -> list[str]:
    """Return the names of a list kept as JSON; none of one that is damaged."""
    try:
        told = json.loads(authors)
    except ValueError:
        return []
    return [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
