"""How papers are recognised elsewhere, as journal rows tell them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..database.database import Database
from ..identity.evidence import evidence
from ..identity.titles import title_key

_SHOWN = """SELECT p.pid, t.title, p.arxiv_id, p.doi, json_extract(t.authors, '$[0]'), p.published
    FROM json_each(?) j JOIN papers p ON p.pid = j.value JOIN texts t ON t.pid = p.pid"""

Item = list[Any]
"""A paper in a row: its title key, arXiv id, DOI, the family key of the first author, the year, and
the group of a parting if it is of one, else the number of the rule that told it, as a text; what is
not known is None."""

FORMER = 2
"""Values by which a paper is told in rows of earlier versions, whose title keys were others."""


def identities(database: Database, rowids: Sequence[int]) -> list[Item]:
    """Return how these papers are recognised in this and in every other library."""
    from ..records.corrections import IDENTIFYING, load_corrections
    from ..records.description import describe
    from ..records.says import PRESENT_RULE, tags_of
    from ..records.shelf import load_records

    # Elsewhere what the reader has corrected may not be corrected yet.
    said = load_corrections(database, rowids)
    among = [pid for pid, fields in said.items() if not fields.keys().isdisjoint(IDENTIFYING)]
    corrected = load_records(database, among) if among else {}
    tags = tags_of(database, rowids)
    items: dict[int, Item] = {}
    for pid, shown in load_shown_names(database, rowids).items():
        title, arxiv, doi, author, published = (
            _as_told(describe(corrected[pid])) if pid in corrected else shown
        )
        # One of which no more is known than its id has a title all the same.
        told = evidence(title_key(title), arxiv, doi, author, published)
        items[pid] = [*told, tags.get(pid, PRESENT_RULE)]
    return [items[rowid] for rowid in rowids if rowid in items]


def load_shown_names(database: Database, rowids: Sequence[int]) -> dict[int, Sequence[Any]]:
    """Return title, arXiv id, DOI, first author and date of these papers, by row number.

    How they are recognised follows from that, unless the reader has corrected or parted them.
    """
    rows = database.rows(_SHOWN, (json.dumps(list(rowids)),))
    return {pid: shown for pid, *shown in rows}


def _as_told(said: Mapping[str, Any]) -> list[Any]:
    authors = said.get("authors") or [None]
    names = ("title", "arxiv_id", "doi")
    return [*map(said.get, names), authors[0], said.get("published")]
