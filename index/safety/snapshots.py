"""Copies of the library beside it: one a day while it changes, and one before anything drastic."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from ..database.connections import explained
from ..database.database import Database
from ..database.guard import suspect
from ..disk.exhaustion import refuse_exhaustion
from ..disk.file_locks import FileLock, NoLocksError
from ..disk.whole_files import whole_file
from ..errors import DamageError, StoreError
from .copying import LAST_ACT, Unwanted, always, copy_out

KEPT = 7
"""Daily snapshots that are kept."""

_DAILY = r"library-\d{4}-\d\d-\d\d\.db"

_NAMED = re.compile(r"library-(?P<day>\d{4}-\d\d-\d\d)(?:-(?P<clock>\d{6})-|\.db)")

LARGE = 10 << 20
"""Bytes of a library from which on its days are kept by difference; of smaller ones copies."""


def snapshot_directory(library: Path) -> Path:
    """Return where the copies of a library are kept."""
    return library.with_name("snapshots")


def snapshots(library: Path) -> list[Path]:
    """Return the copies that were kept of a library, the newest first."""
    found = snapshot_directory(library).glob("library-*.db")
    return sorted(found, key=lambda path: (taken_at(path), path.name), reverse=True)


def taken_at(path: Path) -> float:
    """Return when a copy was kept, in seconds since 1970.

    It is the time of its file, but where its name tells another day: a directory that was copied by
    hand may have the time of copying.
    """
    changed = path.stat().st_mtime_ns / 1e9
    named = _NAMED.match(path.name)
    if named is None:
        return changed
    day, clock = named["day"], named["clock"] or "000000"
    if time.strftime("%Y-%m-%d", time.localtime(changed)) == day:
        return changed
    try:
        return time.mktime(time.strptime(f"{day} {clock}", "%Y-%m-%d %H%M%S"))
    except (ValueError, OverflowError):
        return changed


def today() -> str:
    """Return the date that today's snapshot is named after."""
    return time.strftime("%Y-%m-%d")


def snapshot_if_due(
    database: Database, is_wanted: Callable[[], bool] = always, *, is_apart: bool = False
) -> Path | None:
    """Keep a copy of today's library if the journal has grown since the last; None if it has not.

    It is looked through before it is kept, so that this is also the daily look at the library
    itself. No writer waits for it, and it gives up once `is_wanted` says so. That of a large
    library is taken by difference, in a process of its own, where one `is_apart` is, too. Raises
    DamageError.
    """
    if database.read_only:
        return None
    path = snapshot_directory(database.path) / f"library-{today()}.db"
    if path.exists():
        return None
    last = next(iter(snapshots(database.path)), None)
    if last is not None and _last_act(last) == database.row(LAST_ACT):
        return None
    is_large = database.path.stat().st_size >= LARGE
    if is_apart or is_large:
        from .daily.apart import take_apart

        return take_apart(database.path, path, is_wanted, is_whole=not is_large)
    return take_snapshot(database, path, is_wanted)


def take_snapshot(
    database: Database,
    path: Path,
    is_wanted: Callable[[], bool] = always,
    pause: Callable[[], None] | None = None,
) -> Path | None:
    """Keep a whole copy under a name, by difference where one can `pause` in a process of its own.

    None where others are just doing so, or nobody wants it any more. Raises DamageError.
    """
    # Every start asks whether one is due, and keeps in memory what is loaded for that.
    from .soundness import faults_of
    from .texts import garbled_texts

    def look_through(copy: Path) -> None:
        _refuse_unsound(database, path, copy, faults_of)
        with closing(Database(copy, version=1 << 31, read_only=True)) as opened:
            if any(True for _ in garbled_texts(opened)):
                suspect(database.path)  # the next start repairs them

    with _only_one(path.parent, wait=False) as is_mine:
        if not is_mine or path.exists():
            return None
        try:
            if pause is None:
                with explained(path), whole_file(path, is_private=True) as partial:
                    copy_out(database, partial, is_wanted)
                    look_through(partial)
            else:
                from .daily.taking import take

                take(database, path, is_wanted, look_through, pause)
        except Unwanted:
            return None
        _forget_oldest(path)
    return path


def _forget_oldest(newest: Path) -> None:
    """Remove what is older than the days that are kept, the oldest first."""
    daily = [one for one in newest.parent.iterdir() if re.fullmatch(_DAILY, one.name)]
    daily.sort(key=lambda one: (one == newest, taken_at(one), one.name))
    for old in daily[:-KEPT]:
        if _is_day_file(old):
            from .daily.taking import forget

            forget(old)
        else:
            old.unlink(missing_ok=True)


def keep_snapshot(database: Database, why: str) -> Path:
    """Keep a copy of the library as it is now, apart from the daily ones; `why` is in its name."""
    with _only_one(snapshot_directory(database.path), wait=True):
        path = snapshot_name(database.path, why)
        with explained(path), whole_file(path, is_private=True) as partial:
            copy_out(database, partial)
            _refuse_unsound(database, path, partial, problems_of)  # of whatever version it is
    return path


def snapshot_name(library: Path, why: str) -> Path:
    """Return a name for a copy kept now."""
    stem = f"library-{time.strftime('%Y-%m-%d-%H%M%S')}-{why}"
    directory, number = snapshot_directory(library), 1
    path = directory / f"{stem}.db"
    while path.exists():
        number += 1
        path = directory / f"{stem}-{number}.db"
    return path


@contextlib.contextmanager
def held_directory(library: Path) -> Iterator[Path]:
    """Give the directory of the copies to one process alone."""
    with _only_one(snapshot_directory(library), wait=True):
        yield snapshot_directory(library)


def problems_of(path: Path) -> list[str]:
    """Look through the pages of a database file and return what is wrong in them."""
    try:
        database = Database(path, version=1 << 31, read_only=True)
    except StoreError as error:
        return [str(error)]
    try:
        return database.problems()
    finally:
        database.close()


def _refuse_unsound(
    database: Database, path: Path, copy: Path, look: Callable[[Path], list[str]]
) -> None:
    """Raise what keeps a copy, and the library itself where it is in it too, from being kept."""
    found = look(copy)
    if found and look(database.path):  # as it is on disk, whatever is in memory
        suspect(database.path)
        raise DamageError(
            "The library is damaged",
            f"{database.path}: {found[0]}. The snapshots of former days were left as they are.",
            "Close every window of Recto and start it again: it then recovers what can be "
            "recovered.",
        )
    if found and copy != database.path:
        raise StoreError(
            "The copy of the library is damaged",
            f"{path} was not kept: {found[0]}. The library itself is whole.",
            "Check the disk.",
        )


def _last_act(path: Path) -> object:
    """Return what the journal of a copy ends with, None where it cannot be read."""
    try:
        if _is_day_file(path):
            from .daily.day_files import DayFile

            with DayFile(path) as day:
                return day.last_act
        with closing(Database(path, version=1 << 31, read_only=True)) as database:
            return database.row(LAST_ACT)
    except (OSError, StoreError):
        return None


def _is_day_file(path: Path) -> bool:
    from .daily.day_files import is_day_file

    return is_day_file(path)


@contextlib.contextmanager
def _only_one(directory: Path, *, wait: bool) -> Iterator[bool]:
    """Keep other processes from the directory; false when one is at it and this does not `wait`."""
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        lock = FileLock(directory / "lock")
    except OSError as error:
        refuse_exhaustion(error)
        raise StoreError(
            "No copy of the library can be kept",
            f"{directory} cannot be written: {error.strerror}.",
            "Make room, or make it writable.",
        ) from error
    with lock:
        is_mine = True
        with contextlib.suppress(NoLocksError):
            is_mine = lock.take(wait=wait)
        # Older releases called a copy so until it was whole; others `whole_file` removes.
        for left in directory.glob("library-*.partial*") if is_mine else ():
            left.unlink(missing_ok=True)
        yield is_mine
