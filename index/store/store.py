"""The library's truth: an open `library.db`, and what is known about it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path

from ..database.database import Database
from ..database.refusals import damaged
from ..database.tables import VERSION, create_tables
from ..identity.rule import note_rule
from ..journal.acts import SHELL
from ..journal.journal import Journal
from ..journal.windows import Window, open_windows

WINDOWS = "windows"
"""The directory beside `library.db` in which open readers hold their locks."""


class Store:
    """An open `library.db`: its database, its journal and what is known about itself."""

    def __init__(
        self, database: Database, window: Window | None = None, sentences: Sequence[str] = ()
    ) -> None:
        self.database = database
        self._sentences = sentences
        meta = dict(database.rows("SELECT key, value FROM meta"))
        if not {"library", "machine", "rev"} <= meta.keys():
            raise damaged(database.path, "it does not say which library it is")
        self.library_id: str = meta["library"]
        """A random name of this library; an index made from another one is not used."""
        self.window_id = window.id if window else SHELL
        """Who acts: a reader's window of its own, or the one that all shell commands share."""
        self._window = window
        windows = database.path.parent / WINDOWS
        self.journal = Journal(
            database, meta["machine"], self.window_id, lambda: open_windows(windows)
        )

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make an empty library where there is none, in a directory that is there.

        Nobody else may be making one; `safety.opening.open_store` is the way for several.
        """
        database = Database(path, version=VERSION)
        try:
            with database.transaction():
                create_tables(database)
                note_rule(database)
            return cls(database)
        except BaseException:
            database.close()
            raise

    def acting_as(self, window: str) -> Store:
        """Return this store for acts that are another window's to undo; not to be closed."""
        other = copy(self)
        other.window_id, journal = window, self.journal
        other.journal = Journal(self.database, journal.machine, window, journal.open_windows)
        return other

    def close(self) -> None:
        """Close the files and the window; nothing waits to be written."""
        self.database.close()
        if self._window is not None:
            self._window.close()

    @property
    def warnings(self) -> list[str]:
        """Sentences about how this library could be opened."""
        sentences = list(self._sentences)
        if self.database.version > VERSION:
            sentences.append(
                f"{self.database.path} was written by a newer Recto and is open for reading only; "
                "update Recto to mark papers in it."
            )
        elif self.database.is_full:
            sentences.append(
                f"The disk of {self.database.path} is full, so it is open for reading only; make "
                "room and start again to mark papers."
            )
        elif self.database.read_only:
            sentences.append(
                f"{self.database.path} cannot be written and is open for reading only; "
                "make it and its directory writable to mark papers."
            )
        return sentences

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
