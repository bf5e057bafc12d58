"""Verbs that change how the reader looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import THEMES

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def choose_theme(screen: MainScreen, count: int | None) -> None:
    """Ask for a theme."""
    screen.prompt.ask(
        "theme",
        lambda text: wear_theme(screen, text),
        complete=lambda text: [name for name in THEMES if name.startswith(text.strip())],
    )


def wear_theme(screen: MainScreen, text: str) -> None:
    """Show everything in the theme of this name, until Recto is left."""
    from ..reader.messages import ThemeChosen  # late: the verbs are read without a screen too

    wanted = text.strip()
    names = [name for name in THEMES if name == wanted or (wanted and name.startswith(wanted))]
    if wanted and not names:
        screen.say(f"There is no theme {wanted}; there are {', '.join(THEMES)}.", is_error=True)
    elif names:
        screen.post_message(ThemeChosen(names[0]))
        screen.say(f'theme = "{names[0]}" in {screen.library.locations.config_file.name} keeps it.')
