"""What the terminal can show: how many colours, which characters, which sequences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

TRUE_COLOR = 1 << 24

_RICH_TERMS = frozenset({"alacritty", "foot", "ghostty", "kitty", "wezterm"})
"""Terminals of at least 256 colours whose names do not say so."""

_OLD = re.compile(r"(?:vt\d+|linux|ansi|cons25|sun|pcansi)(?:[-.]|$)")
"""Terminals of before the sequences that came with xterm; some print what they do not know."""

_COLORLESS = re.compile(r"vt\d+|.*-(?:m|mono)$")


class Ability(NamedTuple):
    """What may be sent to the terminal."""

    colors: int = 16
    """0 for none at all, 16 for the terminal's own, 256 or `TRUE_COLOR`."""
    is_ascii: bool = False
    """Nothing above U+007E can be shown, or is wanted."""
    has_few_signs: bool = False
    """The font has little beyond letters and lines."""
    is_old: bool = False
    """There may be no alternate screen, and sequences of today may be printed as text."""


def ability_of(
    environ: Mapping[str, str], encoding: str | None, *, color: str = "auto", is_ascii: bool = False
) -> Ability:
    """Return what a terminal can show by its environment and the encoding of what is written.

    `color` is what the person wants: auto, always or never. An empty NO_COLOR is none, as
    no-color.org has it.
    """
    term = environ.get("TERM", "")
    is_old = _OLD.match(term) is not None
    return Ability(
        colors=_colors(environ, term, color, is_old),
        is_ascii=is_ascii or not _is_wide(encoding),
        has_few_signs=is_old,
        is_old=is_old,
    )


def _colors(environ: Mapping[str, str], term: str, color: str, is_old: bool) -> int:
    if color == "never" or (color == "auto" and environ.get("NO_COLOR")):
        return 0
    if _COLORLESS.match(term):
        return 16 if color == "always" else 0
    if is_old:
        return 16
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return TRUE_COLOR
    is_rich = "256" in term or not _RICH_TERMS.isdisjoint(term.split("-"))
    return TRUE_COLOR if term.endswith("-direct") else 256 if is_rich else 16


def _is_wide(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")
