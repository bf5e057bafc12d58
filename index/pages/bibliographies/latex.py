"""Fields of a BibTeX file in plain words: accents, signs and braces of TeX become what they show.

Only words that hold TeX go through pylatexenc, which takes its time. Mathematics stays as it is,
and so do signs that are TeX's for ligatures, since most files mean them as they stand.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ...exports.mapping import BIBTEX_SIGNS
from ..outside import PARSER_FAULTS

_PIECE = re.compile(r"(?<!\\)\$(?:[^$\\]|\\.)+\$|\s+|(?:\\\S|[^\s$\\])+|\\|\$")
"""A formula, space, or a word."""

_LIGATURES = ("``", "''", "---", "--", "!`", "?`")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DEEPEST = 20
_KEPT_TOGETHER = 2
"""Braces around a whole field, which keep the case of its letters."""


_ACCENTS = dict(zip("'`\"^~=.", "\u0301\u0300\u0308\u0302\u0303\u0304\u0307", strict=True))
_ACCENT = re.compile(r"""\{\\(['`"^~=.])([A-Za-z])\}|\\(['`"^~=.])(?:\{([A-Za-z])\}|([A-Za-z]))""")
_SIMPLE = re.compile(r"\\(?:([&%#_$])|(?:emph|text(?:bf|it|rm|sc|sf|sl|tt))(?=\{))")
"""Most of the TeX in most files, which needs no parser."""

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
    if "\\" in word:
        simple = _ACCENT.sub(_accented, _SIMPLE.sub(r"\1", word))
        if "\\" in simple:
            return _decoded(word)
        word = simple
    return _without_braces(word).replace("~", " ")


def _accented(found: re.Match[str]) -> str:
    sign, letter = filter(None, found.groups())
    return unicodedata.normalize("NFC", letter + _ACCENTS[sign])


def _without_braces(text: str) -> str:
    return text.replace("{", "").replace("}", "")


@lru_cache(4096)
def _decoded(word: str) -> str:
    from pylatexenc.latexwalker import LatexWalkerError

    decoder, commands = _decoder()
    try:
        told = decoder.latex_to_text(re.sub(r"(?<!\\)%", r"\\%", word), latex_context=commands)
    except (LatexWalkerError, *PARSER_FAULTS):
        # It knows a thousand commands, and raises where some are not followed by what it expects.
        return _without_braces(word)
    return str(told)


@cache
def _decoder() -> tuple[Any, Any]:
    r"""Return pylatexenc's decoder, which also knows what Recto's export writes, and its commands.

    Of `\href` it knows what it shows, but not that it has two arguments.
    """
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        SpecialsTextSpec,
        get_default_latex_context_db,
    )
    from pylatexenc.latexwalker import get_default_latex_context_db as get_commands
    from pylatexenc.macrospec import MacroSpec

    # What it cannot show it also writes into its log, which would end up on the screen.
    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())
    commands = get_commands()
    commands.add_context_category("recto", prepend=True, macros=[MacroSpec("href", "{{")])
    signs = {name[2:-1]: sign for sign, name in BIBTEX_SIGNS.items() if name.startswith("{\\")}
    macros = {**signs, "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX"}
    macros.update(dict.fromkeys(_SWITCHES, ""))
    macros["href"] = "%(2)s (%(1)s)"
    context = get_default_latex_context_db()
    context.add_context_category(
        "recto",
        prepend=True,
        macros=[MacroTextSpec(name, simplify_repl=text) for name, text in macros.items()],
        specials=[SpecialsTextSpec(sign, simplify_repl=sign) for sign in _LIGATURES],
    )
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_as_it_stands))
    return LatexNodes2Text(math_mode="verbatim", latex_context=context), commands


def _as_it_stands(node: Any) -> str:
    return f"\\{node.macroname}{node.macro_post_space}"
