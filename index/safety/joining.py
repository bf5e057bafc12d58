"""Papers of another library among those of this one: the same ones become one, new ones are made.

Unlike an import of pages, nothing depends on which of the two came first, and papers that the
other library tells nothing new about stay untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..adding.known_papers import Draft, save_drafts
from ..adding.matching import Matching
from ..paper import Record, title_key
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
        keyed = [(paper, title_key(paper.record.title)) for paper in papers]
        keys = {key for _, key in keyed}.union(*(paper.other_keys for paper in papers))
        self.look_up(keys, {paper.record.arxiv_id for paper in papers if paper.record.arxiv_id})
        self._before = {pid: _facts(draft) for pid, draft in self.drafts.items()}
        found: list[tuple[Foreign, Draft]] = []
        for paper, key in keyed:
            draft = self.find(key, paper.record.arxiv_id)
            if not draft.title:
                self.new += 1
                draft.learn(paper.record, self.rev)
                self._take_id(draft, paper.id)
            else:
                self.known += 1
                if self._learns:
                    self._learn(draft, paper.record)
            if paper.record.arxiv_id:
                for other in paper.other_keys:
                    draft = self.find(other, paper.record.arxiv_id)
            found.append((paper, draft))
        self.save()
        pids = [self.now(draft.pid) for _, draft in found]
        self._database.execute_many(
            "INSERT OR IGNORE INTO ids(alias, pid) VALUES (?, ?)",
            (
                (id, pid)
                for (paper, _), pid in zip(found, pids, strict=True)
                for id in (paper.id, *paper.other_ids)
            ),
        )
        self._database.execute_many(
            "INSERT OR REPLACE INTO temp.joined(id, pid) VALUES (?, ?)",
            ((paper.id, pid) for (paper, _), pid in zip(found, pids, strict=True)),
        )

        seen = [
            (pid, *row)
            for (paper, _), pid in zip(found, pids, strict=True)
            for row in paper.history
        ]
        if seen and unite_seen(self._database, seen):
            self.begin()

    def pid(self, id: str) -> int | None:
        """Return the row number of the paper that has this id in the other library."""
        pid = self._database.value("SELECT pid FROM temp.joined WHERE id = ?", (id,))
        return None if pid is None else self.now(pid)

    def now(self, pid: int) -> int:
        """Return what has become of a row number by merging."""
        while pid in self.merged:
            pid = self.merged[pid]
        return pid

    def save(self) -> None:
        """Write the papers that are new or have changed, and no others."""
        changed = [
            draft
            for draft in self.drafts.values()
            if draft.new_keys or self._before.get(draft.pid) != _facts(draft)
        ]
        save_drafts(self._database, changed)
        self._before.update((draft.pid, _facts(draft)) for draft in changed)

    def _learn(self, draft: Draft, record: Record) -> None:
        """Take what another library knows better."""
        other = Draft(0, "", 0)
        other.learn(record, 0)
        before, rev, has_new_text = _facts(draft), draft.rev, draft.has_new_text
        is_partial = (draft.published or "").startswith("-")
        if is_partial and not (other.published or "-").startswith("-"):
            draft.published = other.published
        draft.absorb(other, rev)
        draft.has_new_text = has_new_text
        if _facts(draft) != before:
            self.begin()
            draft.rev, draft.has_new_text = self.rev, True

    def _take_id(self, draft: Draft, id: str) -> None:
        """Give a new paper the id it has elsewhere, unless another has it here."""
        if id not in self._taken_ids and not self._database.row(
            "SELECT 1 FROM ids WHERE alias = ?", (id,)
        ):
            self._taken_ids.add(id)
            draft.id = id

    def _make(self, key: str, arxiv_id: str | None, *, is_twin: bool = False) -> Draft:
        self.begin()
        return super()._make(key, arxiv_id, is_twin=is_twin)

    def _merge(self, one: Draft, other: Draft) -> Draft:
        self.begin()
        return super()._merge(one, other)


def _facts(draft: Draft) -> tuple[Any, ...]:
    """Return what is told about a paper, to see whether it has changed."""
    return (
        draft.arxiv_id,
        draft.title,
        draft.abstract,
        tuple(draft.authors),
        draft.author_count,
        draft.organisation,
        draft.published,
        draft.comments,
        draft.upvotes,
        draft.import_no,
        draft.score,
    )
