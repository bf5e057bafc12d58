"""Records into the library: which paper each one is, and what the paper learns from it.

The normalised title and the arXiv id decide: one arXiv id is one paper whatever its titles, one
title is one paper unless two arXiv ids say otherwise. A page goes through in parts of a thousand
records, so that a file of any size needs the same memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from .drafts import Draft, load_drafts, save_drafts
from .journal import new_act
from .labels import label_sources
from .merging import merge
from .paper import ID_LENGTH, Record, paper_id, title_key
from .store import Store
from .text import clean

_PART = 1000
"""Records that are looked up and written together."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in."""

    name: str
    digest: str
    """What its bytes are told from others by."""
    records: Iterable[Record]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file."""

    records: int
    new: int
    """Papers that the library did not have."""
    unchanged: bool = False
    """The library had these very bytes under this name."""


def next_import(store: Store) -> int:
    """Return the number of an import that is to come after all others."""
    return int(store.database.value("SELECT coalesce(max(import_no), 0) + 1 FROM pages"))


def take_in(store: Store, sources: Sequence[Source], import_no: int) -> list[Taken]:
    """Add files to one import, inside a transaction: all of them as one act of the journal."""
    intake = _Intake(store, import_no)
    taken = [intake.take(source) for source in sources]
    intake.finish()
    return taken


class _Intake:
    """The papers that one act brings, or learns more about."""

    def __init__(self, store: Store, import_no: int) -> None:
        self._store, self._database = store, store.database
        self._import_no = import_no
        self._act = new_act()
        self._rev = 0
        self._added: dict[int, dict[str, object]] = {}
        self._next_pid = 0
        self._drafts: dict[int, Draft] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_arxiv: dict[str, int] = {}
        self._taken_ids: set[str] = set()
        self._placed: set[int] = set()
        self._places: list[tuple[int, int, int]] = []
        self._first_pid = 0
        self._new = 0

    def take(self, source: Source) -> Taken:
        """Add one file, unless the library has just this under its name."""
        name = clean(source.name) or "unnamed"
        self._database.execute("INSERT OR IGNORE INTO sources(name) VALUES (?)", (name,))
        sid = self._database.value("SELECT sid FROM sources WHERE name = ?", (name,))
        records = iter(source.records)
        same = "SELECT 1 FROM pages WHERE sid = ? AND digest = ?"
        if self._database.row(same, (sid, source.digest)):
            return Taken(sum(1 for _ in records), 0, unchanged=True)
        self._begin()
        gid = self._database.execute(
            "INSERT INTO pages(sid, import_no, act, digest) VALUES (?, ?, ?, ?)",
            (sid, self._import_no, self._act, source.digest),
        )
        self._placed, self._first_pid = set(), self._next_pid
        self._new = count = 0
        while part := list(islice(records, _PART)):
            self._take_part(gid, part)
            count += len(part)
        self._added[sid] = {
            "name": name,
            "digest": source.digest,
            "records": count,
            "new": self._new,
        }
        return Taken(count, self._new)

    def finish(self) -> None:
        """Write the act into the journal and bring what is said about sources up to date."""
        if not self._added:
            return
        self._store.journal.record(
            "add",
            context={"import": self._import_no, "sources": list(self._added.values())},
            act=self._act,
        )
        self._database.execute(
            "UPDATE sources SET papers = (SELECT count(DISTINCT l.pid) FROM pages g "
            "JOIN places l USING(gid) WHERE g.sid = sources.sid)"
        )
        label_sources(self._database, list(self._added))

    def _begin(self) -> None:
        if not self._rev:
            self._rev = self._store.next_rev()
            last = "SELECT max(pid) FROM (SELECT pid FROM papers UNION ALL SELECT pid FROM gone)"
            self._next_pid = (self._database.value(last) or 0) + 1

    def _take_part(self, gid: int, records: Sequence[Record]) -> None:
        """Find the paper of each record, let it learn, and write them all."""
        keyed = [(record, title_key(record.title)) for record in records]
        self._look_up(keyed)
        for record, key in keyed:
            draft = self._find(key, record.arxiv_id)
            draft.learn(record, self._rev)
            if draft.pid not in self._placed:
                self._placed.add(draft.pid)
                draft.place(self._import_no, record.rank)
                self._places.append((gid, draft.pid, record.rank))
        self._save()

    def _save(self) -> None:
        save_drafts(self._database, self._drafts.values())
        self._database.execute_many(
            "INSERT INTO places(gid, pid, rank) VALUES (?, ?, ?)", self._places
        )
        self._places.clear()

    def _look_up(self, keyed: Sequence[tuple[Record, str]]) -> None:
        """Read every paper that these records may be."""
        keys = {key for _, key in keyed}
        arxiv_ids = {record.arxiv_id for record, _ in keyed if record.arxiv_id}
        rows = self._database.rows(
            "SELECT key, pid FROM titles WHERE key IN (SELECT value FROM json_each(?)) "
            "ORDER BY pid",
            (json.dumps(list(keys)),),
        )
        known = self._database.rows(
            "SELECT pid FROM papers WHERE arxiv_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(arxiv_ids)),),
        )
        pids = {pid for _, pid in rows} | {pid for (pid,) in known}
        self._drafts = load_drafts(self._database, pids)
        self._by_key = {}
        for key, pid in rows:
            self._by_key.setdefault(key, []).append(pid)
        self._by_arxiv = {
            draft.arxiv_id: draft.pid for draft in self._drafts.values() if draft.arxiv_id
        }
        wanted = [paper_id(key) for key in keys - self._by_key.keys()]
        taken = self._database.rows(
            "SELECT alias FROM ids WHERE alias IN (SELECT value FROM json_each(?))",
            (json.dumps(wanted),),
        )
        self._taken_ids = {alias for (alias,) in taken}

    def _find(self, key: str, arxiv_id: str | None) -> Draft:
        """Return the paper of a title and an arXiv id, made or merged where need be."""
        titled = [self._drafts[pid] for pid in self._by_key.get(key, ())]
        if arxiv_id is None:
            # Of several papers with this title the one that is not told apart by an arXiv id.
            found = min(titled, key=lambda draft: (draft.arxiv_id or "", draft.pid), default=None)
            return found or self._make(key, None)
        nameless = next((draft for draft in titled if draft.arxiv_id is None), None)
        known = self._by_arxiv.get(arxiv_id)
        if known is None:
            draft = nameless or self._make(key, arxiv_id, is_twin=bool(titled))
            draft.arxiv_id = arxiv_id
            self._by_arxiv[arxiv_id] = draft.pid
            return draft
        draft = self._drafts[known]
        if nameless is not None and nameless is not draft:
            draft = self._merge(draft, nameless)
        pids = self._by_key.setdefault(key, [])
        if draft.pid not in pids:
            pids.append(draft.pid)
            draft.new_keys.append(key)
        return draft

    def _make(self, key: str, arxiv_id: str | None, *, is_twin: bool = False) -> Draft:
        """Begin a new paper with an id that no other paper ever had."""
        name = f"{key}\n{arxiv_id}" if is_twin else key
        length = ID_LENGTH
        while self._is_taken(ident := paper_id(name, length), is_looked_up=name == key):
            length += 1
        draft = Draft(self._next_pid, ident, self._rev, new_keys=[key])
        self._next_pid += 1
        self._new += 1
        self._taken_ids.add(ident)
        self._drafts[draft.pid] = draft
        self._by_key.setdefault(key, []).append(draft.pid)
        return draft

    def _is_taken(self, ident: str, *, is_looked_up: bool) -> bool:
        if ident in self._taken_ids:
            return True
        if is_looked_up and len(ident) == ID_LENGTH:
            return False
        return self._database.row("SELECT 1 FROM ids WHERE alias = ?", (ident,)) is not None

    def _merge(self, one: Draft, other: Draft) -> Draft:
        """Make one paper of two that an arXiv id has shown to be the same; the older id stays."""
        kept, gone = (one, other) if one.pid < other.pid else (other, one)
        self._save()
        kept.import_no, kept.score = merge(self._store, kept.pid, gone.pid)
        kept.absorb(gone, self._rev)
        self._new -= gone.pid >= self._first_pid
        del self._drafts[gone.pid]
        for pids in self._by_key.values():
            if gone.pid in pids:
                pids.remove(gone.pid)
                pids.extend({kept.pid}.difference(pids))
        if kept.arxiv_id:
            self._by_arxiv[kept.arxiv_id] = kept.pid
        if gone.pid in self._placed:
            self._placed.add(kept.pid)
        return kept
