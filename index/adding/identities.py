"""Papers that the reader gives their arXiv ids: a mark of the journal, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from ..journal.acts import ARXIV, IDENTIFY, Act
from ..journal.pending import apply_pending
from ..store.store import Store


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
    (before,) = database.row("SELECT arxiv_id FROM papers WHERE pid = ?", (rowid,))
    if before == arxiv:
        return GivenId(Act("", IDENTIFY, [rowid]), is_merged=False)
    had = database.row(
        "SELECT 1 FROM papers WHERE arxiv_id = :arxiv AND pid <> :pid UNION ALL "
        "SELECT 1 FROM evidence WHERE key = 'arxiv:' || :arxiv AND pid <> :pid",
        {"arxiv": arxiv, "pid": rowid},
    )
    act = store.journal.record(
        IDENTIFY,
        [rowid],
        {ARXIV: arxiv},
        # An id that another paper had tells the log that it made one of two.
        context={"was": arxiv if had else before},
    )
    apply_pending(store.journal)
    return GivenId(act._replace(rowids=papers_of(store, act.id)), is_merged=had is not None)


def papers_of(store: Store, act: str) -> list[int]:
    """Return the papers that an act is about by now."""
    rows = store.database.rows(
        "SELECT t.pid FROM touched t JOIN journal j USING(seq) WHERE j.act = ? ORDER BY t.item",
        (act,),
    )
    return list(dict.fromkeys(pid for (pid,) in rows))
