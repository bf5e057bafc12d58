"""The texts of papers that lie beside the library: a file as it came, and the blocks of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .blocks import unpack

if TYPE_CHECKING:
    from ..locations import Locations
    from ..paper import Paper
    from .blocks import Text

RAW, BLOCKS = ".raw", ".blocks"
"""What the names of the two files end in, behind the id of their paper."""


class TextFiles:
    """The files of texts in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def ids(self) -> list[str]:
        """Return the ids of the papers of which a text is here, in order."""
        return sorted(path.stem for path in self.directory.glob(f"*{RAW}"))


class KeptTexts:
    """Which papers have a text here, and what it says."""

    def __init__(self, locations: Locations) -> None:
        self.files = TextFiles(locations.data / "texts")

    def get(self, paper: Paper) -> Text | None:
        """Return the text of a paper; None where there is none that can be read."""
        try:
            data = (self.files.directory / f"{paper.id}{BLOCKS}").read_bytes()
        except OSError:
            return None
        return unpack(data.partition(b"\n")[2])
