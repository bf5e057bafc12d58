"""What the sidebar shows: counts of papers, and at its foot how sources and machines are doing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...widgets.sidebar import Sidebar
    from ..services.stage import Standings
    from ..state import ReaderState


class SidebarPresenter:
    """Hands the sidebar the counts of the state, and what services tell of themselves."""

    def __init__(self, state: ReaderState, sidebar: Sidebar) -> None:
        self._state = state
        self._sidebar = sidebar
        self._sources: Sequence[str] = ()
        self._machines: Sequence[str] = ()

    def show_counts(self) -> None:
        """Show the counts, or what a query leaves of them."""
        counts, found = self._state.counts, self._state.found
        # What was saved a moment ago is there too, whatever the query leaves.
        shown = counts if found is None else found._replace(searches=counts.searches)
        self._sidebar.show(shown, self._state.view, is_answer=found is not None)

    def show_standings(self, told: Standings) -> None:
        """Show how followed sources are doing."""
        signs = self._sidebar.signs
        done = "ok" if self._sidebar.look.is_ascii else signs.done  # x would be what went wrong
        self._sources = told(done, signs.ellipsis)
        self._show_foot()

    def show_machines(self, parts: Sequence[str]) -> None:
        """Show what there is to say of other machines, behind that."""
        self._machines = parts
        self._show_foot()

    def _show_foot(self) -> None:
        self._sidebar.show_standings([*self._sources, *self._machines])
