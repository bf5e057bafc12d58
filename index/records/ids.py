"""Ids of papers: made of what they are, so that they are mostly the same in every library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..database.database import Database
from ..disk.hashes import sha256
from ..identifiers import ID_LENGTH, paper_id
from ..identity.titles import former_title_key, title_key
from ..journal.acts import compact
from .neighbours import evidence_of


def id_names(shown: Mapping[str, Any]) -> list[str]:
    """Return what the id of a paper is made of, the first of which is free.

    Its title as ids have always been made of it; where another paper has that one, the title with
    the signs that tell it from that, then with the strongest evidence.
    """
    title = shown["title"]
    told = evidence_of(shown)
    strongest = told.arxiv or told.doi
    if strongest is None and told.family is not None:
        strongest = f"{told.family} {told.year or ''}".strip()
    if strongest is None:
        known = [title, shown.get("authors"), shown.get("published"), shown.get("abstract")]
        strongest = sha256(compact(known).encode("utf-8", "surrogatepass")).hexdigest()
    return [former_title_key(title), title_key(title), f"{title_key(title)}\n{strongest}"]


def free_id(database: Database, name: str) -> str:
    """Return the shortest id made of a name that no paper ever had."""
    length = ID_LENGTH
    while database.row("SELECT 1 FROM ids WHERE alias = ?", (ident := paper_id(name, length),)):
        length += 1
    return ident
