"""The verb that gives the list another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import SORTS

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


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
    elif matches == ["taste"] and not screen.library.taste.is_known:
        screen.say(f"No marks have taught anything yet; {screen.key('queue')} on a paper does.")
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
