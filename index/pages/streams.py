"""The text of a long file, decoded as it comes, so that no file has to fit into memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import chain

from ..errors import SourceError
from .files import Readable, is_wide, iterate_pieces

LONGEST_LINE = 1 << 22
"""Characters of a line, or of one record: no paper fills a hundredth of it."""

_DAMAGED = re.compile("[\udc80-\udcff]")
"""What bytes become that are no UTF-8, by `surrogateescape`."""

NO_UTF8 = "It is not UTF-8 text."


def is_damaged(text: str) -> bool:
    """Whether there were bytes in a text that are none."""
    return not text.isascii() and _DAMAGED.search(text) is not None


class TextStream:
    """A stream of bytes as text; to be gone through once, by pieces or by lines.

    UTF-8, or UTF-16 where a byte order mark says so. Bytes that are no UTF-8 cost the record in
    which they stand: `is_damaged` knows it. Raises SourceError for what is no text at all.
    """

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream = stream
        self.name = name
        self.long_line: int | None = None
        """The first line that was cut off since it was too long."""

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces that end anywhere."""
        found = iterate_pieces(self._stream, self.name)
        first = next(found, b"")
        decoder = (
            codecs.getincrementaldecoder("utf-16")("strict")
            if is_wide(first)
            else codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        )
        lines = 0
        for piece in chain([first], found, [b""]):
            try:
                text = decoder.decode(piece, not piece)
            except UnicodeDecodeError as error:
                raise self._refused(lines) from error
            lines += text.count("\n")
            if text:
                yield text

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends, which are of any of the three kinds."""
        rest, number = "", 1
        is_cut = False
        for piece in self._plain():
            *lines, rest = (rest + piece).split("\n")
            for line in lines:
                yield "" if is_cut else line
                is_cut = False
            number += len(lines)
            if is_cut:
                rest = ""
            elif len(rest) > LONGEST_LINE:
                self.long_line = self.long_line or number
                rest, is_cut = "", True
        if rest:
            yield rest

    def _plain(self) -> Iterator[str]:
        """Yield pieces with one kind of line end."""
        held = ""
        for piece in self.pieces():
            text = held + piece
            held = ""
            if "\r" in text:
                if text.endswith("\r"):
                    text, held = text[:-1], "\r"
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            yield text
        if held:
            yield "\n"

    def _refused(self, lines: int) -> SourceError:
        return SourceError(
            f"Cannot read {self.name}",
            f"It is not UTF-16 text: line {lines + 1} or one of the next.",
            "Save the page as text (UTF-8) and add that file.",
        )
