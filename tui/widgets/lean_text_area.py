"""A text area that sends what has changed; Textual's own sends all its lines for each letter."""

from __future__ import annotations

from typing import Any, Self

from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from ..painting.caret import move_caret
from ..painting.cell_changes import changed_cells

ACTIONS = {
    key: binding.action
    for binding in TextArea.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
} | {
    "ctrl+h": "delete_left",
    "ctrl+b": "cursor_left",
    "ctrl+f": "cursor_right",
    "ctrl+underscore": "undo",
}
"""What a text area does on keys that are no characters, and readline's besides."""


class LeanTextArea(TextArea):
    """A text area for slow lines; the terminal's cursor stands at its insertion point."""

    def __init__(self, text: str, **options: Any) -> None:
        self._painted: dict[int, Strip] = {}
        super().__init__(text, **options)

    def render_line(self, y: int) -> Strip:
        """Return a line and keep it in mind as the one that is on the screen."""
        strip = self._painted[y] = super().render_line(y)
        return strip

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Paint what is asked for; where all is, only what differs once the change is complete."""
        if self._painted and repaint and not (regions or layout or recompose):
            self.call_next(self._repaint_changed)
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _repaint_changed(self) -> None:
        move_caret(self)
        for y in range(self.content_size.height):
            before = self._painted.get(y)
            after = super().render_line(y)
            if before is None or before == after:
                continue
            start, end = changed_cells(before, after)
            if start < end:
                self.refresh(Region(start, y, end - start, 1))
