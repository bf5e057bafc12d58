"""Fields of a BibTeX file in plain words: accents, signs and braces of TeX become what they show.

Only words that hold TeX go through pylatexenc, which takes its time. Mathematics stays as it is,
and so do signs that are TeX's for ligatures, since most files mean them as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .latex_decoder import LINK_BEGIN, LINK_END, decoded

_FORMULA = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$")
_PIECE = re.compile(rf"{_FORMULA.pattern}|\s+|(?:\\\S|[^\s$\\])+|\\|\$")
"""A formula, space, or a word."""
_PARENTHESES = re.compile(r"\\\(((?:[^\\$]|\\[^()])+)\\\)")
"""The other way to write a formula."""

_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DEEPEST = 20
_KEPT_TOGETHER = 2
"""Braces around a whole field, which keep the case of its letters."""

_ACCENT_APART = re.compile(r"""\\([cvuHkrdb'"`]) +(\\[ij](?![A-Za-z])|[A-Za-z])""")
_LETTER_APART = re.compile(r"\\(aa|AA|ae|AE|oe|OE|ss|dh|th|dj|ng|[oOlLij]) +(?=[a-z])")
_ARGUMENT_APART = re.compile(
    r"(\\(?:[cvuHkrdbt]|['\"`^~=.]|href|textcolor|colorbox|foreignlanguage|textsubscript|"
    r"textsuperscript|url|mbox|emph|texttt|textit|textbf|textsc)) +(?=\{)"
)
_SECOND_APART = re.compile(r"(\\(?:href|textcolor|colorbox|foreignlanguage) *\{[^{}]*\}) +(?=\{)")
"""Commands whose argument stands behind spaces, which are no end of a word."""

_ACCENTS = dict(zip("'`\"^~=.", "\u0301\u0300\u0308\u0302\u0303\u0304\u0307", strict=True))
_ACCENT = re.compile(r"""\{\\(['`"^~=.])([A-Za-z])\}|\\(['`"^~=.])(?:\{([A-Za-z])\}|([A-Za-z]))""")
_ALONE = re.compile(r"\\([\^~])(?:\{\}|(?=\s|$))")
"""An accent over nothing, which is the sign itself."""
_SIMPLE = re.compile(r"\\(?:([&%#_$])|(?:emph|text(?:bf|it|rm|sc|sf|sl|tt))(?=\{))")
"""Most of the TeX in most files, which needs no parser."""
_SIGN = re.compile(r"\{\\[A-Za-z]+ ?\}")
"""A command by itself in braces, as reference managers write signs; there are few of them."""
_TILDE = "\ue003"
"""A tilde that is none of TeX's spaces, until all is read."""
_SIGN_APART = re.compile(r"(\\text(?:back|brace|ascii|less|greater|bar|dollar)[a-z]*)\s+(?=\S)")
"""A command that is a sign, with the space that ends its name."""
_ESCAPED_TWICE = re.compile(r"\\(?=\\[&%#_])")
"""What pybtex puts before a sign that is escaped; nobody ends a line before one."""
_TILDE_TWICE = re.compile(r"\\\\textasciitilde +(?=[A-Za-z])")
_TIE = re.compile(r"(?<=[\w.])\\textasciitilde +(?=\w)")
"""What pybtex 0.26 makes of the accent `\\~` and of a tie between words."""
_LINK = re.compile(f"{LINK_BEGIN}([^{LINK_BEGIN}{LINK_END}]*){LINK_END}")


def plain_text(field: str, links: list[str] | None = None) -> str:
    """Return what a field shows.

    The addresses behind its words go into `links`, or are shown in round brackets without it.
    """
    field = field.strip()
    for _ in range(_KEPT_TOGETHER):
        if field.startswith("{") and _end_of_group(field) == len(field) - 1:
            field = field[1:-1].strip()
    if "\\" in field:
        if "textasciitilde " in field:
            field = _TIE.sub(" ", _TILDE_TWICE.sub(r"\\~", field))
        field = _SIGN_APART.sub(r"\1{}", _ESCAPED_TWICE.sub("", field))
        field = _SECOND_APART.sub(r"\1", _ARGUMENT_APART.sub(r"\1", field))
        field = _LETTER_APART.sub(r"\\\1{}", _ACCENT_APART.sub(_together, field))
    if "\\(" in field:
        field = _PARENTHESES.sub(r"$\1$", field)
    text = "".join(map(_plain, _words(field))).replace(_TILDE, "~")
    if LINK_BEGIN not in text:
        return text
    if links is not None:
        links += _LINK.findall(text)
        return _LINK.sub("", text)
    return _LINK.sub(r" (\1)", text)


def _end_of_group(text: str) -> int:
    """Return where the braces close that a text opens with; -1 where they do not."""
    depth = 0
    for found in _BRACE.finditer(text):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return -1


def _words(text: str) -> Iterator[str]:
    """Yield words and what is between them; words within one pair of braces stay together."""
    held: list[str] = []
    depth = deepest = 0
    for piece in _PIECE.findall(text):
        if piece[0] != "$" and ("{" in piece or "}" in piece):
            for brace in _BRACE.findall(piece):
                depth = max(0, depth + {"{": 1, "}": -1}.get(brace, 0))
                deepest = max(depth, deepest)
        held.append(piece)
        if depth == 0:
            yield "".join(held) if deepest <= _DEEPEST else _without_braces("".join(held))
            held, deepest = [], 0
    if held:
        yield _without_braces("".join(held))


def _plain(word: str) -> str:
    if word[:1] == "$" or not ("\\" in word or "{" in word or "}" in word or "~" in word):
        return word
    # What a formula within braces holds is the formula's.
    parts = _with_formulas(word)
    if "\\" in word:
        for at in range(0, len(parts), 2):
            simple = _SIMPLE.sub(r"\1", _ALONE.sub(_named, parts[at]))
            simple = _SIGN.sub(_shown_sign, simple)
            parts[at] = _ACCENT.sub(_accented, simple)
        if any("\\" in text for text in parts[::2]):
            told = decoded(_ALONE.sub(_named, word))
            return word if told is None else told
    parts[::2] = [_braceless(text).replace("~", " ") for text in parts[::2]]
    return "".join(parts)


def _together(found: re.Match[str]) -> str:
    return f"\\{found[1]}{{{found[2]}}}"


def _named(found: re.Match[str]) -> str:
    return "^" if found[1] == "^" else _TILDE


def _accented(found: re.Match[str]) -> str:
    sign, letter = filter(None, found.groups())
    return unicodedata.normalize("NFC", letter + _ACCENTS[sign])


def _shown_sign(found: re.Match[str]) -> str:
    told = decoded(found[0])
    return found[0] if told is None or re.search(r"[\\{}$~%]", told) else told


def _with_formulas(text: str) -> list[str]:
    """Return words and formulas, which take turns; the first is of words."""
    if "$" not in text:
        return [text]
    parts: list[str] = []
    at = 0
    for found in _FORMULA.finditer(text):
        parts += (text[at : found.start()], found[0])
        at = found.end()
    return [*parts, text[at:]]


def _without_braces(text: str) -> str:
    parts = _with_formulas(text)
    parts[::2] = map(_braceless, parts[::2])
    return "".join(parts)


def _braceless(text: str) -> str:
    return text.replace("{", "").replace("}", "")
