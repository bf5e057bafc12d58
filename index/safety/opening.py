"""The way to an open library: a damaged one is recovered first, an older one brought up to date."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ..database.database import Database
from ..database.guard import Guard, is_in_use, recovered, suspicion, work_directory
from ..database.refusals import damaged
from ..database.tables import VERSION, create_tables
from ..disk.private import make_directory, withhold
from ..disk.whole_files import remove_unfinished
from ..errors import DamageError, StoreError
from ..identity.rule import is_followed, note_rule
from ..journal.acts import SHELL
from ..journal.windows import open_window
from ..store.store import WINDOWS, Store
from . import machines
from .logs.leftovers import find_loss, has_leftovers, tell_loss
from .whole import open_whole


def open_store(
    path: Path, *, window: str = SHELL, fill: Callable[[Store], None] | None = None
) -> Store:
    """Open the library, or create it and `fill` it, both or neither.

    Any `window` but the shell's is the kind of a new one, open until the store is closed. Of
    several processes that find no library, one creates it and the others wait for it.
    """
    read_only = _is_read_only(path)
    if not read_only:
        _make_directory(path.parent)
        withhold(_own_files(path))
        remove_unfinished(path.parent)
        remove_unfinished(path.with_name("snapshots"))
    database, sentences = open_database(path, VERSION, read_only=read_only)
    held = None
    try:
        if window != SHELL:
            held = open_window(path.parent / WINDOWS, window)
        if database.version == 0:
            if read_only:
                raise StoreError(
                    "No library yet",
                    f"{path} holds no library, and none can be made there: it is read-only.",
                    "Choose another directory with --data-dir or RECTO_DATA_DIR.",
                )
            with database.transaction():
                if database.version == 0:
                    create_tables(database)
                    note_rule(database)
                    if fill is not None:
                        fill(Store(database, held))
        machines.settle(database)
        store = Store(database, held, sentences)
        # Where that fails, as on a full disk, all is as it was, and the next start tries again.
        if not (database.read_only or is_followed(database)):
            from ..records.evidence.rule import follow_rule

            with suppress(StoreError):
                follow_rule(store.journal)
        return store
    except BaseException:
        if held is not None:
            held.close()
        database.close()
        raise


def open_database(path: Path, version: int, *, read_only: bool) -> tuple[Database, list[str]]:
    """Open the library's file and return what is to be said about how that went.

    Raises StoreError, a DamageError where nothing could be recovered.
    """
    if read_only:
        return open_whole(path, version, read_only=True), tell_loss(path)
    sentences: list[str] = []
    if recovered(path).exists() or work_directory(path).exists():
        from .recovery import finish

        sentences += finish(path)
    is_missing = not path.exists()
    if has_leftovers(path) and (guard := Guard.alone(path)) is not None:
        with guard:
            sentences += _look_beside(path, version, guard)
    is_suspect = suspicion(path).exists()
    try:
        database = open_whole(path, version)
        if is_suspect or database.is_garbled:
            sentences += _mend(database, version)
    except DamageError as damage:
        from .recovery import recover

        sentences += recover(path, version, damage)
        database = open_whole(path, version)
    try:
        if is_missing:
            sentences += _tell_earlier(path)
        if 0 < database.version < version:
            from .migrations import bring_up_to_date

            sentences += bring_up_to_date(database, version)
    except BaseException:
        database.close()
        raise
    return database, sentences


def _tell_earlier(path: Path) -> list[str]:
    """Say where there are copies of a library that is gone."""
    from .snapshots import snapshots

    if not (found := snapshots(path)):
        return []
    return [
        f"There was no library at {path}, so a new one was begun. Copies of an earlier one "
        f"are in {found[0].parent}: `recto restore FILE` brings one back."
    ]


def _mend(database: Database, version: int) -> list[str]:
    """Repair single texts of a library that was read with surprise, and look at all the rest.

    Raises DamageError, with the database closed.
    """
    from .mending import mend_texts
    from .soundness import faults_of

    try:
        if database.read_only or database.version != version:
            return []
        sentences = mend_texts(database)
        if found := faults_of(database.path):
            raise damaged(database.path, found[0])
    except BaseException:
        database.close()
        raise
    return sentences


def _look_beside(path: Path, version: int, guard: Guard) -> list[str]:
    """Recover a library whose log or journal is damaged, before SQLite takes what is good of it.

    Where others have the library open that has been done, and what is beside it is theirs.
    """
    if not guard.is_held or is_in_use(path):
        return []
    loss = find_loss(path)
    if loss is None:
        return []
    from .recovery import recover_loss

    return recover_loss(path, version, loss)


def _is_read_only(path: Path) -> bool:
    """Tell whether an existing library, or the directory of its side files, cannot be written."""
    try:
        if not path.exists():
            return False
    except OSError:
        return False
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK))


def _own_files(path: Path) -> list[Path]:
    """Return the files of a library that older releases made for others to read."""
    beside = [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm", "-journal")]
    return [*beside, *path.with_name("snapshots").glob("library-*.db")]


def _make_directory(directory: Path) -> None:
    """Create the data directory, for its owner alone."""
    try:
        make_directory(directory)
    except OSError as error:
        raise StoreError(
            "The library's directory cannot be made",
            f"{directory}: {error.strerror}.",
            "Choose another directory with --data-dir or RECTO_DATA_DIR.",
        ) from error
