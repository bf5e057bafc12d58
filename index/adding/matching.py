"""Which papers records are of: found, or made; looked up and written a thousand or so at a time.

The rule that decides is that of `identity`, with all that the library has already. Where records
show that papers of before are one, or several, those are noted, and brought in line at the end.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..identifiers import ID_LENGTH, paper_id
from ..identity.evidence import Evidence
from ..identity.meaning import keys_of_title
from ..identity.titles import former_title_key
from ..records.components import Components, owners
from ..records.ids import id_names
from ..records.keys import keys_of, papers_by_key, papers_told_by
from ..records.neighbours import Area, Kept, evidence_of, load_area
from ..records.says import has_says
from ..store.store import Store
from .crowds import Crowds
from .known_papers import KnownPaper, load_known_papers, save_known_papers

_NEW = -1
"""The page of records that are not in the tables yet."""


class Matching:
    """The papers that records may be of; used inside one transaction."""

    def __init__(self, store: Store) -> None:
        self._store, self._database = store, store.database
        self.rev = 0
        """The library's revision that changes are made under; 0 until `begin`."""
        self.papers: dict[int, KnownPaper] = {}
        """The papers found last, and those made since, by row number."""
        self.unsettled: set[int] = set()
        """Papers of before whose records make other papers now."""
        self.next_rowid = 0
        """The row number of the next paper that is made."""
        self._crowds = Crowds(self._database)
        self._crowds_rev = 0
        """The revision under which they were gone through."""
        self._taken_ids: set[str] = set()
        self._free_ids: set[str] = set()
        """Ids that no paper had when they were looked up."""

    def begin(self) -> None:
        """Count up the library's revision, once."""
        if not self.rev:
            before, self.rev = self._crowds_rev, self._store.next_rev()
            # As long as nobody changes papers in between, what was gone through stays true.
            if self.rev != before + 1 or has_says(self._database):
                self._crowds = Crowds(self._database)
            self._crowds_rev = self.rev
            last = "SELECT max(pid) FROM (SELECT pid FROM papers UNION ALL SELECT pid FROM gone)"
            self.next_rowid = (self._database.value(last) or 0) + 1

    def find(
        self, records: Sequence[Mapping[str, Any]], *, are_in_force: bool = True
    ) -> list[KnownPaper]:
        """Return the paper of each record, told by its fields, made where there is none yet."""
        told = [evidence_of(record) for record in records]
        keys = {key for one in told for key in keys_of(one)}
        of_key = papers_by_key(self._database, keys.difference(self._crowds.titles))
        # What acts say of others may be meant for those that come now.
        self.unsettled |= papers_told_by(self._database, keys)
        self._crowds.take(of_key)
        told = [self._crowds.told_apart(one) for one in told]
        of_key |= self._crowds.having(told)
        homes = self._homes(told, of_key, are_in_force=are_in_force)
        self.papers = load_known_papers(self._database, {pid for pid, _ in homes.values() if pid})
        self._look_up_ids(
            former_title_key(record["title"])
            for record, one in zip(records, told, strict=True)
            if not homes[one][0]
        )
        found: list[KnownPaper] = []
        made: dict[int, KnownPaper] = {}
        for record, one in zip(records, told, strict=True):
            pid, part = homes[one]
            paper = self.papers[pid] if pid else made.get(part)
            if paper is None:
                paper = made[part] = self._make(record)
            found.append(paper)
            self._crowds.note(one, paper.rowid)
        return found

    def look_up_papers(self, rowids: Collection[int]) -> None:
        """Read these papers, which are not asked for by what they are called."""
        self.papers = load_known_papers(self._database, rowids)

    def save(self) -> None:
        """Write what is new or has changed."""
        save_known_papers(self._database, self.papers.values(), self.rev)

    def _homes(
        self, told: Sequence[Evidence], of_key: Mapping[str, Sequence[int]], *, are_in_force: bool
    ) -> dict[Evidence, tuple[int, int]]:
        """Return the paper that each evidence is of, 0 for a new one, which its number tells."""
        sharing: dict[str, int] = {}
        for one in (distinct := dict.fromkeys(told)):
            for key in keys_of(one):
                sharing[key] = sharing.get(key, 0) + 1
        homes: dict[Evidence, tuple[int, int]] = {}
        open_: list[Evidence] = []
        for number, one in enumerate(distinct):
            if any(sharing[key] > 1 or key in of_key for key in keys_of(one)):
                open_.append(one)
            else:
                homes[one] = 0, -1 - number
        if not open_:
            return homes
        hit = {pid for one in open_ for key in keys_of(one) for pid in of_key.get(key, ())}
        crowds = self._crowds
        area = load_area(self._database, hit, crowds.titles) if hit else Area(set())
        for kept in area.records:
            kept.evidence = crowds.told_apart(kept.evidence)
        new = [Kept(0, (_NEW, place), one, are_in_force) for place, one in enumerate(open_)]
        components = Components([*area.records, *new], area.says)
        for number, (part, pid) in enumerate(
            zip(components.parts, owners(components.parts), strict=True)
        ):
            for kept in part:
                if kept.name[0] == _NEW:
                    homes[kept.evidence] = pid, number
                elif kept.pid != pid:
                    self.unsettled |= {kept.pid, pid}
        self.unsettled.discard(0)
        # What acts say of these papers may be meant for those that come now.
        marked = "SELECT DISTINCT pid FROM touched WHERE pid IN (SELECT value FROM json_each(?))"
        rows = self._database.rows(marked, (json.dumps(list(area.pids)),)) if hit else ()
        self.unsettled.update(pid for (pid,) in rows)
        return homes

    def _look_up_ids(self, keys: Collection[str] | Any) -> None:
        """Find out which ids made of these titles are free."""
        wanted = {paper_id(key) for key in keys}
        taken = self._database.rows(
            "SELECT alias FROM ids WHERE alias IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        self._free_ids = wanted - {alias for (alias,) in taken}

    def _make(self, record: Mapping[str, Any]) -> KnownPaper:
        """Begin a new paper with an id that no other paper ever had."""
        self.begin()
        paper = KnownPaper(self.next_rowid, self._new_id(record), self.rev)
        paper.new_keys = keys_of_title(record["title"])
        self.next_rowid += 1
        self._taken_ids.add(paper.id)
        self.papers[paper.rowid] = paper
        return paper

    def _new_id(self, record: Mapping[str, Any]) -> str:
        ident = paper_id(former_title_key(record["title"]))
        if ident in self._free_ids and ident not in self._taken_ids:
            return ident
        names = id_names(record)
        for name in names:
            if not self._is_taken(ident := paper_id(name)):
                return ident
        length = ID_LENGTH
        while self._is_taken(ident):
            length += 1
            ident = paper_id(names[-1], length)
        return ident

    def _is_taken(self, ident: str) -> bool:
        if ident in self._taken_ids:
            return True
        return self._database.row("SELECT 1 FROM ids WHERE alias = ?", (ident,)) is not None
