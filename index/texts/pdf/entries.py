"""The list of references: where each of them begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lines import Line
from .paragraphs import Flow

_SIGN = re.compile(r"\[([^\]\s]{1,12}(?: [^\]]{1,12})?)\]\s*|(\d{1,3})\.\s+(?=\S)")
_FIRST, _SECOND = re.compile(r"\s*\[1\]\s*\S"), re.compile(r"\s*\[2\]\s*\S")
_AHEAD = 14
"""Lines after the first of references within which the second begins."""
_INDENT = (3.0, 40.0)
"""Points by which all lines of a reference but its first are indented, where no signs tell."""


def begin_without_heading(lines: Sequence[Line], at: int) -> bool:
    """Tell whether references begin at a line, as REVTeX sets them: below a rule, no heading."""
    line = lines[at]
    if at * 3 < len(lines) or not _FIRST.match(line.text):
        return False
    return any(
        _SECOND.match(other.text) and abs(other.indent - line.indent) < line.size
        for other in lines[at + 1 : at + _AHEAD]
    )


class Entries:
    """Takes the lines of references one by one."""

    def __init__(self, flow: Flow, lines: Sequence[Line]) -> None:
        """Take the lines that may be references, the first of them first."""
        self._flow = flow
        least, most = _INDENT
        # What follows them is not known yet, so that only their beginning is looked at.
        near = lines[: 2 * _AHEAD]
        self._has_signs = bool(near) and bool(_SIGN.match(near[0].text.lstrip()))
        self._hangs = sum(least < line.indent < most for line in near) * 5 >= len(near)

    def take(self, line: Line) -> None:
        """Take a line: a sign, an edge or a gap tells whether it begins another reference."""
        flow = self._flow
        draft = flow.open if flow.open is not None and flow.open.kind == "entry" else None
        found = _SIGN.match(line.text.lstrip()) if self._has_signs else None
        if found or draft is None:
            draft = flow.start("entry", line)
            if found:
                draft.number = found[1] or found[2]
                draft.cut = found[0]
        elif self._has_signs:
            draft.lines.append(line)
        else:
            is_below = line.gap is not None and line.gap > 1.25 * flow.leading(line)
            at_edge = line.indent <= _INDENT[0]
            # Where nothing hangs, a line that ends early ends a reference.
            is_next = draft.ends and (line.gap is None or not self._hangs)
            if is_below or (at_edge and self._hangs) or is_next:
                flow.start("entry", line)
            else:
                draft.lines.append(line)
