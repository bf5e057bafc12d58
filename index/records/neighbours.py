"""Papers that the same evidence may concern: their records by what these tell of identity."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..database.database import Database
from ..identity.evidence import Evidence, evidence, former_evidence, is_stub
from ..identity.meaning import FORMER, keys_to_try
from ..identity.titles import title_key
from .keeping import LETTERS, UNTOLD, unpack
from .keys import keys_of, papers_having, papers_told_by
from .says import Meant, RecordName, Says, has_says, load_says, papers_apart

_AMONG = "IN (SELECT value FROM json_each(?))"

_SHOWN = f"""SELECT p.pid, t.title, p.arxiv_id, p.doi, json_extract(t.authors, '$[0]'), p.published
    FROM papers p JOIN texts t USING(pid) WHERE p.pid {_AMONG}"""

_RECORDS = f"""SELECT r.pid, r.gid, r.number, r.said, s.name, g.digest, NOT g.hidden
    FROM records r JOIN pages g USING(gid) JOIN sources s USING(sid)
    WHERE r.pid {_AMONG} ORDER BY r.gid, r.number"""

_KEYS = f"""SELECT key FROM titles WHERE pid {_AMONG}
    UNION SELECT 'arxiv:' || arxiv_id FROM papers WHERE pid {_AMONG} AND arxiv_id IS NOT NULL
    UNION SELECT 'doi:' || doi FROM papers WHERE pid {_AMONG} AND doi IS NOT NULL
    UNION SELECT key FROM evidence WHERE pid {_AMONG}
    UNION SELECT l.key FROM touched t JOIN loose l ON l.seq = t.seq AND l.item = t.item
    WHERE t.pid {_AMONG}"""

_FACTS = ("title", "arxiv_id", "doi", "authors", "published")
"""What identity asks of a record."""

_LETTERS = frozenset({UNTOLD, *map(LETTERS.__getitem__, _FACTS)})


@dataclass(slots=True)
class Kept:
    """A record in the tables, by what it tells of which paper it is."""

    pid: int
    name: tuple[int, int]
    """Its page's row and its number there; of a paper without any record zeros."""
    evidence: Evidence
    is_in_force: bool
    tag: str | None = None
    """With which others it stands apart, because the reader has parted it from the rest."""
    former: tuple[Evidence, ...] = ()
    """Its evidence as earlier rules told it, where it was another."""

    @property
    def weight(self) -> int:
        """How much it counts where papers are divided: more than all that are out of force."""
        return 1_000_000 if self.is_in_force else 1


def groups_of(records: Iterable[Kept]) -> set[str]:
    """Return the groups of partings that records are of."""
    return {kept.tag for kept in records if kept.tag is not None}


@dataclass(slots=True)
class Area:
    """Papers with which nobody outside shares any evidence, nor what acts tell them by."""

    pids: set[int]
    records: list[Kept] = field(default_factory=list)
    says: Says = field(default_factory=Says)


def evidence_of(said: Mapping[str, Any]) -> Evidence:
    """Return what a record, told by its fields, tells of which paper it is."""
    authors = said.get("authors")
    return _evidence(
        said["title"],
        said.get("arxiv_id"),
        said.get("doi"),
        authors[0] if authors else None,
        said.get("published"),
    )


def load_area(database: Database, pids: Collection[int], crowded: Iterable[str] = ()) -> Area:
    """Return papers with all that evidence, or what the reader says, joins with them.

    But for what only titles do that are `crowded`.
    """
    area = Area(set())
    if has_says(database):
        area.says = load_says(database)
    groups = [_keys_of_group(group) for group in area.says.joined]
    parted = papers_apart(database, area.says)
    new, known = set(pids), set(crowded)
    while new:
        area.pids |= new
        rows = database.rows(_KEYS, (json.dumps(list(new)),) * 5)
        found = {key for (key,) in rows if not key.startswith(FORMER)}
        found |= {tag for tag, papers in parted.items() if not papers.isdisjoint(new)}
        found -= known
        known |= found
        for group in groups:
            if not group.isdisjoint(found):
                found |= group
        new = papers_having(database, found).union(*(parted.get(key, ()) for key in found))
        new |= papers_told_by(database, found)
        new -= area.pids
    area.records = load_kept(database, area.pids, area.says.apart)
    return area


def _keys_of_group(group: Sequence[Meant]) -> set[str]:
    """Return by what any of some papers may be found that the reader says are one."""
    keys = {key for meant in group for key in keys_of(meant.evidence)}
    keys |= {meant.tag for meant in group if meant.tag is not None}
    titles = [meant.evidence.title for meant in group if meant.evidence.title is not None]
    return keys.union(*map(keys_to_try, titles))


def load_kept(
    database: Database, pids: Collection[int], apart: dict[RecordName, str] | None = None
) -> list[Kept]:
    """Return the records of papers; of a paper without any it stands for one out of force."""
    told = json.dumps(list(pids))
    shown: dict[int, tuple[Evidence, tuple[Evidence, ...]]] = {}
    facts: dict[int, Sequence[Any]] = {}
    for pid, *row in database.rows(_SHOWN, (told,)):
        facts[pid] = row
    found: list[Kept] = []
    for pid, gid, number, said, source, checksum, is_in_force in database.rows(_RECORDS, (told,)):
        if said is None or not _is_about_identity(said):
            if pid not in shown:
                shown[pid] = _now_and_before(*facts[pid])
            one, former = shown[pid]
        else:
            one, former = _said(database.parsed(said), facts[pid])
        tag = apart.get((source, checksum, number)) if apart else None
        found.append(Kept(pid, (gid, number), one, bool(is_in_force), tag, former))
    alone = facts.keys() - {kept.pid for kept in found}
    for pid in sorted(alone):
        one, former = _now_and_before(*facts[pid])
        found.append(Kept(pid, (0, 0), one, is_in_force=False, former=former))
    return found


def _is_about_identity(said: str) -> bool:
    return any(f'"{letter}":' in said for letter in _LETTERS)


def _said(kept: dict[str, Any], facts: Sequence[Any]) -> tuple[Evidence, tuple[Evidence, ...]]:
    shown = {name: value for name, value in zip(_FACTS, facts, strict=True) if value is not None}
    if "authors" in shown:
        shown["authors"] = [shown["authors"]]
    said, _ = unpack({name: kept[name] for name in kept.keys() & _LETTERS}, shown)
    one, authors = evidence_of(said), said.get("authors")
    return one, former_evidence(one, authors[0] if authors else None)


def _now_and_before(
    title: str, arxiv: str | None, doi: str | None, author: str | None, published: str | None
) -> tuple[Evidence, tuple[Evidence, ...]]:
    """Return evidence as it is told now, and as earlier rules told it."""
    one = _evidence(title, arxiv, doi, author, published)
    return one, former_evidence(one, author)


def _evidence(
    title: str, arxiv: str | None, doi: str | None, author: str | None, published: str | None
) -> Evidence:
    return evidence(None if is_stub(title) else title_key(title), arxiv, doi, author, published)


def evidence_keys(said: Mapping[str, Any], shown: Mapping[str, Any]) -> set[str]:
    """Return by which ids a record tells its paper besides those that are shown of it."""
    if not said.get("arxiv_id") and not said.get("doi"):
        return set()
    told = evidence_of(said)
    keys = set()
    if told.arxiv is not None and told.arxiv != shown.get("arxiv_id"):
        keys.add("arxiv:" + told.arxiv)
    if told.doi is not None and told.doi != shown.get("doi"):
        keys.add("doi:" + told.doi)
    return keys
