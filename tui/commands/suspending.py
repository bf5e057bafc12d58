"""Verbs that let go of the terminal, for the shell beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import RectoError

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def suspend(screen: MainScreen, count: int | None) -> None:
    """Go to sleep until the shell's fg."""
    try:
        if not screen.suspender.stop():
            screen.say(f"There is no shell beneath to go to; {screen.key('quit')} leaves Recto.")
    except RectoError as error:
        screen.say(str(error), is_error=True)


def suspends(screen: MainScreen, key: str) -> bool:
    """Go to sleep if the key asks to, wherever it was pressed; say whether it did."""
    command = screen.keymap.find("suspend")
    if command is None or key not in command.keys or len(key) == 1:
        return False
    suspend(screen, None)
    return True
