r"""Formulas in texts: what stands between two `$` and harms nobody who has LaTeX set it.

A text of anybody's may say `$\input{...}$`. So only what is known to be mathematics is one, all
else is words and signs; and `$5 and $10` are amounts, told by the rule of Pandoc's Markdown: no
space behind the first sign nor before the second, and no digit behind that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..tex.signs import ACCENTS, CONTAINERS, FUNCTIONS, GREEK, RELATIONS, SWITCHES

_FORMULA = re.compile(r"(?<![\\$])\$(?![\s$])((?:[^$\\]|\\.){1,400}?)(?<!\s)\$(?![\d$])", re.DOTALL)
_TOKEN = re.compile(r"\\([A-Za-z]+)\*?|\\([%&#_${},;:! |])|[^\\%#&$]")

_MORE = """
sqrt frac dfrac tfrac binom mathbb mathring overrightarrow overset underset stackrel overbrace
underbrace left right big Big bigg Bigg bigl bigr Bigl Bigr quad qquad colon backslash iint oint
coprod bigcup bigcap bigoplus bigotimes bigwedge bigvee diamond Box Diamond lhd rhd trianglelefteq
models vdash dashv mathbin mathrel mathop mathord not sphericalangle complement mho eth wp Re Im
imath jmath ltimes rtimes bowtie smile frown asymp doteq succ prec succeq preceq sqcup sqcap amalg
uplus wr Leftarrow Longrightarrow longmapsto hookrightarrow rightharpoonup rightleftharpoons nearrow
searrow downarrow updownarrow xrightarrow supseteq nsubseteq sqsubseteq subsetneq nmid ni owns
lvert rvert lVert rVert lbrack rbrack vdots ddots dotsc dotsb hslash digamma varkappa beth gimel
daleth blacksquare lozenge bigstar bigcirc pmod
"""
_KNOWN = frozenset(
    name
    for names in (
        _MORE.split(),
        GREEK,
        RELATIONS,
        FUNCTIONS,
        CONTAINERS - {"url"},
        ACCENTS,
        SWITCHES,
    )
    for name in names
    if name.isalpha()
)
"""Commands of LaTeX and amsmath that set mathematics and do nothing else."""


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, each with whether it is a formula, `$` and `$` included."""
    at = 0
    while found := _FORMULA.search(text, at):
        if _is_safe(found[1]):
            if found.start() > at:
                yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
        else:
            # The second sign may begin a formula itself.
            yield text[at : found.end() - 1], False
            at = found.end() - 1
    if at < len(text):
        yield text[at:], False


def _is_safe(inner: str) -> bool:
    """Whether a formula has nothing but known commands, and braces that close."""
    at = depth = 0
    while at < len(inner):
        token = _TOKEN.match(inner, at)
        if token is None or (token[1] and token[1] not in _KNOWN):
            return False
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth < 0:
            return False
        at = token.end()
    # BibTeX counts braces whatever stands before them.
    return depth == 0 and inner.count("{") == inner.count("}")
