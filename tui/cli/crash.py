"""What is written down when Recto itself fails: where, but not what the reader had in memory."""

from __future__ import annotations

import os
import platform
import sys
import time
import traceback
from pathlib import Path

from ...index import make_directory
from .. import __version__
from ..system.plain_text import printable

LONGEST_LINE = 200
"""Characters of a line of a report; an error may repeat a whole text that it could not take."""


def save_report(error: BaseException, directories: list[Path]) -> Path | None:
    """Write the traceback, without local variables, to a new file that its owner alone can read.

    The first directory that can be written to is taken, then the temporary one; None where nothing
    can be written.
    """
    import tempfile  # together with what it imports it takes 3 ms

    name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    for directory in [*directories, Path(tempfile.gettempdir())]:
        path = directory / name
        try:
            make_directory(directory)
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report(error))
        return path
    return None


def report(error: BaseException) -> str:
    """Return what a developer needs: versions and the traceback."""
    head = f"Recto {__version__}, Python {platform.python_version()}, {sys.platform}\n\n"
    lines = "".join(traceback.format_exception(error)).split("\n")
    # What an error says of the data it met is foreign text: it ends, and it moves no cursor.
    return head + "\n".join(printable(line)[:LONGEST_LINE] for line in lines)
