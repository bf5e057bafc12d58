"""What keys mean on a screen of lines that stands before the panes, such as help."""

from __future__ import annotations


def steps_of(page: int, count: int) -> dict[str, int]:
    """Return by how many lines each key moves, where `page` are in sight of so many."""
    half = page // 2
    return {
        **dict.fromkeys(("j", "down"), 1),
        **dict.fromkeys(("k", "up"), -1),
        **dict.fromkeys(("space", "pagedown", "ctrl+f"), page),
        **dict.fromkeys(("-", "pageup"), -page),
        **{"ctrl+d": half, "ctrl+u": -half},
        **dict.fromkeys(("G", "end"), count),
        **dict.fromkeys(("g", "home"), -count),
    }


def typed_with(words: str, key: str) -> str:
    """Return the words that are looked for once another key is typed, which may be no letter."""
    if key == "backspace":
        return words[:-1]
    if key in ("ctrl+u", "ctrl+w"):
        return ""
    letter = " " if key == "space" else key
    return words + letter if len(letter) == 1 else words
