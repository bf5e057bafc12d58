r"""Formulas, pictures, scripts and styles cut out of HTML before it is read as such.

Half of a page by LaTeXML stands inside of `math`, of which the `alttext` alone is wanted: TeX, by
LaTeXML folded with `%` and a line end (its manual, "Math Details"). A formula leaves two private
characters with its number between them in the text, so that nothing is nested and nothing lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from ...text import clean

_OPEN, _SHUT = "\ue000", "\ue001"

MARK = re.compile(f"{_OPEN}([0-9]{{1,7}}){_SHUT}")
"""What a formula leaves in the text: its number among the formulas of the page."""

_NAMES = re.compile(r"<(/?)(math|svg|script|style)(?=[\s/>])", re.I)
_TAG = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_LONGEST_TAG = 100_000
"""Characters of a start tag; the longest formulas have some thousands."""
_MOST_ENDLESS = 100
"""Start tags without an end, each of which is searched that far; pages have none."""

_FOLD = re.compile(r"(?<!\\)%[ \t]*\r?\n[ \t]*")
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TEX = re.compile(r"<annotation\b[^>]*application/x-tex[^>]*>(.*?)</annotation", re.I | re.S)
_LEFT = re.compile(r"<annotation\b.*?</annotation[^>]*>|<[^>]*>", re.I | re.S)

_BOX = re.compile(r"<foreignObject\b[^>]*>(.*?)</foreignObject", re.I | re.S)
_SHORTEST_BOX = 200
"""Characters of a text in a picture that is no label."""


class Formula(NamedTuple):
    """What is left of a `math`."""

    tex: str
    is_displayed: bool = False
    is_tex: bool = True
    """Whether it is TeX at all; what has none is told by its signs, one after the other."""


class Cut(NamedTuple):
    """A page without what stood inside of formulas, pictures, scripts and styles."""

    html: str
    formulas: tuple[Formula, ...]
    has_drawings: bool = False
    """Whether there were pictures drawn in the page, whose words are gone with them."""


def cut(html: str) -> Cut:
    """Return a page with its formulas apart; of what has no end, nothing is cut."""
    if _OPEN in html or _SHUT in html:
        html = html.replace(_OPEN, "").replace(_SHUT, "")
    formulas: list[Formula] = []
    parts: list[str] = []
    has_drawings = _cut(html, parts, formulas)
    return Cut("".join(parts), tuple(formulas), has_drawings)


def _cut(html: str, parts: list[str], formulas: list[Formula], *, is_boxed: bool = False) -> bool:
    """Add what is left of a page to its parts, and tell whether there were pictures in it."""
    done, has_drawings = 0, False
    for name, start, inner, close, end in _elements(html):
        parts.append(html[done:start])
        if name == "math":
            parts.append(f"{_OPEN}{len(formulas)}{_SHUT}")
            formulas.append(_formula(html[start:inner], html[inner:close]))
        elif name == "svg":
            boxes = [] if is_boxed else list(_boxes(html[inner:close]))
            for box in boxes:
                parts.append("<div>")
                _cut(box, parts, formulas, is_boxed=True)
                parts.append("</div>")
            has_drawings |= not boxes
        done = end
    parts.append(html[done:])
    return has_drawings


def _boxes(drawing: str) -> Iterator[str]:
    """Yield running text that stands in a frame, which LaTeXML draws; labels are too short."""
    for found in _BOX.finditer(drawing):
        if len(_LEFT.sub("", found[1])) >= _SHORTEST_BOX:
            yield found[1]


def unfolded(tex: str) -> str:
    """Return TeX on one line, whose `%` at the ends of lines are comments."""
    return clean(_FOLD.sub("", tex))


def _elements(html: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield name, start, end of the start tag, start and end of the end tag, from the outside."""
    name, start, inner, depth, endless = "", 0, 0, 0, 0
    for found in _NAMES.finditer(html):
        slash, this = found[1], found[2].lower()
        if name:
            if this != name or found.start() < inner:
                continue
            if slash:
                depth -= 1
                close = html.find(">", found.end())
                if not depth and close >= 0:
                    yield name, start, inner, found.start(), close + 1
                    name = ""
            elif name == "svg":  # pictures lie in pictures
                depth += 1
        elif not slash and endless < _MOST_ENDLESS:
            tag = _TAG.match(html, found.end(), found.end() + _LONGEST_TAG)
            endless += tag is None
            if tag is not None and not (tag[0].endswith("/>") and this in ("math", "svg")):
                name, start, inner, depth = this, found.start(), tag.end(), 1


def _formula(tag: str, inside: str) -> Formula:
    attributes = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(tag)}
    is_displayed = attributes.get("display", "").lower() == "block"
    tex = attributes.get("alttext", "")
    if not tex and (found := _TEX.search(inside)):
        tex = found[1]
    if tex:
        return Formula(unfolded(unescape(tex)), is_displayed)
    return Formula(clean(unescape(_LEFT.sub(" ", inside))), is_displayed, is_tex=False)
