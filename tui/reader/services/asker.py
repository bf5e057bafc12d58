"""Asks arXiv and Hugging Face for a query on a thread of its own, and shows what they have."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ....index import Asked, Interrupted, RectoError, Stop, exhaustion
from ..state import TYPING, AskedFor, Keyboard

if TYPE_CHECKING:
    from ....index import Library
    from ..finder import Finder
    from ..stage import AskStage
    from ..state import ReaderState

RECENT = 600.0
"""Seconds for which an answer stands: whoever asks for the same again is shown it."""

_PATIENCE = 0.2
"""Seconds that the thread has to end of itself; what waits for a service is left to it."""

_BUSY = TYPING | {Keyboard.NOTE}
"""Where nothing takes the list's place."""


class Asker:
    """At most one question at a time, over which one reads on."""

    def __init__(
        self, library: Library, stage: AskStage, state: ReaderState, finder: Finder
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._finder = finder
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._last: Asked | None = None
        self._asked_from: object = None
        """The list that stood there when the question was asked."""
        self._is_closed = False

    @property
    def is_asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._thread is not None

    @property
    def query(self) -> str:
        """What would be asked now: what stands in the search box, or what the list answers."""
        text = self._stage.box.text.strip()
        related = self._state.related
        return related.answer.text if not text and isinstance(related, AskedFor) else text

    def ask(self, text: str) -> None:
        """Ask for a query, or show the answer to it that came a moment ago."""
        last = self._last
        if self._is_closed or self.is_asking:
            self._stage.say("An answer is waited for; ctrl+c gives it up.")
            return
        is_same = last is not None and last.text == text
        if last is not None and is_same and self._library.asking.is_recent(last, RECENT):
            self._show(last)
            return
        self._stop = Stop()
        self._asked_from = self._here
        self._thread = threading.Thread(
            target=self._run, args=(text, self._stop), name="ask", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Wait for no answer any more; may be called on any thread."""
        self._stop.set()
        self._thread = None
        self._stage.call_later(self._tell, "")

    def close(self) -> None:
        """Stop, and wait until the library is let alone."""
        self._is_closed = True
        self._stop.leave()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    @property
    def _here(self) -> object:
        state = self._state
        return state.view, state.related, self._stage.box.text

    def _run(self, text: str, stop: Stop) -> None:
        try:
            asked = self._library.asking.ask(
                text,
                progress=lambda service: self._stage.call_later(
                    self._tell, f"asking {service}", stop
                ),
                stopped=stop,
            )
        except Interrupted:
            return
        except Exception as error:
            known = error if isinstance(error, RectoError) else exhaustion(error)
            if known is None:
                raise
            self._post(stop, None, known)
        else:
            self._post(stop, asked, None)

    def _post(self, stop: Stop, asked: Asked | None, error: RectoError | None) -> None:
        if not (self._is_closed or stop.is_set()):
            self._stage.call_later(self._end, stop, asked, error)

    def _tell(self, text: str, stop: Stop | None = None) -> None:
        if stop is None or (stop is self._stop and not stop.is_set()):
            self._stage.asking = text

    def _end(self, stop: Stop, asked: Asked | None, error: RectoError | None) -> None:
        """Show the answer, on the event loop."""
        if stop is not self._stop or stop.is_set():
            return
        self._thread = None
        self._stage.asking = ""
        if asked is None:
            self._stage.say(str(error), is_error=True)
            return
        self._last = asked
        if self._here == self._asked_from and self._stage.keyboard not in _BUSY:
            self._show(asked)
        else:  # whoever has gone elsewhere stays there
            text = asked.text
            self._stage.say(f"{_many(asked)} for “{text}” came; :ask {text} shows them.")

    def _show(self, asked: Asked) -> None:
        self._finder.show_asked(asked)
        own = sum(rowid >= 0 for rowid in self._library.asking.rowids(asked))
        yours = f", {own:,} of them in your library" if own else ""
        told = f"{_many(asked)}{yours}; those that you mark are kept." if asked.rowids else ""
        self._stage.say(" ".join((*asked.remarks, told)).strip() or "Nobody there has any.")


def _many(asked: Asked) -> str:
    return "1 paper" if len(asked.rowids) == 1 else f"{len(asked.rowids):,} papers"
