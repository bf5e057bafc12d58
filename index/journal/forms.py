"""What each kind of mark and of register can be set to, for acts that come from elsewhere.

Names that are not known here are those of a later Recto: whatever they are set to is kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeGuard

from ..identifiers import arxiv_id
from ..text import clean_key
from .acts import (
    ARXIV,
    EDIT,
    FOLLOW,
    KEY,
    LABEL,
    PRIVATE,
    REMOVED,
    RENAMED,
    TAG,
    TASTE,
    TAUGHT,
    TEACHES,
)
from .fold import NOTE
from .highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE

_WORDS = ("tag", "old", "new")
"""Names in an act's data that the log quotes."""


def odd_mark(name: str, value: object) -> str:
    """Return what a mark of a paper should be, as words; nothing where it is that, or off."""
    if name.startswith(EDIT) and value is not None:
        return "" if _is_correction(name.removeprefix(EDIT), value) else "what its field can be"
    return _odd(_MARKS, name, value)


def odd_register(name: str, value: object) -> str:
    """Return what a register of the library should be, as words; nothing where it is that."""
    return _odd(_REGISTERS, name, value)


def odd_word(data: Mapping[str, object]) -> str:
    """Return the name of what an act tells the log besides, where it is of no form for that."""
    texts = [name for name in _WORDS if not isinstance(data.get(name, ""), str)]
    if not isinstance(data.get("was"), (str, type(None))):
        texts.append("was")
    if not isinstance(data.get("step", ""), str):
        texts.append("step")
    return texts[0] if texts else ""


def is_moment(value: object) -> TypeGuard[str]:
    """Tell whether a value is a wall time, as ISO 8601 with or without its offset from UTC."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _odd(
    forms: Mapping[str, tuple[Callable[[object], bool], str]], name: str, value: object
) -> str:
    kind, colon, rest = name.partition(":")
    form = forms.get(kind + colon)
    if value is None or form is None or (colon and not rest):
        return ""
    is_right, words = form
    return "" if is_right(value) else words


def _is_correction(field: str, value: object) -> bool:
    """Tell whether a value is JSON of what a field can be; those of a later Recto may be any."""
    from ..records.forms import checked
    from ..records.telling import FIELDS

    try:
        told = json.loads(value) if isinstance(value, str) else ...
    except (ValueError, RecursionError):
        return False
    if told is ...:
        return False
    if told is None:
        return field != "title"
    return field not in FIELDS or checked(field, told) == told


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_place(value: object) -> bool:
    """Tell whether a value can be a place in a list; there were none before lists had an order."""
    return isinstance(value, (str, int, float))


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_arxiv_id(value: object) -> bool:
    return isinstance(value, str) and arxiv_id(value) is not None


def _is_key(value: object) -> bool:
    return isinstance(value, str) and value != "" and clean_key(value) == value


def _is_highlight(value: object) -> bool:
    try:
        told = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return False
    names = ("text", "section", "before", "after", "made")
    return isinstance(told, dict) and all(isinstance(told.get(name), str) for name in names)


def _is_search(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("slot"), (int, type(None))):
        return False
    if not isinstance(value.get("most"), (int, type(None))):
        return False
    names = ("text", "view", "sort", "standing")
    return all(isinstance(value.get(name, ""), str) for name in names)


def _is_look(value: object) -> bool:
    names = ("at", "position")
    return isinstance(value, dict) and all(
        isinstance(value.get(name), (str, type(None))) for name in names
    )


_MARKS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "bookmark": (_is_number, "1"),
    "read": (_is_number, "1"),
    "rejected": (_is_number, "1"),
    "queue": (_is_place, "a place in the queue"),
    TAG: (_is_place, "a place among the papers of the tag"),
    "done": (_is_day, "a day, such as 2026-07-31"),
    NOTE: (_is_text, "a text"),
    "via": (_is_text, "a text"),
    ARXIV: (_is_arxiv_id, "an arXiv id"),
    KEY: (_is_key, "a citation key"),
    PRIVATE: (_is_number, "1"),
    HIGHLIGHT: (_is_highlight, "JSON of an object with the texts of a highlight"),
    HIGHLIGHT_NOTE: (_is_text, "a text"),
}
"""By name, or by the beginning of a name up to its colon."""

_REGISTERS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "search:": (_is_search, "an object with the texts `text`, `view` and `sort`"),
    "looked:": (_is_look, "an object with the texts `at` and `position`"),
    LABEL: (_is_text, "a text"),
    RENAMED: (_is_text, "a text"),
    REMOVED: (lambda value: isinstance(value, bool), "true or false"),
    FOLLOW: (lambda value: isinstance(value, bool), "true or false"),
    TASTE: (lambda value: isinstance(value, bool), "true or false"),
    TEACHES: (lambda value: isinstance(value, bool), "true or false"),
    TAUGHT: (_is_number, "a clock"),
}
