"""Which paper a title and an arXiv id mean: found, made, or made one of two.

One arXiv id is one paper whatever its titles, one title is one paper unless two arXiv ids say
otherwise. Papers are looked up, changed and written a thousand or so at a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from operator import itemgetter

from ..paper import ID_LENGTH, paper_id
from ..records.shelf import load_shown
from ..store.store import Store
from .known_papers import KnownPaper, load_known_papers, save_known_papers
from .merging import merge


class Matching:
    """The papers that records may be; used inside one transaction."""

    def __init__(self, store: Store) -> None:
        self._store, self._database = store, store.database
        self.rev = 0
        """The library's revision that changes are made under; 0 until `begin`."""
        self.papers: dict[int, KnownPaper] = {}
        """The papers looked up last, and those made since, by row number."""
        self.merged: dict[int, int] = {}
        """Papers that are gone, and those that they became part of."""
        self.next_rowid = 0
        """The row number of the next paper that is made."""
        self._by_key: dict[str, list[int]] = {}
        self._by_arxiv: dict[str, int] = {}
        self._idents: dict[str, str] = {}
        """The id that each title key looked up last would give a new paper."""
        self._taken_ids: set[str] = set()

    def begin(self) -> None:
        """Count up the library's revision, once."""
        if not self.rev:
            self.rev = self._store.next_rev()
            last = "SELECT max(pid) FROM (SELECT pid FROM papers UNION ALL SELECT pid FROM gone)"
            self.next_rowid = (self._database.value(last) or 0) + 1

    def look_up(self, keys: Collection[str], arxiv_ids: Collection[str]) -> None:
        """Read every paper that goes by one of these title keys or arXiv ids."""
        titles, ids = json.dumps(list(keys)), json.dumps(list(arxiv_ids))
        # Of papers that share a title, which may be thousands, the one is read that the title
        # alone means; the others only where their arXiv id is asked for.
        meant = self._database.rows(
            "SELECT key, pid, min(coalesce(p.arxiv_id, '')) FROM titles JOIN papers p USING(pid) "
            "WHERE key IN (SELECT value FROM json_each(?)) GROUP BY key",
            (titles,),
        )
        known = self._database.rows(
            "SELECT pid FROM papers WHERE arxiv_id IN (SELECT value FROM json_each(?))", (ids,)
        )
        named = self._database.rows(
            "SELECT key, pid FROM titles CROSS JOIN papers USING(pid) "
            "WHERE key IN (SELECT value FROM json_each(?)) "
            "AND arxiv_id IN (SELECT value FROM json_each(?))",
            (titles, ids),
        )
        rows = sorted({(key, rowid) for key, rowid, _ in meant} | set(named), key=itemgetter(1))
        rowids = {rowid for _, rowid in rows} | {rowid for (rowid,) in known}
        self.papers = load_known_papers(self._database, rowids)
        self._by_key = {}
        for key, rowid in rows:
            self._by_key.setdefault(key, []).append(rowid)
        self._by_arxiv = {
            paper.arxiv_id: paper.rowid for paper in self.papers.values() if paper.arxiv_id
        }
        self._idents = {key: paper_id(key) for key in set(keys) - self._by_key.keys()}
        taken = self._database.rows(
            "SELECT alias FROM ids WHERE alias IN (SELECT value FROM json_each(?))",
            (json.dumps(list(self._idents.values())),),
        )
        self._taken_ids = {alias for (alias,) in taken}

    def look_up_papers(self, rowids: Collection[int]) -> None:
        """Read these papers, which are not asked for by what they are called."""
        self.papers = load_known_papers(self._database, rowids)
        self._by_key, self._by_arxiv = {}, {}

    def find(self, key: str, arxiv_id: str | None) -> KnownPaper:
        """Return the paper of a title and an arXiv id, made or merged where need be."""
        titled = [self.papers[rowid] for rowid in self._by_key.get(key, ())]
        if arxiv_id is None:
            # Of several papers with this title the one that is not told apart by an arXiv id.
            found = min(titled, key=lambda paper: (paper.arxiv_id or "", paper.rowid), default=None)
            return found or self._make(key, None)
        nameless = next((paper for paper in titled if paper.arxiv_id is None), None)
        known = self._by_arxiv.get(arxiv_id)
        if known is None:
            paper = nameless or self._make(key, arxiv_id, is_twin=bool(titled))
            paper.arxiv_id = arxiv_id
            self._by_arxiv[arxiv_id] = paper.rowid
            return paper
        paper = self.papers[known]
        if nameless is not None and nameless is not paper:
            paper = self._merge(paper, nameless)
        rowids = self._by_key.setdefault(key, [])
        if paper.rowid not in rowids:
            rowids.append(paper.rowid)
            paper.new_keys.append(key)
        return paper

    def save(self) -> None:
        """Write what is new or has changed."""
        save_known_papers(self._database, self.papers.values(), self.rev)

    def _make(self, key: str, arxiv_id: str | None, *, is_twin: bool = False) -> KnownPaper:
        """Begin a new paper with an id that no other paper ever had."""
        name = f"{key}\n{arxiv_id}" if is_twin else key
        length = ID_LENGTH
        ident = self._idents.get(name) or paper_id(name)
        while self._is_taken(ident, is_looked_up=name == key):
            length += 1
            ident = paper_id(name, length)
        paper = KnownPaper(self.next_rowid, ident, self.rev, new_keys=[key])
        self.next_rowid += 1
        self._taken_ids.add(ident)
        self.papers[paper.rowid] = paper
        self._by_key.setdefault(key, []).append(paper.rowid)
        return paper

    def _is_taken(self, ident: str, *, is_looked_up: bool) -> bool:
        if ident in self._taken_ids:
            return True
        if is_looked_up and len(ident) == ID_LENGTH:
            return False
        return self._database.row("SELECT 1 FROM ids WHERE alias = ?", (ident,)) is not None

    def _merge(self, one: KnownPaper, other: KnownPaper) -> KnownPaper:
        """Make one paper of two that an arXiv id has shown to be the same; the older id stays."""
        kept, gone = (one, other) if one.rowid < other.rowid else (other, one)
        self.save()
        kept.import_no, kept.score = merge(self._store, kept.rowid, gone.rowid, self.rev)
        kept.is_moved = True
        kept.arxiv_id = kept.arxiv_id or gone.arxiv_id
        kept.shown = load_shown(self._database, [kept.rowid])[kept.rowid]
        self.merged[gone.rowid] = kept.rowid
        del self.papers[gone.rowid]
        for rowids in self._by_key.values():
            if gone.rowid in rowids:
                rowids.remove(gone.rowid)
                rowids.extend({kept.rowid}.difference(rowids))
        if kept.arxiv_id:
            self._by_arxiv[kept.arxiv_id] = kept.rowid
        return kept
