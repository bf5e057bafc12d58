"""Plain text as a paper: paragraphs between empty lines, and what looks like a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .blocks import Block, Place, Span, Text
from .citing import with_citations
from .spans import Run

_NUMBERED = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){1,3}|[IVX]{1,5}(?=\.))\.?\s+"
    r"|Appendix (?P<letter>[A-Z])[.:]?\s+)(?P<title>[A-Z][^\n]{1,90})"
)
_NAMED = re.compile(
    r"(?:abstract|introduction|background|related work|methods?|methodology|experiments?|results"
    r"|discussion|conclusions?|limitations|acknowledge?ments?|references|bibliography"
    r"|appendix|appendices|supplementary material)[.:]?",
    re.I,
)
_ITEM = re.compile(r"(?P<sign>[•*\-–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_ENTRY = re.compile(r"\[(\d{1,3})\]\s*(?=\S)")
_BROKEN = re.compile(r"(\w+)-\n(\w+)")
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+|\f")
_LONGEST_TITLE = 200


def read_plain(text: str) -> Text:
    """Return plain text as blocks; headings are guessed, and said to be doubtful."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = with_citations(_Pieces(_unbroken(text)).blocks())
    return Text(blocks, "plain", lacks=("what is emphasised", "where it leads to"))


def _unbroken(text: str) -> str:
    """Put words together that a line's end has broken: those that stand elsewhere as one."""
    if "-\n" not in text:
        return text
    known = Counter(_WORD.findall(text.casefold()))

    def join(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if known[whole.casefold()] else f"{found[1]}-{found[2]}"

    return _BROKEN.sub(join, text)


class _Pieces:
    """The pieces of a text between empty lines, and where in the paper one is."""

    def __init__(self, text: str) -> None:
        self._pieces = [piece.strip("\n") for piece in _GAP.split(text) if piece.strip()]
        self._place: Place = "front"
        self._entries = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks; the first short piece is the title."""
        for at, piece in enumerate(self._pieces):
            first, _, rest = piece.strip().partition("\n")
            if (block := self._heading(first.strip())) is not None:
                yield block
                if rest.strip():
                    yield from self._paragraphs(rest)
            elif at == 0 and len(piece) <= _LONGEST_TITLE and len(self._pieces) > 1:
                yield Block("title", _spans(piece), place="front", is_doubtful=True)
            else:
                if self._place == "front" and len(piece) > _LONGEST_TITLE:
                    self._place = "body"
                yield from self._paragraphs(piece)

    def _heading(self, line: str) -> Block | None:
        found = _NUMBERED.fullmatch(line)
        if found and not line.endswith((".", ",", ";", ":")):
            number, title = found["number"] or found["letter"], found["title"]
            letter = found["letter"] or ("" if number[0].isdigit() else number[0])
            if self._place == "references" or (letter and not number.isalpha()) or found["letter"]:
                self._place = "appendix"
            elif self._place in ("front", "abstract"):
                self._place = "body"
            level = 1 + number.count(".")
        elif _NAMED.fullmatch(line):
            number, title, level = "", line.rstrip(".:"), 1
            self._place = _place_of(title.casefold(), self._place)
            if self._place == "abstract":
                return Block("heading", _spans(title), 1, place="abstract", is_doubtful=True)
        else:
            return None
        return Block("heading", _spans(title), level, number, place=self._place, is_doubtful=True)

    def _paragraphs(self, piece: str) -> Iterator[Block]:
        """Yield the paragraphs, items and references of a piece."""
        if self._place == "references":
            yield from self._references(piece)
            return
        gathered: list[str] = []
        sign = ""
        for line in piece.split("\n"):
            found = _ITEM.match(line.strip())
            if found and (sign or not gathered):
                yield from self._gathered(gathered, sign)
                gathered, sign = [line.strip()[found.end() :]], found["sign"]
            else:
                gathered.append(line)
        yield from self._gathered(gathered, sign)

    def _gathered(self, lines: list[str], sign: str) -> Iterator[Block]:
        if spans := _spans("\n".join(lines)):
            if sign:
                yield Block("item", spans, 1, sign, place=self._place)
            else:
                yield Block("paragraph", spans, place=self._place)

    def _references(self, piece: str) -> Iterator[Block]:
        lines = piece.split("\n")
        starts = [at for at, line in enumerate(lines) if _ENTRY.match(line.strip())] or [0]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            entry = "\n".join(lines[start:end]).strip()
            found = _ENTRY.match(entry)
            self._entries += 1
            number = found[1] if found else ""
            text = entry[found.end() :] if found else entry
            label = f"bib{self._entries}"
            if spans := _spans(text):
                yield Block("entry", spans, number=number, label=label, place="references")


def _place_of(title: str, before: Place) -> Place:
    if title == "abstract":
        return "abstract"
    if title in ("references", "bibliography"):
        return "references"
    if title.startswith(("append", "supplement")) or before == "references":
        return "appendix"
    return "body" if before in ("front", "abstract") else before


def _spans(text: str) -> tuple[Span, ...]:
    run = Run()
    run.add_text(text)
    return run.take()
