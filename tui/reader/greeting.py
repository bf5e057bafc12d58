"""What the bottom line says first: what is wrong, or to whoever is new where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from ..keys.keymap import Keymap
from ..widgets.bottom_line import USUALLY


def greeting(warnings: Sequence[str], keymap: Keymap[Any], *, is_new: bool, width: int) -> str:
    """Return the warnings there are; without any, a greeting for whoever is new, or nothing.

    `width` is that of the bottom line in cells.
    """
    if warnings:
        return _fitting(warnings, width)
    if is_new:
        return f"{keymap.key('search')} searches as you type; {keymap.key('help')} for help"
    return ""


def _fitting(sentences: Sequence[str], width: int) -> str:
    """Return the sentences, or where to read them if they are more than the bottom line holds."""
    said = " ".join(sentences)
    room = max(width, USUALLY * width - width // 2)  # lines end before a word that does not fit
    if len(said) < room:
        return said
    more = sentences[0] if len(sentences) == 1 else f"{len(sentences)} warnings"
    where = " :warnings shows all"
    return shorten(more, room - len(where) - 2, placeholder="…") + where
