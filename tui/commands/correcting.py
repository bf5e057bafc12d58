"""The verbs that tell who says what of a paper, and that correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import Library, Marked, RectoError

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def show_origins(screen: MainScreen, count: int | None) -> None:
    """Show which source says what of the paper, and which of it counts."""
    if (paper := screen.results.paper) is None:
        return
    from ..system.origins import origin_lines
    from ..widgets.help_screen import HelpScreen

    try:
        fields = screen.library.corrections.sources(paper.id)
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    screen.app.push_screen(HelpScreen(origin_lines(fields)))


def correct_paper(screen: MainScreen, count: int | None) -> None:
    """Let the reader correct the paper in an editor of their own."""
    if (paper := screen.results.paper) is None:
        return
    from ..system.correcting import correction

    try:
        take = correction(screen.library, paper, screen.lend_terminal)
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return

    def mark(library: Library) -> Marked:
        return take(library)

    screen.mark_writer.mark(mark, is_told=True)
