"""Work on a thread of its own, one piece at a time, over which one reads on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ....index import Interrupted, RectoError, Stop, exhaustion
from ..state import TYPING, Keyboard
from .stage import AskingStage

BUSY = TYPING | {Keyboard.NOTE}
"""Where nothing takes the place of what is on the screen."""

_PATIENCE = 0.2
"""Seconds that the thread has to end of itself; what waits for a service is left to it."""


class Aside:
    """Asks services for something, and says whom; what is given up is heard of no more."""

    def __init__(self, stage: AskingStage, name: str) -> None:
        self._asking = stage
        self._name = name
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._told = ""
        """What goes on, as it was told last."""

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._thread is not None

    def stop(self) -> None:
        """Wait for no answer any more; may be called on any thread."""
        self._stop.set()
        self._thread = None
        self._asking.call_later(self._tell, "")

    def close(self) -> None:
        """Stop, and wait until the library is let alone."""
        self._is_closed = True
        self._stop.leave()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def begin(self, work: Callable[[Stop], Callable[[], object]]) -> None:
        """Do a piece of work on the thread, and then what it returns on the event loop.

        An error is said in its place. Where one is at work already, that is said.
        """
        if self._is_closed or self.is_asking:
            what = f"Still {self._told}" if self._told else "An answer is waited for"
            self._asking.say(f"{what}; {self._asking.key('interrupt')} gives it up.")
            return
        self._stop, self._told = Stop(), ""
        self._thread = threading.Thread(
            target=self._run, args=(work, self._stop), name=self._name, daemon=True
        )
        self._thread.start()

    def tell(self, words: str, stop: Stop) -> None:
        """Say whom is asked; on the thread."""
        self._asking.call_later(self._tell, words, stop)

    def _run(self, work: Callable[[Stop], Callable[[], object]], stop: Stop) -> None:
        try:
            then = work(stop)
        except Interrupted:
            return
        except Exception as failed:
            error = failed if isinstance(failed, RectoError) else exhaustion(failed)
            if error is None:
                raise
            told = str(error)
            then = lambda: self._asking.say(told, is_error=True)  # noqa: E731
        if not (self._is_closed or stop.is_set()):
            self._asking.call_later(self._end, then, stop)

    def _tell(self, words: str, stop: Stop | None = None) -> None:
        if stop is None or (stop is self._stop and not stop.is_set()):
            self._asking.activity.asking = self._told = words

    def _end(self, then: Callable[[], object], stop: Stop) -> None:
        if stop is self._stop and not stop.is_set():
            self._thread = None
            self._asking.activity.asking = ""
            then()
