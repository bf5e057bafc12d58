"""Papers that the reader gives their arXiv ids: a mark of the journal, so that it can be undone.

What `papers` says is the mark's value while there is one, and else what was there before the first
such act. Two papers that an id has made one stay one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..identity.titles import title_key
from ..journal.acts import ARXIV, Act
from ..journal.pending import apply_pending
from ..journal.visibility import recount
from ..store.store import Store
from .matching import Matching


@dataclass(frozen=True, slots=True)
class GivenId:
    """What came of giving a paper an arXiv id."""

    act: Act
    """What was recorded, of the paper that stays; nothing where the paper had this id."""
    is_merged: bool
    """Whether another paper had the id, which is the same one now."""


def identify(store: Store, rowid: int, arxiv: str) -> GivenId:
    """Give a paper its arXiv id, inside a transaction; the paper that has it is the same one."""
    database = store.database
    title, before = database.row(
        "SELECT t.title, p.arxiv_id FROM papers p JOIN texts t USING(pid) WHERE p.pid = ?", (rowid,)
    )
    if before == arxiv:
        return GivenId(Act("", "identify", [rowid]), is_merged=False)
    matching = _Identifying(store)
    kept = matching.unite(rowid, title_key(title), arxiv)
    act = store.journal.record(
        "identify",
        [kept],
        {ARXIV: arxiv},
        # The id that two papers share stays with what they have become.
        context={"was": arxiv if matching.merged else before},
    )
    if matching.merged:
        recount(database)
    apply_pending(store.journal)
    return GivenId(act, is_merged=bool(matching.merged))


class _Identifying(Matching):
    """The paper that gets an id, and the one that may have it."""

    def unite(self, rowid: int, key: str, arxiv: str) -> int:
        """Make the two one where there are two; return the row number that stays."""
        self.begin()
        self.look_up([key], [arxiv])
        paper = self.papers[rowid]
        known = self._by_arxiv.get(arxiv)
        if known is not None and known != rowid:
            paper = self._merge(self.papers[known], paper)
        paper.arxiv_id = arxiv
        self.save()
        return paper.rowid
