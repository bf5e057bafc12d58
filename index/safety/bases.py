"""What a recovery begins with: the damaged library's own sound part, or a sound snapshot of it."""

from __future__ import annotations

import shutil
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from ..database.database import Database
from ..database.tables import VERSION
from ..disk.private import begin_file
from .copying import copy_out
from .daily.assembly import assemble
from .daily.day_files import DayFileError, is_day_file
from .logs.leftovers import Loss
from .logs.replay import replay
from .logs.rollback_journal import put_back
from .migrations import migrate
from .salvage import mend_header
from .snapshots import snapshots, taken_at
from .soundness import faults_of


class Base(NamedTuple):
    """What a recovered library is made of first."""

    origin: str
    """Where it comes from, in words."""
    is_own: bool = False
    is_complete: bool = False
    """Whether it has every page as it was left, so that nothing else can know more papers."""


def find_base(
    library: Path, staged: Path, loss: Loss | None, torn: dict[Path, Path]
) -> Base | None:
    """Put the best of what is sound in place, brought up to date; None where nothing is.

    Newer snapshots of which pages are gone are `torn`, with a file of those that are there.
    """
    if loss is not None:
        for frames in (None, *((loss.log.accepted, 0) if loss.log else ())):
            _stage_own(library, staged, loss, frames)
            if _is_usable(staged):
                return Base("the library itself", True, is_complete=frames is None)
    for snapshot in snapshots(library):
        with suppress(DayFileError):
            lost = _stage_snapshot(library, snapshot, staged)
            if lost:
                torn[snapshot] = staged.with_name(f"torn-{len(torn)}.db")
                staged.replace(torn[snapshot])
            elif lost is not None and _is_usable(staged):
                day = time.strftime("%Y-%m-%d %H:%M", time.localtime(taken_at(snapshot)))
                return Base(f"the snapshot of {day}")
    staged.unlink(missing_ok=True)
    return None


def _stage_snapshot(library: Path, snapshot: Path, staged: Path) -> list[int] | None:
    """Copy a snapshot, or put it together; return which pages are gone, None where it is unsound.

    A page that its base lacks the damaged library may still have.
    """
    staged.unlink(missing_ok=True)
    begin_file(staged)
    if is_day_file(snapshot):
        return assemble(snapshot, staged, lambda: [library])
    if faults_of(snapshot):
        return None
    with closing(Database(snapshot, version=VERSION, read_only=True)) as database:
        copy_out(database, staged)
    return []


def _stage_own(library: Path, staged: Path, loss: Loss, frames: int | None) -> None:
    """Copy the library as it is with its log, or with so many frames of it."""
    begin_file(staged)
    shutil.copyfile(library, staged)
    if loss.log is not None:
        replay(loss.log, staged, start=loss.log.copied, frames=frames)
    if loss.journal is not None:
        put_back(loss.journal, staged)
    mend_header(staged)


def _is_usable(staged: Path) -> bool:
    """Bring a file up to date, and tell whether it is a sound library then, marks as acts say."""
    if faults_of(staged, is_deep=True):
        return False
    with closing(Database(staged, version=VERSION, has_log=False)) as database:
        if database.version == VERSION:
            return True
        migrate(database, VERSION)
    return not faults_of(staged, is_deep=True)
