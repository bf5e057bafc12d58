"""Former days of categories of arXiv that are followed: what they cost, and fetching them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from .following import Following

if TYPE_CHECKING:
    from ..fetch.clock import Stop
    from ..fetch.harvesting.backfill import Backfill
    from ..fetch.harvesting.harvest import Stage
    from ..fetch.harvesting.prices import Price


class FormerDays:
    """Fetches categories back to a day: papers stand under the day of their first version."""

    def __init__(self, following: Following) -> None:
        self._following = following

    def price(self, name: str, since: date) -> Price:
        """Return what it costs to fetch a category of arXiv back to a day; asks arXiv once.

        Raises NotFoundError for a source that is not followed, OfflineError, FetchError, and
        RectoError for what is no category or still to come.
        """
        (follow,) = self._following.chosen([name])
        return self._backfill(None).price(follow, since)

    def fetch(
        self,
        name: str,
        since: date,
        *,
        progress: Callable[[Stage], object] = lambda stage: None,
        stopped: Stop | None = None,
    ) -> Stage:
        """Fetch a category of arXiv back to a day; return how far that came.

        Papers are no news. Whole days are in the library whenever it ends, and the same call goes
        on from there. `progress` is told behind each part; else as `Following.fetch` and `price`.
        """
        (follow,) = self._following.chosen([name])
        with contextlib.nullcontext() if stopped is None else stopped.at_work():
            return self._backfill(stopped).run(follow, since, progress)

    def _backfill(self, stopped: Stop | None) -> Backfill:
        from ..fetch.harvesting.backfill import Backfill

        following = self._following
        fetching = following.fetching(stopped)
        return Backfill(following.store, following.client(stopped), fetching, following.take_in)
