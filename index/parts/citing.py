"""Keys that papers are cited by, given when one is first asked for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from ..config import CITE_KEY
from ..database.tables import TEMPLATED_KEYS
from ..exports.keys import citation_key, made_key
from ..journal.acts import CITE, KEY
from ..paper import Paper
from ..store.cite_keys import is_free, load_given, shown_keys, suffix
from .context import Context

_PART = 500
"""Papers in memory at a time."""


def give_keys(context: Context, rowids: Sequence[int]) -> None:
    """Give these papers keys that are theirs from now on, where they have none.

    So does one that another paper was given earlier elsewhere: what is shown becomes its own.
    Nothing happens where the library cannot be written.
    """
    database = context.database
    rowids = [rowid for rowid in rowids if rowid >= 0]  # who is not kept is given nothing
    if database.read_only or not _lacking(context, rowids):
        return
    with database.transaction():
        lacking = _lacking(context, rowids)
        shown = shown_keys(database, load_given(database, lacking))
        taken: set[str] = set()
        keys: dict[int, str] = {}
        for paper in _papers(context, lacking):
            key = shown.get(paper.rowid) or new_key(context, paper, taken)
            taken.add(key.lower())
            keys[paper.rowid] = key
        each = [{KEY: key} for key in keys.values()]
        if keys:
            context.store.journal.record(CITE, list(keys), each=each)


def new_key(context: Context, paper: Paper, taken: Container[str] = ()) -> str:
    """Return a key for a paper that no other has, nor is among those that are `taken`."""
    template = context.config.cite.key
    sql = "SELECT 1 FROM meta WHERE key = ?"
    if not template and context.database.row(sql, (TEMPLATED_KEYS,)) is not None:
        template = CITE_KEY
    base = made_key(paper, template) if template else citation_key(paper.id, paper.title)
    key, number = base, 0
    while key.lower() in taken or not is_free(context.database, key, paper.rowid):
        number += 1
        key = base + suffix(number)
    return key


def _lacking(context: Context, rowids: Sequence[int]) -> list[int]:
    """Return the papers that have no key, or one that is another's too."""
    found: list[int] = []
    for start in range(0, len(rowids), _PART):
        part = rowids[start : start + _PART]
        given = load_given(context.database, part)
        shown = shown_keys(context.database, given)
        found += [rowid for rowid in part if rowid not in shown or shown[rowid] != given[rowid]]
    return found


def _papers(context: Context, rowids: Sequence[int]) -> Iterator[Paper]:
    for start in range(0, len(rowids), _PART):
        yield from context.rows(rowids[start : start + _PART])
