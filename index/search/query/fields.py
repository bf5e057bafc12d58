"""The fields of the query language and what stands behind their colon."""

from __future__ import annotations

import re
from difflib import get_close_matches

from ..analysis.words import words
from .nodes import Age, FactLeaf, Filter, Range

TEXT_FIELDS = ("title", "abstract", "text")
"""Fields whose values are words: of the index, and of that of whole texts."""

STATES = ("bookmarked", "read", "unread", "queued", "done", "rejected", "new", "mine", "private")
"""What can stand behind `is:`."""

PROPERTIES = ("note", "highlights", "code", "link", "date", "comments", "tags", "text")
"""What can stand behind `has:`."""

CHOICES = {"is": STATES, "has": PROPERTIES}

NAMES = (
    *("author", "tag", "note", "highlight", "source", "via", "id", "arxiv"),
    *("doi", "venue", "keyword", "cat", "type", "key", "citing"),
)
"""Fields whose values are names."""

DATES = ("year", "date", "added")
NUMBERS = ("comments", "upvotes", "authors")

FIELDS = (*TEXT_FIELDS, *NAMES, *CHOICES, *DATES, *NUMBERS)
"""Every field."""

ALIASES = {"ti": "title", "abs": "abstract", "au": "author", "jr": "venue", "kw": "keyword"}
"""Fields as arXiv calls them, and short ones."""

_MEANT = {
    "starred": "bookmarked", "flagged": "bookmarked", "favourite": "bookmarked",
    "saved": "bookmarked", "finished": "done", "todo": "queued", "toread": "queued",
    "dismissed": "rejected", "disliked": "rejected", "highlight": "highlights",
    "highlighted": "highlights", "seen": "read", "tagged": "tags", "github": "code", "url": "link",
    "fulltext": "text",
}  # fmt: skip
"""What other programs call some of the choices."""

_COMPARISON = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_DATE = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
_YEARS = re.compile(r"([0-9]{4})-([0-9]{4})")
_AGE = re.compile(r"([0-9]{1,4})([dwmy])", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}")
_BEGUN = re.compile(r"[0-9]{1,4}(?:-(?:[0-9]{1,2}(?:-[0-9]{0,2})?)?)?")
"""A date that is half typed."""

_NUMBER_BEGUN = re.compile(r"(?:>=|<=|>|<|=)?[0-9]{0,9}(?:\.\.?[0-9]{0,9})?")
_DATE_BEGUN = re.compile(r"(?:>=|<=|>|<|=)?[0-9/.-]*[dwmy]?", re.IGNORECASE)
"""What may still become a number or a date."""

_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def read_value(name: str, value: str, is_unfinished: bool) -> FactLeaf | None:
    """Return what a field asks for; None for a value that it cannot have, or not yet."""
    if name in CHOICES:
        value = value.lower()
        if value in CHOICES[name]:
            return Filter(name, value)
        is_begun = any(choice.startswith(value) for choice in CHOICES[name])
        return Filter(name, value, True) if is_unfinished and value and is_begun else None
    if name in NAMES:
        is_prefix = is_unfinished or value.endswith("*")
        value = value.rstrip("*").rstrip(".,;" if name == "arxiv" else "")
        is_fit = bool(value) if name == "tag" else bool(words(value))
        return Filter(name, value, is_prefix) if is_fit else None
    if name in NUMBERS:
        return _range(name, value, is_unfinished)
    age = _age(name, value)
    years = _YEARS.fullmatch(value)
    if years:
        value = f"{years[1]}..{years[2]}"
    return age or _range(name, value, is_unfinished)


def explain(name: str, value: str, written: str) -> str:
    """Return a sentence about a value that a field cannot have."""
    if name in CHOICES:
        *most, last = CHOICES[name]
        known = f"{name}: takes {', '.join(most)} or {last}"
        meant = _MEANT.get(value.lower(), "")
        near = (
            [meant]
            if meant in CHOICES[name]
            else get_close_matches(value.lower(), CHOICES[name], 1)
        )
        known += f"; did you mean {name}:{near[0]}?" if near else "."
    elif name in NUMBERS:
        known = f"{name}: takes a number, such as {name}:>3."
    elif name in DATES:
        known = f"{name}: takes a date, such as {name}:2024 or {name}:2024-03..2024-09."
    else:
        known = f"{name}: takes a name."
    return f"“{written}” finds nothing: {known}"


def is_half_typed(name: str, value: str) -> bool:
    """Whether what stands behind a field may still become a value that it can have."""
    if name in CHOICES:
        return any(choice.startswith(value.lower()) for choice in CHOICES[name])
    if name in NUMBERS:
        return bool(_NUMBER_BEGUN.fullmatch(value))
    if name in DATES:
        return bool(_DATE_BEGUN.fullmatch(value))
    return True


def explain_field(name: str) -> str:
    """Return a sentence about a field that there is not."""
    near = near_field(name)
    if near:
        return f"{name}: is no field; did you mean {near}:?"
    return f"{name}: is no field; in quotation marks it is searched as words."


def near_field(name: str) -> str | None:
    """Return the field that somebody meant who misspelt or abbreviated it; None for none."""
    folded = name.lower()
    begun = [field for field in FIELDS if len(folded) > 1 and field.startswith(folded)]
    near = get_close_matches(folded, FIELDS, 1, 0.7)
    plural = [field for field in FIELDS if folded == f"{field}s"]
    return next(iter((*plural, *begun, *near)), None)


def _age(name: str, value: str) -> Age | None:
    """Return what `7d` asks for, or `>7d`: longer ago."""
    match = _COMPARISON.fullmatch(value)
    age = _AGE.fullmatch(match[2]) if match else None
    if not match or not age or name == "year":
        return None
    return Age(name, int(age[1]) * _DAYS[age[2].lower()], match[1] in (">", ">="))


def _range(name: str, value: str, is_unfinished: bool) -> Range | None:
    """Return what numbers or dates a value asks for."""
    first, dots, last = value.partition("..")
    if dots:
        low, high = _bounds(name, first), _bounds(name, last)
        if (first and not low) or (last and not high and not is_unfinished) or not (low or high):
            return None
        return Range(name, low and low[0], high and high[1])
    match = _COMPARISON.fullmatch(value)
    sign, atom = (match[1], match[2]) if match else (None, value)
    bounds = _bounds(name, atom)
    if bounds is None:
        is_begun = is_unfinished and name in DATES and not sign and _BEGUN.fullmatch(atom)
        atom = atom.rstrip("-")
        return Range(name, atom, f"{atom}~") if is_begun else None
    low_end, high_end = bounds
    match sign:
        case ">":
            return Range(name, high_end, None)
        case ">=":
            return Range(name, low_end, None)
        case "<":
            return Range(name, None, low_end)
        case "<=":
            return Range(name, None, high_end)
    if is_unfinished and name in DATES and atom[-2:] in ("-0", "-1"):
        return Range(name, atom, f"{atom}~")  # the month may become 01 or 12
    return Range(name, low_end, high_end)


def _bounds(name: str, atom: str) -> tuple[int, int] | tuple[str, str] | None:
    """Return where a number or a date begins, and where what follows it begins."""
    if name in NUMBERS:
        return (int(atom), int(atom) + 1) if _NUMBER.fullmatch(atom) else None
    match = _DATE.fullmatch(atom)
    if not match:
        return None
    year, month, day = match.groups()
    if (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        return None
    date = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    return date, f"{date}~"
