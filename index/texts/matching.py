"""Which papers of the library references are, many references at a time.

By arXiv id or DOI; else by the longest of their stretches that is a title, if one paper alone has
it, its first author is named, and no arXiv id tells otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..database.database import Database
from ..identity.family_keys import family_key, script
from ..records.cited_papers import (
    Told,
    load_told,
    papers_begun,
    papers_by_name,
    papers_by_title,
)
from .entries import BEGINNING, Entry

_ENOUGH = 20
"""Characters of a title that tells a paper of which no author is known."""


def papers_of(database: Database, entries: Sequence[Entry]) -> list[int | None]:
    """Return the row number of the paper that each reference is; None where none is it."""
    with database.moment():
        named = papers_by_name(database, {name for entry in entries for name in entry.names})
        found = [
            next((named[name][0] for name in entry.names if name in named), None)
            for entry in entries
        ]
        left = [at for at, rowid in enumerate(found) if rowid is None]
        titled = _titled(database, [entries[at] for at in left])
        told = load_told(database, {rowid for one in titled for _, rowid in one})
    for at, candidates in zip(left, titled, strict=True):
        found[at] = _chosen(entries[at], candidates, told)
    return found


def fits(entry: Entry, key: str, told: Told) -> bool:
    """Whether a reference that has the title of a paper may be that paper."""
    others = [name for name in entry.names if name.startswith("arxiv:")]
    if told.arxiv_id is not None and others and f"arxiv:{told.arxiv_id}" not in others:
        return False
    family = family_key(told.first_author) if told.first_author else None
    if family is None:
        return len(key) >= _ENOUGH
    return family in entry.people or script(family) != ""


def _chosen(
    entry: Entry, candidates: Sequence[tuple[str, int]], told: dict[int, Told]
) -> int | None:
    """Return the one paper with the longest title; None for none, and for several alike."""
    fitting = [(key, rowid) for key, rowid in candidates if fits(entry, key, told[rowid])]
    longest = max((len(key) for key, _ in fitting), default=0)
    best = {rowid for key, rowid in fitting if len(key) == longest}
    return best.pop() if len(best) == 1 else None


def _titled(database: Database, entries: Sequence[Entry]) -> list[list[tuple[str, int]]]:
    """Return for each reference the papers whose titles it has, each with that."""
    begun: dict[str, list[tuple[int, int]]] = {}
    whole: dict[str, set[int]] = {}
    for number, entry in enumerate(entries):
        for start in entry.starts:
            beginning = entry.key[start : start + BEGINNING]
            if len(beginning) == BEGINNING:
                begun.setdefault(beginning, []).append((number, start))
            for key in entry.short_titles(start):
                whole.setdefault(key, set()).add(number)
    found: list[list[tuple[str, int]]] = [[] for _ in entries]
    for beginning, key, rowid in papers_begun(database, begun):
        for number, start in begun[beginning]:
            if entries[number].has_title(key, start):
                found[number].append((key, rowid))
    for key, rowid in papers_by_title(database, whole):
        for number in whole[key]:
            found[number].append((key, rowid))
    return found
