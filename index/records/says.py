"""What the reader says of which records are one paper: acts, which beat all evidence.

A merging names papers, a parting records: those of each of its groups stand apart from all others.
A parting may also name mergings that count no more. An arXiv id that the reader has given to a
paper joins it with the one that has it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ..database.database import Database
from ..identifiers import arxiv_id
from ..identity.evidence import Evidence
from ..identity.rule import RULE
from ..journal.acts import APART, ARXIV, MERGE, NOT_ONE, REPLACES, SAYS, SPLIT, UNDONE
from .keys import keys_by_paper, keys_of, papers_by_key

PRESENT_RULE = f"{RULE}"
"""What stands behind a paper in rows, in the place of the group of a parting, to say that it was
told by the rule in use. Earlier rules left nothing there; no group is called so."""

RecordName = tuple[str, str, int]
"""A record in every library: its source's name, its page's digest, its number."""

_ALL = f"SELECT j.act, j.kind, j.papers, j.data FROM journal j WHERE j.kind IN {SAYS}"

_OF_ROWS = "AND j.seq IN (SELECT value FROM json_each(?))"

_IN_ORDER = "ORDER BY +j.clock, j.act"
"""The sign keeps SQLite from going through the whole journal in this order for a few rows."""

_NAMED = """SELECT r.pid, j.key FROM json_each(?) j JOIN sources s ON s.name = j.value ->> 0
    JOIN pages g ON g.sid = s.sid AND g.digest = j.value ->> 1
    JOIN records r ON r.gid = g.gid AND r.number = j.value ->> 2"""


_NAMES = """SELECT r.pid, s.name, g.digest, r.number FROM records r JOIN pages g USING(gid)
    JOIN sources s USING(sid) WHERE r.pid IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True)
class Meant:
    """A paper as an act tells it."""

    evidence: Evidence
    tag: str | None = None
    """The group of a parting that its records are of."""
    may_be_former: bool = False
    """Whether an earlier rule may have told it."""


@dataclass(slots=True)
class Says:
    """What acts in force say."""

    joined: list[list[Meant]] = field(default_factory=list)
    """Papers that are one."""
    apart: dict[RecordName, str] = field(default_factory=dict)
    """Records that stand apart, and with which others: those of the same tag."""


def meant_by(item: Sequence[Any]) -> Meant:
    """Return the paper that an item of a journal row tells; items of older rows tell less."""
    key, arxiv, doi, family, year, tag = (*item, None, None, None, None, None)[:6]
    arxiv = arxiv_id(arxiv) or arxiv if arxiv else None
    told = Evidence(key or None, arxiv, doi, family, year)
    return Meant(told) if tag == PRESENT_RULE else Meant(told, tag, may_be_former=True)


def has_says(database: Database) -> bool:
    """Tell whether the journal has any act about which records are one paper."""
    return database.row(f"SELECT 1 FROM journal j WHERE j.kind IN {SAYS} LIMIT 1") is not None


def concerned(database: Database, seqs: Collection[int] | None = None) -> set[int]:
    """Return the papers that these rows of the journal, or all of their kinds, may be about.

    Whether they are in force or not. What such a row takes back may be about papers that it does
    not tell, where they were not one any more when it came.
    """
    if seqs is not None:
        seqs = {*seqs, *_taken_back(database, seqs)}
    says = load_says(database, seqs, is_in_force=False)
    keys = {key for group in says.joined for meant in group for key in keys_of(meant.evidence)}
    told = json.dumps([list(name) for name in says.apart])
    found = {pid for pids in papers_by_key(database, keys).values() for pid in pids}
    return found | {pid for pid, _ in database.rows(_NAMED, (told,))}


def _taken_back(database: Database, seqs: Collection[int]) -> Iterator[int]:
    """Yield the rows whose acts these rows take back, which say that papers are one."""
    acts: set[str] = set()
    with database.understood():
        for _, kind, _, text in database.rows(f"{_ALL} {_OF_ROWS}", (json.dumps(list(seqs)),)):
            acts.update(_cancelled_by(kind, _parsed(text)))
    sql = "SELECT seq FROM journal WHERE act IN (SELECT value FROM json_each(?))"
    for (seq,) in database.rows(sql, (json.dumps(list(acts)),)):
        yield seq


def concerned_among(database: Database, pids: Collection[int]) -> set[int]:
    """Return those of these papers that `concerned` has; the others are not looked at."""
    keys: set[str] = set()
    records: set[RecordName] = set()
    with database.understood():
        for _, kind, papers, data in database.rows(_ALL):
            if kind == SPLIT:
                records.update(_parted(data))
            else:
                keys |= _told_by(kind, papers, data)
    if not (keys or records):
        return set()
    known = keys_by_paper(database, pids)
    found = {pid for pid, names in known.items() if not names.isdisjoint(keys)}
    if records:
        rows = database.rows(_NAMES, (json.dumps(list(pids)),))
        found |= {pid for pid, *name in rows if tuple(name) in records}
    return found


def papers_apart(database: Database, says: Says) -> dict[str, set[int]]:
    """Return the papers that have records of each group that stands apart."""
    found: dict[str, set[int]] = {}
    names = list(says.apart)
    rows = database.rows(_NAMED, (json.dumps(names),)) if names else []
    for pid, place in rows:
        found.setdefault(says.apart[names[place]], set()).add(pid)
    return found


def tags_of(database: Database, pids: Collection[int]) -> dict[int, str]:
    """Return the groups of partings that papers are of which the reader has parted from others."""
    apart = load_apart(database)
    if not apart:
        return {}
    found: dict[int, str] = {}
    for pid, source, checksum, number in database.rows(_NAMES, (json.dumps(list(pids)),)):
        tag = apart.get((source, checksum, number))
        if tag is not None:
            found[pid] = min(tag, found.get(pid, tag))
    return found


def load_apart(database: Database) -> dict[RecordName, str]:
    """Return the records that stand apart by acts in force, see `Says.apart`, and nothing else."""
    apart: dict[RecordName, str] = {}
    sql = f"{_ALL} AND j.kind = '{SPLIT}' AND NOT {UNDONE} {_IN_ORDER}"
    with database.understood():
        for act, _, _, text in database.rows(sql):
            apart.update(_apart(act, _parsed(text)))
    return apart


def load_says(
    database: Database, seqs: Collection[int] | None = None, *, is_in_force: bool = True
) -> Says:
    """Return what acts say, those in these rows of the journal or all, in force or not."""
    sql, parameters = _ALL, []
    if is_in_force:
        sql += f" AND NOT {UNDONE}"
    if seqs is not None:
        sql += f" {_OF_ROWS}"
        parameters.append(json.dumps(list(seqs)))
    says = Says()
    mergings: dict[str, list[Meant]] = {}
    identified: dict[str, tuple[str, list[Meant]]] = {}
    cancelled: set[str] = set()
    with database.understood():
        for act, kind, papers, text in database.rows(f"{sql} {_IN_ORDER}", parameters):
            items, data = _meant(papers), _parsed(text)
            cancelled.update(_cancelled_by(kind, data))
            if kind == MERGE:
                mergings[act] = list(items)
            elif kind == SPLIT:
                says.apart.update(_apart(act, data))
            elif (arxiv := _given(data)) is not None:
                identified[act] = arxiv, [_before(item, arxiv) for item in items]
    if not is_in_force:
        cancelled.clear()
    says.joined = [papers for act, papers in mergings.items() if act not in cancelled]
    of_id: dict[str, list[Meant]] = {}
    for act, (arxiv, papers) in identified.items():
        if act not in cancelled:
            of_id.setdefault(arxiv, [Meant(Evidence(None, arxiv))]).extend(papers)
    says.joined += of_id.values()
    return says


_LATELY = 4096
"""Rows whose JSON is in memory: the same few are asked for again with every change of papers."""


@lru_cache(maxsize=_LATELY)
def _meant(papers: str) -> tuple[Meant, ...]:
    """Return the papers that a row tells."""
    return tuple(meant_by(item) for item in json.loads(papers))


@lru_cache(maxsize=_LATELY)
def _parsed(data: str) -> Mapping[str, Any]:
    """Return what a row says, to be read only."""
    found: Mapping[str, Any] = json.loads(data)
    return found


@lru_cache(maxsize=_LATELY)
def _told_by(kind: str, papers: str, data: str) -> frozenset[str]:
    """Return by what a row tells papers that it says to be one, see `keys_of`."""
    keys = {key for meant in _meant(papers) for key in keys_of(meant.evidence)}
    if kind == MERGE:
        return frozenset(keys)
    arxiv = _given(_parsed(data))
    return frozenset() if arxiv is None else frozenset({*keys, *keys_of(Evidence(None, arxiv))})


@lru_cache(maxsize=_LATELY)
def _parted(data: str) -> frozenset[RecordName]:
    """Return the records that a row says to stand apart."""
    return frozenset(name for name, _ in _apart("", _parsed(data)))


def _apart(act: str, data: Mapping[str, Any]) -> Iterator[tuple[RecordName, str]]:
    for number, group in enumerate(data.get(APART, ())):
        for source, digest, place in group:
            yield (source, digest, place), f"{act}:{number}"


def _cancelled_by(kind: str, data: Mapping[str, Any]) -> Collection[str]:
    """Return the acts that say papers to be one of which a row says that they do not."""
    acts: Collection[str] | None = None
    if kind == SPLIT:
        acts = data.get(NOT_ONE)
    elif kind != MERGE and _given(data) is not None:
        acts = data.get(REPLACES)
    return acts or ()


def _given(data: Mapping[str, Any]) -> str | None:
    """Return the arXiv id that the data of an act give a paper."""
    given = data.get("set", {}).get(ARXIV)
    return arxiv_id(given) if isinstance(given, str) else None


def _before(meant: Meant, arxiv: str) -> Meant:
    """Return a paper as it was before an act gave it an id: older acts were written after that."""
    if meant.evidence.arxiv == arxiv:
        return replace(meant, evidence=meant.evidence._replace(arxiv=None))
    return meant
