"""Blocks out of the lines of a paper, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..blocks import Place
from .drafts import Draft
from .entries import Entries, begin_without_heading
from .floats import Floats
from .kinds import (
    Heading,
    Setting,
    caption_of,
    heading_of,
    is_formula,
    run_in_heading_of,
    theorem_of,
)
from .lines import Line
from .paragraphs import Flow
from .tables import is_row

_MANY_LINES = 6
"""Lines of a heading or title at most."""
_REFERENCES = ("references", "bibliography", "literature cited")


class Assembly:
    """Takes lines one after the other and tells what they belong to."""

    def __init__(self, lines: Sequence[Line], setting: Setting) -> None:
        self._lines = lines
        self._setting = setting
        self._flow = Flow(setting)
        self._floats = Floats(self._flow, lines)
        self._entries = Entries(self._flow, ())

    def run(self) -> list[Draft]:
        """Return the blocks of all the lines."""
        at = self._front()
        while at < len(self._lines):
            at = self._take(at)
        return [draft for draft in self._flow.drafts if not draft.is_dropped]

    def _take(self, at: int) -> int:
        """Take the line at a place and those that belong to it; return where to go on."""
        line = self._lines[at]
        setting, flow, floats = self._setting, self._flow, self._floats
        after = self._lines[at + 1] if at + 1 < len(self._lines) else None
        if flow.place != "references" and begin_without_heading(self._lines, at):
            self._begin_references(at)
        if floats.is_note(line):
            return floats.note(at)
        if caption := caption_of(line, flow.goes_on(line), setting):
            return floats.caption(at, caption)
        if flow.is_run_in_abstract(line):
            flow.text(line)
            return at + 1
        if flow.place == "references":
            heading = heading_of(line, after, setting)
            if heading and not re.match(r"\[?\d+[\].]", line.text.strip()):
                return self._heading(at, heading)
            self._entries.take(line)
            return at + 1
        if heading := self._heading_at(line, after):
            return self._heading(at, heading)
        if (run_in := run_in_heading_of(line)) and flow.begins(line):
            return self._run_in(at, *run_in)
        if is_formula(line, setting) and not flow.is_within_item(line):
            return floats.formula(at)
        theorem = theorem_of(line)
        if theorem and flow.begins(line):
            draft = flow.start("proof" if theorem.name == "Proof" else "theorem", line)
            draft.number = theorem.number
            draft.label = f"{theorem.name.lower()}.{theorem.number}" if theorem.number else ""
            return at + 1
        if is_row(self._lines, at) and not flow.goes_on(line):
            return floats.table(at)
        if floats.is_stray(line):
            return floats.stray(at)
        flow.text(line)
        return at + 1

    # What begins a paper

    def _front(self) -> int:
        """Take title and authors; return where abstract or text begins."""
        lines, flow = self._lines, self._flow
        end = self._end_of_front()
        # A letter alone is the large initial of the text.
        named = [line for line in lines[:end] if len(line.text.strip()) > 2]
        top = max((line.size for line in named), default=0.0)
        flow.place = "body"
        if top < 1.05 * self._setting.size:
            return self._plain_front(end)
        start = next(at for at, line in enumerate(lines) if line.size == top and line in named)
        stop = start
        while stop < end and abs(lines[stop].size - top) < 0.6 and stop - start < _MANY_LINES:
            stop += 1
        self._take_front(start, stop, end)
        return end

    def _plain_front(self, end: int) -> int:
        """Take a title that is not larger than the text but bold; return where to go on."""
        lines = self._lines
        stop = 0
        while stop < min(end, _MANY_LINES) and lines[stop].share("is_bold") > 0.85:
            stop += 1
        if not stop or stop == end:
            return 0
        self._take_front(0, stop, end)
        return end

    def _take_front(self, start: int, stop: int, end: int) -> None:
        lines, flow = self._lines, self._flow
        flow.drafts.append(Draft("title", list(lines[start:stop]), place="front"))
        # What stands above the title is of the publisher: a series, a date, a notice.
        authors = [line for line in lines[stop:end] if not self._floats.is_note(line)]
        if authors:
            flow.drafts.append(Draft("authors", authors, place="front"))
        for at in range(stop, end):
            if self._floats.is_note(lines[at]):
                self._floats.note(at)

    def _end_of_front(self) -> int:
        """Return the line with which the abstract, a section or running text begins."""
        lines = self._lines
        first = next((line.page for line in lines), 0)
        page = [line for line in lines if line.page == first]
        self._flow.place = "body"
        for at, line in enumerate(page):
            if re.fullmatch(r"abstract[.:]?", line.text.strip(), re.IGNORECASE):
                return at
            if self._flow.is_run_in_abstract(line):
                return at
            heading = heading_of(line, page[at + 1] if at + 1 < len(page) else None, self._setting)
            # A title may begin as a heading does: “A Survey”, “10 Lessons”.
            if heading and heading.level and (at or heading.number in ("1", "I")):
                return at
        for at in range(1, len(page) - 1):
            line, after = page[at], page[at + 1]
            is_text = line.is_full and line.size < 1.05 * self._setting.size
            if is_text and after.size == line.size and min(len(line.text), len(after.text)) > 40:
                return at
        return min(len(page), 1)

    # Headings

    def _heading_at(self, line: Line, after: Line | None) -> Heading | None:
        heading = heading_of(line, after, self._setting)
        if heading and self._flow.goes_on(line) and not heading.number:
            # A line within a paragraph that is in bold from end to end.
            return None if (line.gap or 0) < 1.25 * self._setting.leading else heading
        return heading

    def _heading(self, at: int, heading: Heading) -> int:
        line, flow = self._lines[at], self._flow
        taken = [line]
        following = at + 1
        while following < len(self._lines) and len(taken) < _MANY_LINES:
            other = self._lines[following]
            is_close = other.gap is not None and other.gap < 1.45 * line.top_size
            is_alike = other.face == line.face and abs(other.top_size - line.top_size) < 0.2
            numbered = heading_of(other, None, self._setting)
            if not (is_close and is_alike) or line.size != other.size:
                break
            if numbered and numbered.number:
                break
            taken.append(other)
            following += 1
        flow.open = None
        name = heading.text.casefold().strip(" .:")
        if name == "abstract":
            flow.place = "abstract"
            return following
        flow.place = self._place_under(heading, name)
        if flow.place == "references":
            self._begin_references(following)
        draft = Draft("heading", taken, heading.level, heading.number, place=flow.place)
        draft.cut = line.text.strip().removesuffix(heading.text)
        flow.drafts.append(draft)
        flow.has_heading = True
        return following

    def _run_in(self, at: int, heading: Heading, count: int) -> int:
        line, flow = self._lines[at], self._flow
        named, rest = Line(line.pieces[:count], line.page), Line(line.pieces[count:], line.page)
        named.column, rest.column, rest.gap = line.column, line.column, line.gap
        draft = Draft("heading", [named], heading.level, heading.number, place=flow.float_place)
        draft.cut, draft.has_stop = named.text.strip().split(" ", 1)[0], True
        flow.drafts.append(draft)
        flow.has_heading = True
        flow.start("paragraph", rest)
        return at + 1

    def _begin_references(self, at: int) -> None:
        self._flow.open = None
        self._flow.place = "references"
        self._entries = Entries(self._flow, self._lines[at:])

    def _place_under(self, heading: Heading, name: str) -> Place:
        """Return where what follows a heading stands: whatever follows references is appended."""
        place = self._flow.place
        if name in _REFERENCES:
            return "references"
        is_roman = self._setting.is_roman and bool(re.fullmatch(r"[IVXL]+", heading.number))
        is_lettered = heading.number[:1].isalpha() and heading.level == 1 and not is_roman
        if place in ("references", "appendix") or is_lettered:
            return "appendix"
        if name.startswith(("appendi", "supplement")):
            return "appendix"
        return "body"
