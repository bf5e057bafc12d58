"""XML made well-formed where what is wrong with it is a sign: what a feed says then is kept.

XML 1.0 knows five entities and no control characters, and an `&` or a `<` that means itself has to
be written as one of them. Programs that write feeds forget it, and all behind such a sign is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from ..contents import Problem

_STOPS = re.compile(
    r"(?P<section><!\[CDATA\[|<!--|<\?)"
    r"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff])"
    r"|&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:#(?:x(?P<hex>[\da-fA-F]{1,8})|(?P<number>\d{1,10}));|(?P<name>[A-Za-z][\dA-Za-z]{1,31};))?"
    r"|(?P<less><)(?:(?![A-Za-z_:/!?\x80-\U0010ffff])|(?=[A-Za-z_:][^<>]{0,4096}<))"
)
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OPEN = re.compile(r"<[^<>]{0,4096}\Z|&[#\dA-Za-z]{0,33}\Z")
"""What may be the beginning of a sign of which the rest is to come."""
_LONGEST_OPEN = 4100
_MOST = 1000
"""Signs that are reported."""
_NO_LINE = re.compile(r"[^\n]+")

_CONTROL = "A control character, as no XML has one, was left out."
_BARE = "A bare {sign} was taken as it stands."
_OF_HTML = "&{name} is no entity of XML, and was read as that of HTML."
_UNKNOWN = "&{name} is no entity, and was taken as it stands."


class Mender:
    """The pieces of a document on their way to a parser; no line gets another number."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        """What was mended since they were last taken away."""
        self._held = self._inside = ""
        self._line = 1
        self._at = 0
        self._left = _MOST

    def mend(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield the document well-formed, as far as its signs go."""
        for piece in pieces:
            yield self._mend(self._held + piece, is_last=False)
        if self._held:
            yield self._mend(self._held, is_last=True)

    def _mend(self, text: str, *, is_last: bool) -> str:
        self._held = ""
        if not is_last:
            open_sign = _OPEN.search(text, max(0, len(text) - _LONGEST_OPEN))
            if open_sign:
                text, self._held = text[: open_sign.start()], text[open_sign.start() :]
        parts: list[str] = []
        self._at = at = 0
        while at < len(text):
            if self._inside:
                end = text.find(self._inside, at)
                if end < 0:
                    kept = len(text) if is_last else max(at, len(text) - 2)
                    text, self._held = text[:kept], text[kept:] + self._held
                    parts.append(self._section(text, at, kept))
                    break
                parts += (self._section(text, at, end), self._inside)
                at, self._inside = end + len(self._inside), ""
                continue
            stop = _STOPS.search(text, at)
            if stop is None:
                parts.append(text[at:])
                break
            parts.append(text[at : stop.start()])
            at = stop.end()
            if stop["section"]:
                self._inside = _ENDS[stop["section"]]
                parts.append(stop["section"])
            else:
                parts.append(self._sign(text, stop))
        self._line += text.count("\n", self._at)
        return "".join(parts)

    def _section(self, text: str, start: int, end: int) -> str:
        """Return what stands within a comment, an instruction or CDATA."""
        inner = text[start:end]
        if self._inside == "-->":
            return _NO_LINE.sub("", inner)
        if found := _CONTROLS.search(inner):
            self._report(text, start + found.start(), _CONTROL)
            inner = _CONTROLS.sub(" ", inner)
        return inner

    def _sign(self, text: str, stop: re.Match[str]) -> str:
        """Return a sign as XML may have it."""
        at = stop.start()
        if stop["control"]:
            self._report(text, at, _CONTROL)
            return " "
        if stop["less"]:
            self._report(text, at, _BARE.format(sign="<"))
            return "&lt;"
        if stop["hex"] or stop["number"]:
            code = int(stop["hex"], 16) if stop["hex"] else int(stop["number"])
            if code in (9, 10, 13) or (code <= 0x10FFFF and not _CONTROLS.match(chr(code))):
                return stop[0]
            self._report(text, at, _CONTROL)
            return " "
        if name := stop["name"]:
            if char := html5.get(name):
                self._report(text, at, _OF_HTML.format(name=name))
                return char
            self._report(text, at, _UNKNOWN.format(name=name))
            return f"&amp;{name}"
        self._report(text, at, _BARE.format(sign="&"))
        return "&amp;"

    def _report(self, text: str, at: int, reason: str) -> None:
        self._left -= 1
        if self._left < 0:
            return
        self._line += text.count("\n", self._at, at)
        self._at = at
        self.problems.append(Problem(self._line, reason))
