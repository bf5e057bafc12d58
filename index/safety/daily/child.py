"""The process that takes a day's snapshot: its arguments are the library, the name and the kind.

It tells in a line of JSON what became of it, and ends with the process that it works for.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from ...database.tables import VERSION
from ...errors import RectoError
from ..copying import Unwanted
from ..snapshots import take_snapshot
from ..whole import open_whole

_NICENESS = 10
"""How far it steps back; with the lowest priority a busy machine would never come to it."""

_LONGEST = 0.05
"""Seconds that a pause lasts at most."""


def main(arguments: Sequence[str]) -> None:
    """Take the snapshot, as slowly as others want."""
    library, path, kind = arguments
    parent = os.getppid()
    os.nice(_NICENESS)

    def is_wanted() -> bool:
        return os.getppid() == parent

    told: dict[str, object] = {"error": None, "is_taken": False}
    try:
        with closing(open_whole(Path(library), VERSION)) as database:
            pause = None if kind == "whole" else _paused(is_wanted)
            is_taken = not database.read_only and take_snapshot(
                database, Path(path), is_wanted, pause
            )
        told["is_taken"] = bool(is_taken)
    except RectoError as error:
        told["error"] = [type(error).__name__, error.title, error.message, error.hint]
    print(json.dumps(told))


def _paused(is_wanted: Callable[[], bool]) -> Callable[[], None]:
    """Return what waits as long as the work since its last call took; it raises Unwanted."""
    since = time.monotonic()

    def pause() -> None:
        nonlocal since
        if not is_wanted():
            raise Unwanted
        time.sleep(min(time.monotonic() - since, _LONGEST))
        since = time.monotonic()

    return pause


if __name__ == "__main__":
    main(sys.argv[1:])
