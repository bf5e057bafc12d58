"""How the bytes of a text are encoded: what it says itself, else UTF-8, else Windows-1252.

A byte order mark and the zeros of ASCII in UTF-16 say it, and so does the declaration of XML, of
HTML and of a mail. Whatever else is there is UTF-8, of which a bad byte costs only itself;
Windows-1252 is only what has not one sequence of UTF-8 in it.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from .contents import Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = (
    (re.compile(rb"[!-~]\0\0\0(?!\0)"), "utf-32-le"),
    (re.compile(rb"\0\0\0[!-~]"), "utf-32-be"),
    (re.compile(rb"[!-~]\0[\t\n\r -~]\0"), "utf-16-le"),
    (re.compile(rb"\0[!-~]\0[\t\n\r -~]"), "utf-16-be"),
)
"""How ASCII begins in wider characters without a mark (XML 1.0, appendix F)."""

_DECLARED = re.compile(
    rb"\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"'](?P<xml>[\w.:-]{1,40})[\"']"
    rb"|\s*<(?=[!A-Za-z])[\s\S]{0,4000}?<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*(?P<html>[\w.:-]{1,40})"
    rb"|(?:[\w-]+:|From )[\s\S]{0,16000}?^Content-Type:[^\n]{0,200}(?:\n[ \t][^\n]{0,200}){0,3}?"
    rb"\bcharset\s*=\s*\"?(?P<mail>[\w.:-]{1,40})",
    re.I | re.M,
)
_KNOWN = re.compile(
    r"cp(?:125\d|437|85\d|86[0-6]|874|932|949|950|1361)|iso8859[-_]\d+|koi8[-_][rtu]|mac[-_]\w+"
    r"|euc[-_](?:jp|kr|jis_2004|jisx0213)|shift[-_]jis\w*|gb2312|gbk|gb18030|hz|big5(?:hkscs)?"
    r"|iso2022[-_](?:jp\w*|kr)|tis[-_]620|ptcp154|johab"
)
"""Codecs of texts; Python also has those that are none, and some that unpack."""
_LATIN = frozenset({"ascii", "iso8859-1", "cp1252"})
"""What programs declare that never looked, and where they mean Windows-1252 (WHATWG)."""

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HEAD = 1 << 14
"""Bytes in which a text says how it is encoded."""

WINDOWS = "cp1252"

MOSTDAMAGED = 100
"""Lines with bad bytes that are reported one by one."""
_BAD = re.compile("[\udc80-\udcff\0]+")
"""What bytes become that are no text, by `surrogateescape`, and zeros."""
_BAD_WIDE = re.compile("[\ufffd\0]+")
_NO_ASCII = re.compile("[^\0-\x7f]")
DAMAGED = "A byte that is no text is shown as \ufffd."
GUESSED = "It is not UTF-8 text, and was read as Windows-1252."


class Encoding(NamedTuple):
    """How a text is to be decoded."""

    codec: str
    is_guessed: bool = False
    """It is Windows-1252 since it is no UTF-8, and nothing says so."""


UTF_8 = Encoding("utf-8-sig")


def wide_codec(beginning: bytes) -> str | None:
    """Return the codec of a text that begins so in UTF-16 or UTF-32, None for all others."""
    for mark, codec in _MARKS[1:]:
        if beginning.startswith(mark):
            return codec
    return next((codec for begin, codec in _WIDE if begin.match(beginning)), None)


def declared_codec(beginning: bytes) -> str | None:
    """Return the codec that a text declares, None where it declares none that there is."""
    found = _DECLARED.match(beginning.removeprefix(codecs.BOM_UTF8)[:_HEAD])
    if not found:
        return None
    name = (found["xml"] or found["html"] or found["mail"]).decode("ascii", "replace")
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    if codec in _LATIN:
        return WINDOWS
    return codec if _KNOWN.fullmatch(codec) else None


class Sniffer:
    """Finds out how a text is encoded while all of its bytes go by."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._told: str | None = None
        self._head = self._last = b""
        self._is_begun = self._is_bad = self._has_sequence = self._has_zero = False

    def feed(self, piece: bytes) -> None:
        """Take in the next bytes."""
        if len(self._head) < _HEAD:
            self._head += piece[: _HEAD - len(self._head)]
        self._has_zero = self._has_zero or b"\0" in piece
        if (self._is_bad and self._has_sequence) or (piece.isascii() and not self._last):
            return
        joined = self._last + piece
        self._last = b"" if joined[-3:].isascii() else joined[-3:]
        self._has_sequence = self._has_sequence or _SEQUENCE.search(joined) is not None
        if not self._is_bad:
            try:
                self._decoder.decode(piece)
            except UnicodeDecodeError:
                self._is_bad = True

    def encoding(self) -> Encoding:
        """Return how the text is encoded that has gone by."""
        head = self._head
        if head.startswith(codecs.BOM_UTF8):
            return UTF_8
        if wide := wide_codec(head):
            return Encoding(wide)
        is_bad = self._is_bad or bool(self._decoder.getstate()[0])
        # What was made UTF-8 on its way may still declare what it was.
        declared = None if self._has_sequence and not is_bad else declared_codec(head)
        if declared:
            return Encoding(declared)
        if is_bad and not self._has_sequence and not self._has_zero:
            return Encoding(WINDOWS, is_guessed=True)
        return UTF_8


def encoding_of(data: bytes) -> Encoding:
    """Return how a text is encoded of which all bytes are there."""
    sniffer = Sniffer()
    sniffer.feed(data)
    return sniffer.encoding()


class Decoder:
    """Makes text of bytes as they come; what is none becomes `\ufffd` and is reported by line."""

    def __init__(self, encoding: Encoding) -> None:
        self.problems: list[Problem] = []
        self._is_wide = encoding.codec.startswith(("utf-16", "utf-32"))
        errors = "replace" if self._is_wide else "surrogateescape"
        self._decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
        self._is_guess_due = encoding.is_guessed
        self._line = 1

    def decode(self, piece: bytes, *, is_last: bool = False) -> str:
        """Return the text of the next bytes."""
        text = self._decoder.decode(piece, is_last)
        if not text.isascii() or "\0" in text:
            text = self._mend(text)
        self._line += text.count("\n")
        return text

    def _mend(self, text: str) -> str:
        if self._is_guess_due and (first := _NO_ASCII.search(text)):
            self._is_guess_due = False
            self.problems.append(Problem(self._line_at(text, first.start()), GUESSED))
        bad = _BAD_WIDE if self._is_wide else _BAD
        if not bad.search(text):
            return text
        at, line = 0, self._line
        for found in bad.finditer(text):
            if len(self.problems) > MOSTDAMAGED:
                break
            line += text.count("\n", at, found.start())
            at = found.start()
            problem = Problem(line, DAMAGED)
            if problem not in self.problems[-1:]:
                self.problems.append(problem)
        return bad.sub("\ufffd", text)

    def _line_at(self, text: str, at: int) -> int:
        return self._line + text.count("\n", 0, at)


def decode_line(line: bytes, encoding: Encoding) -> str:
    """Return the text of a line of bytes that are not all UTF-8."""
    text = line.decode(encoding.codec, "surrogateescape")
    return _BAD.sub("\ufffd", text)
