"""Links of Markdown whose text a tool spread over several lines, put back on one.

Markdown ends a link at a blank line or the point of a list, but tools that turn a page into
Markdown write both into the text of one: `[Upvote`, a blank line, `34](/login…)`.
"""

from __future__ import annotations

import re

_SIGN = re.compile(r"\\.|\[|\][(\[]|\]", re.DOTALL)
_LINK_END = re.compile(
    r"\](?:\[[^\[\]\n]{0,200}\]"
    r"|\(\s*(?:<[^<>\n]{0,2000}>|(?:[^\s()<>]|\n(?=\S)|\([^\s()<>]{0,500}\)){0,2000})"
    r"(?:\s++(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s*+\))"
)
"""What follows the text of a link: its address, which a tool may have broken, or its number."""
_PICTURE = re.compile(r"!\[[^\[\]]{0,1000}\](?:\([^()<>]{0,2000}\)|\[[^\[\]\n]{0,200}\])")
_BREAK = re.compile(r"(?<!\\)\\++[ \t]*+\n\s*+(?:[-*+] (?=\S))?|(?<![ \t])[ \t]*+\n\s*+")
_BROKEN = re.compile(r"(?<!\\)\\++(?=[ \t]*+\n|  +\S)")
"""A backslash at the end of a line, and what is left of one where the line was joined after."""

_TORN = re.compile(
    r"(?<=\w-)\n[ \t]*(?!(?:and|or|to) )(?P<word>\w\S*)(?: +|(?=\n[ \t]*\n|\s*\Z))"
    r"|(?<=/)\n[ \t]*(?P<path>\w\S*[/._-]\S*)(?: +|(?=\n[ \t]*\n|\s*\Z))"
)
"""A word or an address that a tool broke where the line was full, and the rest of it."""

_LONGEST = 20_000
_DEEPEST = 50
"""Brackets within brackets, beyond which the outer ones are taken for plain text."""


def join_links(text: str) -> str:
    """Return Markdown without pictures, and with each link on the line where it begins.

    The lines that are saved so follow behind its paragraph: the others keep their numbers.
    """
    if "![" in text:
        text = _PICTURE.sub(lambda found: "\n" * found[0].count("\n"), text)
    if "]" not in text:
        return text
    open_at: list[int] = []
    pieces: list[str] = []
    done = owed = 0
    for sign in _SIGN.finditer(text):
        if sign[0] == "[":
            open_at.append(sign.start())
            if len(open_at) > _DEEPEST:
                del open_at[0]
            continue
        if sign[0].startswith("\\") or not open_at:
            continue
        start = open_at.pop()
        is_link = sign[0] != "]" and not open_at and done <= start
        if not is_link or sign.start() - start > _LONGEST:
            if sign[0] == "][":
                open_at.append(sign.end() - 1)
            continue
        link = _LINK_END.match(text, sign.start())
        end = link.end() if link else 0
        inner = text[start:end]
        if "\n" in inner:
            told, address = text[start : sign.start()], text[sign.start() : end]
            between = _owing(text[done:start], owed)
            owed = inner.count("\n") + (owed if between == text[done:start] else 0)
            if "\n" in address:
                address = re.sub(r"\s*\n\s*", "", address)
            pieces += (between, _BREAK.sub(" ", told), address)
            done = end
    return "".join((*pieces, _owing(text[done:], owed)))


def _owing(text: str, lines: int) -> str:
    """Return a text with so many more lines after its first paragraph, where it has another."""
    return text.replace("\n\n", "\n" * (lines + 2), 1)


def mend_words(text: str) -> str:
    """Return text with words whole that were broken at their hyphen; no line gets another number.

    A hyphen may also end a word, as in "pre- and post-training".
    """
    return _TORN.sub(lambda torn: f"{torn['word'] or torn['path']}\n", text)


def without_breaks(text: str) -> str:
    """Return Markdown without the backslashes that say where a line was broken."""
    return _BROKEN.sub("", text) if "\\" in text else text
