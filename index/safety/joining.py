"""Papers of another library among those of this one: the same ones become one, new ones are made.

Unlike an import of pages, nothing depends on which of the two came first, and papers that the
other library tells nothing new about stay untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..adding.known_papers import KnownPaper, save_known_papers
from ..adding.matching import Matching
from ..identity.titles import title_key
from ..paper import Record
from ..store.seen import unite_seen
from ..store.store import Store


@dataclass(frozen=True, slots=True)
class Foreign:
    """One paper as another library tells it."""

    id: str
    record: Record
    other_ids: Sequence[str] = ()
    other_keys: Sequence[str] = ()
    """Title keys that it goes by besides that of its title."""
    history: Sequence[tuple[str, int | None, int | None]] = ()
    """Days with the upvotes and comments that were seen on them."""


class Joining(Matching):
    """The papers of one other library; used inside one transaction."""

    def __init__(self, store: Store, *, learns: bool = True) -> None:
        super().__init__(store)
        self._learns = learns
        self._before: dict[int, tuple[Any, ...]] = {}
        self.known = self.new = 0
        self._database.execute("CREATE TEMP TABLE IF NOT EXISTS joined(id PRIMARY KEY, pid)")
        self._database.execute("DELETE FROM temp.joined")

    def join(self, papers: Sequence[Foreign]) -> None:
        """Find or make these papers, let them learn, and write them."""
        keyed = [(foreign, title_key(foreign.record.title)) for foreign in papers]
        keys = {key for _, key in keyed}.union(*(foreign.other_keys for foreign in papers))
        self.look_up(
            keys, {foreign.record.arxiv_id for foreign in papers if foreign.record.arxiv_id}
        )
        self._before = {rowid: _facts(paper) for rowid, paper in self.papers.items()}
        found: list[tuple[Foreign, KnownPaper]] = []
        for foreign, key in keyed:
            paper = self.find(key, foreign.record.arxiv_id)
            if not paper.title:
                self.new += 1
                paper.learn(foreign.record, self.rev)
                self._take_id(paper, foreign.id)
            else:
                self.known += 1
                if self._learns:
                    self._learn(paper, foreign.record)
            if foreign.record.arxiv_id:
                for other in foreign.other_keys:
                    paper = self.find(other, foreign.record.arxiv_id)
            found.append((foreign, paper))
        self.save()
        rowids = [self.now(paper.rowid) for _, paper in found]
        self._database.execute_many(
            "INSERT OR IGNORE INTO ids(alias, pid) VALUES (?, ?)",
            (
                (id, rowid)
                for (foreign, _), rowid in zip(found, rowids, strict=True)
                for id in (foreign.id, *foreign.other_ids)
            ),
        )
        self._database.execute_many(
            "INSERT OR REPLACE INTO temp.joined(id, pid) VALUES (?, ?)",
            ((foreign.id, rowid) for (foreign, _), rowid in zip(found, rowids, strict=True)),
        )

        seen = [
            (rowid, *row)
            for (foreign, _), rowid in zip(found, rowids, strict=True)
            for row in foreign.history
        ]
        if seen and unite_seen(self._database, seen):
            self.begin()

    def rowid(self, id: str) -> int | None:
        """Return the row number of the paper that has this id in the other library."""
        rowid = self._database.value("SELECT pid FROM temp.joined WHERE id = ?", (id,))
        return None if rowid is None else self.now(rowid)

    def now(self, rowid: int) -> int:
        """Return what has become of a row number by merging."""
        while rowid in self.merged:
            rowid = self.merged[rowid]
        return rowid

    def save(self) -> None:
        """Write the papers that are new or have changed, and no others."""
        changed = [
            paper
            for paper in self.papers.values()
            if paper.new_keys or self._before.get(paper.rowid) != _facts(paper)
        ]
        save_known_papers(self._database, changed)
        self._before.update((paper.rowid, _facts(paper)) for paper in changed)

    def _learn(self, paper: KnownPaper, record: Record) -> None:
        """Take what another library knows better."""
        other = KnownPaper(0, "", 0)
        other.learn(record, 0)
        before, rev, has_new_text = _facts(paper), paper.rev, paper.has_new_text
        is_partial = (paper.published or "").startswith("-")
        if is_partial and not (other.published or "-").startswith("-"):
            paper.published = other.published
        paper.absorb(other, rev)
        paper.has_new_text = has_new_text
        if _facts(paper) != before:
            self.begin()
            paper.rev, paper.has_new_text = self.rev, True

    def _take_id(self, paper: KnownPaper, id: str) -> None:
        """Give a new paper the id it has elsewhere, unless another has it here."""
        if id not in self._taken_ids and not self._database.row(
            "SELECT 1 FROM ids WHERE alias = ?", (id,)
        ):
            self._taken_ids.add(id)
            paper.id = id

    def _make(self, key: str, arxiv_id: str | None, *, is_twin: bool = False) -> KnownPaper:
        self.begin()
        return super()._make(key, arxiv_id, is_twin=is_twin)

    def _merge(self, one: KnownPaper, other: KnownPaper) -> KnownPaper:
        self.begin()
        return super()._merge(one, other)


def _facts(paper: KnownPaper) -> tuple[Any, ...]:
    """Return what is told about a paper, to see whether it has changed."""
    return (
        paper.arxiv_id,
        paper.title,
        paper.abstract,
        tuple(paper.authors),
        paper.author_count,
        paper.organisation,
        paper.published,
        paper.comments,
        paper.upvotes,
        paper.import_no,
        paper.score,
    )
