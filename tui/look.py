"""How things look: one palette of Rich styles that every widget draws with."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style


@dataclass(frozen=True, slots=True)
class Palette:
    """The few styles of the reader; each also differs by weight or sign, never by colour alone."""

    text: Style
    dim: Style
    """What may be overlooked: file names, counts, dates."""
    name: Style
    """The name in a title such as "Name: what it is"."""
    accent: Style
    """The one colour: marks, the prompt, the keys on the bottom line."""
    match: Style
    """A word that the query matched."""
    cursor: Palette | None
    """What the row under the cursor is drawn with in the pane that has the focus."""
    resting_cursor: Style
    """The row under the cursor in a pane without the focus."""
    heading: Style
    error: Style


_PLAIN, _BOLD = Style(reverse=True), Style(reverse=True, bold=True)

_REVERSE = Palette(
    text=_PLAIN,
    dim=_PLAIN,
    name=_BOLD,
    accent=_PLAIN,
    match=Style(reverse=True, bold=True, underline=True),
    cursor=None,
    resting_cursor=_BOLD,
    heading=_BOLD,
    error=_BOLD,
)
"""The terminal's colours reversed; without hues, which would make patches of the row."""

TERMINAL = Palette(
    text=Style(),
    dim=Style(color="bright_black"),
    name=Style(bold=True),
    accent=Style(color="cyan"),
    match=Style(color="yellow", bold=True),
    cursor=_REVERSE,
    resting_cursor=Style(bold=True),
    heading=Style(color="bright_black", bold=True),
    error=Style(color="red", bold=True),
)
"""The terminal's own sixteen colours, whatever the person has made of them."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters that stand for marks."""

    unread: str = "•"
    bookmark: str = "★"
    note: str = "✎"
    done: str = "✓"
    selected: str = "+"
    cursor: str = "▌"
    ellipsis: str = "…"
    dot: str = "·"


UNICODE = Signs()
