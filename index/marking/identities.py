"""What the reader says of which records are one paper; each call is one act."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import RectoError
from ..journal.acts import MERGE, ONE, SPLIT, Act
from ..parts.context import Context, Ids
from .recording import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..paper import Paper
    from ..results import Duplicates, Marked


def _with_ids(told: Marked, words: str) -> Marked:
    """Return what was done with the ids that its papers show."""
    ids = ", ".join(paper.id for paper in told.papers)
    return replace(told, sentence=f"{told.sentence} {words} {ids}.")


class Identities:
    """Papers put together and taken apart, and those that may be the same."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def merge(self, ids: Ids = (), *, rowids: Iterable[int] = ()) -> Marked:
        """Make one of several papers; the one with most records goes on, then the oldest.

        Their marks, notes and places are its own; undo takes them apart again. Raises
        NotFoundError, and RectoError for fewer than two.
        """
        from ..adding.identities import papers_of

        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            if len(chosen) < 2:
                raise RectoError(
                    "Two papers are needed to make one",
                    "Only one was named; several names may lead to the same paper.",
                )
            act = self._journal.record(MERGE, chosen, context={ONE: len(chosen)})
            kept = papers_of(self._context.store, act.id)
            if len(kept) > 1:
                raise RectoError(
                    "These papers cannot be made one",
                    "Nothing tells one of them from others; give it its arXiv id with `recto id`.",
                )
        told = marked(self._context, act._replace(rowids=kept))
        return _with_ids(told, "It shows as")

    def split(self, paper: str | Paper, source: str | None = None) -> Marked:
        """Take a paper apart; what it has become is told, first the paper that has its id.

        What `source` says of it becomes a paper of its own. Without a source it becomes the papers
        that the reader has made one, else one for each source, else one for each record. Marks stay
        with the first; undo puts all together again. Raises NotFoundError, and RectoError where
        there is nothing to part.
        """
        from ..records.parting import papers_with, parting, record_names

        with self._database.transaction():
            pid = self._context.one(paper)
            names = record_names(self._database, pid)
            act = self._journal.record(SPLIT, [pid], context=parting(self._database, pid, source))
            found = papers_with(self._database, names)
        found.sort(key=lambda rowid: (rowid != pid, rowid))
        told = marked(self._context, Act(act.id, SPLIT, [pid], act.data), found)
        return _with_ids(told, "It is now")

    def duplicates(self) -> list[Duplicates]:
        """Return papers in sight that may be the same, with the reason why they are not."""
        from ..records.duplicates import find_duplicates
        from ..results import Duplicates

        return [
            Duplicates(alike.reason, tuple(self._context.rows(alike.rowids)))
            for alike in find_duplicates(self._database)
        ]
