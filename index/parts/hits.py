"""Hits of searches, which are read from the library once somebody looks at them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

from ..errors import RectoError

if TYPE_CHECKING:
    from ..results import Hit


class Page:
    """The hits of one search; safe for threads."""

    def __init__(self, read: Callable[[], tuple[Hit, ...]]) -> None:
        self._read: Callable[[], tuple[Hit, ...]] | None = read
        self._hits: tuple[Hit, ...] = ()
        self._lock = threading.Lock()

    def __call__(self) -> tuple[Hit, ...]:
        """Return the hits, read at the first call; raises StoreError."""
        with self._lock:
            if self._read is not None:
                self._hits = self._read()
                self._read = None  # which holds on to all that was found
            return self._hits


class Pages:
    """The pages that somebody holds and has not looked at yet; safe for threads."""

    def __init__(self) -> None:
        self._unread: WeakSet[Page] = WeakSet()
        self._lock = threading.Lock()

    def begin(self, read: Callable[[], tuple[Hit, ...]]) -> Page:
        """Return a page that `read` reads when it is asked for, or else `close`."""
        page = Page(read)
        with self._lock:
            self._unread.add(page)
        return page

    def close(self) -> None:
        """Read what is still held: results are good after their library is closed.

        What cannot be read now says so when it is asked for.
        """
        with self._lock:
            held = list(self._unread)
            self._unread.clear()
        for page in held:
            with suppress(RectoError):
                page()
