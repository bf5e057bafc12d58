"""Formulas in markup as TeX between dollars: MathML, and TeX that stands in tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError, fromstring

_PLACES = re.compile(
    r"<(?:[a-z0-9]{1,10}:)?(?P<name>alternatives|tex-math|math)(?=[\s>])", re.IGNORECASE
)
_INNER_TEX = re.compile(
    r"<(?:\w{1,10}:)?(?:tex-math|annotation)\b([^<>]*)>(.*?)</(?:\w{1,10}:)?(?:tex-math|annotation)\s*>",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(r"(</?)[A-Za-z0-9]{1,10}:(?=[A-Za-z])")
_DECLARED = re.compile(r"""\s(?:xmlns(?::\w+)?|\w+:\w+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG = re.compile(r"<[^<>]{1,2000}>")
_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_DISPLAYED = re.compile(r"(?<![\\$])\$\$(?!\$)((?:[^$\\]|\\.){1,2000})\$\$(?!\$)", re.DOTALL)
_LONGEST = 20_000
"""Characters of a formula that is read as MathML."""
_OVER = {
    "¯": "\\bar", "‾": "\\bar", "_": "\\bar", "^": "\\hat", "ˆ": "\\hat", "~": "\\tilde",
    "˜": "\\tilde", "→": "\\vec", "⃗": "\\vec", "˙": "\\dot", "¨": "\\ddot",
}  # fmt: skip


def inline(text: str) -> str:
    """Return a text in which all formulas stand between single dollars.

    Publishers write double ones also within a line.
    """
    return _DISPLAYED.sub(_inline, text) if "$$" in text else text


def _inline(found: re.Match[str]) -> str:
    inner = found[1].strip()
    is_formula = inner and (" " not in inner or any(sign in inner for sign in "\\^_={}+<>"))
    return f"${inner}$" if is_formula else found[0]


def with_formulas(text: str) -> str:
    """Return a text in which formulas that stand in tags stand between dollars."""
    if "math" not in text.lower() and "alternatives" not in text.lower():
        return text
    told: list[str] = []
    at = 0
    while found := _PLACES.search(text, at):
        end = _end(text, found)
        if end is None:
            break
        told += (text[at : found.start()], _formula(text[found.start() : end], found["name"]))
        at = end
    return "".join([*told, text[at:]])


def _end(text: str, found: re.Match[str]) -> int | None:
    """Return where an element ends; None where it never does."""
    name = text[found.start() + 1 : found.end()]
    end = text.find(f"</{name}", found.end())
    if end < 0:
        return None
    close = text.find(">", end)
    return None if close < 0 else close + 1


def _formula(element: str, name: str) -> str:
    if name.lower() == "tex-math":
        return _between_dollars(_TAG.sub("", element))
    for found in _INNER_TEX.finditer(element):
        if "annotation" not in found[0][:30].lower() or "tex" in found[1].lower():
            return _between_dollars(found[2])
    if name.lower() == "alternatives":
        begin, end = element.find(">") + 1, element.rfind("</")
        return with_formulas(element[begin:end])
    return _between_dollars(_tex(element))


def _between_dollars(text: str) -> str:
    """Return TeX as a formula, without the document that publishers set around it."""
    if document := _DOCUMENT.search(text):
        text = document[1]
    text = " ".join(text.split())
    for begin, end in (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")):
        if text.startswith(begin) and text.endswith(end) and len(text) > len(begin + end):
            text = text[len(begin) : -len(end)].strip()
            break
    return f"${text}$" if text else ""


def _tex(element: str) -> str:
    """Return MathML as TeX; what cannot be read loses its tags."""
    bare = _DECLARED.sub("", _PREFIX.sub(r"\1", element))
    if len(bare) <= _LONGEST and "<!" not in bare:
        try:
            return " ".join(_told(fromstring(bare)).split())
        except (ParseError, RecursionError):
            pass
    return " ".join(_TAG.sub("", element).split())


def _told(node: Element) -> str:
    name = node.tag.lower()
    parts = [_told(child) for child in node if child.tag.lower() != "annotation"]
    if not parts:
        return " " if name == "mspace" else (node.text or "").strip()
    form = _FORMS.get(name)
    if form is not None and len(parts) == form[0]:
        return form[1](*parts)
    return "".join(parts)


def _over(base: str, sign: str) -> str:
    return f"{_OVER[sign]}{{{base}}}" if sign in _OVER else f"{_base(base)}^{{{sign}}}"


def _base(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"{{{text}}}"


_FORMS: dict[str, tuple[int, Callable[..., str]]] = {
    "msub": (2, lambda base, sub: f"{_base(base)}_{{{sub}}}"),
    "msup": (2, lambda base, sup: f"{_base(base)}^{{{sup}}}"),
    "msubsup": (3, lambda base, sub, sup: f"{_base(base)}_{{{sub}}}^{{{sup}}}"),
    "munder": (2, lambda base, sub: f"{_base(base)}_{{{sub}}}"),
    "mover": (2, _over),
    "munderover": (3, lambda base, sub, sup: f"{_base(base)}_{{{sub}}}^{{{sup}}}"),
    "mfrac": (2, lambda over, under: f"\\frac{{{over}}}{{{under}}}"),
    "msqrt": (1, lambda inner: f"\\sqrt{{{inner}}}"),
    "mroot": (2, lambda inner, order: f"\\sqrt[{order}]{{{inner}}}"),
}
"""How many parts an element of MathML 3 has, and what it is in TeX."""
