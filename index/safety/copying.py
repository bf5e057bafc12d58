"""A whole database out of a library, or into it, through SQLite's backup API."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ..database.connections import BUSY_SECONDS, Connection, connect, explained
from ..database.database import Database
from ..database.refusals import Code, explain
from ..disk.whole_files import synchronise, whole_file

LAST_ACT = "SELECT seq, act FROM journal ORDER BY seq DESC LIMIT 1"
"""What the journal of a library or of a copy ends with."""

_STEP = 512
"""Pages copied between two looks at whether the copy is still wanted: 2 MB."""

_FIRST = 8
"""Pages of a step that is certain not to be the only one: every library has more."""

_RESTARTS = 3
"""Times that a copy is begun anew because somebody wrote, before it makes writers wait."""


class Unwanted(Exception):  # noqa: N818 - an answer, no error
    """A copy was given up because nobody wants it any more."""


class _Disturbed(Exception):  # noqa: N818 - never leaves this module
    pass


def always() -> bool:
    """Tell that a copy is wanted."""
    return True


def copy_out(database: Database, path: Path, is_wanted: Callable[[], bool] = always) -> None:
    """Write the database as it is at one moment into a new file, complete in itself and on disk.

    With a log nobody waits for it; without one writers wait for parts of it, or for the whole
    when they leave it no time. Raises Unwanted and StoreError, with a part of the file left.
    """
    with explained(path), closing(database.connect()) as source, closing(connect(path)) as target:
        target.execute("PRAGMA synchronous=OFF")  # all of it is synchronised below, at once
        if source.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            _pin(source)
        while not _copy_in_parts(source, target, is_wanted, _patience(database.path)):
            _pin(source)
        # The header was copied too, and may say that there is a log beside the file.
        target.execute("PRAGMA journal_mode=DELETE")
    synchronise(path)


def copy_in(database: Database, path: Path, keep: Path) -> None:
    """Put the content of a file in the place of the database's own, which is copied to `keep`.

    Both in one: whatever was written before is in the copy, which has its name before the new
    content is seen, and whoever has the database open goes on with that. Wholly or not at all;
    raises StoreError, and may leave the copy then.
    """
    is_kept = False
    be_patient = _patience(database.path)

    def hold(status: int, _: int, __: int) -> None:
        nonlocal is_kept
        if be_patient(status):
            return
        if not is_kept:
            # The first pages are in, so nobody else can write; they are seen when all are in.
            with whole_file(keep, is_private=True) as partial:
                copy_out(database, partial)
            is_kept = True

    with (
        explained(database.path),
        closing(connect(path, "mode=ro")) as source,
        closing(database.connect()) as target,
    ):
        if target.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            # Here a writer keeps out all readers, so the copy has to be its own. The lock stays
            # from here on until the connection is closed.
            target.execute("PRAGMA locking_mode=EXCLUSIVE")
            target.execute("BEGIN EXCLUSIVE")
            target.execute("COMMIT")
            with whole_file(keep, is_private=True) as partial, closing(connect(partial)) as kept:
                target.backup(kept, pages=_STEP, progress=_watch(be_patient), sleep=0.05)
            is_kept = True
        source.backup(target, pages=_FIRST, progress=hold, sleep=0.05)


def _patience(path: Path) -> Callable[[int], bool]:
    """Return what tells whether a step of a copy met a lock, and raises when that lasts too long.

    SQLite's backup tries for ever otherwise.
    """
    deadline = time.monotonic() + BUSY_SECONDS

    def is_locked(status: int) -> bool:
        if status not in (Code.BUSY, Code.LOCKED):
            return False
        if time.monotonic() > deadline:
            raise explain(path, status, "", BUSY_SECONDS)
        return True

    return is_locked


def _watch(be_patient: Callable[[int], bool]) -> Callable[[int, int, int], None]:
    """Return a progress function that does nothing but lose its patience."""

    def look(status: int, _: int, __: int) -> None:
        be_patient(status)

    return look


def _pin(connection: Connection) -> None:
    """Go on seeing the database as it is now: a copy of it is then never begun anew."""
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _copy_in_parts(
    source: Connection,
    target: Connection,
    is_wanted: Callable[[], bool],
    be_patient: Callable[[int], bool],
) -> bool:
    """Copy all pages, false when others' writing has made it begin anew too often."""
    restarts, before = 0, 0

    def look(status: int, remaining: int, _: int) -> None:
        nonlocal restarts, before
        if not is_wanted():
            raise Unwanted
        if be_patient(status):
            return
        restarts += remaining > before > 0
        before = remaining
        if restarts > _RESTARTS:
            raise _Disturbed

    try:
        source.backup(target, pages=_STEP, progress=look, sleep=0.01)
    except _Disturbed:
        return False
    return True
