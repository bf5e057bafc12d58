"""Whether the index on disk is what was written: its contents against their checksums, once a day.

The sizes of its files are looked at whenever it is opened. Flipped bits change no size, and Whoosh
answers from them without a word, so now and then all of it is read.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from ...disk.exhaustion import refuse_exhaustion
from .checksums import checksum
from .generations import Generations
from .stamp import Stamp

DAY = 24 * 60 * 60
"""Seconds between two looks at the same files."""


class Inspection:
    """Looks the files of an index through, at most once a day whoever asks."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._note = generations.directory / "checked"
        self._looked = -float(DAY)
        """When this process last did, where that cannot be written down."""

    def is_due(self) -> bool:
        """Whether nobody has looked within a day, as far as is known."""
        moments = [self._looked]
        with contextlib.suppress(OSError):
            moments.append(self._note.stat().st_mtime)
        # A moment to come was written by a clock that has been set back since.
        now = time.time()
        return not any(0 <= now - moment < DAY for moment in moments)

    def inspect(
        self, stamp: Stamp, pause: float = 0.0, is_wanted: Callable[[], bool] = lambda: True
    ) -> str:
        """Read every file; return what is wrong with the first that is not as it was written.

        With a `pause`, so many seconds are left to others after every piece. Raises Superseded
        once it `is_wanted` no more.
        """
        for name, wanted in stamp.sums.items():
            try:
                found = checksum(self._generations.path(stamp) / name, pause, is_wanted)
            except OSError as error:
                refuse_exhaustion(error)
                if self._generations.read().directory != stamp.directory:
                    break  # whoever builds has removed it, and checked what is new
                return f"{name} cannot be read ({error.strerror or error})."
            if found != wanted:
                return f"{name} is not what was written."
        self._looked = time.time()
        with contextlib.suppress(OSError):
            self._note.touch(0o600)
        return ""
