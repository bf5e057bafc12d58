"""The library's truth: the tables of `library.db`, their creation and their versions."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from .database import APPLICATION_ID, Database
from .errors import StoreError
from .journal import SHELL, Journal

VERSION = 1
"""The version of the tables below; a newer one is opened for reading only."""

TABLES = (
    # `library` and `machine` ids; `rev` grows with every change of papers, places or sources.
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # What lists are made of, apart from the long texts so that a hundred thousand are quickly read.
    # `score` is the sum of 1/(60+rank) over the pages of the newest import that brought the paper.
    # `rev` is the library's when last something changed that the full-text index holds.
    """CREATE TABLE papers(
        pid INTEGER PRIMARY KEY, id TEXT NOT NULL, arxiv_id TEXT UNIQUE,
        import_no INTEGER NOT NULL, score REAL NOT NULL, hidden INTEGER NOT NULL DEFAULT 0,
        rev INTEGER NOT NULL, published TEXT, comments INTEGER, upvotes INTEGER)""",
    "CREATE INDEX papers_order ON papers(hidden, import_no DESC, score DESC, pid)",
    "CREATE INDEX papers_rev ON papers(rev)",
    """CREATE TABLE texts(
        pid INTEGER PRIMARY KEY REFERENCES papers, title TEXT NOT NULL, abstract TEXT NOT NULL,
        authors TEXT NOT NULL, author_count INTEGER, organisation TEXT, links TEXT NOT NULL)""",
    # Every title key a paper goes by (the main one is its title's), and every id it was shown with.
    """CREATE TABLE titles(
        key TEXT NOT NULL, pid INTEGER NOT NULL REFERENCES papers, is_main INTEGER NOT NULL,
        PRIMARY KEY(key, pid)) WITHOUT ROWID""",
    "CREATE INDEX titles_other ON titles(pid) WHERE NOT is_main",
    """CREATE TABLE ids(
        alias TEXT PRIMARY KEY, pid INTEGER NOT NULL REFERENCES papers) WITHOUT ROWID""",
    "CREATE INDEX ids_pid ON ids(pid)",
    # Papers that were merged into others: their numbers are not given again.
    "CREATE TABLE gone(pid INTEGER PRIMARY KEY, rev INTEGER NOT NULL)",
    # A source is a name; each different content that was added under it is a page.
    """CREATE TABLE sources(
        sid INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, label TEXT NOT NULL DEFAULT '',
        papers INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE pages(
        gid INTEGER PRIMARY KEY, sid INTEGER NOT NULL REFERENCES sources,
        import_no INTEGER NOT NULL, act TEXT NOT NULL, digest TEXT NOT NULL,
        UNIQUE(sid, digest))""",
    """CREATE TABLE places(
        gid INTEGER NOT NULL REFERENCES pages, pid INTEGER NOT NULL REFERENCES papers,
        rank INTEGER NOT NULL, PRIMARY KEY(gid, pid)) WITHOUT ROWID""",
    "CREATE INDEX places_pid ON places(pid)",
    # `papers` holds [title key, arXiv id] pairs, `subject` the act that an undo or redo names.
    """CREATE TABLE journal(
        seq INTEGER PRIMARY KEY, act TEXT NOT NULL UNIQUE, machine TEXT NOT NULL,
        window TEXT NOT NULL, clock INTEGER NOT NULL, wall TEXT NOT NULL, kind TEXT NOT NULL,
        subject TEXT, papers TEXT NOT NULL, data TEXT NOT NULL)""",
    "CREATE INDEX journal_clock ON journal(clock)",
    "CREATE INDEX journal_subject ON journal(subject) WHERE subject IS NOT NULL",
    # Which paper of this library the item of a row's `papers` is.
    """CREATE TABLE touched(
        pid INTEGER NOT NULL REFERENCES papers, seq INTEGER NOT NULL REFERENCES journal,
        item INTEGER NOT NULL, PRIMARY KEY(pid, seq, item)) WITHOUT ROWID""",
    "CREATE INDEX touched_seq ON touched(seq)",
    # The fold of the journal; a mark that was taken off stays with the value NULL and its clock.
    """CREATE TABLE marks(
        pid INTEGER NOT NULL REFERENCES papers, name TEXT NOT NULL, value,
        clock INTEGER NOT NULL, act TEXT NOT NULL, PRIMARY KEY(pid, name)) WITHOUT ROWID""",
    "CREATE INDEX marks_set ON marks(name, pid) WHERE value IS NOT NULL",
)


class Store:
    """An open `library.db`: its database, its journal and what is known about itself."""

    def __init__(self, database: Database, window: str = SHELL) -> None:
        self.database = database
        meta = dict(database.rows("SELECT key, value FROM meta"))
        if not {"library", "machine", "rev"} <= meta.keys():
            raise StoreError(
                "The library is damaged",
                f"{database.path} does not say which library it is. It was left as it is.",
                "Put a good copy in its place, or move it away to begin a new library.",
            )
        self.library_id: str = meta["library"]
        """A random name of this library; an index made from another one is not used."""
        self.journal = Journal(database, meta["machine"], window)

    @classmethod
    def open(
        cls, path: Path, *, window: str = SHELL, fill: Callable[[Store], None] | None = None
    ) -> Store:
        """Open the library, or create it and `fill` it, both or neither.

        Of several processes that find no library, one creates it and the others wait for it.
        """
        read_only = _is_read_only(path)
        if not read_only:
            _make_directory(path.parent)
        database = Database(path, version=VERSION, read_only=read_only)
        try:
            if database.version == 0:
                if read_only:
                    raise StoreError(
                        "No library yet",
                        f"{path} holds no library, and none can be made there: it is read-only.",
                        "Choose another directory with --data-dir or RECTO_DATA_DIR.",
                    )
                with database.transaction():
                    if database.version == 0:
                        store = _create(database, window)
                        if fill is not None:
                            fill(store)
                        return store
            return cls(database, window)
        except BaseException:
            database.close()
            raise

    @property
    def warnings(self) -> list[str]:
        """Sentences about how this library could be opened."""
        if self.database.version > VERSION:
            return [
                f"{self.database.path} was written by a newer Recto and is open for reading only; "
                "update Recto to mark papers in it."
            ]
        if self.database.read_only:
            return [
                f"{self.database.path} cannot be written and is open for reading only; "
                "make it and its directory writable to mark papers."
            ]
        return []

    @property
    def rev(self) -> int:
        """A number that grows with every change of papers, places or sources."""
        return int(self.database.value("SELECT value FROM meta WHERE key = 'rev'"))

    @property
    def text_rev(self) -> int:
        """The `rev` at which last something changed that the full-text index holds."""
        return int(self.database.value("SELECT max(rev) FROM papers") or 0)

    def next_rev(self) -> int:
        """Count up `rev`; inside the transaction that changes the papers."""
        rev = self.rev + 1
        self.database.execute("UPDATE meta SET value = ? WHERE key = 'rev'", (rev,))
        return rev


def _create(database: Database, window: str) -> Store:
    """Make the tables of a new library."""
    for statement in TABLES:
        database.execute(statement)
    database.execute_many(
        "INSERT INTO meta(key, value) VALUES (?, ?)",
        (("library", os.urandom(8).hex()), ("machine", os.urandom(8).hex()), ("rev", 0)),
    )
    database.execute(f"PRAGMA application_id={APPLICATION_ID}")
    database.execute(f"PRAGMA user_version={VERSION}")
    return Store(database, window)


def _is_read_only(path: Path) -> bool:
    """Tell whether an existing library, or the directory of its side files, cannot be written."""
    try:
        if not path.exists():
            return False
    except OSError:
        return False
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK))


def _make_directory(directory: Path) -> None:
    """Create the data directory, for its owner alone."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "The library's directory cannot be made",
            f"{directory}: {error.strerror}.",
            "Choose another directory with --data-dir or RECTO_DATA_DIR.",
        ) from error
