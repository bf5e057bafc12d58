"""Fetches the text of a paper on a thread of its own, and opens it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from ....index import Interrupted, RectoError, Stop, exhaustion
from ..state import TYPING, Keyboard

if TYPE_CHECKING:
    from ....index import Library, Paper
    from ..stage import TextStage

_PATIENCE = 0.2
"""Seconds that the thread has to end of itself; what waits for a service is left to it."""

_BUSY = TYPING | {Keyboard.NOTE}
"""Where nothing takes the place of what is on the screen."""


class TextFetcher:
    """At most one text at a time, over which one reads on."""

    def __init__(
        self, library: Library, stage: TextStage, open_text: Callable[[Paper], object]
    ) -> None:
        self._library = library
        self._stage = stage
        self._open = open_text
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    @property
    def is_fetching(self) -> bool:
        """Whether a text is waited for."""
        return self._thread is not None

    def fetch(self, paper: Paper) -> None:
        """Fetch the text of a paper and open it, if one is still there by then."""
        if self._is_closed or self.is_fetching:
            self._stage.say("A text is waited for; ctrl+c gives it up.")
            return
        self._stop = Stop()
        self._thread = threading.Thread(
            target=self._run, args=(paper, self._stop), name="text", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Wait for no text any more; may be called on any thread."""
        self._stop.set()
        self._thread = None
        self._stage.call_later(self._tell, "")

    def close(self) -> None:
        """Stop, and wait until the library is let alone."""
        self._is_closed = True
        self._stop.leave()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self, paper: Paper, stop: Stop) -> None:
        def tell(words: str) -> None:
            self._stage.call_later(self._tell, words, stop)

        tried: tuple[str, ...] = ()
        error: RectoError | None = None
        try:
            found = self._library.texts.fetch(paper, tell, stopped=stop)
            if found.text is None:
                tried = found.tried
        except Interrupted:
            return
        except Exception as failed:
            error = failed if isinstance(failed, RectoError) else exhaustion(failed)
            if error is None:
                raise
        if not (self._is_closed or stop.is_set()):
            self._stage.call_later(self._end, paper, tried, error, stop)

    def _tell(self, words: str, stop: Stop | None = None) -> None:
        if stop is None or (stop is self._stop and not stop.is_set()):
            self._stage.asking = words

    def _end(
        self, paper: Paper, tried: tuple[str, ...], error: RectoError | None, stop: Stop
    ) -> None:
        """Open the text, or say why there is none; on the event loop."""
        stage = self._stage
        if stop is not self._stop or stop.is_set():
            return
        self._thread = None
        stage.asking = ""
        stage.show_parts()
        if error is not None:
            stage.say(str(error), is_error=True)
        elif tried:
            stage.say(" ".join(tried))
        elif stage.results.rowid == paper.rowid and stage.keyboard not in _BUSY:
            self._open(paper)
        else:  # whoever has gone elsewhere stays there
            stage.say(f"The text of “{paper.title[:60]}” is here.")
