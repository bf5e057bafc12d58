"""Who asks services for the reader: each is made when it is needed first, for many never are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....index import Library
    from ..finder import Finder
    from ..mark_writer import MarkWriter
    from ..state import ReaderState
    from .asker import Asker
    from .fetcher import Fetcher
    from .queue_texts import QueueTexts
    from .stage import Foot, ServicesStage
    from .syncer import Syncer


class Services:
    """Those who fetch, ask, bring texts and sync, and one end for all of them."""

    def __init__(
        self,
        library: Library,
        stage: ServicesStage,
        state: ReaderState,
        writer: MarkWriter,
        finder: Finder,
        foot: Foot,
    ) -> None:
        self._library = library
        self._stage = stage
        self._state = state
        self._writer = writer
        self._finder = finder
        self._foot = foot
        self._fetcher: Fetcher | None = None
        self._asker: Asker | None = None
        self._queue_texts: QueueTexts | None = None
        self._syncer: Syncer | None = None

    @property
    def fetcher(self) -> Fetcher:
        """Who fetches; whoever follows nothing goes without."""
        if self._fetcher is None:
            from .fetcher import Fetcher

            self._fetcher = Fetcher(
                self._library, self._stage, self._writer, self._foot, self.bring_texts
            )
        return self._fetcher

    @property
    def syncer(self) -> Syncer:
        """Who brings the library in step with other machines; whoever has none goes without."""
        if self._syncer is None:
            from .syncer import Syncer

            self._syncer = Syncer(self._library, self._stage, self._writer, self._foot)
        return self._syncer

    @property
    def asker(self) -> Asker:
        """Who asks services for a query."""
        if self._asker is None:
            from .asker import Asker

            self._asker = Asker(self._library, self._stage, self._state, self._finder)
        return self._asker

    def bring_texts(self) -> None:
        """Have the texts of what is queued come, where that is wanted, and older ones read anew."""
        wants = self._library.config.text.with_queue
        if wants or self._library.locations.texts.is_dir():  # whoever has none goes without
            if self._queue_texts is None:
                from .queue_texts import QueueTexts

                self._queue_texts = QueueTexts(self._library, self._stage)
                self._queue_texts.follow(self._state.counts.queue)
            self._queue_texts.begin()

    def follow_counts(self) -> None:
        """Look after what has changed with the counts of the state: sources, and the queue."""
        if self._fetcher is not None:
            self._fetcher.look()
        if self._queue_texts is not None:
            self._queue_texts.follow(self._state.counts.queue)

    def stop_fetching(self) -> bool:
        """Fetch no more for now; return whether a fetch went on. May be called on any thread."""
        were_coming = self._queue_texts is not None and self._queue_texts.stop()
        if self._fetcher is None or not self._fetcher.is_fetching:
            return were_coming
        self._fetcher.stop()
        return True

    def stop_asking(self) -> bool:
        """Wait for no answer any more; return whether one was waited for."""
        if self._asker is None or not self._asker.is_asking:
            return False
        self._asker.stop()
        return True

    def stop_syncing(self) -> bool:
        """Wait for no other machine any more; return whether one was waited for."""
        return self._syncer is not None and self._syncer.stop()

    def end_in_step(self, say: Callable[[str], object], *, is_hurried: bool = False) -> bool:
        """Tell other machines what is new here once the terminal is given back.

        Return whether that is over; it takes some seconds at most.
        """
        if not self._library.sync.is_configured:
            return True
        from .syncer import HURRIED, PATIENCE

        return self.syncer.finish(say, HURRIED if is_hurried else PATIENCE)

    def close(self) -> None:
        """Let the threads end."""
        for service in (self._asker, self._fetcher, self._queue_texts, self._syncer):
            if service is not None:
                service.close()
