"""What the bottom line says first: what is wrong, or to whoever is new where everything is."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from .bottom_line import USUALLY

if TYPE_CHECKING:
    from .main_screen import MainScreen


def greet(screen: MainScreen, *, is_new: bool) -> None:
    """Say the warnings there are; without any, greet whoever opens a library for the first time."""
    if sentences := warnings(screen):
        screen.say(_fitting(sentences, screen.app.size.width))
    elif is_new:
        search, help_key = screen.key("search"), screen.key("help")
        screen.say(f"{search} searches as you type; {help_key} for help")


def warnings(screen: MainScreen) -> list[str]:
    """Return sentences about the library, the settings, and files that could not be read."""
    library = screen.library
    said = [*library.mistakes, *library.warnings, *screen.keymap.mistakes, *screen.unread_files]
    return list(dict.fromkeys(said))


def _fitting(sentences: list[str], width: int) -> str:
    """Return the sentences, or where to read them if they are more than the bottom line holds."""
    said = " ".join(sentences)
    room = max(width, USUALLY * width - width // 2)  # lines end before a word that does not fit
    if len(said) < room:
        return said
    more = sentences[0] if len(sentences) == 1 else f"{len(sentences)} warnings"
    where = " :warnings shows all"
    return shorten(more, room - len(where) - 2, placeholder="…") + where
