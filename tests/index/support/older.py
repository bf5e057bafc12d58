"""A library's file as an older Recto would have left it, so that this one brings it up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_TO_7 = """
DROP TABLE loose;
PRAGMA user_version=7;
"""

_TO_6 = """
DROP TABLE synced;
PRAGMA user_version=6;
"""

_TO_5 = """
ALTER TABLE positions DROP COLUMN marks;
PRAGMA user_version=5;
"""

_TO_4 = """
DROP TABLE positions;
PRAGMA user_version=4;
"""

_TO_3 = """
DROP TABLE passed;
DELETE FROM meta WHERE key = 'news since';
PRAGMA user_version=3;
"""

_TO_2 = """
CREATE TABLE older(
    pid INTEGER PRIMARY KEY, id TEXT NOT NULL, arxiv_id TEXT UNIQUE,
    import_no INTEGER NOT NULL, score REAL NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
    rev INTEGER NOT NULL, published TEXT, comments INTEGER, upvotes INTEGER);
INSERT INTO older SELECT pid, id, arxiv_id, import_no, score, hidden, rev, published, comments,
    upvotes FROM papers;
DROP TABLE papers;
ALTER TABLE older RENAME TO papers;
CREATE INDEX papers_order ON papers(hidden, import_no DESC, score DESC, pid);
CREATE INDEX papers_rev ON papers(rev);
DROP INDEX titles_pid;
DROP INDEX marks_key;
CREATE INDEX titles_other ON titles(pid) WHERE NOT is_main;
DROP TABLE records;
DROP TABLE evidence;
DROP TABLE remembered;
ALTER TABLE texts DROP COLUMN details;
ALTER TABLE pages DROP COLUMN day;
ALTER TABLE pages DROP COLUMN kind;
ALTER TABLE pending DROP COLUMN doi;
DROP INDEX journal_says;
PRAGMA user_version=2;
"""

_TO_1 = """
ALTER TABLE pages DROP COLUMN done;
DROP TABLE seen;
DROP TABLE watched;
PRAGMA user_version=1;
"""


def make_older(path: Path, version: int) -> None:
    """Take out of a closed library what versions after this one have put in."""
    with closing(sqlite3.connect(path)) as connection:
        steps = "".join((_TO_7, _TO_6, _TO_5, _TO_4, _TO_3, _TO_2, _TO_1)[: 8 - version])
        connection.executescript(f"BEGIN; {steps} COMMIT;")
