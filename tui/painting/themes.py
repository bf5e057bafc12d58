"""The themes: the terminal's own colours, dark, light and high contrast, in 16 colours and more."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

from ..system.ability import Ability
from .look import ASCII, CONSOLE, UNICODE, Look, Palette


class Colors(NamedTuple):
    """The colours of a theme: `#rrggbb`, or one of the terminal's own by its name."""

    background: str = "default"
    text: str = "default"
    dim: str | None = None
    """None for the terminal's faint text, which suits any background."""
    accent: str = "default"
    match: str = "default"
    tag: str = "default"
    unread: str = "default"
    error: str = "default"
    line: str = "default"
    """The lines between panes."""
    row: tuple[str, str] | None = None
    """Background and text of the row under the cursor; None for the colours reversed."""
    selected: str | None = None
    """The background of selected rows; None where they are bold in the accent's colour."""
    is_dark: bool = True
    is_stark: bool = False
    """Matched words are underlined, and nothing is faint."""


_TERMINAL = Colors(
    accent="cyan",
    match="magenta",
    tag="green",
    unread="yellow",
    error="red",
    line="bright_black",
)
_PLAIN = Colors(is_stark=True)
"""Without any colour: weight, underline and signs say everything."""

_RICH = {
    "dark": Colors(
        "#1e2127",
        "#d3d6dc",
        "#8b909c",
        accent="#7fc1ca",
        match="#e8b96b",
        tag="#c7a0e8",
        unread="#94cf85",
        error="#ec7f74",
        line="#3f444e",
        row=("#393f49", "#f2f4f7"),
        selected="#22344a",
    ),
    "light": Colors(
        "#fcfcfb",
        "#24272d",
        "#666b74",
        accent="#0b6478",
        match="#9a4600",
        tag="#7a3a9a",
        unread="#2f6f1e",
        error="#b3261e",
        line="#c9ccd1",
        row=("#dfe2e5", "#101216"),
        selected="#dcebf7",
        is_dark=False,
    ),
    "high-contrast": Colors(
        "#000000",
        "#ffffff",
        "#ffffff",
        accent="#ffff00",
        match="#00ffff",
        tag="#ffafff",
        unread="#87ff87",
        error="#ff8787",
        line="#ffffff",
        row=("#ffff00", "#000000"),
        selected="#0000af",
        is_stark=True,
    ),
}
"""With 256 colours Rich takes the nearest; these have near ones."""

_SIXTEEN = {
    "dark": Colors(
        "black",
        "white",
        "bright_black",
        accent="cyan",
        match="bright_yellow",
        tag="bright_magenta",
        unread="bright_green",
        error="bright_red",
        line="bright_black",
    ),
    "light": Colors(
        "bright_white",
        "black",
        "bright_black",
        accent="blue",
        match="magenta",
        tag="cyan",
        unread="green",
        error="red",
        line="white",
        is_dark=False,
    ),
    "high-contrast": Colors(
        "black",
        "bright_white",
        "bright_white",
        accent="bright_yellow",
        match="bright_cyan",
        tag="bright_magenta",
        unread="bright_green",
        error="bright_red",
        line="bright_white",
        row=("bright_yellow", "black"),
        is_stark=True,
    ),
}


def look_for(theme: str, ability: Ability) -> Look:
    """Return what the panes draw with, in a theme and on a terminal of this ability."""
    signs = ASCII if ability.is_ascii else CONSOLE if ability.has_few_signs else UNICODE
    return Look(theme, _palette(_colors(theme, ability)), signs, ability.is_ascii)


def toolkit_theme(theme: str, ability: Ability) -> Theme:
    """Return the same theme for what Textual draws itself: inputs, editor, lines between panes."""
    colors = _colors(theme, ability)
    # `ansi` leaves every colour as it is given here; without it the sixteen are made others.
    base = BUILTIN_THEMES["ansi-dark"]
    return replace(
        base,
        name=f"recto-{theme}",
        primary=_css(colors.accent),
        accent=_css(colors.accent),
        foreground=_css(colors.text),
        background=_css(colors.background),
        dark=colors.is_dark,
        variables=base.variables
        | {
            "ink": _css(colors.text),
            "paper": _css(colors.background),
            "hue": _css(colors.accent),
            "rule": _css(colors.line),
            "faint": _css(colors.dim or colors.text),
            "faint-style": "none" if colors.dim else "dim",
        },
    )


def _colors(theme: str, ability: Ability) -> Colors:
    if not ability.colors:
        return _PLAIN
    themes = _RICH if ability.colors > 16 else _SIXTEEN
    return themes.get(theme, _TERMINAL)


def _css(color: str) -> str:
    return color if color.startswith("#") else f"ansi_{color}"


def _palette(colors: Colors) -> Palette:
    text = _style(colors.text, colors.background)
    dim = _style(colors.dim) if colors.dim else Style(dim=True)
    bright = Style(dim=False)  # within what is faint, too
    weight = True if colors.is_stark else None
    accent = bright + _style(colors.accent, bold=weight)
    match = bright + _style(colors.match, bold=True, underline=weight)
    if colors.selected is None:
        selected = bright + _style(colors.accent, bold=True)
    else:
        selected = _style(None, colors.selected)
    return Palette(
        text=text,
        dim=dim,
        name=Style(bold=True),
        accent=accent,
        tag=bright + _style(colors.tag, bold=weight),
        unread=bright + _style(colors.unread, bold=weight),
        match=match,
        name_match=match + Style(underline=True),
        unread_title=Style(bold=True),
        cursor=_cursor(colors),
        resting_cursor=Style(bold=True, underline=True),  # unread titles are bold anyway
        selected=selected,
        heading=dim + Style(bold=True),
        error=_style(colors.error, bold=True, reverse=True if colors == _PLAIN else None),
        highlight=Style(underline=True) if colors.selected is None or weight else selected,
    )


def _cursor(colors: Colors) -> Palette:
    """Return the palette of a row: without hues, which would make patches of it."""
    plain = Style(reverse=True) if colors.row is None else _style(colors.row[1], colors.row[0])
    bold = plain + Style(bold=True)
    match = bold + Style(underline=True)
    return Palette(
        text=plain,
        dim=plain,
        name=bold,
        accent=plain,
        tag=plain,
        unread=plain,
        unread_title=bold,
        match=match,
        name_match=match,
        cursor=None,
        resting_cursor=bold,
        selected=plain,
        heading=bold,
        error=bold,
        highlight=plain,
    )


def _style(
    color: str | None,
    background: str | None = None,
    *,
    bold: bool | None = None,
    underline: bool | None = None,
    reverse: bool | None = None,
) -> Style:
    return Style(
        color=None if color == "default" else color,
        bgcolor=None if background == "default" else background,
        bold=bold,
        underline=underline,
        reverse=reverse,
    )


PLAIN = look_for("terminal", Ability())
"""Where no application says how it looks."""
