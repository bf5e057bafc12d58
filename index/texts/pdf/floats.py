"""What stands apart from running text: captions, tables, algorithms, formulas, footnotes."""

from __future__ import annotations

from collections.abc import Sequence

from ..blocks import Span
from .codings import composed
from .drafts import Draft
from .kinds import Caption, caption_of, is_formula, item_of, note_sign, number_of_formula
from .lines import Line
from .paragraphs import Flow
from .tables import is_row, table_rows

_CODE = ("algorithm", "listing", "procedure")


class Floats:
    """Takes what stands apart; each method returns where in the lines to go on."""

    def __init__(self, flow: Flow, lines: Sequence[Line]) -> None:
        self._flow = flow
        self._lines = lines
        self._setting = flow.setting

    # Footnotes

    def is_note(self, line: Line) -> bool:
        """Tell whether a line is of a footnote: small, and below all of the running text."""
        if not line.is_at_foot or line.size > 0.95 * self._setting.size:
            return False
        if self._flow.place == "references" and not note_sign(line):
            return False
        return line.math < 0.5 or bool(note_sign(line))

    def note(self, at: int) -> int:
        """Take a line of a footnote."""
        line, flow = self._lines[at], self._flow
        sign = note_sign(line)
        last = next((one for one in reversed(flow.drafts) if one.kind == "footnote"), None)
        if not sign and last is not None and last.last.page == line.page:
            last.lines.append(line)
        else:
            flow.drafts.append(
                Draft("footnote", [line], number=sign, place=flow.float_place, cut=sign)
            )
        return at + 1

    # Figures, tables, algorithms

    def caption(self, at: int, caption: Caption) -> int:
        """Take a caption, and what it is of where that stands below."""
        line = self._lines[at]
        taken = [line]
        following = at + 1
        step = 0.0
        while following < len(self._lines):
            other = self._lines[following]
            if other.gap is None or abs(other.top_size - line.top_size) > 0.3:
                break
            if other.gap > (1.15 * step if step else 1.45 * line.top_size):
                break
            if caption.kind in _CODE or caption_of(other, False, self._setting):
                break
            if caption.kind != "figure" and is_row(self._lines, following):
                break
            step = step or other.gap
            taken.append(other)
            following += 1
        if caption.kind == "figure":
            self._drop_picture(line)
        label = f"{'figure' if caption.kind == 'scheme' else caption.kind}.{caption.number}"
        place = self._flow.float_place
        draft = Draft("caption", taken, number=caption.number, label=label, place=place)
        self._flow.drafts.append(draft)
        if caption.kind in _CODE:
            return self._code(following)
        if caption.kind == "table" and following < len(self._lines):
            return self.table(following, after_caption=True)
        return following

    def _drop_picture(self, caption: Line) -> None:
        """Leave out the words of a picture, which stand above its caption."""
        for draft in reversed(self._flow.drafts):
            is_little = draft.kind in ("table", "formula") and len(draft.lines) < 3
            if draft.page != caption.page or not (draft.is_stray or is_little) or draft.number:
                break
            draft.is_dropped = True

    def _code(self, at: int) -> int:
        start = at
        while at < len(self._lines):
            line = self._lines[at]
            limit = 2.2 if at == start else 1.7
            if line.gap is None or line.gap > limit * self._setting.leading or self.is_note(line):
                break
            at += 1
        if at > start:
            lines = list(self._lines[start:at])
            self._flow.drafts.append(Draft("code", lines, place=self._flow.float_place))
        return at

    def table(self, at: int, after_caption: bool = False) -> int:
        """Take a table; where there is none below a caption, nothing."""
        told, end = table_rows(self._lines, at, after_caption)
        if told is None:
            if not after_caption:
                self._flow.text(self._lines[at])
                return at + 1
            return at
        rows, head = told
        draft = Draft("table", list(self._lines[at:end]), place=self._flow.float_place, head=head)
        draft.rows = tuple(
            tuple((Span(composed(cell)),) if cell else () for cell in row) for row in rows
        )
        self._flow.drafts.append(draft)
        return end

    # Formulas

    def formula(self, at: int) -> int:
        """Take the lines of one displayed formula, up to its number."""
        start = at
        top = low = self._lines[at].y
        number = ""
        while at < len(self._lines) and not number:
            line = self._lines[at]
            if at > start:
                apart = max(low - line.y, line.y - top)
                if line.page != self._lines[start].page or not self._is_part(line, apart):
                    break
            top, low = max(top, line.y), min(low, line.y)
            at += 1
            number = number_of_formula(line)
        self._flow.open = None
        label = f"equation.{number}" if number else ""
        draft = Draft("formula", list(self._lines[start:at]), number=number, label=label)
        draft.place = self._flow.float_place
        self._flow.drafts.append(draft)
        return at

    def _is_part(self, line: Line, apart: float) -> bool:
        """Tell whether a line belongs to the formula above or beside it: limits, parts, cases."""
        size = self._setting.size
        if apart > 3.2 * size or self.is_note(line) or (item_of(line) and not line.math):
            return False
        if is_formula(line, self._setting):
            return True
        is_inner = line.indent > 1.2 * size
        if number_of_formula(line):
            return is_inner
        is_small = line.size < 0.8 * size
        return len(line.text) < 30 and (is_small or (is_inner and not line.is_full))

    # What is neither

    def is_stray(self, line: Line) -> bool:
        """Tell whether a line is a word of a picture or the like: neither at an edge nor full."""
        flow, size = self._flow, self._setting.size
        if line.is_full or flow.is_within_item(line) or item_of(line):
            return False
        if flow.goes_on(line) or flow.place == "abstract":
            return False
        return line.indent > 2.5 * size or (line.size < 0.9 * size and len(line.text) < 40)

    def stray(self, at: int) -> int:
        """Take such a line; that below it belongs to it."""
        line, drafts = self._lines[at], self._flow.drafts
        last = drafts[-1] if drafts else None
        is_below = line.gap is not None and line.gap < 1.6 * line.size
        if last is not None and last.is_stray and last.page == line.page and is_below:
            last.lines.append(line)
        else:
            place = self._flow.float_place
            drafts.append(Draft("paragraph", [line], place=place, is_stray=True))
        return at + 1
