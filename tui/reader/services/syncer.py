"""Brings the library in step with other machines on a thread of its own while one reads on."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ....index import AwayError, Interrupted, RectoError, exhaustion, write_setting
from .sync_words import begun, noted_apart, told

if TYPE_CHECKING:
    from ....index import Library, Synced
    from ..mark_writer import MarkWriter
    from .stage import Foot, SyncStage

LOOK = 5.0
"""Seconds between looks at the folder, and at what is new here."""

SETTLED = 60.0
"""Seconds after a mark until it is sent of itself: more are likely to follow by then."""

_MINUTE = 60.0

_SWITCH = 0.0001
"""Seconds after which the thread gives way to the screen: a key needs it several times."""

PATIENCE = 3.0
"""Seconds that the last run may take when one leaves."""

HURRIED = 1.0
"""The same where a signal has ended the reader, or the other side does not answer."""

GENTLE = 0.5
"""Seconds that it has to end of itself then."""

_BUSY = 0.1
"""Seconds after which it is tried again while another process is at it."""

_SAID_LATE = 0.5
"""Seconds after which it is said what one waits for when one leaves."""


class Syncer:
    """At most one run at a time; and what the sidebar's foot says of other machines."""

    def __init__(self, library: Library, stage: SyncStage, writer: MarkWriter, foot: Foot) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self._foot = foot
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._is_asked = self._is_closed = self._is_looking = self._is_watching = False
        self._came: dict[str, int] = {}
        """How many acts of each machine came while this reader was open."""
        self._apart = self._waiting = 0
        self._is_away = False
        self._said: set[str] = set()
        """What was said unasked: each error once."""
        self._unsaid: dict[str, bool] = {}
        """What waits until the bottom line is free, and whether it is an error."""
        self._change: int | None = None
        """The library as it was when it was last looked at, or in step."""
        self._changed_at = self._run_at = self._begun_at = 0.0
        self._sent_change: int | None = None
        """The library as it was when the last run began: what is marked over it may not be sent."""

    @property
    def is_at_work(self) -> bool:
        """Whether a run goes on."""
        return self._thread is not None

    def watch(self) -> None:
        """Run now, and whenever the folder changes or marks have settled, from now on."""
        self._look_from_now_on()
        self.sync(is_asked=False)

    def sync(self, *, is_asked: bool, is_near: bool = False, where: str = "") -> bool:
        """Begin a run unless one goes on; return whether it begins, or is asked for only now.

        With a folder or an address libraries meet there from now on, and the settings say so.
        """
        if self.is_at_work:
            was_asked, self._is_asked = self._is_asked, self._is_asked or is_asked
            return is_asked and not was_asked and not where
        if self._is_closed or not (where or self._library.sync.is_configured):
            return False
        self._is_asked = is_asked
        self._look_from_now_on()
        self._stage.activity.syncing = "syncing" if is_asked else ""
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(is_near, self._stop, where), name="sync", daemon=True
        )
        self._begun_at = time.monotonic()
        self._sent_change = self._library.journal.change_mark()
        self._thread.start()
        return True

    def _look_from_now_on(self) -> None:
        if not self._is_watching:
            self._is_watching = True
            self._stage.set_interval(LOOK, self.look)

    def stop(self) -> bool:
        """Wait for no other machine any more; return whether a run went on. For any thread."""
        if self._thread is None or self._stop.is_set():
            return False
        self._stop.set()
        return True

    def close(self) -> None:
        """Begin nothing any more; what goes on is left to `finish`, and may be cut off anywhere."""
        self._is_closed = True

    def finish(self, say: Callable[[str], object], patience: float = PATIENCE) -> bool:
        """Send what is new here when one leaves, for some seconds at most.

        Return whether nothing goes on any more. Where something does, the process may be ended at
        any moment of it: what is not sent waits in the library.
        """
        before, stopped = self._thread, self._stop
        if not self._library.sync.is_configured or (before is None and self._is_in_step()):
            return True
        if self._is_away or (before and time.monotonic() - self._begun_at > patience):
            patience = min(patience, HURRIED)  # who has not answered so far hardly does now
        problems: list[str] = []
        self._stop = threading.Event()

        def run() -> None:
            try:
                if before is not None:
                    before.join()
                stop, run = self._stop, self._library.sync.run
                while run(lambda sentence: None, stop.is_set).is_busy and not stop.wait(_BUSY):
                    pass  # another window may have begun before the last mark here
            except Interrupted:
                pass
            except Exception as failed:  # noqa: BLE001 - said, and what is not sent waits
                error = failed if isinstance(failed, RectoError) else exhaustion(failed)
                if not isinstance(error, AwayError):
                    problems.append(str(error or f"Sync failed: {failed!r}."))

        thread = threading.Thread(target=run, name="last sync", daemon=True)
        thread.start()
        thread.join(min(_SAID_LATE, patience))
        if thread.is_alive():
            say("Telling your other machines …")
            thread.join(max(0.0, patience - _SAID_LATE))
        is_cut = thread.is_alive()
        stopped.set()
        self._stop.set()
        if is_cut:
            thread.join(GENTLE)
        for problem in problems:
            say(problem)
        if is_cut:
            say("Not all of it was sent; the next sync goes on.")
        return not thread.is_alive()

    def _is_in_step(self) -> bool:
        """Tell whether there is nothing to be sent."""
        with contextlib.suppress(RectoError):
            return not self._library.sync.has_news()
        return False

    # A run

    def _run(self, is_near: bool, stop: threading.Event, where: str) -> None:
        done: Synced | None = None
        error: RectoError | None = None
        apart = 0
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        try:
            sync = self._library.sync
            if where:
                done, *setting = sync.begin(where, self._tell, stop.is_set)
                write_setting(self._library.locations.config_file, "sync", *setting)
            else:
                done = sync.run(self._tell, stop.is_set, is_near=is_near)
            apart = len(self._library.notes.apart())
        except Interrupted:
            pass
        except Exception as failed:
            error = failed if isinstance(failed, RectoError) else exhaustion(failed)
            if error is None and not self._is_closed:
                raise
        finally:
            sys.setswitchinterval(usual)
        if not self._is_closed:
            self._stage.call_later(self._end, done, error, apart, where)

    def _tell(self, sentence: str) -> None:
        if not self._is_closed:
            self._stage.call_later(self._show, sentence)

    def _show(self, sentence: str) -> None:
        if self.is_at_work:
            self._stage.activity.syncing = sentence[:1].lower() + sentence[1:].rstrip(" .…")

    def _end(self, done: Synced | None, error: RectoError | None, apart: int, where: str) -> None:
        """Show what came, on the event loop."""
        stage, self._thread = self._stage, None
        is_asked, self._is_asked = self._is_asked, False
        stage.activity.syncing = ""
        self._run_at = time.monotonic()
        has_conflict = False
        if not (where and error):  # which left all as it was
            self._is_away = isinstance(error, AwayError) or (done is not None and done.is_away)
        if done is not None:
            has_conflict = apart > self._apart
            self._apart, self._waiting = apart, done.waiting
            for name, acts in done.machines:
                self._came[name] = self._came.get(name, 0) + acts
            if done.read or done.new_papers or done.others:
                self._writer.reload()
                stage.recount()
                if self._library.index.state() != "ready":
                    stage.build_index()
        self._say(done, error, is_asked=is_asked, has_conflict=has_conflict, where=where)
        self._foot.show_machines(self.parts())

    def _say(
        self,
        done: Synced | None,
        error: RectoError | None,
        *,
        is_asked: bool,
        has_conflict: bool,
        where: str,
    ) -> None:
        """Say what is to be said: an error once, and what came to whoever has asked."""
        sentences = [str(error)] if error is not None else list(done.sentences) if done else []
        if is_asked and done is not None:
            sentences.insert(0, begun(done, where) if where else told(done))
        if has_conflict:
            key = self._stage.key("unite")
            sentences.append(f"{noted_apart(self._apart)} two texts; {key} shows them.")
        if error is None and not self._is_away:  # it is over
            self._unsaid = {one: is_bad for one, is_bad in self._unsaid.items() if not is_bad}
        fresh = [one for one in sentences if is_asked or one not in self._said]
        self._unsaid.update(dict.fromkeys(fresh, error is not None))
        if is_asked or not self._stage.bottom.message:
            self._say_what_waits()

    def _say_what_waits(self) -> None:
        """Say what could not be said while something else stood there."""
        if self._unsaid:
            self._said.update(self._unsaid)
            self._stage.say(" ".join(self._unsaid), is_error=any(self._unsaid.values()))
            self._unsaid.clear()

    def parts(self) -> Sequence[str]:
        """Return what the sidebar's foot says, in the shortest words."""
        parts = [f"{name} {acts:,} act{'s' * (acts != 1)}" for name, acts in self._came.items()]
        if self._waiting:
            parts.append(f"{self._waiting:,} on their way")
        if self._is_away:
            parts.append("sync: away")
        if self._apart:
            parts.append(f"{noted_apart(self._apart)} two texts")
        return tuple(parts)

    # Looking

    def look(self) -> None:
        """Look whether there is anything to do; at the folder on a thread that nobody waits for."""
        if self._unsaid and not (self._is_closed or self._stage.bottom.message):
            self._say_what_waits()
        if self.is_at_work or self._is_closed:
            return
        if self._is_time():
            self.sync(is_asked=False)
        elif self._has_settled():
            self.sync(is_asked=False, is_near=True)
        elif not self._is_looking:
            self._is_looking = True
            threading.Thread(target=self._look, name="sync look", daemon=True).start()

    def _look(self) -> None:
        """Look at the folder, which takes for ever where its disk does not answer."""
        has_changed = self._library.sync.folder_changed()
        if not self._is_closed:
            self._stage.call_later(self._looked, has_changed)

    def _looked(self, has_changed: bool) -> None:
        self._is_looking = False
        if has_changed:
            self.sync(is_asked=False, is_near=True)

    def _is_time(self) -> bool:
        """Tell whether the network is to be asked again."""
        every = self._library.config.sync.every
        passed = time.monotonic() - self._run_at
        return bool(self._library.sync.git and every) and passed >= every * _MINUTE

    def _has_settled(self) -> bool:
        """Tell whether something was marked here, and nothing since for a while."""
        change, now = self._library.journal.change_mark(), time.monotonic()
        if change != self._change:
            self._change, self._changed_at = change, now
        return change != self._sent_change and now - self._changed_at >= SETTLED
