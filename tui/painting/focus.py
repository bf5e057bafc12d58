"""Which widgets keep the focus while they are not to be seen."""

from __future__ import annotations

from textual.screen import Screen
from textual.widget import Widget


class FocusKeepingScreen(Screen[None]):
    """A screen that leaves the focus with what a resize hides (there is no public hook for it)."""

    def keeps_focus(self, widget: Widget) -> bool:
        """Say whether a widget that has the focus is to have it also while it is hidden."""
        return False

    def _reset_focus(self, widget: Widget, avoiding: list[Widget] | None = None) -> None:
        if not self.keeps_focus(widget):
            super()._reset_focus(widget, avoiding)
