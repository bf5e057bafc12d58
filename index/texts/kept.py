"""The texts of papers that lie beside the library, one packed file each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .blocks import unpack

if TYPE_CHECKING:
    from ..locations import Locations
    from ..paper import Paper
    from .blocks import Text

SUFFIX = ".text"
"""What the names of packed texts end in, behind the id of their paper."""


class KeptTexts:
    """Which papers have a text here, and what it says."""

    def __init__(self, locations: Locations) -> None:
        self._directory = locations.data / "texts"
        self._seen: tuple[int, frozenset[str]] = (-1, frozenset())
        """When the directory was changed last, in nanoseconds, and whose texts were there."""

    def path(self, paper: Paper) -> Path:
        """Return where the text of a paper is, if there is one."""
        return self._directory / f"{paper.id}{SUFFIX}"

    def load(self, paper: Paper) -> Text | None:
        """Return the text of a paper; None where there is none that can be read."""
        try:
            return unpack(self.path(paper).read_bytes())
        except OSError:
            return None

    def held(self) -> frozenset[str]:
        """Return the ids of all papers that have a text; asked again it costs next to nothing."""
        try:
            changed = self._directory.stat().st_mtime_ns
        except OSError:
            return frozenset()
        if changed != self._seen[0]:
            files = self._directory.glob(f"*{SUFFIX}")
            self._seen = changed, frozenset(path.stem for path in files)
        return self._seen[1]
