"""Papers that the reader gives their arXiv ids: a mark of the journal, so that it can be undone.

What `papers` says is the mark's value while there is one, and else what was there before the first
such act. Two papers that an id has made one stay one.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from ..journal.acts import ARXIV
from ..journal.pending import apply_pending
from ..paper import arxiv_id, title_key
from .database import Database
from .matching import Matching
from .store import Store
from .visibility import recount

_FIRST = """SELECT j.data FROM touched t JOIN journal j USING(seq)
    WHERE t.pid = ? AND j.kind = 'identify' ORDER BY j.clock, j.act LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Identified:
    """What came of giving a paper an arXiv id."""

    pid: int
    act: str | None
    """The act that did it; None where the paper had this id."""
    is_merged: bool
    """Whether another paper had the id, which is the same one now."""


def identify(store: Store, pid: int, arxiv: str) -> Identified:
    """Give a paper its arXiv id, inside a transaction; the paper that has it is the same one."""
    database = store.database
    title, before = database.row(
        "SELECT t.title, p.arxiv_id FROM papers p JOIN texts t USING(pid) WHERE p.pid = ?", (pid,)
    )
    if before == arxiv:
        return Identified(pid, None, is_merged=False)
    matching = _Identifying(store)
    kept = matching.unite(pid, title_key(title), arxiv)
    act = store.journal.record(
        "identify",
        [kept],
        {ARXIV: arxiv},
        # The id that two papers share stays with what they have become.
        context={"was": before if kept is pid and not matching.merged else arxiv},
    )
    if matching.merged:
        recount(database)
    apply_pending(store)
    return Identified(kept, act, is_merged=bool(matching.merged))


class _Identifying(Matching):
    """The paper that gets an id, and the one that may have it."""

    def unite(self, pid: int, key: str, arxiv: str) -> int:
        """Make the two one where there are two; return the row number that stays."""
        self.begin()
        self.look_up([key], [arxiv])
        draft = self.drafts[pid]
        known = self._by_arxiv.get(arxiv)
        if known is not None and known != pid:
            draft = self._merge(self.drafts[known], draft)
        draft.arxiv_id = arxiv
        self.save()
        return draft.pid


def refresh_arxiv_ids(database: Database, pids: Collection[int]) -> None:
    """Set the arXiv ids of papers to what the reader's acts in force say.

    An id that another paper has by now stays with that one.
    """
    rows = database.rows(
        "SELECT p.pid, p.arxiv_id, m.value FROM json_each(?) j JOIN papers p ON p.pid = j.value "
        "LEFT JOIN marks m ON m.pid = p.pid AND m.name = ?",
        (json.dumps(list(pids)), ARXIV),
    )
    for pid, present, value in rows:
        wanted = _checked(value) if value is not None else _before(database, pid)
        if wanted == present:
            continue
        database.execute("UPDATE OR IGNORE papers SET arxiv_id = ? WHERE pid = ?", (wanted, pid))
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")


def _before(database: Database, pid: int) -> str | None:
    """Return the id that a paper had before the reader gave it one."""
    text = database.value(_FIRST, (pid,))
    return _checked(json.loads(text).get("was")) if text else None


def _checked(value: Any) -> str | None:
    return arxiv_id(value) if isinstance(value, str) else None
