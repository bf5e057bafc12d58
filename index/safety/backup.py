"""The whole library in one file that can be carried away, and back from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from ..database.connections import explained
from ..database.database import Database
from ..database.tables import VERSION
from ..disk.whole_files import is_link, passing_file, whole_file
from ..errors import StoreError
from ..records.evidence.rule import follow_rule
from ..store.store import Store
from .copying import copy_in, copy_out
from .daily.assembly import whole
from .daily.day_files import DayFileError
from .logs.leftovers import tell_loss
from .machines import HOMES
from .migrations import migrate
from .snapshots import held_directory, snapshot_name
from .soundness import faults_of

_LEAP = 1_000_000
"""How far `rev` jumps ahead: more than all changes that others make while a restore runs."""

_OWN = ("library", "machine", HOMES)
"""What is kept of the library that is replaced: which it is, and where."""


def backup(store: Store, path: Path) -> Path:
    """Write the library as it is now to a file, replacing an older backup there.

    Any Recto can restore it, and nothing is beside it. Raises StoreError.
    """
    with explained(path):
        _refuse_target(store, path)
        with whole_file(path, is_private=True) as partial:
            copy_out(store.database, partial)
            found = faults_of(partial)
            if found:
                raise StoreError(
                    "The backup is damaged",
                    f"{path} was not written: {found[0]}.",
                    "Close every window of Recto and start it again: it then looks through the "
                    "library.",
                )
    return path


def restore(store: Store, path: Path) -> Path:
    """Put a backup in the library's place and return where the present state was kept.

    Open windows go on with what is restored; of half-typed notes those that the backup does not
    have stay. Wholly or not at all. Raises StoreError.
    """
    library = store.database.path
    with store.database.transaction():
        pass  # where nothing can be written it says so
    # Older snapshots have what was just taken back; from now on this is the newest one.
    restored = snapshot_name(library, "restored")
    with (
        explained(path),
        held_directory(library),
        whole_file(restored, is_private=True) as staged,
    ):
        _stage(store, path, staged)
        kept = snapshot_name(library, "before-restore")
        try:
            copy_in(store.database, staged, kept)
        except StoreError:
            kept.unlink(missing_ok=True)  # the library itself is as it was
            raise
        os.utime(staged)
    return kept


def _stage(store: Store, path: Path, staged: Path) -> None:
    """Make of a backup or a snapshot what is to become the library; it is only read."""
    if not path.is_file():
        raise StoreError("Nothing was restored", f"There is no file {path}.")
    if path.samefile(store.database.path):
        raise StoreError("Nothing was restored", f"{path} is the library itself.")
    if lost := tell_loss(path):
        raise StoreError(
            "Nothing was restored",
            f"{path} was not closed well. {lost[0]}",
            "Open it with Recto first, in a directory of its own with --data-dir.",
        )
    with _put_together(store, path, staged.parent) as whole_backup:
        _refuse_unsound(path, whole_backup)
        with closing(Database(whole_backup, version=VERSION, read_only=True)) as source:
            copy_out(source, staged)
    with closing(Database(staged, version=VERSION, has_log=False)) as database:
        migrate(database, VERSION)
    _refuse_unsound(path, staged, is_deep=True)
    with closing(Database(staged, version=VERSION, has_log=False)) as database:
        follow_rule(Store(database).journal)
        with database.transaction():
            _adopt(database, store)
        size = store.database.value("PRAGMA page_size")
        if database.value("PRAGMA page_size") != size:
            database.execute(f"PRAGMA page_size={int(size)}")
            database.execute("VACUUM")


@contextmanager
def _put_together(store: Store, path: Path, directory: Path) -> Iterator[Path]:
    """Give a backup, or all of a day's snapshot; what its base lacks the library may have."""
    with ExitStack() as stack:

        def copies() -> Iterator[Path]:
            # Not the library itself: closing it would take this process's locks on it away.
            copy = stack.enter_context(passing_file(directory, "moment.db"))
            copy_out(store.database, copy)
            yield copy

        try:
            yield stack.enter_context(whole(path, directory, copies))
        except DayFileError as error:
            raise StoreError("Nothing was restored", error.message, error.hint) from error


def _refuse_unsound(path: Path, copy: Path, *, is_deep: bool = False) -> None:
    """Raise StoreError for a file, or a copy of it, that is no sound library."""
    if found := faults_of(copy, is_deep=is_deep):
        raise StoreError(
            "Nothing was restored",
            f"{path} is damaged, or no library of Recto's: {found[0]}.",
            "Give a file that recto backup wrote, or one of the snapshots beside the library.",
        )


def _adopt(staged: Database, store: Store) -> None:
    """Make the restored library go on where the present one is."""
    live = store.database
    meta = dict(live.rows("SELECT key, value FROM meta"))
    staged.execute_many(
        "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)",
        [(key, meta[key]) for key in _OWN if key in meta],
    )
    # Whatever was cached of the library, the search index above all, is behind this number.
    rev = max(store.rev, int(staged.value("SELECT value FROM meta WHERE key = 'rev'"))) + _LEAP
    staged.execute("UPDATE meta SET value = ? WHERE key = 'rev'", (rev,))
    staged.execute("UPDATE papers SET rev = ?", (rev,))
    staged.execute_many(
        "INSERT OR IGNORE INTO drafts(pid, text, wall) SELECT pid, ?, ? FROM ids WHERE alias = ?",
        live.rows("SELECT d.text, d.wall, p.id FROM drafts d JOIN papers p USING(pid)"),
    )


def _refuse_target(store: Store, path: Path) -> None:
    """Raise StoreError for a file that a backup must not replace."""
    library = store.database.path
    if is_link(path):
        raise StoreError(
            "Nothing was backed up",
            f"{path} is a symbolic link.",
            "Name the file itself, or another one.",
        )
    if path.is_dir():
        raise StoreError("Nothing was backed up", f"{path} is a directory.", "Name a file in it.")
    if not path.exists():
        return
    if path.samefile(library):
        raise StoreError(
            "Nothing was backed up", f"{path} is the library itself.", "Name another file."
        )
    try:
        Database(path, version=VERSION, read_only=True).close()
    except StoreError as error:
        raise StoreError(
            "Nothing was backed up",
            f"{path} is there already and is no backup of Recto.",
            "Name another file, or remove it first.",
        ) from error
