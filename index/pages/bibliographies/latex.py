"""Fields of a BibTeX file in plain words: accents, signs and braces of TeX become what they show.

Only words that hold TeX go through pylatexenc, which takes its time. Mathematics stays as it is,
and so do signs that are TeX's for ligatures, since most files mean them as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ...exports.mapping import BIBTEX_SIGNS

_PIECE = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$|\s+|(?:\\\S|[^\s$\\])+|\\|\$")
"""A formula, space, or a word."""

_LIGATURES = ("``", "''", "---", "--", "!`", "?`")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DEEPEST = 20
_KEPT_TOGETHER = 2
"""Braces around a whole field, which keep the case of its letters."""


_SWITCHES = ("bf", "em", "it", "rm", "sc", "sf", "sl", "tt")
"""Commands that change the letters that follow, of which plain text has none."""


def plain_text(field: str) -> str:
    """Return what a field shows."""
    field = field.strip()
    for _ in range(_KEPT_TOGETHER):
        if field.startswith("{") and _end_of_group(field) == len(field) - 1:
            field = field[1:-1].strip()
    return "".join(map(_plain, _words(field)))


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
    if "\\" not in word:
        return _without_braces(word).replace("~", " ")
    return _decoded(word)


def _without_braces(text: str) -> str:
    return text.replace("{", "").replace("}", "")


@lru_cache(4096)
def _decoded(word: str) -> str:
    try:
        return str(_decoder().latex_to_text(re.sub(r"(?<!\\)%", r"\\%", word)))
    except RecursionError:
        return _without_braces(word)


@cache
def _decoder() -> Any:
    """Return pylatexenc's decoder, which also knows what Recto's export writes."""
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        SpecialsTextSpec,
        get_default_latex_context_db,
    )

    signs = {name[2:-1]: sign for sign, name in BIBTEX_SIGNS.items() if name.startswith("{\\")}
    macros = {**signs, "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX"}
    macros.update(dict.fromkeys(_SWITCHES, ""))
    context = get_default_latex_context_db()
    context.add_context_category(
        "recto",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=text) for name, text in macros.items()],
        specials=[SpecialsTextSpec(sign, simplify_repl=sign) for sign in _LIGATURES],
    )
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_as_it_stands))
    return LatexNodes2Text(math_mode="verbatim", latex_context=context)


def _as_it_stands(node: Any) -> str:
    return f"\\{node.macroname}{node.macro_post_space}"
