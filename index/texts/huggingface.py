"""What Hugging Face answers for `papers/ID.md`: an envelope, and in it Markdown or lines of text.

Newer answers are lines: sections have their number glued on (`1Introduction`), the table of
contents stands before the paper, and of formulas each sign is a line, without what was raised or
lowered. Invisible signs of MathML leave a line of their own.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from unicodedata import normalize

from ..text import clean
from .blocks import Block, Place, Span, Text
from .citing import with_citations
from .spans import Run

_ENVELOPE = re.compile(
    r"\s*Title:\s*(?P<title>[^\n]*)\n\s*(?:URL Source:\s*(?P<address>\S*)[^\n]*\n)"
    r"(?:[^\n]*\n){0,6}?\s*Markdown Content:[ \t]*\n?"
)
_STAMP = re.compile(r"arXiv:\S+?v(\d{1,3})\b.*")
_LICENSE = re.compile(r"License:\s*(.{1,100})")
_CHROME = frozenset(
    {"learn more", "×", "back to arxiv", "why html?", "report issue", "back to abstract"}
    | {"download pdf", "report github issue", "submit without github", "submit in github"}
    | {"arxiv is now an independent nonprofit!", "title:", "content selection saved."}
)
_GLUED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:\.\d{1,2}){0,3})\.?(?=[A-Z“])")
_CAPTION = re.compile(r"(Figure|Table|Algorithm|Listing) ([\w.]{1,8}):")
_TOKEN = 4
"""Signs of a line that is a piece of a formula: `log` and `exp` are among them."""
_LONGEST_TITLE = 160


def is_envelope(text: str) -> bool:
    """Whether a text is such an answer."""
    return _ENVELOPE.match(text) is not None


def read_envelope(text: str) -> tuple[str, str, int | None]:
    """Return what is in an envelope, the title on it and the version it is of."""
    found = _ENVELOPE.match(text)
    if found is None:
        return text, "", None
    named = re.search(r"v(\d{1,3})/?$", found["address"] or "")
    return text[found.end() :], clean(found["title"]), int(named[1]) if named else None


def is_markdown(text: str) -> bool:
    """Whether what is in an envelope is Markdown, as older answers are."""
    return bool(re.search(r"^#{1,6} \S", text, re.M))


def read_lines(text: str, title: str, version: int | None) -> Text:
    """Return lines of text as blocks."""
    reader = _Lines(title, version)
    blocks = with_citations(reader.blocks(text.replace("\r\n", "\n").split("\n")))
    lacks = ("the TeX of its formulas", "pictures", "where it leads to")
    return Text(blocks, "huggingface", reader.version, reader.license, lacks)


class _Lines:
    """The lines of an answer, and what was learned of them so far."""

    def __init__(self, title: str, version: int | None) -> None:
        self.version = version
        self.license = ""
        self._title = title
        self._titles: set[str] = set()
        """The lines of the table of contents, which stand before their sections again."""
        self._place: Place = "front"
        self._letter = "A"
        """The appendix that would come next."""
        self._entries = 0

    def blocks(self, lines: list[str]) -> Iterator[Block]:
        """Yield the blocks of the paper."""
        start = self._begin(lines)
        gathered: list[str] = []
        for at in range(start, len(lines)):
            line = lines[at]
            before = self._place
            if (block := self._heading(line.strip())) is not None:
                yield from self._told(gathered, before)
                gathered = []
                if block.spans:
                    yield block
            elif line.strip():
                if gathered and _CAPTION.match(line) and not _is_token(gathered[-1]):
                    yield from self._told(gathered, before)
                    gathered = []
                gathered.append(line)
            elif not self._is_within_formula(lines, at):
                yield from self._told(gathered, before)
                gathered = []
        yield from self._told(gathered, self._place)

    def _begin(self, lines: list[str]) -> int:
        """Read what stands before the paper, and return where that begins."""
        seen: set[str] = set()
        for at, line in enumerate(lines[:400]):
            told = line.strip()
            if (found := _LICENSE.fullmatch(told)) and not self.license:
                self.license = clean(found[1])
            elif found := _STAMP.fullmatch(told):
                self.version = int(found[1])
                self._titles = {one for one in seen if one.casefold() not in _CHROME}
                return at + 1
            elif told:
                seen.add(told)
        at = 0
        while at < len(lines) and (
            not lines[at].strip() or lines[at].strip().casefold() in _CHROME
        ):
            at += 1
        return at

    def _heading(self, line: str) -> Block | None:
        if not line or len(line) > _LONGEST_TITLE or "\t" in line:
            return None
        is_listed, name = line in self._titles, line.casefold()
        if name == "abstract":
            self._place = "abstract"
            return Block("heading")
        if name in ("references", "bibliography"):
            self._place = "references"
            return Block("heading", _spans(line), 1, place="references")
        found = _GLUED.match(line)
        if found is not None and (is_listed or self._is_section(line, found)):
            number = found["number"]
            if number[0].isalpha():
                self._place = "appendix"
                if "." not in number:
                    self._letter = chr(ord(number) + 1)
            elif self._place != "appendix":
                self._place = "body"
            title = _spans(line[found.end() :])
            return Block("heading", title, 1 + number.count("."), number, place=self._place)
        if is_listed:
            if self._place in ("front", "abstract"):
                self._place = "body"
            return Block("heading", _spans(line), 1, place=self._place)
        return None

    def _is_section(self, line: str, found: re.Match[str]) -> bool:
        """Whether a line without a place among the contents is a section's title all the same."""
        number = found["number"]
        if line.endswith((".", ",", ";")):
            return False
        if number[0].isalpha():
            is_own = "." in number or (number == self._letter and self._place == "references")
            return is_own and self._place in ("references", "appendix")
        return "." in number or not self._titles

    @staticmethod
    def _is_within_formula(lines: list[str], at: int) -> bool:
        """Whether an empty line stands between two signs of a formula."""
        before = lines[at - 1] if at else ""
        after = lines[at + 1] if at + 1 < len(lines) else ""
        return _is_token(before) and _is_token(after)

    def _told(self, lines: list[str], place: Place) -> Iterator[Block]:
        """Yield what lines without an empty one between them are."""
        if not lines:
            return
        if self._title and place in ("front", "abstract", "body"):
            lines = yield from self._front(lines)
        merged = _merged(lines)
        if sum("\t" in text for text, _ in merged) * 2 > len(merged):
            rows = [tuple(map(_spans, text.split("\t"))) for text, _ in merged]
            width = max(map(len, rows))
            even = tuple((*row, *((),) * (width - len(row))) for row in rows)
            is_doubtful = any(doubt for _, doubt in merged)
            head = min(1, len(rows) - 1)
            yield Block("table", rows=even, head=head, place=place, is_doubtful=is_doubtful)
            return
        spans = _spans(" ".join(text for text, _ in merged))
        is_doubtful = any(doubt for _, doubt in merged)
        if not spans:
            return
        if place == "references":
            self._entries += 1
            yield Block("entry", spans, 0, "", f"bib{self._entries}", (), 0, place, 0, is_doubtful)
        elif found := _CAPTION.match(lines[0]):
            yield Block("caption", spans, 0, found[2], "", (), 0, place, 0, is_doubtful)
        else:
            yield Block("paragraph", spans, place=place, is_doubtful=is_doubtful)

    def _front(self, lines: list[str]) -> Generator[Block, None, list[str]]:
        """Yield title and authors, which are the first lines, and return the others."""
        title, self._title = self._title, ""
        first = clean(lines[0])
        is_own = len(first) <= _LONGEST_TITLE and title.casefold() in first.casefold()
        yield Block("title", _spans(first if is_own else title), place="front")
        rest = lines[is_own:]
        if self._place != "abstract" or not rest:
            return rest
        yield Block("authors", _spans(" ".join(rest)), place="front", is_doubtful=True)
        return []


def _merged(lines: list[str]) -> list[tuple[str, bool]]:
    """Return lines with the signs of formulas put where they belong, and which have some."""
    merged: list[tuple[str, bool]] = []
    was_token = False
    for line in lines:
        is_token = _is_token(line)
        if merged and (is_token or (was_token and line[:1] in " .,;:)-")):
            text = normalize("NFKC", line) if is_token else line
            merged[-1] = (merged[-1][0] + text, True)
        else:
            merged.append((normalize("NFKC", line) if is_token else line, is_token))
        was_token = is_token
    return merged


def _spans(text: str) -> tuple[Span, ...]:
    run = Run()
    run.add_text(text)
    return run.take()


def _is_token(line: str) -> bool:
    """Whether a line is no more than a sign or two, as each of a formula's is."""
    told = line.strip()
    if not 0 < len(told) <= _TOKEN or " " in told or line != told:
        return False
    return not (told.endswith("-") and len(told) > 1)  # a word that a formula belongs to
