"""What the reader marks on papers: each call is one act, on disk when it returns.

An unknown id raises NotFoundError before anything is written. `ids` are papers as people name
them, `pids` row numbers of a list; either or both can be given.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from ..errors import NotFoundError
from ..journal.journal import TAG, Value
from ..opened import Ids, Opened
from ..paper import Kept, Paper
from ..store.reading_lists import QUEUE, load_list, moved, new_order_keys
from ..tags import tag_name, tag_to_remove
from ..views import View

_HELD = (
    "SELECT pid, name, value FROM marks WHERE pid IN (SELECT value FROM json_each(?)) "
    "AND value IS NOT NULL "
    "AND (name IN ('bookmark', 'queue', 'done', 'via') OR (name >= 'tag:' AND name < 'tag;'))"
)
"""What keeps these papers, and why."""

_SET = (
    "SELECT pid, name, value FROM marks WHERE pid IN (SELECT value FROM json_each(?)) "
    "AND name IN (SELECT value FROM json_each(?)) AND value IS NOT NULL"
)


class Marks(Opened):
    """Bookmarks, reads, tags, the queue and notes."""

    def bookmark(
        self, ids: Ids = (), on: bool = True, *, pids: Iterable[int] = (), via: Kept | None = None
    ) -> list[Paper]:
        """Bookmark papers, or take the bookmark off; `via` is what led to them."""
        kind = "bookmark" if on else "unbookmark"
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            held = self._held(chosen) if on else {}
            each = [_reason(held.get(pid, {}), via) for pid in chosen] if on else []
            self._record(kind, chosen, {"bookmark": 1 if on else None}, each)
        return self.rows(chosen)

    def mark_read(self, ids: Ids = (), on: bool = True, *, pids: Iterable[int] = ()) -> list[Paper]:
        """Mark papers as read, or as unread."""
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            self._record("read" if on else "unread", chosen, {"read": 1 if on else None})
        return self.rows(chosen)

    def read_by_reading(self, ids: Ids = (), *, pids: Iterable[int] = ()) -> list[Paper]:
        """Mark papers as read that were read to their end; no step that undo takes back."""
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            self._record("read-by-reading", self._unread(chosen), {"read": 1})
        return self.rows(chosen)

    def mark_all_read(self, pids: Iterable[int]) -> int:
        """Mark the papers of a list as read in one act; return how many were unread."""
        with self._database.transaction():
            unread = self._unread(self._chosen((), pids))
            self._record("read-all", unread, {"read": 1})
        return len(unread)

    def tag(
        self,
        ids: Ids = (),
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        *,
        pids: Iterable[int] = (),
        via: Kept | None = None,
    ) -> list[Paper]:
        """Put tags on papers and take tags off; a paper that has a tag keeps its place there.

        Raises RectoError for a name that cannot be one.
        """
        added = [TAG + tag_name(name) for name in add]
        removed = [TAG + tag_to_remove(name, added) for name in remove]
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            if added or removed:
                clock = self._store.journal.next_clock()
                each = self._put_in(chosen, dict.fromkeys(added), via, clock) if added else []
                self._record("tag", chosen, dict.fromkeys(removed), each, clock)
        return self.rows(chosen)

    def queue(
        self, ids: Ids = (), on: bool = True, *, pids: Iterable[int] = (), via: Kept | None = None
    ) -> list[Paper]:
        """Put papers at the end of the to-read queue, or take them off; who is in it stays."""
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            if on:
                clock = self._store.journal.next_clock()
                each = self._put_in(chosen, [QUEUE], via, clock)
                self._record("queue", chosen, {}, each, clock)
            else:
                self._record("unqueue", chosen, {QUEUE: None})
        return self.rows(chosen)

    def done(self, ids: Ids = (), on: bool = True, *, pids: Iterable[int] = ()) -> list[Paper]:
        """Mark papers as read today and take them off the queue; or take the date off."""
        changes: dict[str, Value] = {"done": None}
        if on:
            changes = {"read": 1, "done": date.today().isoformat(), QUEUE: None}
        with self._database.transaction():
            chosen = self._chosen(ids, pids)
            self._record("done" if on else "not-done", chosen, changes)
        return self.rows(chosen)

    def move(self, pid: int, view: View, steps: int) -> list[Paper]:
        """Move a paper down its list, the queue or a tag, by so many steps; up where negative.

        It stops at the ends. Raises NotFoundError where it is not in the list itself.
        """
        name = QUEUE if view.kind == "queue" else TAG + view.name
        with self._database.transaction():
            members = load_list(self._database, name)
            if view.kind not in ("queue", "tag") or pid not in (member for member, _ in members):
                raise NotFoundError(
                    "Not moved",
                    "The paper does not stand in this list itself.",
                    "The queue and each tag have an order of their own; open the paper's own list.",
                )
            clock = self._store.journal.next_clock()
            places = moved(members, pid, steps, clock)
            # The paper that was moved comes first: the log tells about it.
            chosen = sorted(places, key=lambda member: member != pid)
            each = [{name: places[member]} for member in chosen]
            self._record("move", chosen, {}, each, clock)
        return self.rows([pid])

    def _record(
        self,
        kind: str,
        pids: Sequence[int],
        changes: Mapping[str, Value],
        each: Sequence[Mapping[str, Value]] = (),
        clock: int | None = None,
    ) -> None:
        """Append an act to the journal unless it leaves everything as it is."""
        if pids and (changes or any(each)) and self._is_news(pids, changes, each):
            self._store.journal.record(
                kind, pids, changes, each=each if any(each) else (), clock=clock
            )

    def _is_news(
        self,
        pids: Sequence[int],
        changes: Mapping[str, Value],
        each: Sequence[Mapping[str, Value]],
    ) -> bool:
        """Whether any of the papers has not yet what an act would set on it."""
        names = {*changes, *(name for one in each for name in one)}
        rows = self._database.rows(_SET, (json.dumps(pids), json.dumps(sorted(names))))
        held = {(pid, name): value for pid, name, value in rows}
        own: Iterable[Mapping[str, Value]] = each if any(each) else ({} for _ in pids)
        return any(
            held.get((pid, name)) != value
            for pid, one in zip(pids, own, strict=True)
            for name, value in {**changes, **one}.items()
        )

    def _unread(self, pids: Sequence[int]) -> list[int]:
        rows = self._database.rows(
            "SELECT j.value FROM json_each(?) j WHERE NOT EXISTS (SELECT 1 FROM marks m "
            "WHERE m.pid = j.value AND m.name = 'read' AND m.value IS NOT NULL) ORDER BY j.key",
            (json.dumps(pids),),
        )
        return [pid for (pid,) in rows]

    def _put_in(
        self, pids: Sequence[int], names: Collection[str], via: Kept | None, clock: int
    ) -> list[dict[str, Value]]:
        """Return what puts each paper at the end of each list, where it is not in it already."""
        held = self._held(pids)
        each = [_reason(held.get(pid, {}), via) for pid in pids]
        for name in names:
            absent = [pid for pid in pids if name not in held.get(pid, {})]
            places = dict(
                zip(absent, new_order_keys(self._database, name, len(absent), clock), strict=True)
            )
            for pid, changes in zip(pids, each, strict=True):
                changes[name] = places[pid] if pid in places else held[pid][name]
        return each

    def _held(self, pids: Sequence[int]) -> dict[int, dict[str, Value]]:
        """Return the marks that keep each paper, and why."""
        held: dict[int, dict[str, Value]] = {}
        for pid, name, value in self._database.rows(_HELD, (json.dumps(pids),)):
            held.setdefault(pid, {})[name] = value
        return held


def _reason(held: Mapping[str, Value], via: Kept | None) -> dict[str, Value]:
    """Return what a paper learns about why it is kept: the first reason stays while it is."""
    told = None if via is None else json.dumps({"query": via.query, "view": via.view})
    known = held.get("via")
    is_kept = len(held) > (known is not None)
    return {} if known == told or (is_kept and known is not None) else {"via": told}
