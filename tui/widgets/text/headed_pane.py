"""A pane with a head: its first line says what those below are, and stays where it is."""

from __future__ import annotations

from ...painting.line_pane import LinePane


class HeadedPane(LinePane):
    """Counts its lines from its own upper edge, and says itself which of its content they show."""

    @property
    def line_count(self) -> int:
        """All visible lines are its own."""
        return self.height

    def number_at(self, y: int) -> int:
        """Return the visible line itself."""
        return y

    @property
    def room(self) -> int:
        """Lines below the head, at least 1."""
        return max(1, self.height - 1)
