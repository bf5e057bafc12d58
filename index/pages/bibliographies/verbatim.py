r"""Fields that are verbatim by right, such as addresses and DOIs, and escaped by many programs.

What programs write for the signs that TeX obeys is taken back; all else stays as it is.
"""

from __future__ import annotations

import re

_COMMANDS = re.compile(r"\\(?:url|path|href|nolinkurl|texttt|doi)\s*(?=\{)")
_SIGNS = {
    "_": "_", "%": "%", "&": "&", "#": "#", "$": "$", "{": "", "}": "", "~": "~", "^": "^",
    "textasciitilde": "~", "textunderscore": "_", "textless": "<", "textgreater": ">",
    "textasciicircum": "^", "textbackslash": "\\", "sim": "~", "lt": "<", "gt": ">",
    "textbar": "|", "slash": "/", "-": "", "/": "", "allowbreak": "",
}  # fmt: skip
_NAMES = "|".join(sorted((name for name in _SIGNS if name.isalpha()), key=len, reverse=True))
_ESCAPED = re.compile(
    rf"\$\\(sim|lt|gt)\$|\{{\\({_NAMES})\}}|\\({_NAMES})(?:\{{\}}|(?![A-Za-z]) ?)"
    r"|\{\\([_%&#$~^/-])(?:\{\})?\}|\\([_%&#$~^{}/-])(?:\{\})?"
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&#38;": "&", "&#x26;": "&"}


def verbatim(field: str) -> str:
    r"""Return a field as it was meant: `a{\_}b` is `a_b`, `\url{x}` is x."""
    field = field.strip()
    if not ("\\" in field or "{" in field or "}" in field or "&" in field):
        return field
    told = _ESCAPED.sub(_sign, _COMMANDS.sub(" ", field))
    for name, sign in _ENTITIES.items():
        told = told.replace(name, sign)
    return told.replace("}{", " ").replace("{", "").replace("}", "").strip()


def _sign(found: re.Match[str]) -> str:
    return _SIGNS[next(filter(None, found.groups()))]
