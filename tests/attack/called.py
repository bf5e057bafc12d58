"""What the attack has done by a process that no command does: days pass, long lists are marked."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn

from recto.index import Library
from recto.index.database import turns
from recto.index.database.tables import VERSION
from recto.index.errors import RectoError
from recto.index.marking import marks
from recto.index.safety.snapshots import snapshot_directory, take_snapshot
from recto.index.safety.whole import open_whole
from recto.index.search.segments import building, extending, second_process

PART = 100
"""Papers of a part here, so that a small library has many."""


def take_day(directory: Path, name: str) -> None:
    """Take a day's snapshot by difference, as the process does that Recto has for it."""
    library = directory / "library.db"
    with closing(open_whole(library, VERSION)) as database:
        path = snapshot_directory(library) / name
        if take_snapshot(database, path, pause=lambda: None) is None:
            sys.exit("Traceback: somebody else is taking it")


def mark_all(directory: Path) -> None:
    """Mark everything as read, in parts."""
    marks.PART, turns._TURN = PART, 0
    with Library.open(directory, seeds=False) as library:
        print(library.marks.mark_all_read(library.listing("").rowids).sentence)


def undo(directory: Path) -> None:
    """Take the last act back, in parts where it was done so."""
    turns._TURN = 0
    with Library.open(directory, seeds=False) as library:
        print(library.undo())


def add_by_two(directory: Path, page: str, ends: str) -> None:
    """Add a file with a second process at the index, killed after so many seconds, if any."""
    extending.PART = extending._LARGE_PART = 100
    building._FEW, building._IN_ARRAYS, building._PLAIN = 5, 60, 60
    second_process._WORTH, second_process._CORES = 1, 0.0
    start = second_process._started

    def started() -> subprocess.Popen[bytes]:
        process = start()
        if ends:
            timer = threading.Timer(float(ends), process.kill)
            timer.daemon = True
            timer.start()
        return process

    second_process._started = started
    with Library.open(directory, seeds=False) as library:
        (report,) = library.add(page)
        print(report.records)


CALLS: dict[str, Callable[..., None]] = {
    "take_day": take_day,
    "mark_all": mark_all,
    "undo": undo,
    "add_by_two": add_by_two,
}


def run_call(name: str, directory: str, *more: str) -> NoReturn:
    """Be a process that does one of these, from here to its end; refusals are status 2."""
    status = 0
    try:
        CALLS[name](Path(directory), *more)
    except RectoError as error:
        print(error, file=sys.stderr)
        status = 2
    except BaseException as error:  # noqa: BLE001 - it is told as that of a command
        print(f"Traceback: {error!r}", file=sys.stderr)
        status = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
