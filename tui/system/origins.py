"""Which source says what of a paper, as lines to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .plain_text import PrintedPage, printable

if TYPE_CHECKING:
    from ...index import FieldSources

_LONGEST = 200
"""Characters of a value that are shown: the abstract in full is elsewhere."""

_NO_LISTS = ("derived", "provisional")
"""Kinds of pages of a followed source that are no list of their day."""


def origin_lines(fields: Sequence[FieldSources]) -> list[tuple[str, str]]:
    """Return pairs of a source and what it says, those that count with a `*`.

    An empty source makes a heading, a field; where sources disagree its rule comes last.
    """
    lines: list[tuple[str, str]] = []
    for field in fields:
        lines += [("", ""), ("", field.field.replace("_", " "))]
        if field.corrected:
            lines.append(("* you", told(field.value)))
        by_value: dict[tuple[bool, bool, str], list[str]] = {}
        for saying in field.said:
            key = (saying.counts, saying.in_force, told(saying.value))
            how = f" ({saying.kind})" if saying.kind in _NO_LISTS else ""
            by_value.setdefault(key, []).append(f"{saying.source}{how}")
        for (counts, in_force, value), names in by_value.items():
            named = ", ".join(dict.fromkeys(map(printable, names)))
            sign = "*" if counts else " "
            lines.append((f"{sign} {named}", value + ("" if in_force else "  (out of sight)")))
        if field.disagree:
            lines.append(("- what counts", field.rule))
    return lines[1:] or [("", "No source says anything of it.")]


def told(value: Any) -> str:
    """Return what is said of a field in one line."""
    match value:
        case None:
            return "there is none"
        case bool():
            return "yes" if value else "no"
        case [[_, _], *_]:
            text = " ".join(url for url, _ in value)
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = " ".join(str(value).split())
    text = printable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def origin_page(fields: Sequence[FieldSources], page: PrintedPage) -> list[str]:
    """Return the same as lines to be printed."""
    pairs = origin_lines(fields)
    width = min(24, max((len(source) for source, _ in pairs), default=0))
    lines: list[str] = []
    for source, text in pairs:
        if source:
            first = f"  {source.ljust(width)}  "
            lines += page.wrapped(text, first, " " * (width + 4))
        else:
            lines += [page.styled(line, "1") for line in page.wrapped(text)] if text else [""]
    return lines
