"""Verbs that ask services for a query: nothing of what they have is kept unless it is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def ask(screen: MainScreen, count: int | None) -> None:
    """Ask for the query that stands in the search box."""
    take(screen, screen.services.asker.query)


def take(screen: MainScreen, text: str) -> None:
    """Ask for these words."""
    if text.strip():
        screen.services.asker.ask(text.strip())
    else:
        key = screen.key("search")
        screen.say(f"There is no query to ask for: {key} and words, or :ask with words.")
