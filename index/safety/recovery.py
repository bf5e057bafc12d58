"""A damaged library made whole: the newest good snapshot, and what the damaged file still gives.

The damaged file is kept aside. The new one is complete before anything is moved, and a recovery
that is killed on the way is finished, or begun anew, by the next start.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..database.database import Database, explained
from ..database.guard import Guard, recovered, suspicion, work_directory
from ..disk.whole_files import synchronise
from ..errors import DamageError, SourceError, StoreError
from ..journal.rows import Row
from ..store.store import Store
from .copying import copy_out
from .incoming import merge_objects
from .machines import move_in
from .migrations import migrate
from .outgoing import describe
from .salvage import LenientReading, Wreck, copy_wreck, journal_rows
from .snapshots import problems_of, snapshots
from .whole import open_whole

_LEAP = 1_000_000
"""How far `rev` jumps ahead of what the damaged library can have come to."""

_PATIENCE = 1.0
"""Seconds for which a process that is only just starting too may have it open."""

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Salvaged:
    """What was put together."""

    snapshot: Path | None
    acts: int
    papers: int


def recover(path: Path, version: int, damage: DamageError) -> list[str]:
    """Put a good library in the place of a damaged one, and return what is to be said about it.

    Raises DamageError while others have it open, and where there is nothing to recover it from.
    """
    deadline = time.monotonic() + _PATIENCE
    while (guard := Guard.alone(path)) is None:
        with Guard.share(path):  # once another process has recovered it
            if _is_whole(path, version):
                return []
        if time.monotonic() > deadline:
            raise DamageError(
                damage.title,
                damage.message,
                "It is open in other windows. Close them, then start Recto again: it then recovers "
                "what can be recovered.",
            ) from damage
        time.sleep(0.05)
    with guard, explained(path):
        if _is_whole(path, version):
            return []
        work = work_directory(path)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        try:
            salvaged = _salvage(path, version, work)
            if salvaged is None:
                suspicion(path).unlink(missing_ok=True)
                raise DamageError(
                    damage.title,
                    f"{damage.message} There is no snapshot of it, and nothing in it was found "
                    "that could be recovered.",
                    "Move it away, then restore a backup with `recto restore FILE` or begin a new "
                    "library.",
                ) from damage
            aside = _keep_aside(path)
            (work / path.name).replace(recovered(path))
            synchronise(path.parent)
            _switch(path)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return [_sentence(path, damage, salvaged, aside)]


def finish(path: Path) -> list[str]:
    """Finish what a killed recovery has left, and return what is to be said about it."""
    guard = Guard.alone(path)
    if guard is None:
        return []  # whoever made it is doing so
    with guard, explained(path):
        shutil.rmtree(work_directory(path), ignore_errors=True)
        if not recovered(path).exists():
            return []
        _switch(path)
    return [f"{path} was damaged and has been recovered; the damaged file is in {_aside_of(path)}."]


def _salvage(path: Path, version: int, work: Path) -> _Salvaged | None:
    """Make a whole library in the work directory, None where nothing is left to make it of."""
    staged, wreck = work / path.name, work / "wreck.db"
    snapshot = _copy_snapshot(path, version, staged)
    blank = work / "blank.db"
    Store.create(blank).close()
    copy_wreck(path, wreck, [*([snapshot] if snapshot else []), blank])
    store = _open_staged(staged, version) if snapshot else Store.create(staged)
    with (
        closing(store),
        closing(Wreck(wreck, version=version)) as database,
        store.database.transaction(),
    ):
        rev = store.rev + _LEAP
        report = merge_objects(store, _objects(database, wreck), is_whole=False)
        store.database.execute("UPDATE meta SET value = ? WHERE key = 'rev'", (rev,))
        store.database.execute("UPDATE papers SET rev = ?", (rev,))
        move_in(store.database, path)
    if snapshot is None and not (report.new_acts or report.new_papers):
        return None
    found = problems_of(staged)
    if found:
        raise StoreError(
            "The library could not be recovered",
            f"What was recovered of {path} is damaged too: {found[0]}. All is as it was.",
            "Check the disk.",
        )
    synchronise(staged)
    return _Salvaged(snapshot, report.new_acts, report.new_papers)


def _copy_snapshot(path: Path, version: int, staged: Path) -> Path | None:
    """Copy the newest snapshot that is whole, and return which one it was."""
    for snapshot in snapshots(path):
        if problems_of(snapshot):
            continue
        with closing(Database(snapshot, version=version, read_only=True)) as database:
            if 0 < database.version <= version:
                copy_out(database, staged)
                return snapshot
    return None


def _open_staged(staged: Path, version: int) -> Store:
    database = Database(staged, version=version, has_log=False)
    try:
        migrate(database, version)
        return Store(database)
    except BaseException:
        database.close()
        raise


def _objects(wreck: Database, path: Path) -> Iterator[dict[str, Any]]:
    """Yield what a damaged library still says, in the form in which libraries are exchanged."""
    yield from describe(LenientReading(wreck), _rows(path))


def _rows(path: Path) -> Iterator[Row]:
    for found in journal_rows(path):
        with suppress(SourceError, ValueError, RecursionError):
            texts = {name: json.loads(found[name]) for name in ("papers", "data")}
            yield Row.from_json({**found, **texts})


def _keep_aside(path: Path) -> Path:
    """Give the damaged file, and what was beside it, second names that stay."""
    directory = _aside_of(path)
    directory.mkdir(mode=0o700, exist_ok=True)
    stem, number = f"{path.stem}-{time.strftime('%Y-%m-%d-%H%M%S')}", 1
    aside = directory / f"{stem}{path.suffix}"
    while aside.exists():
        number += 1
        aside = directory / f"{stem}-{number}{path.suffix}"
    for ending in ("", *_SIDE_FILES):
        source, target = Path(f"{path}{ending}"), Path(f"{aside}{ending}")
        if source.exists():
            try:
                os.link(source, target)
            except OSError:  # a file system without links
                shutil.copyfile(source, target)
                synchronise(target)
    synchronise(directory)
    return aside


def _aside_of(path: Path) -> Path:
    return path.with_name("damaged")


def _switch(path: Path) -> None:
    """Put the recovered file in its place; done again from the beginning after a kill.

    The log goes first: SQLite would lay it over the recovered file.
    """
    for ending in _SIDE_FILES:
        Path(f"{path}{ending}").unlink(missing_ok=True)
    synchronise(path.parent)
    recovered(path).replace(path)
    synchronise(path.parent)
    suspicion(path).unlink(missing_ok=True)


def _is_whole(path: Path, version: int) -> bool:
    if not path.stat().st_size:
        return False
    try:
        open_whole(path, version, is_shared=False).close()
    except DamageError:
        return False
    return True


def _sentence(path: Path, damage: DamageError, salvaged: _Salvaged, aside: Path) -> str:
    """Return what has happened, where things are, and what is left to do."""
    origin = "what could still be read of it"
    if salvaged.snapshot is not None:
        day = time.strftime("%Y-%m-%d %H:%M", time.localtime(salvaged.snapshot.stat().st_mtime))
        origin = f"the snapshot of {day} and what could still be read of it"
    return (
        f"The library was damaged: {damage.message.removesuffix(' It was left as it is.')} It was "
        f"recovered from {origin}: {salvaged.acts:,} acts and {salvaged.papers:,} papers came from "
        f"the damaged file, which is kept as {aside}. Have the disk checked; `recto log` shows "
        "what is there."
    )
