"""Verbs that mark papers; each mark is on disk before the screen shows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..index import Library, Paper

if TYPE_CHECKING:
    from .main_screen import MainScreen


def bookmark(screen: MainScreen, count: int | None) -> None:
    """Bookmark the paper, or take its bookmark off."""
    if (paper := screen.results.paper) is None:
        return
    ident = paper.id

    def act(library: Library) -> list[Paper]:
        # Asked at the moment of writing, so that two quick presses cancel each other.
        return library.bookmark([ident], on=not library.paper(ident).bookmarked)

    screen.marker.mark(act)


def toggle_read(screen: MainScreen, count: int | None) -> None:
    """Mark the paper read and go to the next unread one, or mark it unread and stay."""
    if (paper := screen.results.paper) is None:
        return
    ident, on = paper.id, not paper.read
    screen.marker.mark(lambda library: library.mark_read([ident], on=on))
    if on:
        screen.go_to_next_unread(or_next=False)


def tag(screen: MainScreen, count: int | None) -> None:
    """Ask which tags to add and which to take off."""
    if (paper := screen.results.paper) is None:
        return
    ident = paper.id
    known = [name for name, _ in screen.marker.counts.tags]

    def answer(text: str) -> None:
        add, remove = parse_tags(text)
        if add or remove:
            screen.marker.mark(lambda library: library.tag([ident], add=add, remove=remove))

    held = " ".join(f"#{name}" for name in paper.tags)
    screen.prompt.ask(
        f"tags {held} +" if held else "tags +",
        answer,
        complete=lambda text: complete_tags(text, known, paper.tags),
    )


def parse_tags(text: str) -> tuple[list[str], list[str]]:
    """Return the tags to add and those to take off, from words such as `a +b -c`."""
    add: list[str] = []
    remove: list[str] = []
    for word in re.split(r"[\s,]+", text):
        name = word.lstrip("+#-") if word[:1] in "+-#" else word
        if name:
            (remove if word.startswith("-") else add).append(name)
    return add, remove


def complete_tags(text: str, known: Sequence[str], held: Sequence[str]) -> list[str]:
    """Return the text with its last word completed from the tags there are."""
    head, _, word = text.rpartition(" ")
    head = head + " " if head else ""
    sign = word[:1] if word[:1] in ("+", "-") else ""
    stem = word[len(sign) :].casefold()
    pool = held if sign == "-" else [name for name in known if name not in held]
    return [f"{head}{sign}{name} " for name in pool if name.casefold().startswith(stem)]
