"""What stands between the reader and the terminal: what it must not get, and does not know."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from ..system.ability import TRUE_COLOR
from .driver import ReaderDriver

_CONTROL = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)

_FLOOD = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
"""More marks on one letter than any language has."""


class ControlFilter(LineFilter):
    """Takes out control characters that slipped through, in every line of every widget.

    Text is cleaned where it comes in; this is the second wall.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments without control characters and floods of marks."""
        if not any(
            (not text.isprintable() and re.search(_CONTROL, text)) or _FLOOD.search(text)
            for text, _, control in segments
            if not control and not (text.isascii() and text.isprintable())
        ):
            return segments
        return [
            segment if segment.control else Segment(_visible(segment.text), segment.style)
            for segment in segments
        ]


def _visible(text: str) -> str:
    """Return text of the same width: toolkits count no cell for most control characters."""
    return _FLOOD.sub(r"\1", re.sub(_CONTROL, lambda found: " " * cell_len(found[0]), text))


class ColorFilter(LineFilter):
    """Leaves out colours where there are to be none, and those that are the terminal's anyway."""

    def __init__(self, *, has_color: bool) -> None:
        super().__init__()
        self._has_color = has_color

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the colours that must be sent."""
        return [
            Segment(text, style and _lean(style, self._has_color), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def _lean(style: Style, has_color: bool) -> Style:
    color, behind = style.color, style.bgcolor
    kept = color if has_color and color and not color.is_default else None
    kept_behind = behind if has_color and behind and not behind.is_default else None
    if kept is color and kept_behind is behind:
        return style
    return style.without_color + Style(color=kept, bgcolor=kept_behind)


COLOR_SYSTEMS = {
    16: ColorSystem.STANDARD,
    256: ColorSystem.EIGHT_BIT,
    TRUE_COLOR: ColorSystem.TRUECOLOR,
}
"""What Rich calls them; without a colour system it would send true colours."""

_MODERN = r"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9]+\$p|\x1b\[\?(?:1004|2004|1049)[hl]"
"""Keyboard protocol, questions about modes, focus, paste, alternate screen."""


class OldTerminalDriver(ReaderDriver):
    """Sends nothing that a terminal of before xterm would print as text.

    There is no alternate screen either: what was painted is wiped off at the end.
    """

    def write(self, data: str) -> None:
        """Write what such a terminal understands."""
        wipes = "\x1b[?1049l" in data
        data = re.sub(_MODERN, "", data)
        if wipes:
            data = f"\x1b[0m\x1b[2J\x1b[H{data}"
        if data:
            super().write(data)
