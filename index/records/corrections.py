"""What the reader says of a paper against its sources: marks, which beat them all."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from ..database.database import Database
from ..identifiers import arxiv_id
from ..journal.acts import ARXIV, EDIT
from .forms import checked
from .telling import FIELDS, Fields

_IS_SAID = f"""value IS NOT NULL
    AND (name = '{ARXIV}' OR (name >= '{EDIT}' AND name < '{EDIT[:-1]};'))"""

_MARKS = f"""SELECT pid, name, value FROM marks WHERE pid IN (SELECT value FROM json_each(?))
    AND {_IS_SAID}"""


IDENTIFYING = ("title", "arxiv_id", "doi", "authors", "published")
"""Fields by which papers are recognised."""

_OTHERWISE_TOLD = f"""SELECT DISTINCT pid FROM marks WHERE value IS NOT NULL
    AND name IN {(ARXIV, *(EDIT + field for field in IDENTIFYING))}"""


def load_corrections(database: Database, pids: Collection[int]) -> dict[int, Fields]:
    """Return what the reader says of papers, by field; None for what is not so."""
    found: dict[int, Fields] = {}
    for pid, name, value in database.rows(_MARKS, (json.dumps(list(pids)),)):
        if name == ARXIV:
            arxiv = _checked(value)
            if arxiv is not None:
                found.setdefault(pid, {})["arxiv_id"] = arxiv
            continue
        field = name.removeprefix(EDIT)
        if field in FIELDS:
            with suppress(TypeError, ValueError):
                told = json.loads(value)
                said = checked(field, told)
                if said is not None or (told is None and field != "title"):
                    found.setdefault(pid, {})[field] = said
    return found


def corrected_papers(database: Database) -> set[int]:
    """Return the papers of which the reader says anything against their sources."""
    return {pid for (pid,) in database.rows(f"SELECT DISTINCT pid FROM marks WHERE {_IS_SAID}")}


def otherwise_told(database: Database) -> set[int]:
    """Return the papers of which the reader says that against their sources which tells them."""
    return {pid for (pid,) in database.rows(_OTHERWISE_TOLD)}


def _checked(value: Any) -> str | None:
    return arxiv_id(value) if isinstance(value, str) else None
