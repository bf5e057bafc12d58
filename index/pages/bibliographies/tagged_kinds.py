"""By what the tagged exports of bibliographies are told from each other and from other texts."""

from __future__ import annotations

import re

_NBIB = re.compile(r"^(?:PMID|PMC) ?- ?(?:PMC)?\d+[ \t]*$", re.MULTILINE)
_NBIB_MORE = re.compile(r"^(?:OWN |STAT|DP  |TI  |AU  |FAU |LID |AID |JT  )- ", re.MULTILINE)
_WOS = re.compile(r"^PT [A-Z]{1,3}[ \t]*\n(?:[A-Z][A-Z0-9] | {3})", re.MULTILINE)
_ENDNOTE = re.compile(r"^%0[ \t]+\S.*\n(?:.*\n){0,60}?%[AT][ \t]+\S", re.MULTILINE)
_REFER = re.compile(r"\s*%[A-Z0-9][ \t]+\S.*\n")
_REFER_TITLE = re.compile(r"^%T[ \t]+\S", re.MULTILINE)


def tagged_kind(head: str) -> str | None:
    """Return `nbib`, `enw` or `wos` where the beginning of a text is one of those exports."""
    text = head.replace("\r\n", "\n").replace("\r", "\n") if "\r" in head else head
    if _NBIB.search(text) and _NBIB_MORE.search(text):
        return "nbib"
    if _WOS.search(text):
        return "wos"
    is_refer = _REFER.match(text) and _REFER_TITLE.search(text)
    return "enw" if is_refer or ("%0" in text and _ENDNOTE.search(text)) else None
