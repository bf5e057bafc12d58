"""Where the reader is in the texts of papers; no act and no mark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ..parts.context import Context
from ..store.positions import (
    Position,
    keep_letters,
    keep_position,
    lettered,
    parts_read,
    position_of,
)


class Positions:
    """The register of places in texts."""

    def __init__(self, context: Context) -> None:
        self._database = context.database

    def of(self, rowid: int) -> Position | None:
        """Return where the reader left a paper, by row number; None where nobody has read it."""
        return position_of(self._database, rowid)

    def parts(self) -> Mapping[int, int]:
        """Return how much was read of each paper that was begun, 0 to 100, by row number."""
        return parts_read(self._database)

    def letters(self, rowid: int) -> Mapping[str, Position]:
        """Return by their letters the places in a paper's text that the reader gave one."""
        return {letter: place for letter, (place, _) in lettered(self._database, rowid).items()}

    def give_letter(self, rowid: int, letter: str, position: Position) -> None:
        """Give the place where the reader is now a letter; on disk when it returns.

        Raises StoreError.
        """
        with self._database.transaction():
            wall = self._keep(rowid, position)
            _, known = lettered(self._database, rowid).get(letter, (position, ""))
            place = {letter: (position, max(wall, known))}
            keep_letters(self._database, rowid, place, is_now=True)

    def keep(self, rowid: int, position: Position) -> None:
        """Keep where the reader is now; on disk when it returns. Raises StoreError."""
        with self._database.transaction():
            self._keep(rowid, position)

    def _keep(self, rowid: int, position: Position) -> str:
        """Keep where the reader is now; return when that is, in UTC. Inside a transaction."""
        now = datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
        known = self._database.value("SELECT wall FROM positions WHERE pid = ?", (rowid,))
        wall = max(now, known or "")
        if self._database.row("SELECT 1 FROM papers WHERE pid = ?", (rowid,)):
            # What is done now counts, also where a clock was wrong before.
            self._database.execute("UPDATE positions SET wall = '' WHERE pid = ?", (rowid,))
            keep_position(self._database, rowid, position, wall)
        return wall
