"""Libraries of older versions, brought up to date step by step in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ..database.database import Database
from ..database.tables import TABLES
from ..errors import StoreError
from ..identifiers import arxiv_id
from ..identity.meaning import keys_of_title
from ..identity.rule import note_rule
from ..identity.titles import title_key
from ..journal.acts import compact
from ..journal.arxiv_ids import restore_ids
from ..links import find_links
from ..records.keeping import RANK
from ..records.kinds import OWN_LIBRARIES
from ..records.loose import find_loose
from ..records.settling import regroup_all, settle_papers
from ..records.shelf import GIVEN
from ..store.news import SINCE
from .snapshots import keep_snapshot

Step = Callable[[Database], None]
"""Changes the tables of one version into those of the next; inside a transaction."""


def _remember_days(database: Database) -> None:
    """Make room for days on which numbers were seen, for watched files and interrupted adding.

    On which day the numbers that are there were seen nobody knows, so they begin no history.
    """
    database.execute(
        "CREATE TABLE seen(pid INTEGER NOT NULL REFERENCES papers, day TEXT NOT NULL, "
        "upvotes INTEGER, comments INTEGER, PRIMARY KEY(pid, day)) WITHOUT ROWID"
    )
    database.execute(
        "CREATE TABLE watched(path TEXT PRIMARY KEY, size INTEGER NOT NULL, "
        "mtime_ns INTEGER NOT NULL) WITHOUT ROWID"
    )
    database.execute("ALTER TABLE pages ADD COLUMN done INTEGER")


def _keep_records(database: Database) -> None:
    """Make room for what each page says of a paper, for DOIs and for what few papers have.

    What was learned from several pages nobody can tell apart any more: it stays as it is, and each
    page that shows a paper counts as having said all that is known of it. Numbers whose page nobody
    knows are remembered.
    """
    (papers,) = (sql for sql in TABLES if "TABLE papers(" in sql)
    database.execute(papers.replace("papers(", "papers_now("))
    database.execute(
        "INSERT INTO papers_now(pid, id, arxiv_id, import_no, score, hidden, rev, published, "
        "comments, upvotes) SELECT pid, id, arxiv_id, import_no, score, hidden, rev, published, "
        "comments, upvotes FROM papers"
    )
    database.execute("DROP TABLE papers")
    database.execute("ALTER TABLE papers_now RENAME TO papers")
    database.execute("DROP INDEX IF EXISTS titles_other")
    database.execute("ALTER TABLE texts ADD COLUMN details TEXT NOT NULL DEFAULT '{}'")
    database.execute("ALTER TABLE pages ADD COLUMN day TEXT")
    database.execute("ALTER TABLE pages ADD COLUMN kind TEXT")
    database.execute("ALTER TABLE pending ADD COLUMN doi TEXT")
    for statement in TABLES:
        if any(name in statement for name in _NEW_IN_3):
            database.execute(statement)
    database.execute("INSERT INTO remembered SELECT pid, day, upvotes, comments FROM seen")
    database.execute(
        "INSERT INTO records(gid, number, pid, said) SELECT gid, number, pid, "
        f"""CASE WHEN rank <> number THEN json_object('{RANK}', rank) END FROM (SELECT gid, pid,
        rank, row_number() OVER (PARTITION BY gid ORDER BY rank, pid) AS number FROM places)"""
    )
    for rowid, abstract, text in database.rows(
        "SELECT pid, abstract, links FROM texts WHERE links <> '[]'"
    ):
        found = {link.url for link in find_links(abstract)}
        given = [link for link in database.parsed(text) if link[0] not in found]
        if given:
            database.execute(
                "UPDATE texts SET details = ? WHERE pid = ?", (compact({GIVEN: given}), rowid)
            )
    _rename(database)
    restore_ids(database)
    regroup_all(database)
    note_rule(database)


def _rename(database: Database) -> None:
    """Let papers go by the keys and ids by which they are recognised now.

    Old ids of arXiv had their subject class, which says nothing; titles had no signs.
    """
    for rowid, arxiv in database.rows(
        "SELECT pid, arxiv_id FROM papers WHERE arxiv_id LIKE '%.%/%'"
    ):
        database.execute(
            "UPDATE papers SET arxiv_id = ? WHERE pid = ?", (arxiv_id(arxiv) or arxiv, rowid)
        )
    rows = database.rows("SELECT key, pid, is_main FROM titles")
    titles = dict(database.rows("SELECT pid, title FROM texts"))
    database.execute("DELETE FROM titles")
    database.execute_many(
        "INSERT OR IGNORE INTO titles(key, pid, is_main) VALUES (?, ?, ?)",
        (
            *((title_key(title), pid, True) for pid, title in titles.items()),
            *((key, pid, False) for pid, title in titles.items() for key in keys_of_title(title)),
            *((title_key(key), pid, False) for key, pid, is_main in rows if not is_main),
        ),
    )


_NEW_IN_3 = (
    "INDEX papers_",
    "TABLE records(",
    "INDEX records_",
    "TABLE evidence(",
    "INDEX evidence_",
    "INDEX titles_pid",
    "INDEX marks_key",
    "TABLE remembered(",
    "INDEX journal_says",
    "TABLE loose(",
    "INDEX loose_",
)

_NEWEST_PAGES = """SELECT g.gid FROM pages g WHERE g.hidden = 0 AND {0}
    AND g.import_no = (SELECT max(g.import_no) FROM pages g WHERE g.hidden = 0 AND {0}
        AND EXISTS(SELECT 1 FROM places l WHERE l.gid = g.gid))"""
"""The pages of the last import, which alone was new; `{0}` says which came by a stream."""


def _begin_register(database: Database) -> None:
    """Make room for what the reader has passed: what was new stays so, and all else is passed.

    What came before counts as having come today, so that nothing is out of date at once.
    """
    for statement in TABLES:
        if "TABLE passed(" in statement or "INDEX passed_" in statement:
            database.execute(statement)
    newest = _NEWEST_PAGES.format(f"coalesce(g.kind, '') NOT IN {tuple(sorted(OWN_LIBRARIES))}")
    database.execute(
        "INSERT INTO passed(source, digest, first, last, stamp) "
        "SELECT s.name, g.digest, min(r.number), max(r.number), 1 FROM "
        "(SELECT gid, number, number - row_number() OVER (PARTITION BY gid ORDER BY number) AS run "
        f"FROM records WHERE pid NOT IN (SELECT pid FROM places WHERE gid IN ({newest}))) r "
        "JOIN pages g USING(gid) JOIN sources s USING(sid) GROUP BY r.gid, r.run"
    )
    database.execute(
        "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (SINCE, date.today().isoformat())
    )


def _keep_positions(database: Database) -> None:
    """Make room for where the reader is in the texts of papers."""
    for statement in TABLES:
        if "TABLE positions(" in statement:
            database.execute(statement.replace(",\n        marks TEXT", ""))


def _letter_places(database: Database) -> None:
    """Make room for the places in texts that have a letter."""
    database.execute("ALTER TABLE positions ADD COLUMN marks TEXT")


def _keep_synced(database: Database) -> None:
    """Make room for what `recto sync` remembers."""
    for statement in TABLES:
        if "TABLE synced(" in statement:
            database.execute(statement)


def _look_up_acts(database: Database) -> None:
    """Make room for what else acts tell papers by than these are known by, and look it up."""
    for statement in TABLES:
        if "TABLE loose(" in statement or "INDEX loose_" in statement:
            # Grouping papers asks for it, so that a library of version 2 has it by now.
            database.execute(statement.replace(" loose", " IF NOT EXISTS loose", 1))
    find_loose(database)
    loose = "SELECT t.pid FROM loose l JOIN touched t ON t.seq = l.seq AND t.item = l.item"
    settle_papers(database, {pid for (pid,) in database.rows(loose)})


STEPS: Mapping[int, Step] = {
    1: _remember_days,
    2: _keep_records,
    3: _begin_register,
    4: _keep_positions,
    5: _letter_places,
    6: _keep_synced,
    7: _look_up_acts,
}
"""The step from each version to the next one; version 1 is the first there was."""


def migrate(database: Database, newest: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Change the tables to those of the `newest` version: all steps, or none at all."""
    # While a step makes a table anew its rows point nowhere; they are checked at the end instead.
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        with database.transaction():
            while (version := database.version) < newest:
                steps[version](database)
                database.execute(f"PRAGMA user_version={version + 1}")
            broken = database.rows("PRAGMA foreign_key_check")
            if broken:
                raise StoreError(
                    "The library could not be brought up to date",
                    f"Rows of {database.path} point nowhere, in the table {broken[0][0]}; "
                    "nothing was changed.",
                    "Use the Recto that wrote it, and report this.",
                )
    finally:
        database.execute("PRAGMA foreign_keys=ON")


def bring_up_to_date(
    database: Database, newest: int, steps: Mapping[int, Step] = STEPS
) -> list[str]:
    """Migrate a library that an older Recto wrote, after keeping a copy; return what to say of it.

    Of several processes one does it, and the others wait. Raises StoreError.
    """
    if database.read_only:
        raise StoreError(
            "The library is too old to be read as it is",
            f"{database.path} was written by an older Recto, and cannot be brought up to date "
            "here: it is read-only.",
            "Make it and its directory writable, or copy it to where it can be.",
        )
    kept = keep_snapshot(database, f"version-{database.version}")
    migrate(database, newest, steps)
    return [f"The library was brought up to date; as it was before it is kept in {kept}."]
