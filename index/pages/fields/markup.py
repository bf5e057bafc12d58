"""Markup in titles, abstracts, names and remarks as plain text: HTML, JATS, MathML, entities.

Only tags that are known to be markup are read, and those around words only in pairs: `n<m` and a
title about `<b>` stay as they are. Formulas become TeX's between dollars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from ...tex.signs import LOWERED, RAISED, RAISED_WHOLE
from .formulas import inline, with_formulas

_LONGEST = 1 << 20
"""Characters of a field that are looked at."""

_AROUND_WORDS = """
i b em strong italic bold sub sup sc scp u s span tt code small big font monospace underline
strike roman sans-serif named-content styled-content inline-formula disp-formula formula
alternatives xref ext-link a abstracttext label inf subscript superscript emphasis mark cite
article-title abstract
"""
_AROUND = frozenset(_AROUND_WORDS.split())
"""Tags around words, which count in pairs only."""
_BREAKS_WORDS = """
p br div li ul ol dl dt dd sec list list-item title h1 h2 h3 h4 h5 h6 blockquote hr table tr td
section para simple-para
"""
_BREAKS = frozenset(_BREAKS_WORDS.split())
"""Tags that end a line."""
_ALONE = frozenset({"p", "br", "li", "hr", "div"})
"""Those of them that need no partner."""

_TAG = re.compile(
    r"<(?P<end>/?)(?:(?:jats|xhtml|html|ns\d|ce|sb):)?(?P<name>[a-z][a-z0-9-]{0,20})"
    r"(?P<told>(?:\s[^<>]{0,2000})?)/?>|<!--.{0,2000}?-->|<!\[CDATA\[|\]\]>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ORDINAL = re.compile(r"st|nd|rd|th|er|e|®|©|[a-z]?\)?", re.IGNORECASE)
_HEADINGS = ("abstract", "summary", "zusammenfassung", "résumé", "resumen", "riassunto")
_TIMES = 3
"""How often markup that was escaped is looked for behind markup: programs escape twice."""


class Plain(NamedTuple):
    """A text without its markup."""

    text: str
    """With a newline where markup ends a line."""
    links: tuple[str, ...] = ()
    """Where its links lead."""


def plain(text: str) -> str:
    """Return what a field of markup shows; its lines are one."""
    if "<" not in text and "&" not in text:
        return inline(text)
    return read_markup(text).text.replace("\n", " ")


def read_markup(text: str) -> Plain:
    """Return what a field of markup shows, line by line, and the links in it."""
    links: list[str] = []
    text = text[:_LONGEST]
    for _ in range(_TIMES):
        shown = _ENTITY.sub(_character, _without_tags(with_formulas(text), links))
        is_done = shown == text or ("<" not in shown and "&" not in shown)
        text = shown
        if is_done:
            break
    return Plain(inline(text), tuple(links))


def raised(text: str) -> str:
    """Return words set high, in Unicode's characters where it has all of them."""
    if text in RAISED_WHOLE:
        return RAISED_WHOLE[text]
    return text if _ORDINAL.fullmatch(text) else _set("^", text, RAISED)


def lowered(text: str) -> str:
    """Return words set low, in Unicode's characters where it has all of them."""
    return _set("_", text, LOWERED)


def _set(sign: str, text: str, table: dict[str, str]) -> str:
    text = text.strip()
    if text and all(char in table for char in text):
        return "".join(table[char] for char in text)
    if not text:
        return ""
    return f"{sign}{text}" if len(text) == 1 else f"{sign}{{{text}}}"


def _character(found: re.Match[str]) -> str:
    told = unescape(found[0])
    return told if told != found[0] else found[0]


def _without_tags(text: str, links: list[str]) -> str:
    """Return a text without the tags in it that are markup."""
    if "<" not in text and "]]>" not in text:
        return text
    tags = list(_TAG.finditer(text))
    meant = _meant(tags)
    told: list[str] = []
    opened: list[tuple[str, int]] = []
    at = 0
    for found in tags:
        if found.start() not in meant:
            continue
        told.append(text[at : found.start()])
        at = found.end()
        name = (found["name"] or "").lower()
        if name == "a" and (target := _HREF.search(found["told"] or "")):
            links.append(unescape(target[1]))
        if name in ("sub", "sup", "inf", "subscript", "superscript", "title"):
            _close(name, bool(found["end"]), opened, told)
        elif name in _BREAKS:
            told.append("\n")
    told.append(text[at:])
    return "".join(told)


def _meant(tags: list[re.Match[str]]) -> set[int]:
    """Return where the tags begin that are markup and no text."""
    meant: set[int] = set()
    opened: dict[str, list[int]] = {}
    for found in tags:
        name = (found["name"] or "").lower()
        if not name or name in _ALONE:
            meant.add(found.start())
        elif name not in _AROUND and name not in _BREAKS:
            continue
        elif found[0].endswith("/>"):
            meant.add(found.start())
        elif not found["end"]:
            opened.setdefault(name, []).append(found.start())
        elif opened.get(name):
            meant |= {opened[name].pop(), found.start()}
    return meant


def _close(name: str, is_end: bool, opened: list[tuple[str, int]], told: list[str]) -> None:
    """Set what stands between a tag and its end high or low, or as the heading of a section."""
    if not is_end:
        if name == "title":
            told.append("\n")
        opened.append((name, len(told)))
        return
    while opened and opened[-1][0] != name:
        opened.pop()
    if not opened:
        return
    _, begin = opened.pop()
    inner = "".join(told[begin:])
    del told[begin:]
    if name == "title":
        told.append(_heading(inner))
        return
    inner = _ENTITY.sub(_character, inner)
    told.append(lowered(inner) if name in ("sub", "inf", "subscript") else raised(inner))


def _heading(text: str) -> str:
    text = text.strip()
    if text.strip(" .:").casefold() in _HEADINGS:
        return ""
    return f"{text} " if text[-1:] in ("", ".", ":", "?", "!") else f"{text}: "


def lines_of(texts: Iterator[str]) -> str:
    """Return the lines of remarks, each once and none empty."""
    lines = (" ".join(line.split()) for text in texts for line in text.split("\n"))
    return "\n".join(dict.fromkeys(filter(None, lines)))
