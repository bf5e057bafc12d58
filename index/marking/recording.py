"""What is said of an act once it is in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..journal.acts import Act

if TYPE_CHECKING:
    from ..parts.context import Context
    from ..results import Marked

NOTHING = "Nothing was to be changed."

SHOWN = 20
"""Papers that are read of an act on a whole list; there may be a hundred thousand."""


def marked(context: Context, act: Act, rowids: Sequence[int] | None = None) -> Marked:
    """Return what an act did, in words and on its papers or these, once it is on disk."""
    from ..results import Marked

    papers = tuple(context.rows(act.rowids if rowids is None else rowids))
    said = NOTHING
    if act.id:
        from ..journal.wording import papers_in_words, sentence

        titles = [paper.title for paper in papers if paper.rowid in act.rowids[:1]]
        said = sentence(act.kind, act.data, papers_in_words(titles, len(act.rowids))) + "."
    return Marked(act.id or None, act.kind, said, papers, len(act.rowids))
