"""A category of arXiv as far back as its reader wants: the price, and the harvest itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from ...store.store import Store
from ..apart import Here
from ..client import Client
from ..fetching import Fetching
from ..follows import Follow
from ..memory import load_memory
from ..taking import Batch
from .courses import BACKFILL, save_course
from .harvest import Harvest, Stage
from .prices import Price, course_back, price_of, refuse_course


class Backfill:
    """Fetches categories back to a day; `taken` is called with the papers that have come."""

    def __init__(
        self,
        store: Store,
        client: Client,
        fetching: Fetching,
        taken: Callable[[int], object] = lambda papers: None,
    ) -> None:
        self._store = store
        self._client = client
        self._fetching = fetching
        self._taken = taken

    def price(self, follow: Follow, since: date) -> Price:
        """Return what it costs to fetch a category back to a day; raises RectoError."""
        return price_of(self._client, self._store.database, follow, since)

    def run(
        self,
        follow: Follow,
        since: date,
        progress: Callable[[Stage], object] = lambda stage: None,
    ) -> Stage:
        """Fetch a category back to a day, behind what its lists have; return how far that came.

        Interrupted it goes on from there with the same call. Raises RectoError.
        """
        database = self._store.database
        today = datetime.fromtimestamp(self._client.clock.now(), UTC).date()
        refuse_course(follow, since, today)
        if not load_memory(database, follow.name).since:
            # What is announced stands under its list, which is to be there first.
            (outcome,) = self._fetching.run([follow])
            if outcome.error:
                raise outcome.error
        with database.transaction():
            course = course_back(database, follow, since, today)
            save_course(database, BACKFILL, follow.name, course)
        stage = Stage(follow.name, since, 0, 0, 1.0)
        try:
            if not course.is_done:
                here = Here(self._store)
                harvest = Harvest(self._store, self._client, follow, BACKFILL, here)
                for stage in harvest.run(Batch()):
                    progress(stage)
        finally:
            self._taken(stage.records)
        return stage
