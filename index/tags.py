"""What can be a tag's name."""

from __future__ import annotations

from collections.abc import Collection

from .errors import RectoError
from .journal.acts import TAG
from .text import clean

LONGEST = 100
"""Characters of a tag's name."""

_SIGNS = "+-#"
"""What a name does not begin with: where tags are typed, they say what becomes of it."""


def tag_name(name: str) -> str:
    """Return a name without what cannot be seen; RectoError where it cannot be a tag's.

    `/` nests: `ml/pruning` is a tag within `ml`.
    """
    cleaned = clean(name)
    reason = None
    if not cleaned:
        reason = "It is empty."
    elif len(cleaned) > LONGEST:
        reason = f"It has more than {LONGEST} characters."
    elif " " in cleaned or "," in cleaned:
        reason = "Spaces and commas stand between tags."
    elif cleaned[0] in _SIGNS:
        reason = f"It begins with {cleaned[0]}."
    elif not all(cleaned.split("/")):
        reason = "Something has to stand on both sides of each /."
    if reason:
        raise RectoError(f"{cleaned!r} cannot be a tag", reason, "Choose another name.")
    return cleaned


def tag_to_remove(name: str, added: Collection[str]) -> str:
    """Return a name of a tag to be taken off, which may be none that could be given now."""
    cleaned = clean(name)
    if TAG + cleaned in added:
        raise RectoError("Nothing was tagged", f"{cleaned!r} is both added and removed.")
    return cleaned
