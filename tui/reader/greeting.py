"""What the bottom line says first: what is wrong, or to whoever is new where everything is."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from ..keys.keymap import Keymap
from ..widgets.bottom_line import USUALLY

CARD_WIDTH, CARD_HEIGHT = 76, 20
"""Columns and lines of a terminal from which the first start shows a card of five lines."""

_CARD = (
    "{search} searches as you type; Enter goes to the results, Esc back",
    "{open} reads, {bookmark} bookmarks, {tag} tags, {queue} queues, {done} done, "
    "{not-for-me} not for me, {undo} undoes",
    "Lists: {new} New, {view-queue} Queue, {mine} Mine, {tags} Tags; {sidebar} shows the sidebar",
    ":follow huggingface arxiv:cs.LG and then {refresh} bring each day's new papers",
    "{command} lists every command, {help} the keys here; {quit} leaves, everything is on disk",
)


def greeting(
    warnings: Sequence[str], keymap: Keymap[Any], *, is_new: bool, width: int, height: int = 0
) -> str:
    """Return the warnings there are; without any, a greeting for whoever is new, or nothing.

    `width` is that of the bottom line in cells, `height` that of the terminal in lines.
    """
    if warnings:
        return _fitting(warnings, width)
    if is_new and width >= CARD_WIDTH and height >= CARD_HEIGHT:
        keys = {command.id: keymap.key(command.id) for command in keymap.commands}
        return "\n".join(line.format_map(keys) for line in _CARD)
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
