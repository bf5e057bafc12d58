"""What is private goes nowhere: neither papers so marked nor what acts set on them.

An act on several papers goes without those that are private; `journal.completing` unites it with
the rest once that is told. The words of the search by which a paper was found go with it as long as
nothing is private here: they are no more of that paper than of others that they find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..database.database import Database
from ..journal.acts import APART, LABEL, REMOVED, RENAMED, SAYS
from ..journal.rows import Row
from ..journal.staying import PRIVATE_PAPERS, private_papers
from ..store.papers import VIA, without_query
from ..store.saved_searches import LOOKED, SEARCH

_TOUCHED = f"SELECT seq, item FROM touched WHERE pid IN ({PRIVATE_PAPERS})"

_PAGES = f"""SELECT s.name, g.digest FROM pages g JOIN sources s USING(sid)
    WHERE g.gid IN (SELECT gid FROM records WHERE pid IN ({PRIVATE_PAPERS}))
    AND NOT EXISTS (SELECT 1 FROM records r
        WHERE r.gid = g.gid AND r.pid NOT IN ({PRIVATE_PAPERS}))"""
"""Pages that have private papers alone; few records are looked at where few papers are private."""


_IDS = f"SELECT alias FROM ids WHERE pid IN ({PRIVATE_PAPERS})"

_PUBLIC_TOO = (
    f"EXISTS (SELECT 1 FROM {{0}} o WHERE o.{{1}} = t.{{1}} AND o.pid NOT IN ({PRIVATE_PAPERS}))"
)

_TITLES, _EVIDENCE, _ARXIV, _DOIS = (
    f"SELECT t.{key} FROM {table} t WHERE t.pid IN ({PRIVATE_PAPERS}) AND t.{key} IS NOT NULL "
    f"AND NOT {_PUBLIC_TOO.format(table, key)}"
    for table, key in (
        ("titles", "key"), ("evidence", "key"), ("papers", "arxiv_id"), ("papers", "doi")
    )
)  # fmt: skip
"""What private papers go by, and no other does."""

_SHOWN_TITLES = f"""SELECT s.name, t.title, r.pid IN ({PRIVATE_PAPERS}) FROM records r
    JOIN texts t USING(pid) JOIN pages g USING(gid) JOIN sources s USING(sid)
    WHERE g.sid IN (SELECT g.sid FROM records r JOIN pages g USING(gid)
        WHERE r.pid IN ({PRIVATE_PAPERS}) AND g.gid IN (SELECT value FROM json_each(?)))"""

_WORD = re.compile(r"[0-9a-z]+")


def private_pages(database: Database) -> set[tuple[str, str]]:
    """Return the pages that have private papers alone, by source and digest."""
    return {(name, digest) for name, digest in database.rows(_PAGES)}


def public_labels(
    database: Database, labels: Mapping[str, str], gids: Collection[int]
) -> dict[str, str]:
    """Return the labels of sources without the words that only titles of private papers have.

    `gids` are pages of these sources. Labels are words of titles, which are told with a page.
    """
    titles: dict[str, tuple[list[str], list[str]]] = {}
    for source, title, is_private in database.rows(_SHOWN_TITLES, (json.dumps(list(gids)),)):
        titles.setdefault(source, ([], []))[is_private].append(title.casefold())
    told = dict(labels)
    for source, (public, private) in titles.items():
        words = labels.get(source, "").split(", ")
        told[source] = ", ".join(
            word
            for word in words
            if not any(word.casefold() in title for title in private)
            or any(word.casefold() in title for title in public)
        )
    return told


class Privacy:
    """Which papers are private now, and what is left of acts without them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.papers = private_papers(database)
        self._items: dict[int, set[int]] = {}
        self._pages: set[tuple[str, str]] = set()
        if self.papers:
            for seq, item in database.rows(_TOUCHED):
                self._items.setdefault(seq, set()).add(item)
            self._pages = private_pages(database)
        self._ids = self._column(_IDS)
        self._titles, self._arxiv, self._dois = map(self._column, (_TITLES, _ARXIV, _DOIS))
        for key in self._column(_EVIDENCE):
            kind, _, value = key.partition(":")
            (self._dois if kind == "doi" else self._arxiv).add(value)
        self._sources = {name for name, _ in self._pages}

    def _column(self, sql: str) -> set[str]:
        return {value for (value,) in self._database.rows(sql)} if self.papers else set()

    def _is_told_as_private(self, paper: Sequence[Any]) -> bool:
        """Tell whether what a paper was told by is what a private one goes by.

        So it is where it was one with that, until they were taken apart again.
        """
        title, arxiv, doi = [*paper, None, None][:3]
        return title in self._titles or arxiv in self._arxiv or doi in self._dois

    def public(self, rows: Mapping[int, Row]) -> dict[int, Row | None]:
        """Return what may be told of rows of the journal, by their numbers; None for nothing."""
        if not self.papers:
            return dict(rows)
        told: dict[int, Row | None] = {}
        for seq, row in rows.items():
            public = row if row.subject is not None else self._public(seq, row)
            told[seq] = public and _without_queries(public)
        reversals = {seq: row for seq, row in rows.items() if row.subject is not None}
        subjects = self._subjects([str(row.subject) for row in reversals.values()])
        for seq, row in reversals.items():
            known = subjects.get(str(row.subject))
            if known is not None and self._public(*known) is None:
                told[seq] = None
        return told

    def _public(self, seq: int, row: Row) -> Row | None:
        told = enumerate(row.papers)
        items = {
            *self._items.get(seq, ()),
            *(item for item, paper in told if self._is_told_as_private(paper)),
        }
        data = dict(row.data)
        if pages := data.get("sources"):
            data["sources"] = [
                page for page in pages if (page["name"], page["digest"]) not in self._pages
            ]
            if not data["sources"] and len(items) == len(row.papers):
                return None
        if library := data.get("library"):
            data["library"] = {
                name: value for name, value in library.items() if not self._is_private(name, value)
            }
            if items and len(items) == len(row.papers):
                # The names of a tag that no other paper has had.
                data["library"] = _without_renamings(data["library"])
            if not data["library"]:
                del data["library"]
                if len(items) == len(row.papers):
                    return None
        if not items:
            if any(
                (one[0], one[1]) in self._pages for group in data.get(APART, ()) for one in group
            ):
                return None
            return row if data == row.data else replace(row, data=data)
        if row.kind in SAYS:
            return None
        left = [item for item in range(len(row.papers)) if item not in items]
        each: Sequence[Any] = data.pop("each", ())
        if left and each:
            data["each"] = [each[item] if item < len(each) else {} for item in left]
        if not left:
            data.pop("set", None)
            data.pop("base", None)
            if not (data.get("library") or data.get("sources")):
                return None
        return replace(row, papers=[row.papers[item] for item in left], data=data)

    def _is_private(self, name: str, value: object) -> bool:
        """Tell whether a register of the library speaks of what is private."""
        if name.startswith(LOOKED):
            return isinstance(value, dict) and value.get("position") in self._ids
        if name.startswith(SEARCH):
            told = f"{value.get('text')} {value.get('view')}" if isinstance(value, dict) else ""
            return not self._ids.isdisjoint(_WORD.findall(told.lower()))
        return name.startswith((LABEL, REMOVED)) and name.partition(":")[2] in self._sources

    def _subjects(self, acts: Sequence[str]) -> dict[str, tuple[int, Row]]:
        """Return the rows that undo and redo rows name, with their numbers."""
        found = rows_of(self._database, "act IN (SELECT value FROM json_each(?))", json.dumps(acts))
        return {row.act: (seq, row) for seq, row in found.items()}


def _without_queries(row: Row) -> Row:
    """Return a row without the words of searches, which may have found private papers as well."""
    if not any(VIA in one for one in (*row.data.get("each", ()), row.data.get("set", {}))):
        return row
    data = dict(row.data)
    if "set" in data:
        data["set"] = without_query(data["set"])
    if "each" in data:
        data["each"] = [without_query(one) for one in data["each"]]
    return replace(row, data=data)


def _without_renamings(library: Mapping[str, Any]) -> dict[str, Any]:
    """Return registers without those of renamed tags, unless searches name these anyway."""
    left = {name: value for name, value in library.items() if not name.startswith(RENAMED)}
    return dict(library) if left else {}


def rows_of(database: Database, where: str, *parameters: object) -> dict[int, Row]:
    """Return rows of the journal by their numbers, in order."""
    rows = database.rows(
        "SELECT seq, act, machine, window, clock, wall, kind, subject, papers, data "
        f"FROM journal WHERE {where} ORDER BY seq",
        parameters,
    )
    return {
        seq: Row(
            act,
            machine,
            window,
            clock,
            wall,
            kind,
            subject,
            database.parsed(papers),
            database.parsed(data),
        )
        for seq, act, machine, window, clock, wall, kind, subject, papers, data in rows
    }
