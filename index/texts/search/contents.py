"""Which texts an index has, and which of its documents are their sections: a file beside it.

The first line says by which version it was made. Each other one is of a text, in the order of
documents: its name, the file's mark, the number of its first section, how many there are, and as
JSON the block and the name of each. Numbers ascend.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ...errors import SearchIndexError
from .sections import VERSION as CUT
from .sections import Section

NAME = "texts"
"""The file's name in a generation of the index."""

_FORM = 3
"""Rises whenever an index is written in another form, beside what `stamp.FORMAT` tells."""
_HEAD = f"{CUT}.{_FORM}"


class Indexed(NamedTuple):
    """A text as an index has it."""

    name: str
    """That of its files: an id of the paper."""
    mark: str
    """What the file it was read from is told by from another one."""
    first: int
    """The number of its first section."""
    length: int
    """How many sections it has."""
    sections: str
    """Block and name of each section, as JSON."""

    @classmethod
    def of(cls, name: str, mark: str, first: int, sections: Iterable[Section]) -> Indexed:
        """Return a text whose sections have been numbered from `first` on."""
        told = [(section.block, section.name) for section in sections]
        kept = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return cls(name, mark, first, len(told), kept)

    @property
    def end(self) -> int:
        """The number behind its last section."""
        return self.first + self.length

    def section(self, number: int) -> tuple[int, str]:
        """Return block and name of a section by its number."""
        block, name = json.loads(self.sections)[number - self.first]
        return block, name


class Contents:
    """The texts of an index, in the order of their sections' numbers."""

    def __init__(self, texts: Iterable[Indexed] = (), *, is_current: bool = True) -> None:
        self.texts = tuple(texts)
        self.is_current = is_current
        """Whether this very version of Recto cuts and writes texts as they were for it."""
        self.firsts = [text.first for text in self.texts]

    @classmethod
    def read(cls, folder: Path) -> Contents:
        """Return what is written in a generation; SearchIndexError where that is not to be read."""
        try:
            head, *lines = (folder / NAME).read_text("utf-8").split("\n")
            return cls(_read(filter(None, lines)), is_current=head == _HEAD)
        except (OSError, ValueError) as error:
            raise SearchIndexError("The index of texts cannot be used", f"{error}.") from error

    def write(self, folder: Path) -> None:
        """Write it into a generation, in place of what was taken over from the one before."""
        path = folder / NAME
        path.unlink(missing_ok=True)  # others may read what it is a link to
        lines = ("\t".join(map(str, text)) for text in self.texts)
        path.write_text("\n".join((_HEAD, *lines)) + "\n", "utf-8")

    @property
    def end(self) -> int:
        """The number behind the last section."""
        return self.texts[-1].end if self.texts else 1

    @property
    def marks(self) -> dict[str, str]:
        """The marks of the texts by their names."""
        return {text.name: text.mark for text in self.texts}

    def at(self, number: int) -> Indexed | None:
        """Return the text that a section is of; None for one whose text was not finished."""
        place = bisect_right(self.firsts, number) - 1
        if place < 0 or number >= self.texts[place].end:
            return None
        return self.texts[place]


def _read(lines: Iterable[str]) -> Iterator[Indexed]:
    for line in lines:
        name, mark, first, count, sections = line.split("\t")
        yield Indexed(name, mark, int(first), int(count), sections)
