"""The process that reads and takes days for `Apart`: its arguments are the library and who acts."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ..database.tables import VERSION
from ..errors import RectoError
from ..safety.whole import open_whole
from ..store.store import Store
from .apart import Here, receive, send

_LESS_URGENT = 5
"""By so much its priority is below that of whoever reads."""


def main(arguments: Sequence[str]) -> None:
    """Answer until nothing more is asked."""
    os.nice(_LESS_URGENT)
    path, window = arguments
    here: Here | None = None
    with closing(open_whole(Path(path), VERSION)) as database:
        while True:
            try:
                name, given = receive(sys.stdin.buffer)
            except EOFError:
                return
            here = here or Here(Store(database).acting_as(window))
            try:
                told = answer(here, name, given)
            except RectoError as error:
                told = error
            send(sys.stdout.buffer, told)


def answer(here: Here, name: str, given: Sequence[object]) -> object:
    """Return what one question is answered by."""
    if name == "read":
        return here.read(*given)  # type: ignore[arg-type]
    if name == "harvested":
        return here.harvested(*given)  # type: ignore[arg-type]
    if name == "derive":
        step, batch = given
        return here.derive(step, batch), batch  # type: ignore[arg-type]
    day, batch, answered, again = given
    return here.take(day, batch, answered, again=again), batch  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
