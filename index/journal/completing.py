"""Rows of the journal of which others have told only a part: what was kept back from some papers.

An act on several papers goes without those that are private. Once they are not, it is told again,
and what the two tell is united.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from .acts import REPLACES, compact
from .journal import Journal
from .pending import settle, touch
from .rows import Row

_STORED = """SELECT seq, act, machine, clock, kind, papers, data FROM journal
    WHERE act IN (SELECT value FROM json_each(?))"""

_LIBRARY = "library"

_LISTS = ("base", "sources", REPLACES)
"""What of an act's data is a list of things that each count by themselves."""


def complete(journal: Journal, rows: Sequence[Row]) -> list[str]:
    """Let rows that are here have what these tell more of the same acts; return which have.

    Inside a transaction.
    """
    database = journal.database
    told: dict[str, list[Row]] = {}
    for row in rows:
        if row.subject is None:
            told.setdefault(row.act, []).append(row)
    seqs, items, acts = [], [], []
    for seq, act, *same, papers, data in database.rows(_STORED, (json.dumps(list(told)),)):
        more = [
            (row.papers, row.data)
            for row in told[act]
            if same == [row.machine, row.clock, row.kind]
            and (papers, data) != (compact(row.papers), compact(row.data))
        ]
        if not more:
            continue
        stored = database.parsed(papers), database.parsed(data)
        united = reduce(_united, more, stored)
        if united == stored:
            continue
        database.execute(
            "UPDATE journal SET papers = ?, data = ? WHERE seq = ?", (*map(compact, united), seq)
        )
        journal.projection.index_row(seq, act, united[1])
        seqs.append(seq)
        acts.append(act)
        items += [(seq, item, paper) for item, paper in enumerate(united[0])]
    if seqs:
        among, those = "seq IN (SELECT value FROM json_each(?))", (json.dumps(seqs),)
        stood = database.rows(f"SELECT DISTINCT pid FROM touched WHERE {among}", those)
        for table in ("touched", "pending", "loose"):
            database.execute(f"DELETE FROM {table} WHERE {among}", those)
        touch(database, items)
        # Whoever keeps marks in memory knows them by the journal's rows, of which none is new.
        database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
        # Where an act stands no more its marks go, too.
        settle(journal, seqs, [pid for (pid,) in stood])
    return acts


_Said = tuple[Sequence[Any], Mapping[str, Any]]
"""The papers and the data of a row."""


def _united(stored: _Said, told: _Said) -> _Said:
    """Return the papers and the data of a row that is told in two ways."""
    first, second = (
        {compact(paper): (paper, _own(data, item)) for item, paper in enumerate(papers)}
        for papers, data in (stored, told)
    )
    if not (second.keys() - first.keys() or _adds(stored[1], told[1])) or len(first) < len(
        stored[0]
    ):
        return stored
    if first.keys() <= second.keys():
        first, second = second, first  # the order of whoever says most is the act's
    both = {**second, **first}
    ordered = [*first, *(key for key in second if key not in first)]
    data = {**told[1], **stored[1]}
    if _LIBRARY in data:
        data[_LIBRARY] = {**told[1].get(_LIBRARY, {}), **stored[1].get(_LIBRARY, {})}
    each = [both[key][1] for key in ordered]
    if any(each):
        data["each"] = each
    elif "each" in data:
        del data["each"]
    for name in _LISTS:
        parts = [*told[1].get(name, ()), *stored[1].get(name, ())]
        if parts and len(parts) > len(stored[1].get(name, ())):
            unique = {compact(part): part for part in parts}
            longer = max(told[1].get(name, ()), stored[1].get(name, ()), key=len)
            data[name] = list(longer) if len(longer) == len(unique) else list(unique.values())
    return [both[key][0] for key in ordered], data


def _adds(stored: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Tell whether data have what others have not, what is set on each paper apart."""
    return any(
        name not in stored
        or (name == _LIBRARY and bool(value.keys() - stored[name].keys()))
        or (name in _LISTS and bool({*map(compact, value)} - {*map(compact, stored[name])}))
        for name, value in told.items()
        if name != "each"
    )


def _own(data: Mapping[str, Any], item: int) -> Any:
    """Return what the data set on the paper at this place alone."""
    each = data.get("each", ())
    return each[item] if item < len(each) else {}
