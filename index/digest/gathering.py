"""Which papers a digest names: the new, those on several pages, those that rise; as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from ..database.database import Database
from ..errors import RectoError
from ..paper import Paper
from ..search.query.fields import read_value
from ..search.query.nodes import Age, Range
from ..store.seen import load_rising
from ..taste.wording import taste_in_words

if TYPE_CHECKING:
    from ..taste.reasons import TasteReason

Kind = Literal["new", "several", "rising"]

_PLACED = """SELECT l.pid, count(DISTINCT g.sid) AS pages, min(l.rank) AS rank
    FROM places l JOIN pages g USING(gid)
    WHERE g.hidden = 0 AND l.pid IN (SELECT value FROM json_each(?)) GROUP BY l.pid"""

_BEST = f"""SELECT p.pid FROM papers p JOIN ({_PLACED}) f USING(pid) WHERE p.hidden = 0
    ORDER BY coalesce(p.upvotes, 0) DESC, f.pages DESC, f.rank, p.pid"""

_SEVERAL = f"""SELECT p.pid FROM papers p JOIN ({_PLACED}) f USING(pid)
    WHERE p.hidden = 0 AND f.pages > 1
    ORDER BY f.pages DESC, coalesce(p.upvotes, 0) DESC, f.rank, p.pid"""

_SHOWN = """SELECT DISTINCT pid FROM places WHERE gid IN (
    SELECT g.gid FROM pages g JOIN sources s USING(sid)
    JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act
    WHERE g.hidden = 0 GROUP BY g.gid HAVING min(substr(j.wall, 1, 10)) >= ?)"""
"""Papers on a page that was first added on a day or later."""

_ALL = -1
"""SQLite's word for no limit."""


@dataclass(frozen=True, slots=True)
class Item:
    """A paper as a section names it."""

    paper: Paper
    per_day: float | None = None
    """Upvotes gained per day; None where the section does not go by them."""
    is_repeated: bool = False
    """Whether an earlier section has named it, so that its abstract need not stand here again."""
    why: tuple[str, ...] = ()
    """Why it stands where it does, in words, where the reader's taste says so."""

    def as_json(self) -> dict[str, Any]:
        """Return the stable JSON form: the paper's own, upvotes gained per day, why it is here."""
        rise = None if self.per_day is None else round(self.per_day, 3)
        return {**self.paper.as_json(), "upvotes_per_day": rise, "why": [*self.why]}


@dataclass(frozen=True, slots=True)
class Section:
    """Some papers of one kind, the best first."""

    kind: Kind
    items: tuple[Item, ...]
    total: int
    """How many papers there are of the kind, named or not."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new in a library since some day."""

    since: date
    now: datetime
    """When it was put together, with an offset from UTC."""
    query: str
    """What the papers were looked for by; empty for all."""
    sections: tuple[Section, ...]
    """Those that name papers; a paper may be in several."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.sections

    def as_json(self) -> dict[str, Any]:
        """Return the stable JSON form; every section is there, an empty one too."""
        sections = {section.kind: section for section in self.sections}
        told: dict[str, Any] = {
            "since": self.since.isoformat(),
            "now": self.now.isoformat(timespec="seconds"),
            "query": self.query,
        }
        for kind in ("new", "several", "rising"):
            section = sections.get(kind)
            items = section.items if section else ()
            told[kind] = {
                "total": section.total if section else 0,
                "papers": [item.as_json() for item in items],
            }
        return told


def first_day(since: str, now: datetime) -> date:
    """Return the day that `7d`, `2w` or `2026-11-01` means, as `added:` reads it.

    Raises RectoError for anything else.
    """
    try:
        match read_value("added", since, False):
            case Age(_, days, is_older=False):
                today = now.date()
                return today - timedelta(min(days, today.toordinal() - 1))
            case Range(_, str(low), high) if high in (None, f"{low}~"):
                year, month, day = [*map(int, low.split("-")), 1, 1][:3]
                return date(year, month, day)
    except ValueError:
        pass  # such as the 31st of February
    raise RectoError(
        f"{since!r} is no time to begin at",
        "It takes 7d, 2w, 3m or 1y, or a day such as 2026-11-01.",
    )


def gather(
    database: Database,
    rows: Callable[[Sequence[int]], Iterable[Paper]],
    since: date,
    added: Sequence[int],
    wanted: Collection[int] | None,
    top: int,
    left_out: Collection[int] = (),
    why: Callable[[Sequence[int]], Mapping[int, Sequence[TasteReason]]] | None = None,
) -> tuple[Section, ...]:
    """Return the sections that have papers; `added` came in since that day and are new.

    Only `wanted` papers are named, None for all, and none that is `left_out`. Where it is told
    `why` they stand so, the best of `added` stand first.
    """

    def rowids(sql: str, *parameters: object) -> list[int]:
        return list(chain.from_iterable(database.rows(sql, parameters)))

    def among(found: Iterable[int]) -> list[int]:
        return [
            rowid
            for rowid in found
            if (wanted is None or rowid in wanted) and rowid not in left_out
        ]

    shown = set(among(rowids(_SHOWN, since.isoformat())))
    rises = {rowid: rise for rowid, rise in load_rising(database, _ALL) if rowid in shown}
    found: dict[Kind, list[int]] = {
        "new": among(added) if why else rowids(_BEST, json.dumps(among(added))),
        "several": rowids(_SEVERAL, json.dumps(list(shown))),
        "rising": list(rises),
    }
    reasons = why(found["new"][:top]) if why else {}
    named: set[int] = set()
    sections = []
    for kind, members in found.items():
        items = tuple(
            Item(
                paper,
                rises[paper.rowid] if kind == "rising" else None,
                paper.rowid in named,
                tuple(taste_in_words(reasons.get(paper.rowid, ()))) if kind == "new" else (),
            )
            for paper in rows(members[:top])
        )
        named.update(item.paper.rowid for item in items)
        if items:
            sections.append(Section(kind, items, len(members)))
    return tuple(sections)
