"""A damaged library made whole: the newest good snapshot, and what the damaged file still gives.

The damaged file is kept aside. The new one is complete before anything is moved, and a recovery
that is killed on the way is finished, or begun anew, by the next start.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from ..database.connections import explained
from ..database.database import Database
from ..database.file_format import HEADER
from ..database.guard import Guard, damaged_directory, recovered, suspicion, work_directory
from ..disk.whole_files import synchronise, whole_file
from ..errors import DamageError, SourceError, StoreError
from ..journal.rows import Row
from ..store.store import Store
from .bases import Base, find_base
from .incoming import merge_objects
from .logs.leftovers import Loss, find_loss
from .logs.replay import Replay
from .machines import move_in
from .outgoing import describe
from .salvage import LenientReading, Wreck, copy_wreck, journal_rows
from .soundness import faults_of
from .torn import Torn
from .whole import open_whole

_LEAP = 1_000_000
"""How far `rev` jumps ahead of what the damaged library can have come to."""

_PATIENCE = 1.0
"""Seconds for which a process that is only just starting too may have it open."""

_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Salvaged:
    """What was put together."""

    base: Base | None
    acts: int
    papers: int
    refused: list[str]
    """What could be read and not be taken in, as JSON."""


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
        return _recover_alone(path, version, damage, find_loss(path))


def recover_loss(path: Path, version: int, loss: Loss) -> list[str]:
    """Recover a library whose log or journal is damaged, while nobody else has it open."""
    damage = DamageError("The library is damaged", f"{loss.told}.")
    with explained(path):
        return _recover_alone(path, version, damage, loss)


def _recover_alone(path: Path, version: int, damage: DamageError, loss: Loss | None) -> list[str]:
    """Put a good library in the place of a damaged one that nobody else has open."""
    work = work_directory(path)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    try:
        salvaged = _salvage(path, version, work, loss)
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
        rows = _keep_rows(aside, salvaged.refused)
        (work / path.name).replace(recovered(path))
        synchronise(path.parent)
        _switch(path)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    said = [_sentence(damage, salvaged, aside, loss)]
    if rows is not None:
        said.append(
            f"{len(salvaged.refused):,} of its rows could be read but not be taken in, since they "
            f"hold what Recto never writes. They are kept in {rows}."
        )
    return said


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
    kept = damaged_directory(path)
    return [f"{path} was damaged and has been recovered; the damaged file is in {kept}."]


def _salvage(path: Path, version: int, work: Path, loss: Loss | None) -> _Salvaged | None:
    """Make a whole library in the work directory, None where nothing is left to make it of."""
    staged, wreck, blank = work / path.name, work / "wreck.db", work / "blank.db"
    Store.create(blank).close()
    torn: dict[Path, Path] = {}
    base = find_base(path, staged, loss, torn)
    models = [*([staged] if base else []), blank]
    replayed = copy_wreck(path, wreck, models)
    with (
        closing(_open_staged(staged, version) if base else Store.create(staged)) as store,
        closing(Wreck(wreck, version=version)) as database,
        Torn(torn, models) as rest,
        store.database.transaction(),
    ):
        rev = store.rev + _LEAP
        rows = chain(replayed.rows.values(), _sure(store, replayed))
        is_own = base is not None and base.is_own
        refused: list[Mapping[str, Any]] = []
        rows = rows if is_own else chain(rows, journal_rows(wreck), rest.acts())
        acts = _acts(rows, refused.append)
        objects: Iterable[Mapping[str, Any]] = describe(LenientReading(database), acts)
        if base is not None and base.is_complete:
            told = ({"type": "act", **row.as_json()} for row in acts)
            objects = chain(told, LenientReading(database).passed())
        objects = chain(objects, rest.objects())
        report = merge_objects(store, objects, refused=refused.append)
        left = _left_over(store.database, refused)
        store.database.execute("UPDATE meta SET value = ? WHERE key = 'rev'", (rev,))
        store.database.execute("UPDATE papers SET rev = ?", (rev,))
        move_in(store.database, path)
    if base is None and not (report.new_acts or report.new_papers):
        return None
    found = faults_of(staged)
    if found:
        raise StoreError(
            "The library could not be recovered",
            f"What was recovered of {path} is damaged too: {found[0]}. All is as it was.",
            "Check the disk.",
        )
    synchronise(staged)
    return _Salvaged(base, report.new_acts, report.new_papers, left)


def _open_staged(staged: Path, version: int) -> Store:
    database = Database(staged, version=version, has_log=False)
    try:
        return Store(database)
    except BaseException:
        database.close()
        raise


def _acts(
    rows: Iterable[Mapping[str, Any]], refused: Callable[[Mapping[str, Any]], None]
) -> Iterator[Row]:
    """Yield the rows that are acts; `refused` is given the others."""
    for found in rows:
        try:
            texts = {name: json.loads(found[name]) for name in ("papers", "data")}
            row = Row.from_json({**found, **texts})
        except (SourceError, ValueError, RecursionError):
            refused({"type": "act", **found})
        else:
            yield row


def _left_over(database: Database, refused: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return as JSON what could not be taken in and did not come from elsewhere either."""
    acts = "SELECT 1 FROM journal WHERE act = lower(?)"
    ids = "SELECT 1 FROM ids WHERE alias = ?"
    left: dict[str, None] = {}
    for told in refused:
        name, sql = (told.get("act"), acts) if told["type"] == "act" else (told.get("id"), ids)
        known = str(name).encode("utf-8", "replace").decode()
        if not isinstance(name, str) or not database.row(sql, (known,)):
            left[json.dumps(told, default=repr)] = None
    return list(left)


def _sure(store: Store, replayed: Replay) -> Iterator[Mapping[str, Any]]:
    """Yield rows of damaged pages that are no others with a changed bit in their name.

    A library gives each of its acts a clock of its own.
    """
    told = {(row["clock"], row["machine"]) for row in replayed.rows.values()}
    known = "SELECT 1 FROM journal WHERE clock = ? AND machine = ?"
    for row in replayed.doubtful:
        sign = (row["clock"], row["machine"])
        if sign not in told and not store.database.row(known, sign):
            yield row


def _keep_aside(path: Path) -> Path:
    """Give the damaged file, and what was beside it, second names that stay."""
    directory = damaged_directory(path)
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
            with suppress(OSError):
                target.chmod(0o600)
    synchronise(directory)
    return aside


def _keep_rows(aside: Path, refused: Sequence[str]) -> Path | None:
    """Write what could not be taken in beside the damaged file, a JSON object a line."""
    if not refused:
        return None
    rows = aside.with_name(f"{aside.stem}-rows.jsonl")
    with whole_file(rows, is_private=True) as partial:
        partial.write_text("".join(f"{line}\n" for line in refused), "utf-8")
    return rows


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
    if path.stat().st_size < HEADER:
        return False
    try:
        open_whole(path, version, is_shared=False).close()
    except DamageError:
        return False
    return not faults_of(path)


def _sentence(damage: DamageError, salvaged: _Salvaged, aside: Path, loss: Loss | None) -> str:
    """Return what has happened, where things are, and what is left to do."""
    base, kept = salvaged.base, f"{aside}"
    origin = "what could still be read of it"
    if base is not None:
        origin = f"{base.origin} and {origin}"
    came = f"{salvaged.acts:,} acts and {salvaged.papers:,} papers came from the damaged file"
    if loss is not None:
        kept += "-wal" if loss.log else "-journal"
        came = f"{salvaged.acts:,} acts and {salvaged.papers:,} papers came from behind the damage"
        if loss.log and loss.log.is_short:
            came = "the acts that stood there are lost"
        elif base is not None and base.is_complete:
            came = "nothing seems to be lost"
    return (
        f"The library was damaged: {damage.message.removesuffix(' It was left as it is.')} It was "
        f"recovered from {origin}: {came}. The damaged file is kept as {kept}. Have the disk "
        "checked; `recto log` shows what is there."
    )
