"""How fast somebody types, which tells when the typing rests."""

from __future__ import annotations

from collections import deque

_LEAST, _MOST = 0.2, 0.8
"""Seconds that a rest takes at least and at most."""
_USUAL = 0.2
"""Seconds between two keys of somebody who has not typed yet."""
_PAUSE = 1.0
"""Seconds after which nobody is typing: what comes then begins anew."""
_REMEMBERED = 9


class TypingPace:
    """Observes the keys of somebody who types."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._gaps: deque[float] = deque(maxlen=_REMEMBERED)

    def observe(self, now: float) -> None:
        """Take note of a key that came at this time, in seconds of any clock."""
        if self._last is not None and 0 <= now - self._last < _PAUSE:
            self._gaps.append(now - self._last)
        self._last = now

    @property
    def rest(self) -> float:
        """Seconds without a key after which the typing rests: twice the usual gap between two.

        The median, since a slow line brings several keys at once, and thinking takes a while.
        """
        gap = sorted(self._gaps)[len(self._gaps) // 2] if self._gaps else _USUAL
        return min(max(2 * gap, _LEAST), _MOST)
