"""Items of journal rows from elsewhere, whose papers are here, are waited for, or have come."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from ..database.database import Database
from ..identifiers import arxiv_id
from ..identity.titles import title_key
from .identities import FORMER
from .journal import Journal

_COME = """SELECT w.seq, w.item FROM pending w WHERE
    EXISTS (SELECT 1 FROM titles t WHERE t.key IN (w.key, '~' || w.key))
    OR EXISTS (SELECT 1 FROM papers p WHERE p.arxiv_id = w.arxiv_id)
    OR EXISTS (SELECT 1 FROM papers p WHERE p.doi = w.doi)
    OR EXISTS (SELECT 1 FROM evidence e WHERE e.key IN ('arxiv:' || w.arxiv_id, 'doi:' || w.doi))
    OR EXISTS (SELECT 1 FROM loose l WHERE l.seq = w.seq AND l.item = w.item)"""
"""Items whose papers may have come; a former key of a title stands behind a sign. Those that tell
a parting are looked up whenever anything comes."""


def apply_pending(journal: Journal) -> int:
    """Set what waited for papers that are here by now; return how many items found theirs.

    Inside the transaction that brought the papers.
    """
    database = journal.database
    rows = database.rows(_COME)
    if not rows:
        return 0
    seqs = list({seq for seq, _ in rows})
    papers = {
        seq: database.parsed(text)
        for seq, text in database.rows(
            "SELECT seq, papers FROM journal WHERE seq IN (SELECT value FROM json_each(?))",
            (json.dumps(seqs),),
        )
    }
    left = touch(database, [(seq, item, papers[seq][item]) for seq, item in rows])
    if left < len(rows):
        settle(journal, seqs)
    return len(rows) - left


def touch(database: Database, items: Sequence[tuple[int, int, Sequence[Any]]]) -> int:
    """Note which papers the items of rows are, or that they wait; return how many wait.

    Each is the number of a row, its place there, and how the paper is told.
    """
    from ..records.lookup import place_items
    from ..records.loose import write_loose

    places = place_items(database, [told for _, _, told in items])
    placed = list(zip(items, places, strict=True))
    found = [(place.pid, *item[:2]) for item, place in placed if place.pid is not None]
    missing = [item for item, place in placed if place.pid is None]
    database.execute_many("INSERT OR IGNORE INTO touched(pid, seq, item) VALUES (?, ?, ?)", found)
    database.execute_many(
        "DELETE FROM pending WHERE seq = ? AND item = ?", (item[1:] for item in found)
    )
    database.execute_many(
        "INSERT OR IGNORE INTO pending(seq, item, key, arxiv_id, doi) VALUES (?, ?, ?, ?, ?)",
        ((seq, item, *_looked_up(told)) for seq, item, told in missing),
    )
    write_loose(database, {item[:2]: place.missing for item, place in placed})
    return len(missing)


def _looked_up(told: Sequence[Any]) -> tuple[str, str | None, str | None]:
    """Return the title key, arXiv id and DOI by which a paper is waited for."""
    key, arxiv, doi = (*told, None)[:3]
    is_former = len(told) == FORMER
    return title_key(key) if is_former else key, arxiv and (arxiv_id(arxiv) or arxiv), doi


def find_papers(database: Database, items: Sequence[Sequence[Any]]) -> list[int | None]:
    """Return the row number of each paper as journal rows tell it, None for those not here.

    An arXiv id decides, then a DOI, then the title where nothing else contradicts.
    """
    from ..records.lookup import find_meant

    return find_meant(database, items)


def settle(journal: Journal, seqs: Sequence[int], before: Collection[int] = ()) -> None:
    """Set what these rows speak of, or the acts that they undo and redo, where they stand now.

    And on the papers on which they stood `before`.
    """
    wanted = json.dumps(list(seqs))
    rows = journal.database.rows(
        "SELECT seq, data FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)) "
        "OR act IN (SELECT subject FROM journal WHERE seq IN (SELECT value FROM json_each(:seqs)))",
        {"seqs": wanted},
    )
    datas = (journal.database.parsed(data) for _, data in rows)
    journal.settle([seq for seq, _ in rows], datas, before, is_from_elsewhere=True)
