"""The verbs that tell who says what of a paper, and that correct it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ...index import Library, Marked, RectoError

if TYPE_CHECKING:
    from ...index import Paper
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
    lines = origin_lines(fields)
    if paper.id and (text := _text_of(screen, paper)):
        lines += [("", ""), ("", "text"), ("  it is", text)]
    screen.app.push_screen(HelpScreen(lines))


def _text_of(screen: MainScreen, paper: Paper) -> str:
    """Return where the paper's text is from and under which licence; nothing where none is here."""
    texts = screen.library.texts
    with suppress(RectoError):
        if (text := texts.ready(paper)) is not None:
            from ..system.whole_text import about, links_of

            return about(text, links_of(screen.library, paper))
    return ""


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
