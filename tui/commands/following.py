"""Verbs on what papers are fetched from: follow it or not, and fetch nothing for a while."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...index import RectoError

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen

_NAMES = re.compile(r'(?:"[^"]*"?|[^\s"])+')
"""Names apart: blanks between quotes are part of one."""

SUGGESTED = ("huggingface", "arxiv:cs.LG", "arxiv:cs.CL", "arxiv:cs.CV", "arxiv:cs.AI")
"""What is offered to whoever is asked what to follow."""


def follow(screen: MainScreen, count: int | None) -> None:
    """Ask what is to be followed."""
    screen.prompt.ask("follow", lambda text: take_follow(screen, text), complete=offered)


def take_follow(screen: MainScreen, text: str) -> None:
    """Follow these sources from now on."""
    if not (names := _NAMES.findall(text)):
        return
    screen.services.fetcher.watch()
    screen.mark_writer.mark(
        lambda library: library.following.follow(*names),
        said=lambda done, _: (
            f"{done.sentence} {screen.key('refresh')} fetches, {screen.key('undo')} takes it back."
            if done.act
            else "You follow that already."
        ),
    )


def offered(text: str) -> list[str]:
    """Return what could be followed whose name begins like a text."""
    return [name for name in SUGGESTED if name.casefold().startswith(text.casefold())]


def unfollow(screen: MainScreen, count: int | None) -> None:
    """Ask what is to be followed no more."""
    if not screen.library.following.follows:
        screen.say("Nothing is followed; :follow huggingface does it.")
        return
    screen.prompt.ask(
        "unfollow",
        lambda text: take_unfollow(screen, text),
        complete=lambda text: followed(screen, text),
    )


def take_unfollow(screen: MainScreen, text: str) -> None:
    """Follow these sources no more."""
    if names := _NAMES.findall(text):
        screen.mark_writer.mark(
            lambda library: library.following.unfollow(*names),
            said=lambda done, _: (
                f"{done.sentence} What has come stays; {screen.key('undo')} takes that back."
            ),
        )


def followed(screen: MainScreen, text: str) -> list[str]:
    """Return what is followed whose name begins like a text."""
    names = screen.library.following.follows
    return [name for name in names if name.casefold().startswith(text.casefold())]


def offline(screen: MainScreen, count: int | None) -> None:
    """Fetch nothing from now on, or take that back."""
    following = screen.library.following
    if (refused := following.refusal) is not None and not following.is_offline:
        screen.say(str(refused))
        return
    is_wanted = not following.is_offline
    try:
        following.is_offline = is_wanted
    except RectoError as error:
        screen.say(str(error), is_error=True)
        return
    if is_wanted:
        screen.services.stop_fetching()
        screen.services.fetcher.show_standings()
        screen.say("Nothing is fetched from now on; :offline takes that back.")
    else:
        screen.services.fetcher.show_standings()
        screen.say(f"Online again; {screen.key('refresh')} fetches what is due.")
