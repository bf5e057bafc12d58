"""What the reader marks on papers: each call is one act, on disk when it returns.

An unknown id raises NotFoundError before anything is written. `ids` are papers as people name
them, `rowids` row numbers of a list; either or both can be given.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..database.turns import in_parts, wait_turn
from ..errors import NotFoundError, RectoError
from ..identifiers import arxiv_id
from ..journal.acts import ALL_READ, PRIVATE, TAG, Act, part_of
from ..paper import Kept, Paper
from ..parts.context import Context, Ids, several
from ..store.marked import REJECTED
from ..store.reading_lists import QUEUE, load_list, moved, new_order_keys
from ..tags import tag_name, tag_to_remove
from ..text import clean
from ..views import View
from .recording import SHOWN, marked

if TYPE_CHECKING:
    from ..journal.fold import Value
    from ..results import Identified, Marked

PART = 10_000
"""Papers of a list that are marked together."""

_HELD = (
    "SELECT pid, name, value FROM marks WHERE pid IN (SELECT value FROM json_each(?)) "
    "AND value IS NOT NULL "
    "AND (name IN ('bookmark', 'queue', 'done', 'via', 'rejected') "
    "OR (name >= 'tag:' AND name < 'tag;'))"
)
"""What keeps these papers, and why; and that they are not for the reader."""

_SET = (
    "SELECT pid, name, value FROM marks WHERE pid IN (SELECT value FROM json_each(?)) "
    "AND name IN (SELECT value FROM json_each(?)) AND value IS NOT NULL"
)


class Marks:
    """Bookmarks, reads, tags, the queue and its order, and the papers' arXiv ids."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def bookmark(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = (), via: Kept | None = None
    ) -> Marked:
        """Bookmark papers, or take the bookmark off; `via` is what led to them."""
        kind = "bookmark" if on else "unbookmark"
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            held = self._held(chosen) if on else {}
            each = [_wanted(held.get(rowid, {}), via) for rowid in chosen] if on else []
            act = self._record(kind, chosen, {"bookmark": 1 if on else None}, each)
        return marked(self._context, act)

    def mark_read(self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()) -> Marked:
        """Mark papers as read, or as unread."""
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            act = self._record("read" if on else "unread", chosen, {"read": 1 if on else None})
        return marked(self._context, act)

    def read_by_reading(self, ids: Ids = (), *, rowids: Iterable[int] = ()) -> Marked:
        """Mark papers as read that were read to their end; no step that undo takes back."""
        with self._database.transaction():
            chosen = self._context.chosen(ids, rowids)
            act = self._record("read-by-reading", self._unread(chosen), {"read": 1})
        return marked(self._context, act, chosen)

    def mark_all_read(self, rowids: Iterable[int]) -> Marked:
        """Mark the papers of a list as read in one act, which is about those that were unread.

        Of more than `PART` so many are marked in one transaction, and others can write between two:
        each is an act of its own then, and they are undone together, also where this is
        interrupted. What it returns is about all of them.
        """
        unread = list(dict.fromkeys(self._context.listings.unread(rowids)))
        first, done = Act("", ALL_READ), set[int]()
        for number, rows in enumerate(in_parts(unread, PART)):
            if number:
                wait_turn()
            with self._database.transaction():
                part = self._unread(rows)
                if part:
                    context = part_of(first.id)
                    act = self._journal.record(ALL_READ, part, {"read": 1}, context=context)
                    first = first if first.id else act
            done.update(part)
        in_order = array("q", filter(done.__contains__, unread))
        return marked(self._context, first._replace(rowids=in_order), in_order[:SHOWN])

    def tag(
        self,
        ids: Ids = (),
        add: str | Iterable[str] = (),
        remove: str | Iterable[str] = (),
        *,
        rowids: Iterable[int] = (),
        via: Kept | None = None,
    ) -> Marked:
        """Put tags on papers and take tags off; a paper that has a tag keeps its place there.

        Raises RectoError for a name that cannot be one.
        """
        added = [TAG + tag_name(name) for name in several(add)]
        removed = [TAG + tag_to_remove(name, added) for name in several(remove)]
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            clock = self._journal.next_clock()
            each = self._put_in(chosen, dict.fromkeys(added), via, clock) if added else []
            act = self._record("tag", chosen, dict.fromkeys(removed), each, clock)
        return marked(self._context, act)

    def queue(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = (), via: Kept | None = None
    ) -> Marked:
        """Put papers at the end of the to-read queue, or take them off; who is in it stays."""
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            if on:
                clock = self._journal.next_clock()
                each = self._put_in(chosen, [QUEUE], via, clock, _wanted)
                act = self._record("queue", chosen, {}, each, clock)
            else:
                act = self._record("unqueue", chosen, {QUEUE: None})
        return marked(self._context, act)

    def done(self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()) -> Marked:
        """Mark papers as read today and take them off the queue; or take the date off."""
        changes: dict[str, Value] = {"done": None}
        if on:
            changes = {"read": 1, "done": date.today().isoformat(), QUEUE: None}
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            act = self._record("done" if on else "not-done", chosen, changes)
        return marked(self._context, act)

    def not_interested(
        self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()
    ) -> Marked:
        """Say that papers are not for the reader, or take that back.

        It takes bookmarks and places in the queue away, as these take it away: who is at odds with
        himself means what he did last. Tags and notes stay, which may tell why.
        """
        changes: dict[str, Value] = {REJECTED: None}
        if on:
            changes = {REJECTED: 1, "bookmark": None, QUEUE: None}
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            act = self._record("not-interested" if on else "interested", chosen, changes)
        return marked(self._context, act)

    def move(self, rowid: int, view: View, steps: int) -> Marked:
        """Move a paper down its list, the queue or a tag, by so many steps; up where negative.

        It stops at the ends. Raises NotFoundError where it is not in the list itself.
        """
        name = QUEUE if view.kind == "queue" else TAG + view.name
        with self._database.transaction():
            members = load_list(self._database, name)
            if view.kind not in ("queue", "tag") or rowid not in (member for member, _ in members):
                raise NotFoundError(
                    "Not moved",
                    "The paper does not stand in this list itself.",
                    "The queue and each tag have an order of their own; open the paper's own list.",
                )
            clock = self._journal.next_clock()
            places = moved(members, rowid, steps, clock)
            # The paper that was moved comes first: the log tells about it.
            chosen = sorted(places, key=lambda member: member != rowid)
            each = [{name: places[member]} for member in chosen]
            act = self._record("move", chosen, {}, each, clock)
        return marked(self._context, act, [rowid])

    def keep_private(self, ids: Ids = (), on: bool = True, *, rowids: Iterable[int] = ()) -> Marked:
        """Let papers stay on this machine, with all that is set on them, or travel again.

        What has travelled before stays where it is.
        """
        with self._database.transaction():
            chosen = self._context.to_mark(ids, rowids)
            kind = "private" if on else "not-private"
            act = self._record(kind, chosen, {PRIVATE: 1 if on else None})
        return marked(self._context, act)

    def identify(self, paper: str | Paper, arxiv: str) -> Identified:
        """Give a paper its arXiv id, or a link to it.

        The paper that has this id already is the same one: marks and places of both stay. Undo
        takes the id back, and the two are two again. Raises NotFoundError, and RectoError for
        what is no arXiv id.
        """
        from ..adding.identities import identify
        from ..results import Identified

        found = arxiv_id(arxiv)
        if found is None:
            raise RectoError(
                "That is no arXiv id",
                f"{clean(arxiv)!r} is neither an id such as 2405.15738 nor a link to one.",
            )
        with self._database.transaction():
            given = identify(self._context.store, self._context.one_to_mark(paper), found)
        told = marked(self._context, given.act)
        return Identified(told.act, told.kind, told.sentence, told.papers, 1, given.is_merged)

    def next_unread(self, rowids: Sequence[int], start: int = 0) -> int | None:
        """Return the place in a list of its first unread paper from `start` on, None for none."""
        return self._context.listings.next_unread(rowids, start)

    def _record(
        self,
        kind: str,
        rowids: Sequence[int],
        changes: Mapping[str, Value],
        each: Sequence[Mapping[str, Value]] = (),
        clock: int | None = None,
    ) -> Act:
        """Append an act to the journal unless it leaves everything as it is."""
        if rowids and (changes or any(each)) and self._is_news(rowids, changes, each):
            own = each if any(each) else ()
            return self._journal.record(kind, rowids, changes, each=own, clock=clock)
        return Act("", kind, rowids)

    def _is_news(
        self,
        rowids: Sequence[int],
        changes: Mapping[str, Value],
        each: Sequence[Mapping[str, Value]],
    ) -> bool:
        """Whether any of the papers has not yet what an act would set on it."""
        names = {*changes, *(name for one in each for name in one)}
        rows = self._database.rows(_SET, (json.dumps(rowids), json.dumps(sorted(names))))
        held = {(rowid, name): value for rowid, name, value in rows}
        own: Iterable[Mapping[str, Value]] = each if any(each) else ({} for _ in rowids)
        return any(
            held.get((rowid, name)) != value
            for rowid, one in zip(rowids, own, strict=True)
            for name, value in {**changes, **one}.items()
        )

    def _unread(self, rowids: Sequence[int]) -> list[int]:
        """Return those of some papers, each named once, that are there still and not read."""
        rows = self._database.rows(
            "SELECT p.pid FROM json_each(?) j JOIN papers p ON p.pid = j.value "
            "WHERE NOT EXISTS (SELECT 1 FROM marks m WHERE m.pid = p.pid AND m.name = 'read' "
            "AND m.value IS NOT NULL) ORDER BY j.key",
            (json.dumps(rowids),),
        )
        return [rowid for (rowid,) in rows]

    def _put_in(
        self,
        rowids: Sequence[int],
        names: Collection[str],
        via: Kept | None,
        clock: int,
        reason: Callable[[Mapping[str, Value], Kept | None], dict[str, Value]] | None = None,
    ) -> list[dict[str, Value]]:
        """Return what puts each paper at the end of each list, where it is not in it already."""
        held = self._held(rowids)
        each = [(reason or _reason)(held.get(rowid, {}), via) for rowid in rowids]
        for name in names:
            absent = [rowid for rowid in rowids if name not in held.get(rowid, {})]
            places = dict(
                zip(absent, new_order_keys(self._database, name, len(absent), clock), strict=True)
            )
            for rowid, changes in zip(rowids, each, strict=True):
                changes[name] = places[rowid] if rowid in places else held[rowid][name]
        return each

    def _held(self, rowids: Sequence[int]) -> dict[int, dict[str, Value]]:
        """Return the marks that keep each paper, and why."""
        held: dict[int, dict[str, Value]] = {}
        for rowid, name, value in self._database.rows(_HELD, (json.dumps(rowids),)):
            held.setdefault(rowid, {})[name] = value
        return held


def _reason(held: Mapping[str, Value], via: Kept | None) -> dict[str, Value]:
    """Return what a paper learns about why it is kept: the first reason stays while it is."""
    told = None if via is None else json.dumps({"query": via.query, "view": via.view})
    known = held.get("via")
    is_kept = len(held) > (known is not None) + (REJECTED in held)
    return {} if known == told or (is_kept and known is not None) else {"via": told}


def _wanted(held: Mapping[str, Value], via: Kept | None) -> dict[str, Value]:
    """Return the same of a paper that is kept for itself: what was not for the reader is again."""
    reason = _reason(held, via)
    return {**reason, REJECTED: None} if REJECTED in held else reason
