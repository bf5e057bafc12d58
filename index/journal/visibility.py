"""Which papers and pages are in sight; kept in the tables, told by the journal alone.

A page is in sight while an act in force added it that no removal of its source in force names, and
that names the one that counts or, where they have not seen each other, has a later clock. A paper
is while a page in sight shows it, or something is marked on it besides having been read; pages that
only tell more of papers show none (`stream_names.RENEWED`).

Beside the journal a setting of this machine takes papers out of sight that came by a stream long
ago and that nobody has touched; see `store.aging`.
All functions are called inside a transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from ..database.database import Database
from ..stream_names import DAY_LENGTH, IS_DAY, IS_RENEWED
from .acts import EDIT, IS_NAMED, REMOVED, UNDONE

DAMPING = 60
"""How much the first places of a page count above the others: a place is worth 1/(60+rank).

From Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet ..." (2009).
"""

PASSING = ("read", "rejected", "via", "arxiv", "key")
"""Marks that keep no paper in sight; nor do corrections."""

_IS_REMOVED = f"""EXISTS(SELECT 1 FROM named n JOIN journal o ON o.seq = n.seq
    WHERE n.name = '{REMOVED}' || s.name AND {IS_NAMED.format("o", "j")}
    AND NOT {UNDONE.replace("j.act", "o.act")})"""

_IS_LIVE = f"""EXISTS(SELECT 1 FROM sources s LEFT JOIN settings x ON x.name = '{REMOVED}' || s.name
    JOIN brought b ON b.source = s.name AND b.digest = g.digest JOIN journal j ON j.act = b.act
    WHERE s.sid = g.sid AND NOT {UNDONE} AND (coalesce(x.value, 'false') = 'false' OR (
        ({IS_NAMED.format("j", "x")} OR (j.clock, j.act) > (x.clock, x.act))
        AND NOT {_IS_REMOVED})))"""

_IS_PASSING = f"""(m.name IN {PASSING} OR (m.name >= '{EDIT}' AND m.name < '{EDIT[:-1]};'))"""

_SHOWS = f"""(NOT g.hidden
    AND g.sid NOT IN (SELECT s.sid FROM sources s WHERE {IS_RENEWED.format("s.name")}))"""
"""Whether a page shows the papers on it; the sources are looked for once in a statement."""

_IS_SEEN = f"""(EXISTS(SELECT 1 FROM places l JOIN pages g USING(gid)
    WHERE l.pid = p.pid AND {_SHOWS})
    OR EXISTS(SELECT 1 FROM marks m WHERE m.pid = p.pid AND m.value IS NOT NULL
    AND NOT {_IS_PASSING}))"""

BEFORE = "keep before"
"""The name in `session` of the ISO day from which on days of streams stay in sight, as JSON."""

_BEFORE = f"""(SELECT trim(value, '"') FROM session WHERE name = '{BEFORE}')"""

_UNTOUCHED = ("read", "rejected", "via")
"""Marks with which papers of streams still go out of sight when they are old."""

_IS_STAYING = f"""(EXISTS(SELECT 1 FROM places l JOIN pages g USING(gid) JOIN sources s USING(sid)
    WHERE l.pid = p.pid AND {_SHOWS}
    AND (substr(s.name, 1 - {DAY_LENGTH}) >= {_BEFORE} OR NOT {IS_DAY.format("s.name")}))
    OR EXISTS(SELECT 1 FROM marks m WHERE m.pid = p.pid AND m.value IS NOT NULL
    AND m.name NOT IN {_UNTOUCHED}) OR EXISTS(SELECT 1 FROM drafts d WHERE d.pid = p.pid))"""
"""Whether a paper is not only on days of streams that are older, or somebody has touched it."""

# Only of a CASE nothing is looked up that does not matter.
_IS_SHOWN = f"""(CASE WHEN NOT {_IS_SEEN} THEN 0 WHEN {_BEFORE} IS NULL THEN 1
    ELSE {_IS_STAYING} END)"""

_HIDDEN = f"SELECT count(*), coalesce(sum({_IS_SEEN}), 0) FROM papers p WHERE p.hidden = 1"

_RANK = f"""UPDATE papers SET (import_no, score) = (
    SELECT import_no, score FROM (
        SELECT g.import_no, sum(1.0 / ({DAMPING} + l.rank)) AS score
        FROM places l JOIN pages g USING(gid)
        WHERE l.pid = papers.pid AND NOT g.hidden GROUP BY g.import_no
        UNION ALL SELECT 0, 0.0) ORDER BY import_no DESC LIMIT 1)
    WHERE pid IN ({{}})"""

_COUNT = """UPDATE sources SET papers = (SELECT count(DISTINCT l.pid) FROM pages g
    JOIN places l USING(gid) WHERE g.sid = sources.sid AND NOT g.hidden)"""

_MISPLACED = f"SELECT g.gid FROM pages g WHERE g.hidden = {_IS_LIVE}"


def hidden_papers(database: Database) -> tuple[int, int]:
    """Return how many papers are out of sight by acts, and how many since they are old."""
    hidden, aged = database.row(_HIDDEN)
    return hidden - aged, aged


def turn_pages(database: Database, sources: Collection[str] | None = None) -> list[int]:
    """Hide and show pages of these sources, or of all; return those that were turned.

    What is on them is the caller's to bring up to date: `records.settling.settle_pages`.
    """
    sql, names = _MISPLACED, json.dumps(None if sources is None else list(sources))
    if sources is not None:
        sql += (
            " AND g.sid IN (SELECT sid FROM sources WHERE name IN (SELECT value FROM json_each(?)))"
        )
    gids = [gid for (gid,) in database.rows(sql, (names,) if sources is not None else ())]
    if gids:
        database.execute(
            "UPDATE pages SET hidden = NOT hidden WHERE gid IN (SELECT value FROM json_each(?))",
            (json.dumps(gids),),
        )
        _count_up(database)
    return gids


def refresh_papers(database: Database, rowids: Collection[int] | None = None) -> bool:
    """Hide and show these papers, or all; return whether anything changed."""
    if rowids is None:
        is_changed = _show(database, "SELECT pid FROM papers")
    else:
        is_changed = _show(database, "SELECT value FROM json_each(?)", json.dumps(list(rowids)))
    if is_changed:
        _count_up(database)
    return is_changed


def show_pages(database: Database, gids: Collection[int]) -> None:
    """Show the papers of pages that have come in sight; lists are read again anyway."""
    papers = "SELECT pid FROM places WHERE gid IN (SELECT value FROM json_each(?))"
    if database.value(f"SELECT {_BEFORE}") is not None:
        _show(database, papers, json.dumps(list(gids)))
        return
    sql = f"UPDATE papers AS p SET hidden = 0 WHERE hidden AND pid IN ({papers}) AND {_IS_SEEN}"
    database.execute(sql, (json.dumps(list(gids)),))


def rank(database: Database, gids: Collection[int]) -> None:
    """Put the papers on these pages where the newest import in sight has put them."""
    papers = "SELECT pid FROM places WHERE gid IN (SELECT value FROM json_each(?))"
    database.execute(_RANK.format(papers), (json.dumps(list(gids)),))


def rank_papers(database: Database, rowids: Collection[int]) -> None:
    """Put papers where the newest import in sight has put them."""
    database.execute(_RANK.format("SELECT value FROM json_each(?)"), (json.dumps(list(rowids)),))


def recount(database: Database) -> None:
    """Count the papers of each source that are on a page in sight."""
    database.execute(_COUNT)


def is_settled(database: Database) -> bool:
    """Tell whether pages and papers are hidden and shown as the journal says; changes nothing."""
    # What is old may still be in sight: it goes when a fetch is over.
    wanted = f"CASE WHEN p.hidden THEN {_IS_SHOWN} ELSE {_IS_SEEN} END"
    misplaced = f"SELECT 1 FROM papers p WHERE p.hidden = {wanted} LIMIT 1"
    return database.row(_MISPLACED) is None and database.row(misplaced) is None


def _show(database: Database, papers: str, *parameters: str) -> bool:
    """Hide and show the papers that a query names; return whether anything changed."""
    wrong = database.rows(
        f"SELECT p.pid FROM papers p WHERE p.pid IN ({papers}) AND p.hidden = {_IS_SHOWN}",
        parameters,
    )
    if wrong:
        database.execute(
            "UPDATE papers SET hidden = NOT hidden WHERE pid IN (SELECT value FROM json_each(?))",
            (json.dumps([rowid for (rowid,) in wrong]),),
        )
    return bool(wrong)


def keeps(names: Collection[str]) -> bool:
    """Tell whether any of some marks may keep papers in sight."""
    return not {*names} <= {*_UNTOUCHED}


def _count_up(database: Database) -> None:
    """Say that lists are to be read again; the full-text index stays as it is."""
    database.execute("UPDATE meta SET value = value + 1 WHERE key = 'rev'")
