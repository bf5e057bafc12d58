"""Fetches what is new in followed sources on a thread of its own, and says what came."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ....index import Interrupted, RectoError, SearchIndexError, Stop, exhaustion
from ..state import TYPING, Keyboard
from .fetch_text import brought, source_name, standings, warnings, why_nothing

if TYPE_CHECKING:
    from ....index import Followed, Library, Outcome, Progress
    from ..mark_writer import MarkWriter
    from .stage import FetchStage, Foot

ASKED = 1 / 6
"""Hours after which a source is asked again when the reader asks for it: services want rest."""

STANDING = 60.0
"""Seconds after which it is looked again how sources are doing: what is due next is another."""

AGAIN = 1800.0
"""Seconds after which a reader that is left open looks whether something is due again."""

MOST_INDEXED = 200
"""Papers above which what came is indexed by a process of its own."""

_BUSY = TYPING | {Keyboard.NOTE}
"""Where one types."""

_SWITCH = 0.0001
"""Seconds after which the thread gives way to the screen: a key needs it several times."""

_PATIENCE = 0.2
"""Seconds that the thread has to end of itself; what waits for a service is left to it."""


class Fetcher:
    """At most one fetch at a time, over which one reads on; and how sources are doing."""

    def __init__(
        self,
        library: Library,
        stage: FetchStage,
        writer: MarkWriter,
        foot: Foot,
        bring_texts: Callable[[], object],
    ) -> None:
        self._library = library
        self._stage = stage
        self._writer = writer
        self._foot = foot
        self._bring_texts = bring_texts
        """Has the texts of what is queued come."""
        self._stop = Stop()
        self._thread: threading.Thread | None = None
        self._is_closed = self._is_watching = False
        self._is_asked = False
        """Whether the fetch that goes on was asked for, at its beginning or since."""
        self._unshown: Sequence[Outcome] = ()
        """What came unasked and was not shown since."""
        self._looked_at = 0.0
        """When it was last looked, in the time of the clock."""
        self._change: int | None = None
        """The library as it was when it was last looked how sources are doing."""

    @property
    def is_fetching(self) -> bool:
        """Whether a fetch goes on."""
        return self._thread is not None

    def fetch(self, *, is_asked: bool) -> bool:
        """Begin to fetch what is due, unless there is nothing to ask or a fetch goes on already.

        When it is over the list is read anew where the reader has asked for it (`is_asked`), also
        while it went on, and what came is said, or why nothing did. Return whether it is asked for
        only now.
        """
        following = self._library.following
        if self.is_fetching and is_asked and not self._is_asked:
            self._is_asked = True
            return True
        if self.is_fetching or self._is_closed or not following.names or following.fetch_refusal:
            return False
        with suppress(RectoError):  # that nothing can be written was said at the start
            self._library.journal.check_writable()
            self._stop = Stop()
            self._is_asked = is_asked
            self._thread = threading.Thread(
                target=self._run, args=(is_asked, self._stop), name="fetch", daemon=True
            )
            self._library.index.most_at_once = MOST_INDEXED
            following.works_apart = True
            self._writer.is_adding += 1
            self._thread.start()
            return True
        return False

    def stop(self) -> None:
        """Fetch no more for now; may be called on any thread."""
        self._stop.set()

    def close(self) -> None:
        """Stop, and wait until the library is let alone: at most for what is being written."""
        self._is_closed = True
        self._stop.leave()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self, is_asked: bool, stop: Stop) -> None:
        outcomes: Sequence[Outcome] = ()
        error: RectoError | None = None
        following = self._library.following
        usual = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        try:
            with stop.at_work():
                hours = ASKED if is_asked else float(self._library.config.fetch.every)
                due = following.due(hours)
            if due:
                outcomes = following.fetch(due, progress=self._tell, stopped=stop)
            with stop.at_work():
                followed = following.all()
                self._unshown = [*filter(self._is_there, self._unshown), *outcomes]
                if any(outcome.new for outcome in outcomes):
                    with suppress(SearchIndexError):  # it is built anew then, and counted later
                        self._library.searches.all()
                    self._library.taste.prepare(lambda: not self._is_closed)
        except Interrupted:
            followed = None
        except Exception as failed:
            followed = None
            error = failed if isinstance(failed, RectoError) else exhaustion(failed)
            if error is None:
                raise
        finally:
            sys.setswitchinterval(usual)
        if not self._is_closed:
            self._stage.call_later(self._end, outcomes, followed, error)

    def _is_there(self, outcome: Outcome) -> bool:
        """Whether what came was not taken back since."""
        with suppress(RectoError):
            days = self._library.sources.days(outcome.follow.name)
            return not {day.name for day in days}.isdisjoint(day.name for day in outcome.days)
        return False

    def _tell(self, progress: Progress) -> None:
        """Say whom is asked, and which day has come; on the thread."""
        parts = [f"fetching {source_name(progress.follow.name)}"]
        if progress.total > 1:
            parts[0] += f" {progress.number}/{progress.total}"
        if progress.taken is not None:
            parts.append(progress.taken.name.rpartition("/")[2])
        self._stage.call_later(self._show, " · ".join(parts))

    def _show(self, text: str) -> None:
        if self.is_fetching:
            self._stage.activity.fetching = text

    def _end(
        self,
        outcomes: Sequence[Outcome],
        followed: Sequence[Followed] | None,
        error: RectoError | None,
    ) -> None:
        """Show what came, on the event loop; `followed` is None where it was stopped."""
        stage, self._thread = self._stage, None
        is_asked = self._is_asked
        self._writer.is_adding -= 1
        stage.activity.fetching = ""
        has_come = any(not day.is_known for outcome in outcomes for day in outcome.days)
        if is_asked or stage.results.rowid is None:
            stage.reload()
        elif has_come:
            self._writer.reload()
        if self._library.index.state() != "ready":
            stage.build_index()
        if error is not None:
            stage.say(str(error), is_error=True)
        elif followed is not None:
            self._say(is_asked, outcomes, followed)
        self.show_standings()
        if followed is not None:
            self._bring_texts()

    def _say(
        self, is_asked: bool, outcomes: Sequence[Outcome], followed: Sequence[Followed]
    ) -> None:
        key = self._stage.key("new" if is_asked else "refresh")
        came = brought(self._unshown if is_asked else outcomes, f"; {key} shows them")
        wrong = warnings(outcomes)
        if is_asked:
            self._unshown = ()
        said = f"{came} {wrong}".strip()
        if is_asked and not came:
            said = why_nothing(followed)
        if said and (is_asked or not self._stage.bottom.message):
            self._stage.say(said, is_error=bool(wrong))

    # How sources are doing

    def watch(self) -> None:
        """Show how sources are doing, from now on; not where another machine asks them."""
        if not self._library.following.is_here:
            return
        if not self._is_watching:
            self._is_watching = True
            self._looked_at = self._now()
            self._stage.set_interval(STANDING, self.look_again)
        self.look()

    def look_again(self) -> None:
        """Fetch what is due by now as at the start, but never while one types."""
        self.show_standings()
        is_time = not 0 <= self._now() - self._looked_at < AGAIN
        if is_time and self._library.config.fetch.every and self._stage.keyboard not in _BUSY:
            self._looked_at = self._now()
            self.fetch(is_asked=False)

    def _now(self) -> float:
        clock = self._library.following.clock
        return time.time() if clock is None else clock.now()

    def look(self) -> None:
        """Show it where something of the library has changed since it was shown."""
        if self._is_watching and self._change != self._library.journal.change_mark():
            self.show_standings()

    def show_standings(self) -> None:
        """Show how sources are doing by now."""
        self._change = self._library.journal.change_mark()
        if self._library.following.names and self._library.following.is_here:
            self._stage.run_beside(self._find_standings, group="standings", exclusive=True)
        else:
            self._foot.show_standings(lambda done, ellipsis: ())

    async def _find_standings(self) -> None:
        following = self._library.following
        with suppress(RectoError):  # the next look tells
            followed = await asyncio.to_thread(following.all)
            now = self._now()
            is_offline = following.refusal is not None
            self._foot.show_standings(
                lambda done, ellipsis: standings(
                    followed, now, is_offline=is_offline, done=done, ellipsis=ellipsis
                )
            )
