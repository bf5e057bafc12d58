"""The verb that gives the list another order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...index import SORTS

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


LETTERS = {
    "relevance": "r",
    "newest": "n",
    "oldest": "o",
    "comments": "c",
    "upvotes": "u",
    "rising": "g",
    "title": "t",
    "added": "a",
    "list": "l",
}
"""The letter behind `S` for each order; rising is what has gained."""

LABELS = {"relevance": "best", "newest": "new", "oldest": "old", "upvotes": "votes", "list": "own"}
"""What a line has room for that shows all of them; the others go by their names."""

MEANINGS = {
    "relevance": "as they come, or what matches best",
    "newest": "the newest first",
    "oldest": "the oldest first",
    "comments": "most comments first",
    "upvotes": "most upvotes first",
    "rising": "what gained most upvotes a day first",
    "title": "by title",
    "added": "what was added last first",
    "list": "in the order of the queue, the tag or the page",
}
"""What each order is, in words."""


def by(name: str) -> Callable[[MainScreen, int | None], None]:
    """Return the verb that gives the list this order."""

    def run(screen: MainScreen, count: int | None) -> None:
        take(screen, name)

    return run


def sort(screen: MainScreen, count: int | None) -> None:
    """Ask for another order of the list."""
    screen.prompt.ask(
        "sort by",
        lambda text: take(screen, text),
        complete=lambda text: complete(screen, text),
    )


def take(screen: MainScreen, text: str) -> None:
    """Show the list in the order of this name, or of the only one that begins so."""
    wanted = text.strip()
    matches = [wanted] if wanted in SORTS else [name for name in SORTS if name.startswith(wanted)]
    if not wanted:
        return
    if matches == ["rising"] and not screen.library.sources.has_history():
        screen.say(
            "No paper rises yet: its upvotes must be on pages of two days at least.", is_error=True
        )
    elif len(matches) == 1:
        screen.finder.sort_by(matches[0])
    elif matches:
        screen.say(f"{wanted} could be {', '.join(matches)}.", is_error=True)
    else:
        screen.say(f"There is no order {wanted}; Tab goes through them.", is_error=True)


def complete(screen: MainScreen, text: str) -> list[str]:
    """Return the orders there are that begin so."""
    begun = [name for name in SORTS if name.startswith(text.strip())]
    return [name for name in begun if name != "rising" or screen.library.sources.has_history()]
