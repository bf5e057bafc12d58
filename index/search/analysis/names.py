"""Names of authors as lines of words, in which they are found: `c l chen | ada lovelace`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from .words import fold

BETWEEN_NAMES = "|"
"""What stands between two names in a line."""

_BETWEEN = re.compile(r"(?:[^\w|]|_)+")
_PLAIN = bytes(
    code if code > 127 or chr(code).isalnum() or chr(code) in "|\n" else ord(" ")
    for code in range(256)
)
"""Every byte of UTF-8 as it is, or a space for ASCII's signs: ten times a pattern's speed."""


def plain_lines(kept: Sequence[str]) -> str:
    r"""Return names kept as JSON as lines to be searched: `" c l chen | | ada lovelace \n"`."""
    lines = [
        line if line.isascii() else _BETWEEN.sub(" ", line)
        for line in map(fold, map(_unquoted, kept))
    ]
    # Letters beyond ASCII pass through: every byte of theirs is a high one.
    spaced = " \n ".join(lines)
    text = f" {spaced} \n".lower().encode().translate(_PLAIN).decode()
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _unquoted(kept: str) -> str:
    """Return the names of one list, parted; JSON is parsed only where something is escaped."""
    if "\\" in kept:
        names: list[Any] = json.loads(kept)
        return " | ".join(names).replace("\n", " ")
    # The two quotation marks between two names become a bar on either side of the comma.
    return kept[2:-2].replace('"', " | ")
