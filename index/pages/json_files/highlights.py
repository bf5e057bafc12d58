"""Passages that a reader highlighted, as Recto's exports to JSON tell them."""

from __future__ import annotations

import re

from ...disk.hashes import sha256
from ...paper import Highlight
from ..values import MOST_TEXT, note_of, text_of

_MOST = 10_000
"""Highlights of one paper that are taken in."""

_LONGEST = 20_000
_ID = re.compile(r"[0-9a-z]{1,32}")


def highlights_in(value: object) -> tuple[Highlight, ...]:
    """Return the highlights in a list of objects; what has no text is left out."""
    found: dict[str, Highlight] = {}
    for told in value[:_MOST] if isinstance(value, list) else ():
        text = told.get("text") if isinstance(told, dict) else None
        passage = note_of(text[:_LONGEST]) if isinstance(text, str) else None
        if passage is None:
            continue
        ident, note = text_of(told, "highlight"), told.get("note")
        if not _ID.fullmatch(ident):
            # The same file taken in twice must tell the same highlights.
            ident = sha256(passage.encode()).hexdigest()[:12]
        around = {name: text_of(told, name)[:200] for name in ("section", "before", "after")}
        written = note_of(note[:MOST_TEXT]) if isinstance(note, str) else None
        made = text_of(told, "made")[:40]
        found[ident] = Highlight(ident, 0, passage, **around, note=written or "", made=made)
    return tuple(found.values())
