"""Items of acts that tell their papers by more than these are known by.

An act may tell a paper by an arXiv id, a DOI or a title that its paper here has not, or by a
parting that is not known here: it was told where records were together that are apart. What goes by
that may come later, or elsewhere, and is meant then. So such items are looked up by it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from ..database.database import Database
from ..identifiers import stub_title
from ..identity.titles import title_key
from .keys import keys_of
from .neighbours import Kept, load_kept
from .says import Meant, RecordName, load_apart, meant_by

Item = tuple[int, int]
"""The number of a row of the journal, and a place there."""

_AMONG = "IN (SELECT value FROM json_each(?))"

_PART = 500
"""Rows of the journal whose papers are in memory together."""

_ROWS = "SELECT seq, papers FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"

_STANDING = f"""SELECT seq, item, pid FROM touched WHERE seq {_AMONG}
    UNION ALL SELECT seq, item, NULL FROM pending WHERE seq {_AMONG}"""

_PRESENT = f"SELECT seq, item, key FROM loose WHERE seq {_AMONG}"


def names_of(meant: Meant) -> set[str]:
    """Return all by which an item tells a paper: its keys, and the group of a parting."""
    one = meant.evidence
    if one.arxiv is not None and one.title == title_key(stub_title(one.arxiv)):
        one = one._replace(title=None)  # a paper of which no more is known has no title
    names = {*keys_of(one)}
    return names if meant.tag is None else {*names, meant.tag}


def names_had(records: Iterable[Kept]) -> set[str]:
    """Return all by which records may be told."""
    names: set[str] = set()
    for kept in records:
        names.update(keys_of(kept.evidence))
        if kept.tag is not None:
            names.add(kept.tag)
    return names


def missing_of(meant: Meant, had: set[str] | None) -> set[str]:
    """Return by what else than its names, which it has had, an item tells a paper.

    Of one that is not here only its parting: the rest is waited for in another way.
    """
    if had is None:
        return set() if meant.tag is None else {meant.tag}
    return names_of(meant) - had


def write_loose(database: Database, missing: Mapping[Item, Collection[str]]) -> None:
    """Let these items be looked up by what their papers are not known by, and by nothing else."""
    wanted = {(key, *item) for item, keys in missing.items() for key in keys}
    seqs = json.dumps(list({seq for seq, _ in missing}))
    present = {
        (key, seq, item)
        for seq, item, key in database.rows(_PRESENT, (seqs,))
        if (seq, item) in missing
    }
    database.execute_many(
        "DELETE FROM loose WHERE key = ? AND seq = ? AND item = ?", present - wanted
    )
    database.execute_many("INSERT INTO loose(key, seq, item) VALUES (?, ?, ?)", wanted - present)


def _had(
    database: Database, pids: Collection[int], apart: dict[RecordName, str]
) -> dict[int | None, set[str]]:
    parts: dict[int | None, list[Kept]] = {}
    for kept in load_kept(database, pids, apart):
        parts.setdefault(kept.pid, []).append(kept)
    return {pid: names_had(part) for pid, part in parts.items()}


def find_loose(database: Database) -> None:
    """Write for the whole journal which items are told by more, where none is looked up yet."""
    apart, last = load_apart(database), 0
    while rows := database.rows(_ROWS, (last, _PART)):
        last = rows[-1][0]
        items = {seq: database.parsed(papers) for seq, papers in rows}
        standing = database.rows(_STANDING, (json.dumps(list(items)),) * 2)
        had = _had(database, {pid for _, _, pid in standing if pid is not None}, apart)
        missing: dict[Item, set[str]] = {}
        for seq, item, pid in standing:
            if item < len(items[seq]):
                missing[seq, item] = missing_of(meant_by(items[seq][item]), had.get(pid))
        write_loose(database, missing)
