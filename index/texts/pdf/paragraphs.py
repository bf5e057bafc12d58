"""Paragraphs as they grow line by line, and stay open over what cuts in."""

from __future__ import annotations

import re

from ..blocks import BlockKind, Place
from .drafts import Draft
from .kinds import Setting, item_of
from .lines import Line

_RUN_IN_ABSTRACT = re.compile(r"\s*(?:abstract|summary)\s*[—–:.-]+\s*", re.IGNORECASE)
_LIST = 40
"""Blocks among which items are of one list."""
_MOST_LINES = 300
"""Lines of a paragraph; one with more is none."""


class Flow:
    """The running text of a paper and the blocks so far.

    A paragraph stays open over a float, a footnote or the end of a column, until a line comes that
    cannot go on with it: TeX puts floats and notes in the midst of sentences.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.drafts: list[Draft] = []
        self.place: Place = "front"
        self.open: Draft | None = None
        self.has_heading = False

    @property
    def float_place(self) -> Place:
        """Where a float or formula stands: TeX may put those of the body among the references."""
        return "body" if self.place == "references" else self.place

    def start(self, kind: BlockKind, line: Line) -> Draft:
        """Begin a paragraph or the like."""
        self.open = Draft(kind, [line], place=self.place)
        self.drafts.append(self.open)
        return self.open

    def text(self, line: Line) -> None:
        """Take a line of running text."""
        if item := item_of(line):
            draft = self.open
            is_item = draft is not None and draft.kind == "item"
            within = self.goes_on(line) and draft is not None and draft.last.is_full
            if not within or is_item or line.indent > 0.6 * line.size:
                level = self._level(line)
                draft = self.start("item", line)
                draft.number, draft.text_x = item
                draft.cut = line.text.strip().split(" ", 1)[0]
                draft.level = level
                return
        if self.open is not None and not self.begins(line):
            self.open.lines.append(line)
            return
        draft = self.start("paragraph", line)
        if self.is_run_in_abstract(line) and (found := _RUN_IN_ABSTRACT.match(line.text)):
            self.place = draft.place = "abstract"
            draft.cut = found[0]

    def _unhang(self, draft: Draft, line: Line) -> None:
        """Take back that text stands below text: the item is a paragraph, or goes on at the edge.

        IEEE's third headings begin a paragraph: `a) Sampling: We draw`.
        """
        if any(run.style in ("emphasis", "strong") for run in draft.last.runs):
            draft.kind, draft.number, draft.cut, draft.level = "paragraph", "", "", 0

    def _level(self, line: Line) -> int:
        """Return how deep an item lies: a sign further right than that before is one deeper."""
        indent = line.indent
        for draft in reversed(self.drafts[-_LIST:]):
            if draft.kind == "heading":
                break
            if draft.kind == "item" and draft.lines[0].indent < indent + 3:
                return draft.level + (draft.lines[0].indent < indent - 3)
        return 1

    def is_run_in_abstract(self, line: Line) -> bool:
        """Tell whether a line begins with `Abstract—`, as in IEEE's and Springer's classes."""
        if self.place != "body" or self.has_heading:
            return False
        return bool(_RUN_IN_ABSTRACT.match(line.text))

    def is_within_item(self, line: Line) -> bool:
        """Tell whether a line goes on with an item, below its text."""
        draft = self.open
        if draft is None or draft.kind != "item":
            return False
        return abs(line.x - draft.text_x) < 2 and (line.gap or 99) < 1.3 * self.setting.leading

    def goes_on(self, line: Line) -> bool:
        """Tell whether a line stands right below the open paragraph's last one."""
        draft = self.open
        if draft is None or line.gap is None:
            return False
        last = draft.last
        return (
            last.page == line.page
            and abs(last.y - line.gap - line.y) < 0.5
            and line.gap < 1.35 * self.leading(line)
            and abs(line.size - last.size) < 0.15 * last.size
        )

    def leading(self, line: Line) -> float:
        """Return from one baseline to the next in text of a line's size."""
        return self.setting.leading * line.size / self.setting.size

    def begins(self, line: Line) -> bool:
        """Tell whether a line begins a paragraph: by its indent, the gap above, or what was."""
        draft = self.open
        if draft is None or len(draft.lines) > _MOST_LINES:
            return True
        size = self.setting.size
        last = draft.last
        if self.goes_on(line):
            if draft.kind == "item":
                if len(draft.lines) == 1 and last.is_full:
                    # Only the second line tells for sure where the text of an item stands.
                    if line.x < last.x:
                        self._unhang(draft, line)
                    draft.text_x = line.x
                    return False
                return line.x < draft.text_x - 2 or line.x > draft.text_x + 0.6 * size
            if len(draft.lines) <= 2 and len(draft.lines[0].text.strip()) == 1:
                return False  # beside the large initial of the first word
            if self.setting.is_justified and draft.ends_early:
                return True
            return line.indent > 0.6 * size and line.x - last.x > 0.6 * size
        if line.gap is not None and abs(last.y - line.gap - line.y) < 0.5:
            return True
        if abs(line.size - last.size) > 0.08 * last.size:
            return len(draft.lines) > 1 or len(last.text.strip()) > 1
        inner = draft.text_x - last.column.left if draft.kind == "item" else 0.0
        if draft.kind == "item" and line.indent < inner - 2 and draft.ends:
            return True
        return line.indent - inner > 0.6 * size or draft.ends
