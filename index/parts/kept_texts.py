"""The texts of papers that lie beside the library: a file as it came, and the blocks of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..texts.blocks import unpack

if TYPE_CHECKING:
    from ..paper import Paper
    from ..texts.blocks import Text
    from .context import Context

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

    def __init__(self, context: Context) -> None:
        self._context = context
        self.files = TextFiles(context.locations.data / "texts")

    def get(self, id: str | Paper) -> Text | None:
        """Return the text of a paper; None where there is none that can be read.

        Raises NotFoundError for an unknown id.
        """
        (paper,) = self._context.rows([self._context.one(id)])
        try:
            data = (self.files.directory / f"{paper.id}{BLOCKS}").read_bytes()
        except OSError:
            return None
        return unpack(data.partition(b"\n")[2])
