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
    error: str = "default"
    line: str = "default"
    """The lines between panes."""
    row: tuple[str, str] | None = None
    """Background and text of the row under the cursor; None for the colours reversed."""
    is_dark: bool = True
    is_stark: bool = False
    """Matched words are underlined, and nothing is faint."""


_TERMINAL = Colors(accent="cyan", error="red", line="bright_black")
_PLAIN = Colors(is_stark=True)
"""Without any colour: weight, underline and signs say everything."""

_RICH = {
    "dark": Colors(
        "#1e2127", "#d3d6dc", "#8b909c", "#7fc1ca", "#ec7f74", "#3f444e", ("#393f49", "#f2f4f7")
    ),
    "light": Colors(
        "#fcfcfb",
        "#24272d",
        "#666b74",
        "#0b6478",
        "#b3261e",
        "#c9ccd1",
        ("#dfe2e5", "#101216"),
        is_dark=False,
    ),
    "high-contrast": Colors(
        "#000000",
        "#ffffff",
        "#ffffff",
        "#ffff00",
        "#ff8787",
        "#ffffff",
        ("#ffff00", "#000000"),
        is_stark=True,
    ),
}
"""With 256 colours Rich takes the nearest; these have near ones."""

_SIXTEEN = {
    "dark": Colors("black", "white", "bright_black", "cyan", "bright_red", "bright_black"),
    "light": Colors("bright_white", "black", "bright_black", "blue", "red", "white", is_dark=False),
    "high-contrast": Colors(
        "black",
        "bright_white",
        "bright_white",
        "bright_yellow",
        "bright_red",
        "bright_white",
        ("bright_yellow", "black"),
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
    accent = bright + _style(colors.accent, bold=True if colors.is_stark else None)
    match = bright + _style(colors.accent, bold=True, underline=True if colors.is_stark else None)
    return Palette(
        text=text,
        dim=dim,
        name=Style(bold=True),
        accent=accent,
        match=match,
        name_match=match + Style(underline=True),
        unread=Style(bold=True),
        cursor=_cursor(colors),
        resting_cursor=Style(bold=True),
        heading=dim + Style(bold=True),
        error=_style(colors.error, bold=True, reverse=True if colors == _PLAIN else None),
    )


def _cursor(colors: Colors) -> Palette:
    """Return the palette of a row: without hues, which would make patches of it."""
    plain = Style(reverse=True) if colors.row is None else _style(colors.row[1], colors.row[0])
    bold = plain + Style(bold=True)
    match = bold + Style(underline=True)
    accent = plain
    return Palette(plain, plain, bold, accent, match, match, bold, None, bold, bold, bold)


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
