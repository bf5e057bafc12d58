"""What stands between the reader and the terminal: a filter for control characters, signals."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class ControlFilter(LineFilter):
    """Replaces control characters that slipped through, in every line of every widget.

    Text is cleaned where it comes in; this is the second wall.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with each control character made a space."""
        if not any(_CONTROL.search(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(_CONTROL.sub(" ", segment.text), segment.style)
            for segment in segments
        ]
