"""Has the texts of what is queued come by themselves, and older ones read anew."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from ....index import Interrupted, RectoError, Stop, exhaustion

if TYPE_CHECKING:
    from ....index import Library, QueuedText, QueueOutcome
    from .stage import QueueStage

SOON = 1.0
"""Seconds after which the text of what was queued is asked for: more may be queued by then."""

AGAIN = 1800.0
"""Seconds after which those are asked for again that a service kept waiting."""

_PATIENCE = 0.2
"""Seconds that the thread has to end of itself; what waits for a service is left to it."""


class QueueTexts:
    """One text after the other on a thread of its own, over which one reads on.

    Nothing is fetched but where the settings want it and the reader lets services be asked.
    """

    def __init__(self, library: Library, stage: QueueStage) -> None:
        self._library = library
        self._stage = stage
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._is_closed = self._is_waiting = False
        self._is_wanted_again = False
        """Whether more was queued while a run went on."""
        self._came = 0
        """Texts that this run has brought or read anew: also where it was stopped."""
        self._queued: int | None = None
        """How many papers were in the queue when it was last looked at."""

    @property
    def is_at_work(self) -> bool:
        """Whether texts come, or are read anew."""
        return self._thread is not None

    def follow(self, queued: int) -> None:
        """Take note of how many papers are queued; of more the texts come soon."""
        before, self._queued = self._queued, queued
        if before is not None and queued > before and self._library.config.text.with_queue:
            self._begin_in(SOON)

    def begin(self) -> None:
        """Have the texts come that are wanted, unless that goes on already."""
        self._is_waiting = False
        if self._is_closed or self.is_at_work:
            self._is_wanted_again = self.is_at_work
            return
        if not (self._fetches or self._library.locations.texts.is_dir()):
            return
        self._is_wanted_again = False
        self._came = 0
        self._stop = Stop()
        self._thread = threading.Thread(
            target=self._run, args=(self._stop,), name="queue texts", daemon=True
        )
        self._thread.start()

    def stop(self) -> bool:
        """Fetch no more for now; return whether texts were coming. For any thread."""
        if not self.is_at_work or self._stop.is_set():
            return False
        self._stop.set()
        return True

    def close(self) -> None:
        """Stop, and wait until the library is let alone."""
        self._is_closed = True
        self._stop.leave()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    @property
    def _fetches(self) -> bool:
        return (
            self._library.config.text.with_queue
            and self._library.following.refusal is None
            and self._library.texts.may_fetch
        )

    def _begin_in(self, seconds: float) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._stage.call_in(seconds, self.begin)

    def _run(self, stop: Stop) -> None:
        texts = self._library.texts
        outcome: QueueOutcome | None = None
        said = ""
        try:
            if self._fetches:
                outcome = texts.fetch_queued(
                    self._note,
                    lambda words: self._tell(words, stop),
                    is_asked=False,
                    stopped=stop,
                )
            texts.files.forget_gone(time.time())
            self._read_anew(stop)
        except Interrupted:
            pass
        except Exception as failed:
            error = failed if isinstance(failed, RectoError) else exhaustion(failed)
            if error is None:
                raise
            said = str(error)
        if not self._is_closed:
            self._stage.call_later(self._end, outcome, said)

    def _note(self, one: QueuedText) -> None:
        """Show that a text was asked for, and perhaps is here."""
        self._came += one.text is not None
        self._stage.call_later(self._stage.presenter.show_parts)

    def _read_anew(self, stop: Stop) -> None:
        """Read what an older Recto has read; whoever opens one of these before has it at once."""
        files = self._library.texts.files
        if files.is_current():
            return
        names = files.outdated()
        for at, name in enumerate(names, 1):
            self._tell(f"reading texts anew {at}/{len(names)}", stop)
            if not files.is_ready(name):
                self._library.texts.renew(name, stopped=stop)
                self._came += 1
        files.remember_look(True)

    def _tell(self, words: str, stop: Stop) -> None:
        self._stage.call_later(self._show, words, stop)

    def _show(self, words: str, stop: Stop) -> None:
        if stop is self._stop and self.is_at_work:
            self._stage.activity.bringing = words

    def _end(self, outcome: QueueOutcome | None, said: str) -> None:
        """Say what came, on the event loop, where nothing else is said."""
        stage, self._thread = self._stage, None
        stage.activity.bringing = ""
        stage.presenter.show_parts()
        if self._came:
            stage.index_texts()
        is_error = bool(said)
        if outcome is not None and outcome.came:
            came = "1 text" if outcome.came == 1 else f"{outcome.came:,} texts"
            said = said or f"{came} of the queue came."
        if said and not stage.bottom.message:
            stage.say(said, is_error=is_error)
        if outcome is not None and outcome.left:
            self._begin_in(AGAIN)
        elif self._is_wanted_again and not self._stop.is_set():
            self.begin()
