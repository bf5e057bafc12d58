"""Keys that Better BibTeX gave to Zotero's items and kept in a database of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ...errors import SourceError
from .snapshot import CopiedDatabase, opened_copy

_DATABASES = ("better-bibtex.sqlite", "better-bibtex.migrated")
"""The second is what is left since Zotero has a field for keys."""

Place = tuple[int, str]
"""The library of an item and its key there."""


def load_citation_keys(directory: Path) -> dict[Place, str]:
    """Return the citation keys that are kept beside Zotero's database; none where it has no such.

    A database that cannot be read has none: the papers come without.
    """
    for name in _DATABASES:
        path = directory / name
        if not path.is_file():
            continue
        try:
            with opened_copy(path) as copy:
                return dict(_keys(copy))
        except SourceError:
            continue
    return {}


def _keys(copy: CopiedDatabase) -> Iterator[tuple[Place, str]]:
    if copy.has("citationkey", "libraryID itemKey citationKey"):
        for library, item, key in copy.rows(
            "SELECT libraryID, itemKey, citationKey FROM citationkey"
        ):
            if isinstance(key, str) and key:
                yield (library, item), key
    elif copy.has("better-bibtex", "name data"):  # what older releases kept, a JSON for each table
        sql = "SELECT data FROM \"better-bibtex\" WHERE name LIKE '%citekey'"
        for (data,) in copy.rows(sql):
            yield from _told(data)


def _told(data: object) -> Iterator[tuple[Place, str]]:
    try:
        rows = json.loads(data)["data"] if isinstance(data, str) else []
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("citekey"), str) and row["citekey"]:
            yield (row.get("libraryID", 0), str(row.get("itemKey", ""))), row["citekey"]
