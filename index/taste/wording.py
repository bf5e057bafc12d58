"""Why papers stand where they do, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .reasons import TasteReason


def taste_in_words(reasons: Sequence[TasteReason]) -> list[str]:
    """Return reasons in words, such as `near “Git Re-Basin”, which you queued`."""
    told = [f"always: “{one.text}”" for one in reasons if one.kind == "always"]
    if words := [one.text for one in reasons if one.kind == "word"]:
        told.append(", ".join(words))
    for one in reasons:
        match one.kind:
            case "near":
                told.append(f"near “{one.text}”{_HOW.get(one.way, '')}")
            case "author":
                told.append(f"by {one.text}")
            case "against":
                told.append(f"against: {one.text}")
    return told


_HOW = {way: f", which you {way}" for way in ("bookmarked", "queued", "tagged", "highlighted")} | {
    "noted": ", on which you have a note",
    "opened": ", whose text you opened",
    "done": ", which you have done",
    "added": ", which you added",
}
