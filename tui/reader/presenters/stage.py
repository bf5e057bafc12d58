"""What the screen is to those who hand panes what they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ..stage import ListStage

if TYPE_CHECKING:
    from textual.app import App

    from ...widgets.abstract_pane import AbstractPane
    from ...widgets.result_list import ResultList
    from ...widgets.search_box import SearchBox
    from ...widgets.sidebar import Sidebar
    from ...widgets.text.pane import TextPane
    from ..text.controller import TextController


class PanesStage(ListStage, Protocol):
    """The screen with its panes themselves."""

    is_full: bool
    """Whether the abstract has the screen for itself."""
    reading: TextPane | None
    """The text that stands before all panes, or none."""

    @property
    def box(self) -> SearchBox:
        """The search box."""

    @property
    def results(self) -> ResultList:
        """The list."""

    @property
    def abstract(self) -> AbstractPane:
        """The abstract."""

    @property
    def sidebar(self) -> Sidebar:
        """The sidebar."""

    @property
    def texts(self) -> TextController:
        """Who opens whole papers."""

    @property
    def app(self) -> App[Any]:
        """The application, which knows the size of the terminal."""
