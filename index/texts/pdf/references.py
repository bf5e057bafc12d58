"""What a text refers to: citations, figures, sections, formulas and footnotes by their labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..blocks import Block, Span

_BRACKETS = re.compile(r"\[([^\[\]]{1,80})\]")
_RANGE = re.compile(r"\[(\d{1,3})\](\s*[–—-]\s*)\[(\d{1,3})\]")
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[–—-]\s*\d{1,3})?")
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_NAME = r"(?:(?:de|van|von|der|den|di|da|la|le|del|dos|ten|ter)\s+){0,3}[^\W\d_][\w’'-]{0,40}"
_NAMES = rf"({_NAME})(?:\s+et\s+al\.?|(?:,\s+{_NAME}){{0,6}},?\s+(?:and|&)\s+{_NAME})?"
_IN_BRACKETS = re.compile(rf"{_NAMES},?\s+({_YEAR}(?:,\s*(?:{_YEAR}|[a-z]))*)")
_IN_TEXT = re.compile(rf"{_NAMES}\s+[(\[]({_YEAR}(?:,\s*{_YEAR})*)[^()\[\]]{{0,40}}[)\]]")
_YEAR_ALONE = re.compile(_YEAR)
_ROUND = re.compile(r"\(([^()]{6,400})\)|\[([^\[\]]{6,400})\]")
_OTHER = re.compile(
    r"\b(Figures?|Figs?\.|Tables?|Algorithms?|Listings?|Sections?|Secs?\.|Appendix|Theorems?|Lemmas?|"
    r"Propositions?|Corollary|Definitions?|Remarks?|Assumptions?|Examples?|Claims?)"
    r"[\s ](S?\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})*\b|[IVXL]{1,6}\b)"
)
_EQUATION = re.compile(r"\b(Equations?|Eqs?\.|Eqn\.)[\s ]\(?(\d{1,3}(?:\.\d{1,3})?[a-z]?)\)?")
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z][.,;:!?)”’])\d{1,2}(?=\s|$)|(?<=[^\W\d_A-Z]{4})\d{1,2}(?=[\s.,;:)]|$)"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”{}|\\^`]{4,500}")
_ROOMS = {
    "fig": "figure",
    "tab": "table",
    "alg": "algorithm",
    "lis": "listing",
    "sec": "section",
    "app": "section",
    "the": "theorem",
    "lem": "lemma",
    "pro": "proposition",
    "cor": "corollary",
    "def": "definition",
    "rem": "remark",
    "ass": "assumption",
    "exa": "example",
    "cla": "claim",
}
_FIRST_NAMES = 160
"""Characters of an entry within which its authors stand."""

Found = tuple[int, int, str, tuple[str, ...]]
"""Where it begins and ends in its block, its kind, what it speaks of."""


class References:
    """The labels of a paper and how its text speaks of them."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._labels: set[str] = set()
        self._numbers: dict[str, str] = {}
        self._years: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for block in blocks:
            if block.label:
                self._labels.add(block.label)
            if block.kind != "entry":
                continue
            if block.number:
                self._numbers[block.number] = block.label
            text = block.text
            for year in set(_YEAR_ALONE.findall(text)):
                self._years[year].append((text[:_FIRST_NAMES].casefold(), block.label))

    def found_in(self, text: str) -> list[Found]:
        """Return what a text speaks of, in order, nothing twice."""
        found = [
            *addresses_in(text),
            *self._numbered(text),
            *self._by_names(text),
            *self._others(text),
        ]
        told: list[Found] = []
        for one in sorted(found, key=lambda one: (one[0], -one[1])):
            if not told or one[0] >= told[-1][1]:
                told.append(one)
        return told

    def _numbered(self, text: str) -> Iterator[Found]:
        for found in _RANGE.finditer(text):
            targets = self._between(found[1], found[3])
            if targets:
                yield found.start(), found.end(), "cite", targets
        for found in _BRACKETS.finditer(text):
            if found[1] in self._numbers and not found[1].isdigit():
                yield found.start(), found.end(), "cite", (self._numbers[found[1]],)
                continue
            rest = re.sub(
                r"\b(?:see|cf\.|e\.g\.,?|p+\.\s*\d+|Theorem \S+|Section \S+)", "", found[1]
            )
            if not re.fullmatch(r"[\d\s,;–—-]+", rest):
                parts = [part.strip() for part in re.split(r"[,;]", found[1])]
                targets = tuple(self._numbers[part] for part in parts if part in self._numbers)
                if len(targets) == len(parts):
                    yield found.start(), found.end(), "cite", targets
                continue
            targets = self.raised(rest)
            if targets:
                yield found.start(), found.end(), "cite", targets

    def raised(self, text: str) -> tuple[str, ...]:
        """Return the entries that raised numbers mean, as in Nature: `1,3–5`."""
        told: tuple[str, ...] = ()
        for number in _NUMBERS.findall(text):
            first, *last = re.split(r"\s*[–—-]\s*", number)
            told += self._between(first, last[0] if last else first)
        return told

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        if not 0 <= int(last) - int(first) < 100:
            return ()
        numbers = map(str, range(int(first), int(last) + 1))
        return tuple(self._numbers[number] for number in numbers if number in self._numbers)

    def _by_names(self, text: str) -> Iterator[Found]:
        if not self._years or self._numbers:
            return
        for outer in _ROUND.finditer(text):
            inner = outer[1] or outer[2]
            start = outer.start() + 1
            for found in _IN_BRACKETS.finditer(inner):
                if targets := self._of(found[1], found[2]):
                    yield start + found.start(), start + found.end(), "cite", targets
        for found in _IN_TEXT.finditer(text):
            if targets := self._of(found[1], found[2]):
                yield found.start(), found.end(), "cite", targets

    def _of(self, name: str, years: str) -> tuple[str, ...]:
        """Return the entries of an author and years, the first of an entry's authors first."""
        told: list[str] = []
        name = name.split()[-1].casefold()
        year = ""
        for part in re.split(r",\s*", years):
            year = part if len(part) > 1 else year[:4] + part
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            fits = [
                (found.start(), label)
                for head, label in self._years.get(year, ())
                if (found := pattern.search(head))
            ]
            if fits:
                told.append(min(fits)[1])
        return tuple(told)

    def _others(self, text: str) -> Iterator[Found]:
        for found in _OTHER.finditer(text):
            label = f"{_ROOMS[found[1][:3].lower()]}.{found[2]}"
            if label in self._labels:
                yield found.start(), found.end(), "reference", (label,)
        for found in _EQUATION.finditer(text):
            label = f"equation.{found[2]}"
            if label in self._labels:
                yield found.start(), found.end(), "reference", (label,)


def addresses_in(text: str) -> Iterator[Found]:
    """Yield the addresses that a text has, without the marks that end its sentence."""
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?'’”")
        if address.endswith(")") and "(" not in address:
            address = address[:-1]
        yield found.start(), found.start() + len(address), "link", (address,)


def linked(block: Block, references: References, notes: dict[tuple[int, str], str]) -> Block:
    """Return a block with what it speaks of as spans with targets.

    A raised sign is that of a footnote where one with it stands on that page or on the next, else
    it is text.
    """
    if block.rows or block.kind in ("formula", "code", "title", "authors", "heading"):
        return block
    spans: list[Span] = []
    for span in _with_glued_notes(block, notes):
        if span.kind == "note":
            targets = tuple(
                label
                for sign in span.text.replace(" ", "").split(",")
                for page in (block.page, block.page + 1)
                if (label := notes.get((page, sign)))
            )[:3]
            before = spans[-1].text[-1:] if spans else ""
            if targets:
                spans.append(Span(span.text.strip(), "note", targets))
            elif not before.isdigit() and (cited := references.raised(span.text)):
                spans.append(Span(span.text.strip(), "cite", cited))
            elif spans and spans[-1].kind == "text":
                spans[-1] = spans[-1]._replace(text=spans[-1].text + span.text)
            else:
                spans.append(Span(span.text))
        elif spans and spans[-1].kind == "text" == span.kind:
            spans[-1] = spans[-1]._replace(text=spans[-1].text + span.text)
        else:
            spans.append(span)
    text = "".join(span.text for span in spans)
    # What entries say of each other is seldom a citation.
    found = list(addresses_in(text)) if block.kind == "entry" else references.found_in(text)
    found = [one for one in found if not block.label or block.label not in one[3]]
    return block._replace(spans=tuple(_with_targets(spans, text, found)))


def _with_glued_notes(block: Block, notes: dict[tuple[int, str], str]) -> Iterator[Span]:
    """Yield spans, those signs parted that stand on the line because their glyphs are raised."""
    signs = {sign for page, sign in notes if page == block.page and sign.isdigit()}
    if not signs or block.kind == "footnote":
        yield from block.spans
        return
    for span in block.spans:
        at = 0
        for found in _GLUED.finditer(span.text) if span.kind == "text" else ():
            if found[0] in signs:
                yield span._replace(text=span.text[at : found.start()])
                yield Span(found[0], "note")
                at = found.end()
        if at < len(span.text):
            yield span._replace(text=span.text[at:])


def _with_targets(spans: list[Span], text: str, found: list[Found]) -> Iterator[Span]:
    """Yield spans, those that speak of something parted from the others."""
    at = 0
    for span in spans:
        end = at + len(span.text)
        if span.kind not in ("text", "emphasis", "strong", "code"):
            yield span
            at = end
            continue
        inside = [one for one in found if one[0] < end and one[1] > at]
        place = at
        for start, stop, kind, targets in inside:
            first, last = max(start, at), min(stop, end)
            if first > place:
                yield span._replace(text=text[place:first])
            yield Span(text[first:last], kind, targets)  # type: ignore[arg-type]
            place = last
        if place < end:
            yield span._replace(text=text[place:end])
        at = end
