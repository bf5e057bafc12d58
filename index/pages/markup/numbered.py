"""Markdown whose links are numbers, `[Title][32]`, as a page's text comes out of some programs.

The brackets may stand on lines of their own, and the addresses may be listed in any way at the end,
or be gone; then what is in the brackets is text.
"""

from __future__ import annotations

import re

from .linked import references_of

_NUMBERED = re.compile(r"^\][ \t]*\[\d{1,5}\]|^ {0,3}#{1,6} \[.{1,500}\]\[\d{1,5}\][ \t]*$", re.M)
_USED = re.compile(r"\][ \t]*\[(\d{1,5})\]")
_DEFINED = re.compile(r"^ {0,3}\[(\d{1,5})\]: *<?\S", re.M)
_LEAST = 2
_MOST = 100_000
_LOOKED_AT = 1 << 18


def has_numbered_links(text: str) -> bool:
    """Whether brackets and numbers of links stand as Markdown has them, on lines of their own."""
    return len(_NUMBERED.findall(text[:_LOOKED_AT])) >= _LEAST


def with_definitions(text: str) -> str:
    """Return such a page with an address for each of its numbers; an empty one where none is."""
    defined = set(_DEFINED.findall(text))
    used = dict.fromkeys(number for number in _USED.findall(text) if number not in defined)
    if not used:
        return text
    lines = text.split("\n")
    references, end = references_of(lines)
    told = "\n".join(lines[:end]) if references else text
    addresses = (
        f"[{number}]: <{_plain(references.get(int(number), ''))}>" for number in list(used)[:_MOST]
    )
    return f"{told}\n\n{chr(10).join(addresses)}\n"


def _plain(url: str) -> str:
    return url if not re.search(r"[<>\s]", url) else ""
