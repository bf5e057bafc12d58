"""What machines are called, as each says in its own `about.json`."""

from __future__ import annotations

import platform
import stat
from collections.abc import Sequence
from contextlib import suppress

from ..text import clean
from .layout import ABOUT, ROOT
from .lines import decode
from .telling import Way

NAMING = 8
"""Characters of a machine's id that name it where others may be called as it is."""

_LONGEST_NAME = 60

_LONGEST_FILE = 1 << 16


def name_of_machine(ways: Sequence[Way], machine: str, *, is_here: bool = False) -> str:
    """Return what a machine is called in any of the ways, or its id where none says."""
    names = (name_in(way, machine, is_here=is_here) for way in ways)
    return next((name for name in names if name != machine), machine)


def name_in(way: Way, machine: str, *, is_here: bool = False) -> str:
    """Return what a machine is called, or its id where it does not say."""
    if is_here:
        return clean(platform.node() or machine)[:_LONGEST_NAME]
    with suppress(OSError, ValueError, AttributeError):
        path = way.folder / ROOT / machine / ABOUT
        if not stat.S_ISREG(path.lstat().st_mode):
            return machine  # a pipe would be waited for
        with path.open("rb") as stream:
            line = decode(stream.read(_LONGEST_FILE).strip())
        told = line.told() if line else {}
        return clean(str(told.get("name") or machine))[:_LONGEST_NAME]
    return machine
