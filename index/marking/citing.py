"""The keys that papers are cited by: asked for, changed, made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..errors import RectoError
from ..journal.acts import KEY, SET_KEY, Act
from ..paper import Paper
from ..parts.citing import give_keys, new_key
from ..parts.context import Context, Ids
from ..store.cite_keys import find_former_key, find_key, keys_with, load_given
from ..text import clean, clean_key
from .recording import marked

if TYPE_CHECKING:
    from ..results import Marked


class CiteKeys:
    """The keys that papers are cited by, each of one paper alone."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database

    def of(self, ids: Ids = (), *, rowids: Iterable[int] = ()) -> list[Paper]:
        """Return papers with their keys, which they keep from now on."""
        chosen = self._context.chosen(ids, rowids)
        give_keys(self._context, chosen)
        return self._context.rows(chosen)

    def all(self) -> list[str]:
        """Return all keys that papers are cited by, sorted."""
        return sorted(key for _, key in keys_with(self._database, ""))

    def cited(self, keys: Iterable[str]) -> Mapping[str, Paper]:
        """Return the papers that are cited by some keys, by key; those of none are left out.

        A key that a paper has lost since, to an edit or to one that it was united with, is its own.
        """
        found = {
            key: find_key(self._database, key) or find_former_key(self._database, key)
            for key in keys
        }
        rowids = {key: rowid for key, rowid in found.items() if rowid is not None}
        papers = {paper.rowid: paper for paper in self._context.rows(list(set(rowids.values())))}
        return {key: papers[rowid] for key, rowid in rowids.items() if rowid in papers}

    def change(self, id: str | Paper, key: str | None) -> Marked:
        """Give a paper another key, or with None or an empty text take it off.

        Raises NotFoundError, and RectoError for what can be no key or is another paper's.
        """
        wanted = key or None
        if wanted is not None and clean_key(wanted) != wanted:
            raise RectoError(
                "That can be no citation key",
                f"{clean(wanted)!r} is too long, or has something in it that BibTeX or LaTeX "
                "would stumble over, such as spaces, commas, braces, quotes or % # ~ *.",
                f"{clean_key(wanted)} would do." if clean_key(wanted) else "",
            )
        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            holder = find_key(self._database, wanted) if wanted else None
            if holder not in (None, rowid):
                (other,) = self._context.rows([holder])
                raise RectoError(
                    "That is the key of another paper",
                    f"{other.cite_key} is {other.id}, “{other.title}”.",
                    "Choose another key, or change that one first.",
                )
            act = self._change(rowid, wanted)
        return marked(self._context, act, [rowid])

    def renew(self, id: str | Paper) -> Marked:
        """Give a paper the key that one is made now for what is known of it."""
        with self._database.transaction():
            rowid = self._context.one_to_mark(id)
            (paper,) = self._context.rows([rowid])
            act = self._change(rowid, new_key(self._context, paper))
        return marked(self._context, act, [rowid])

    def _change(self, rowid: int, key: str | None) -> Act:
        if load_given(self._database, [rowid]).get(rowid) == key:
            return Act("", SET_KEY, [rowid])
        return self._context.store.journal.record(SET_KEY, [rowid], {KEY: key})
