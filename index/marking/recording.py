"""Acts on their way into the journal, and what is said of them once they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..journal.fold import Value
    from ..journal.journal import Journal
    from ..parts.context import Context
    from ..results import Marked

NOTHING = "Nothing was to be changed."

SHOWN = 20
"""Papers that are read of an act on a whole list; there may be a hundred thousand."""


class Act(NamedTuple):
    """An act as it was recorded."""

    id: str | None
    """None where it would have left everything as it was, so that it was not recorded."""
    kind: str
    rowids: Sequence[int] = ()
    data: Mapping[str, Any] = {}
    """What the journal's row says of it."""


def record(
    journal: Journal,
    kind: str,
    rowids: Sequence[int] = (),
    changes: Mapping[str, Value] | None = None,
    *,
    each: Sequence[Mapping[str, Value]] = (),
    library: Mapping[str, Any] | None = None,
    base: Sequence[str] | None = None,
    context: Mapping[str, Any] | None = None,
    clock: int | None = None,
    act: str = "",
) -> Act:
    """Append an act as `Journal.record` does, inside the transaction, and return it."""
    written = journal.record(
        kind,
        rowids,
        changes,
        each=each,
        library=library,
        base=base,
        context=context,
        clock=clock,
        act=act,
    )
    data = {**(context or {}), "set": changes or {}, "each": each, "library": library or {}}
    return Act(written, kind, rowids, data)


def marked(context: Context, act: Act, rowids: Sequence[int] | None = None) -> Marked:
    """Return what an act did, in words and on its papers or these, once it is on disk."""
    from ..results import Marked

    papers = tuple(context.rows(act.rowids if rowids is None else rowids))
    said = NOTHING
    if act.id is not None:
        from ..journal.wording import papers_in_words, sentence

        titles = [paper.title for paper in papers if paper.rowid in act.rowids[:1]]
        said = sentence(act.kind, act.data, papers_in_words(titles, len(act.rowids))) + "."
    return Marked(act.id, act.kind, said, papers, len(act.rowids))
