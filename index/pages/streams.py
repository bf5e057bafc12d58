"""The text of a long file, decoded as it comes, so that no file has to fit into memory."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import chain

from .contents import Problem
from .encodings import Decoder, Encoding, Sniffer, encoding_of
from .files import Readable, iterate_pieces

LONGEST_LINE = 1 << 22
"""Characters of a line, or of one record: no paper fills a hundredth of it."""

_DAMAGED = re.compile("[\udc80-\udcff]")
"""What bytes become that are no UTF-8, by `surrogateescape`."""

NO_UTF8 = "It is not UTF-8 text."

LOOKED_AT = 1 << 16
"""Characters at the beginning of a text that are kept, to tell what it is."""


def is_damaged(text: str) -> bool:
    """Whether there were bytes in a text that are none."""
    return not text.isascii() and _DAMAGED.search(text) is not None


class TextStream:
    r"""A stream of bytes as text; to be gone through once, by pieces or by lines.

    Bytes that are no text become `\ufffd`, and `problems` says where. How the text is encoded is
    found out before, where the stream can be gone through twice, unless the caller knows it. Raises
    SourceError for what is no text at all.
    """

    def __init__(self, stream: Readable, name: str, encoding: Encoding | None = None) -> None:
        self._stream = stream
        self.name = name
        self.long_line: int | None = None
        """The first line that was cut off since it was too long."""
        self.head = ""
        """How the text begins, as far as it was read."""
        self._encoding = encoding
        self._decoder: Decoder | None = None

    @property
    def problems(self) -> list[Problem]:
        """What was no text of what was read."""
        return self._decoder.problems if self._decoder else []

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces that end anywhere."""
        encoding = self._encoding or _sniff(self._stream, self.name)
        found = iterate_pieces(self._stream, self.name)
        first = next(found, b"")
        self._decoder = decoder = Decoder(encoding or encoding_of(first))
        for piece in chain([first], found, [b""]):
            text = decoder.decode(piece, is_last=not piece)
            if len(self.head) < LOOKED_AT:
                self.head += text[: LOOKED_AT - len(self.head)]
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


def _sniff(stream: Readable, name: str) -> Encoding | None:
    """Return how the text of a stream is encoded that can be read twice, and leave it there."""
    if not isinstance(stream, io.IOBase) or not stream.seekable():
        return None
    start = stream.tell()
    sniffer = Sniffer()
    for piece in iterate_pieces(stream, name):
        sniffer.feed(piece)
    stream.seek(start)
    return sniffer.encoding()
