"""Where the reader is in the texts of papers; no act and no mark."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ..parts.context import Context
from ..store.positions import Position, keep_position, parts_read, position_of


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

    def keep(self, rowid: int, position: Position) -> None:
        """Keep where the reader is now; on disk when it returns. Raises StoreError."""
        now = datetime.now(UTC).isoformat(timespec="microseconds").removesuffix("+00:00")
        with self._database.transaction():
            known = self._database.value("SELECT wall FROM positions WHERE pid = ?", (rowid,))
            if self._database.row("SELECT 1 FROM papers WHERE pid = ?", (rowid,)):
                # What is done now counts, also where a clock was wrong before.
                self._database.execute("DELETE FROM positions WHERE pid = ?", (rowid,))
                keep_position(self._database, rowid, position, max(now, known or ""))
