"""Blocks while they are put together, line by line, and what they become in the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ..blocks import Block, BlockKind, Place, Span, SpanKind
from .codings import composed
from .lines import Line
from .runs import Run, Style
from .words import Words

_KINDS: dict[Style, SpanKind] = {
    "text": "text",
    "emphasis": "emphasis",
    "strong": "strong",
    "code": "code",
    "mark": "note",
}


@dataclass
class Draft:
    """A block that is being put together."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    level: int = 0
    number: str = ""
    label: str = ""
    place: Place = "body"
    cut: str = ""
    """What stands at its beginning and is told otherwise, such as the sign of an item."""
    text_x: float = 0.0
    """Where the text of an item begins."""
    has_stop: bool = False
    """Whether it is a heading that ends with a full stop, which is none of its name's."""
    is_stray: bool = False
    """Whether it may be the words of a picture."""
    is_dropped: bool = False
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    head: int = 0

    @property
    def last(self) -> Line:
        """The line that it ends with so far."""
        return self.lines[-1]

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.lines[0].page if self.lines else 0

    @property
    def ends(self) -> bool:
        """Whether it ends as a paragraph does: with a sentence, in a line that ends early."""
        text = self.last.text.rstrip(' ”’")]¹²³')
        runs = self.last.runs
        while runs and runs[-1].style == "mark":
            runs = runs[:-1]
            text = "".join(run.text for run in runs).rstrip(' ”’")]')
        return text.endswith((".", "!", "?", ":")) and not self.last.is_full

    @property
    def ends_early(self) -> bool:
        """Whether its last line ends well before the others, as no line within does."""
        right = max(line.right for line in self.lines[-4:])
        return self.ends and self.last.right < right - 3 * self.last.size

    def block(self, words: Words) -> Block:
        """Return the block."""
        is_doubtful = self.kind == "formula"
        if self.rows:
            spans: tuple[Span, ...] = ()
        elif self.kind in ("formula", "code"):
            spans = tuple(Span(text) for text in self._apart())
        else:
            spans = _spans(_cut(self._running(words), self.cut))
        if self.kind in ("title", "heading", "authors"):
            name = "".join(span.text for span in spans).strip()
            spans = (Span(name.removesuffix(".") if self.has_stop else name),)
        return Block(
            self.kind,
            spans,
            self.level,
            self.number,
            self.label,
            self.rows,
            self.head,
            self.place,
            self.page,
            is_doubtful,
        )

    def _running(self, words: Words) -> list[Run]:
        """Return its lines as running text; a letter that is a word's large initial is put on."""
        told: list[Run] = []
        between = ", " if self.kind == "authors" else ""
        for line in self.lines:
            runs = [run for run in line.runs if run.text]
            if self.kind in ("title", "authors"):
                runs = [run for run in runs if run.style != "mark"]
            if not runs:
                continue
            if between:
                runs = [Run(_cells(line), "text")]
            if not told:
                told = runs
                continue
            first = runs[0]
            last = told[-1]
            if between:
                told.append(Run(between + first.text, "text"))
                continue
            if len(self.lines[0].text) == 1 and line is self.lines[1]:
                told.extend(runs)
                continue
            if first.style == "mark" or last.style == "mark":
                after = first.text if first.style == "mark" else f" {first.text.lstrip()}"
                told.append(Run(after, first.style))
            else:
                whole = words.join(last.text, first.text)
                rest = whole[: len(whole) - len(first.text)]
                if last.style != first.style and rest != last.text.rstrip() + " ":
                    told[-1] = Run(rest, last.style)
                    told.append(first)
                elif last.style == first.style:
                    told[-1] = Run(whole, last.style)
                else:
                    told[-1] = last
                    told.append(Run(" " + first.text, first.style))
            told.extend(runs[1:])
        return told

    def _apart(self) -> list[str]:
        """Return its lines one by one: code with its indents, a formula's rows by their numbers."""
        if self.kind == "code":
            left = min(line.x for line in self.lines)
            wide = 0.5 * self.lines[0].size
            return [
                " " * min(40, round((line.x - left) / wide)) + composed(line.text).strip()
                for line in self.lines
            ]
        told = " ".join(composed(line.text).strip() for line in self.lines)
        if self.number:
            told = told.removesuffix(f"({self.number})").rstrip()
        return [told]


def _cells(line: Line) -> str:
    told = []
    for cell in line.cells:
        text = "".join(run.text for run in Line(cell, line.page).runs if run.style != "mark")
        told.append(text.strip(" ,"))
    return ", ".join(filter(None, told))


def _cut(runs: list[Run], told: str) -> list[Run]:
    """Return runs without what their beginning tells otherwise; spaces are passed over."""
    left = len(re.sub(r"\s", "", told))
    rest: list[Run] = []
    for run in runs:
        if left <= 0:
            rest.append(run)
            continue
        at = 0
        while at < len(run.text) and left > 0:
            left -= not run.text[at].isspace()
            at += 1
        if at < len(run.text):
            rest.append(Run(run.text[at:], run.style))
    return rest


def _spans(runs: list[Run]) -> tuple[Span, ...]:
    """Return spans: how most of a block is set, such as a theorem in italics, is its plain text."""
    weights = Counter[Style]()
    for run in runs:
        weights[run.style] += len(run.text)
    usual = weights.most_common(1)[0][0] if weights else "text"
    if usual == "mark" or weights["text"] * 3 > weights[usual]:
        usual = "text"
    told: list[tuple[str, SpanKind]] = []
    for run in runs:
        kind: SpanKind = "text" if run.style in (usual, "text") else _KINDS[run.style]
        if told and told[-1][1] == kind and kind != "note":
            told[-1] = (told[-1][0] + run.text, kind)
        else:
            told.append((run.text, kind))
    for at in range(1, len(told)):
        if told[at][1] != "text" and told[at][0][:1] == " ":
            told[at - 1] = (told[at - 1][0] + " ", told[at - 1][1])
            told[at] = (told[at][0].lstrip(), told[at][1])
    spans = [Span(re.sub(r"\s+", " ", composed(text)), kind) for text, kind in told]
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip())
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip())
    return tuple(span for span in spans if span.text)
