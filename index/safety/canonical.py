"""What a library holds, told so that machines that are in step tell the same, byte for byte.

Left out is what each machine has for itself: ids and row numbers, which import brought a page, what
is half typed, and the words of searches by which papers were found, which may stay on one. Papers
are told as acts tell them. Without `papers` it is acts, marks and registers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..database.database import Database
from ..journal.acts import compact
from ..journal.identities import identities
from ..journal.rows import Row
from ..journal.uniting import load_rows
from ..records.shelf import load_records, load_shown
from ..store.papers import without_query
from .outgoing import PART
from .register import PASSED, tell_passed

_MARKS = "SELECT pid, name, value FROM marks WHERE value IS NOT NULL ORDER BY pid, name"

_POSITIONS = "SELECT pid, block, letter, words, part, wall, marks FROM positions"

_PAGES = "SELECT s.name, g.digest, g.day, g.kind, g.hidden FROM pages g JOIN sources s USING(sid)"

_PAPERS = "SELECT pid, hidden FROM papers WHERE pid > ? ORDER BY pid LIMIT ?"


def tell_canonically(database: Database, *, papers: bool) -> Iterator[str]:
    """Yield lines of JSON in an order that depends on nothing else, with their ends."""
    yield from (_line(_act(row)) for row in load_rows(database))
    yield from sorted(_marks(database))
    for name, value in database.rows("SELECT name, value FROM settings ORDER BY name"):
        if value is not None:
            yield _line({"type": "register", "name": name, "value": database.parsed(value)})
    for row in database.rows(PASSED):
        yield _line(tell_passed(row))
    yield from sorted(_positions(database))
    if papers:
        yield from sorted(_pages(database))
        yield from sorted(_papers(database))


def _line(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _act(row: Row) -> dict[str, Any]:
    """Return an act with its papers in order; they may have come one after the other."""
    data = dict(row.data)
    if row.kind == "bundled":
        # The same act in every library, of each one's own time.
        pages = [[page["name"], page["digest"]] for page in data.get("sources", ())]
        return {"type": "act", "act": row.act, "clock": row.clock, "kind": row.kind, "pages": pages}
    each = [without_query(changes) for changes in data.get("each", ())]
    if "set" in data:
        data["set"] = without_query(data["set"])
    own = [each[item] if item < len(each) else {} for item in range(len(row.papers))]
    pairs = sorted(zip(map(list, row.papers), own, strict=True), key=compact)
    if each:
        data["each"] = [changes for _, changes in pairs]
    for name in ("replaces", "base"):
        if name in data:
            data[name] = sorted(data[name])
    return {"type": "act", **row.as_json(), "papers": [paper for paper, _ in pairs], "data": data}


def _items(database: Database, pids: list[int]) -> dict[int, list[Any]]:
    items: dict[int, list[Any]] = {}
    for start in range(0, len(pids), PART):
        part = pids[start : start + PART]
        items.update(zip(part, identities(database, part), strict=True))
    return items


def _marks(database: Database) -> Iterator[str]:
    marks: dict[int, dict[str, Any]] = {}
    for pid, name, value in database.rows(_MARKS):
        marks.setdefault(pid, {})[name] = value
    items = _items(database, list(marks))
    for pid, set_ in marks.items():
        yield _line({"type": "marks", "paper": items[pid], "marks": without_query(set_)})


def _positions(database: Database) -> Iterator[str]:
    rows = {pid: place for pid, *place in database.rows(_POSITIONS)}
    items = _items(database, list(rows))
    for pid, place in rows.items():
        yield _line({"type": "position", "paper": items[pid], "place": place})


def _pages(database: Database) -> Iterator[str]:
    for name, digest, day, kind, hidden in database.rows(_PAGES):
        told = {"source": name, "digest": digest, "day": day, "kind": kind, "hidden": hidden}
        yield _line({"type": "page", **told})


def _papers(database: Database) -> Iterator[str]:
    last = 0
    while rows := database.rows(_PAPERS, (last, PART)):
        last = rows[-1][0]
        pids = [pid for pid, _ in rows]
        shown, items = load_shown(database, pids), _items(database, pids)
        records = load_records(database, pids)
        for pid, hidden in rows:
            told = sorted(
                [told.source, told.checksum, told.number, told.rank, told.said]
                for told in records.get(pid, ())
            )
            yield _line(
                {
                    "type": "paper",
                    "paper": items[pid],
                    "said": shown.get(pid),
                    "hidden": hidden,
                    "records": told,
                }
            )
