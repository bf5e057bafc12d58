"""The process that makes blocks of one file: what the file does to it ends with it.

Its arguments are the form, and whether the beginning is to be told first; its input the file with
its length before it. Its output is the packed text, or behind a `!` a sentence and a hint as JSON.
Before, lines of a `?` and a word ask whether there is such a word; `1` says so. Behind a `+` and a
length stands the beginning of the text, packed too.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from collections.abc import Sequence

from ..errors import RectoError
from .apart import ERROR, IN_PARTS, PART, QUESTION, SIZE
from .blocks import Text, pack
from .deriving import UnreadableError, derive

SECONDS = 20
"""Of processor time."""
MEMORY = 300 << 20
"""Bytes beyond what the process has at its start."""

_LESS_URGENT = 5
"""By so much its priority is below that of whoever reads."""


def main(arguments: Sequence[str]) -> None:
    """Answer, and end."""
    form, *others = arguments
    _limit()
    asked = sys.stdin.buffer
    data = asked.read(int.from_bytes(asked.read(SIZE), "little"))
    try:
        told = pack(derive(data, form, Words(), _tell if IN_PARTS in others else None))
    except RectoError as error:
        own = isinstance(error, UnreadableError)
        sentence = error.message if own else f"{error.title}. {error.message}".rstrip()
        told = ERROR + json.dumps([sentence, error.hint]).encode()
    except MemoryError:
        sentence = f"It takes more than {MEMORY >> 20} MB of memory."
        told = ERROR + json.dumps([sentence, ""]).encode()
    except RecursionError:
        told = ERROR + json.dumps(["What is in it lies too deep in one another.", ""]).encode()
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    os._exit(0)  # to free a large tree piece by piece would take as long as reading it


def _tell(text: Text) -> None:
    """Tell the beginning of the text."""
    told = pack(text)
    sys.stdout.buffer.write(PART + len(told).to_bytes(SIZE, "little") + told)
    sys.stdout.buffer.flush()


class Words:
    """The words of whoever has started the process, as a container."""

    def __contains__(self, word: object) -> bool:
        """Ask for a word."""
        if not isinstance(word, str) or not word.replace("-", "").isalnum():
            return False
        sys.stdout.buffer.write(QUESTION + word.encode() + b"\n")
        sys.stdout.buffer.flush()
        return sys.stdin.buffer.read(1) == b"1"


def _limit() -> None:
    os.nice(_LESS_URGENT)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        most = _size() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _size() -> int:
    """Return the bytes of addresses that the process has; systems without `/proc` do not tell."""
    try:
        with open("/proc/self/statm") as file:  # noqa: PTH123 - pathlib is not loaded yet
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 1 << 30


if __name__ == "__main__":
    main(sys.argv[1:])
