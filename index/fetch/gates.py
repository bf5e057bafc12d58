"""The gate before each service, shared by all processes of a user.

One request at a time goes through, a while after the one before; a service that asks for a rest has
it from all of them. Each gate is a file whose lock is held while somebody is through and which
tells when that was, so that a process that is killed leaves the gate open, and the pace kept.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..disk.file_locks import FileLock, NoLocksError
from ..disk.private import make_directory
from ..errors import FetchError, RestingError
from .clock import Clock, interrupted

PATIENCE = 60.0
"""Seconds of a rest that are waited for; a longer one ends the fetch from that service."""

_FIRST_REST = 600.0
"""Seconds of a rest of which the service does not say how long it is to be; then the double."""

LONGEST_REST = 86_400.0
"""Seconds: one that asks for more is asked again after a day."""

_LONGEST_UNTOLD = 6 * 3600.0

_SET_BACK = 3600.0
"""Seconds by which what a gate tells may be ahead; more, and the clock was set back."""

_LONGEST_TURN = 600.0
"""Seconds that a turn is waited for: many answers of many processes, or one that hangs."""

_ROOM = 512
"""Bytes that what a gate tells has in its file, so that it is written by one call."""


class Pace(NamedTuple):
    """How a service wants to be asked."""

    name: str
    """Its gate's file."""
    title: str
    """What sentences call it."""
    gap: float
    """Seconds between the end of an answer and the next question."""


ARXIV = Pace("arxiv", "arXiv", 3.0)
"""Its API, RSS and OAI-PMH together (info.arxiv.org/help/api/tou)."""
ARXIV_PAGES = Pace("arxiv-pages", "arXiv's list of the day", 15.0)
"""The pages for people (`Crawl-delay` in arxiv.org/robots.txt)."""
HUGGING_FACE = Pace("huggingface", "Hugging Face", 0.6)
"""500 questions in five minutes (huggingface.co/docs/hub/rate-limits)."""
CROSSREF = Pace("crossref", "Crossref", 1.0)


class _Told(NamedTuple):
    """What a gate's file tells; moments are seconds since 1970 began, in UTC."""

    at: float = 0.0
    """When the last request went through, or came back."""
    until: float = 0.0
    """Until when nobody is let through."""
    rests: int = 0
    """Rests since the service last answered."""
    why: str = ""
    """What asked for the rest, as a sentence."""


class Gate:
    """The gate before one service."""

    def __init__(
        self,
        directory: Path,
        pace: Pace,
        clock: Clock,
        stopped: threading.Event | None = None,
        longest_turn: float = _LONGEST_TURN,
    ) -> None:
        self._path = directory / f"{pace.name}.gate"
        self._pace = pace
        self._clock = clock
        self._stopped = stopped or threading.Event()
        self._longest_turn = longest_turn

    @contextlib.contextmanager
    def passing(self) -> Iterator[Passage]:
        """Wait until it is our turn, and keep others out meanwhile.

        Raises RestingError, FetchError where the gate's file is none or nobody lets us through, and
        Interrupted.
        """
        with self._refusing():
            make_directory(self._path.parent)
            lock = FileLock(self._path)
        with lock:
            with self._refusing():
                self._take_turn(lock)
                told = self._read(lock.descriptor)
            now = self._clock.now()
            if told.until - now > PATIENCE:
                raise self._resting(told)
            # A clock that was set back meanwhile makes nobody wait for longer than the pace asks.
            gap = min(self._pace.gap, told.at + self._pace.gap - now)
            if (wait := max(gap, told.until - now)) > 0:
                self._clock.wait(wait)
            passage = Passage(told._replace(at=self._clock.now()), self._pace)
            with self._refusing():
                _write(lock.descriptor, passage.told)
            try:
                yield passage
            finally:
                with self._refusing():
                    _write(lock.descriptor, passage.told._replace(at=self._clock.now()))

    def _take_turn(self, lock: FileLock) -> None:
        ends = time.monotonic() + self._longest_turn

        def is_given_up() -> bool:
            return self._stopped.is_set() or time.monotonic() > ends

        # Where the file system knows no locks, the pace is kept by what the file tells.
        with contextlib.suppress(NoLocksError):
            if not lock.take_unless(is_given_up):
                if self._stopped.is_set():
                    raise interrupted()
                minutes = self._longest_turn / 60
                message = f"Other processes have been asking it for {minutes:g} minutes."
                hint = f"Is one of them stopped? They hold {self._path}."
                raise FetchError(f"{self._pace.title} cannot be asked", message, hint)

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        """Raise FetchError for what is wrong with the gate's file."""
        try:
            yield
        except OSError as error:
            message = f"{self._path} cannot be used: {error.strerror or error}."
            hint = "It keeps the pace at which services are asked."
            raise FetchError(f"{self._pace.title} is not asked", message, hint) from error

    def rest(self) -> RestingError | None:
        """Return what is to be said where the service rests now."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except OSError:
            return None
        try:
            told = self._read(descriptor)
        except OSError:
            return None
        finally:
            os.close(descriptor)
        return self._resting(told) if told.until - self._clock.now() > PATIENCE else None

    def _read(self, descriptor: int) -> _Told:
        """Return what a gate's file tells; what is damaged tells nothing."""
        try:
            told = _Told(*json.loads(os.pread(descriptor, _ROOM, 0)))
            told = _Told(float(told.at), float(told.until), int(told.rests), str(told.why))
            if not (math.isfinite(told.at) and math.isfinite(told.until)):
                return _Told()
        except (ValueError, TypeError, RecursionError, OverflowError):
            return _Told()
        if told.at - self._clock.now() > _SET_BACK:  # nobody rests until a clock is wrong again
            return told._replace(until=0.0)
        return told._replace(until=min(told.until, told.at + LONGEST_REST))

    def _resting(self, told: _Told) -> RestingError:
        moment = time.strftime("%a %H:%M", time.localtime(told.until))
        title = f"{self._pace.title} is left alone until {moment}"  # small screens cut the rest
        message = told.why or "It has asked for that."
        hint = "What is in the library stays as it is."
        return RestingError(title, message, hint, told.until)


class Passage:
    """One request that has gone through a gate."""

    def __init__(self, told: _Told, pace: Pace) -> None:
        self.told = told
        """What the gate's file is to tell afterwards."""
        self._pace = pace

    def went_well(self, pause: float = 0.0) -> None:
        """Remember that the service answered, and that it is to be asked after a pause, if any."""
        until = self.told.at + min(pause, LONGEST_REST) if pause > 0 else 0.0
        why = "Its limit for a while is used up." if pause > 0 else ""
        self.told = self.told._replace(until=until, rests=0, why=why)

    def rest(self, seconds: float | None, why: str) -> None:
        """Let nobody through for so many seconds; None where the service does not say for how long.

        `why` is a sentence.
        """
        if seconds is None:
            seconds = min(_FIRST_REST * 2.0 ** min(self.told.rests, 20), _LONGEST_UNTOLD)
        seconds = min(max(seconds, self._pace.gap), LONGEST_REST)
        self.told = _Told(self.told.at, self.told.at + seconds, self.told.rests + 1, why[:100])


def _write(descriptor: int, told: _Told) -> None:
    # Spaces reach over whatever longer text stood there.
    os.pwrite(descriptor, json.dumps(told).encode().ljust(_ROOM), 0)
