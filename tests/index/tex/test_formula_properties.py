"""Whatever is given as a formula is read to its last letter, and shown within the width."""

from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recto.index import cells
from recto.index.tex import lay_out, read_formula, readable

_LETTERS = string.ascii_letters + string.digits
_ONE = [
    r"\hat{%s}", r"\overline{%s}", r"\mathcal{%s}", r"\mathbb{%s}", r"\mathrm{%s}", r"\text{%s}",
    r"\sqrt{%s}", r"\left(%s\right]", r"{%s}", r"\|%s\|", r"\mathbf{%s}", r"\operatorname{%s}",
    r"\underbrace{%s}", r"\begin{pmatrix}%s\end{pmatrix}", r"\foo{%s}", r"-%s", r"\bigl(%s\bigr)",
]  # fmt: skip
_TWO = [
    "%s%s", "%s=%s", "%s+%s", "%s_{%s}", "%s^{%s}", r"\frac{%s}{%s}", r"\binom{%s}{%s}",
    r"\overset{%s}{%s}", r"\sum_{%s}^{%s}", r"%s\log %s", r"%s\alpha %s", r"%s,%s", r"%s\leq %s",
    r"\begin{cases}%s&%s\end{cases}", r"\begin{aligned}%s\\ %s\end{aligned}", r"%s\in %s",
    r"\sqrt[%s]{%s}", r"%s\xrightarrow{%s}", r"{%s\over %s}",
]  # fmt: skip

formulas = st.recursive(
    st.text(_LETTERS, min_size=1, max_size=3),
    lambda inner: st.one_of(
        st.builds(str.__mod__, st.sampled_from(_ONE), inner),
        st.builds(str.__mod__, st.sampled_from(_TWO), st.tuples(inner, inner)),
    ),
    max_leaves=12,
)
_REMAINS = [
    *"\\{}[]^_&$%'~ \n|.ax1α", r"\left", r"\right", r"\frac", r"\begin{cases}", r"\end", r"\\",
    r"\text{", r"\sqrt[", r"\hat", r"\limits", r"\over", r"\not", r"\bigl", r"\substack{",
]  # fmt: skip
remains = st.lists(st.sampled_from(_REMAINS), max_size=30).map("".join)


def letters(text: str) -> list[str]:
    """Return the letters and digits of ASCII in a text, however they are raised or set."""
    plain = unicodedata.normalize("NFKD", text.replace("∛", "3√").replace("∜", "4√"))
    return sorted(char for char in plain if char in _LETTERS)


def written(tex: str) -> list[str]:
    """Return those that a formula of `formulas` has beside its commands."""
    for command in ("begin{pmatrix}", "end{pmatrix}", "begin{cases}", "end{cases}"):
        tex = tex.replace(f"\\{command}", " ")
    for command in ("begin{aligned}", "end{aligned}"):
        tex = tex.replace(f"\\{command}", " ")
    kept = []
    at = 0
    while at < len(tex):
        if tex[at] == "\\":
            at += 2
            while at < len(tex) and tex[at - 1].isalpha() and tex[at].isalpha():
                at += 1
        else:
            kept.append(tex[at])
            at += 1
    return letters("".join(kept))


@settings(max_examples=120, deadline=None)
@given(formulas)
def test_no_letter_of_a_formula_is_lost(tex: str) -> None:
    for is_ascii in (False, True):
        told = letters(read_formula(tex, is_ascii=is_ascii))
        for letter in written(tex):
            assert letter in told
            told.remove(letter)


@settings(max_examples=120, deadline=None)
@given(st.one_of(formulas, remains, st.text(max_size=30)), st.integers(8, 60))
def test_whatever_it_is_it_is_shown_within_the_width(tex: str, width: int) -> None:
    assert isinstance(read_formula(tex), str)
    assert read_formula(tex, is_ascii=True).isascii()
    for line in lay_out([tex], width):
        assert cells(line) <= width


@settings(max_examples=120, deadline=None)
@given(st.one_of(formulas, remains), st.text(max_size=10))
def test_whatever_stands_in_an_abstract_it_is_shown(tex: str, text: str) -> None:
    for abstract in (tex, f"{text} ${tex}$ {text}", f"{text}{tex}{text}"):
        assert isinstance(readable(abstract), str)


@pytest.mark.parametrize(
    "piece",
    [
        "{", "}", "^{", "_^", r"\frac", r"\frac{", r"\sqrt", r"\left(", r"\right)", r"a\over ",
        r"\begin{a}", r"\end{a}", "&", "\\", r"\\", r"\text{$", r"\hat", r"\substack{", r"\cal ",
        r"\sqrt[", r"\xrightarrow[", "'", "' ", r"\limits_{", r"\underbrace{", r"\foo{", "%\n",
        "x+", "}\\right", "\\begin{matrix}a&b\\\\",
    ],
)  # fmt: skip
def test_endless_formulas_end(piece: str) -> None:
    tex = piece * (4_000 // len(piece))
    assert isinstance(read_formula(tex), str)
    assert isinstance(lay_out([tex], 80), list)
