"""Lines that were typed before, kept as a shell does: queries, commands, programs to pipe to."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 200
"""Lines kept."""


class History:
    """Earlier lines, oldest first, and how far back one has gone in them."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.texts = list(texts)
        self._back = 0
        self._unfinished = ""

    @property
    def is_back(self) -> bool:
        """Whether an earlier line stands where one types."""
        return self._back > 0

    @classmethod
    def of(cls, texts: object) -> History:
        """Return the history that a session has kept; what is none makes an empty one."""
        kept = texts if isinstance(texts, list) else []
        return cls(text for text in kept if isinstance(text, str))

    def begin(self) -> None:
        """Start from the newest again."""
        self._back = 0

    def keep(self, text: str) -> None:
        """Add a line that was used; one that was there moves to the end."""
        self._back = 0
        text = text.strip()
        if text:
            self.texts = [*(old for old in self.texts if old != text), text][-LONGEST:]

    def recall(self, step: int, present: str) -> str | None:
        """Go back by a step, or forth by a negative one; None where there is nothing more."""
        back = self._back + step
        if not 0 <= back <= len(self.texts):
            return None
        if self._back == 0:
            self._unfinished = present
        self._back = back
        return self.texts[-back] if back else self._unfinished
