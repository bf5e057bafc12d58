"""Markup of publishers as plain text, and nothing else taken for it."""

from __future__ import annotations

import pytest
from recto.index.pages.fields.markup import plain, read_markup

SHOWN = [
    ("H<sub>2</sub>O", "H₂O"),
    ("10<sup>-3</sup> and x<sub>AB</sub>", "10⁻³ and x_{AB}"),
    ("the 20<sup>th</sup> of Ink<sup>®</sup>", "the 20th of Ink®"),
    ("<jats:italic>a</jats:italic> <SC>b</SC>", "a b"),
    ('<span class="nocase">Ink</span> <font color="#fff">b</font>', "Ink b"),
    ("a &amp; b &lt; c &#8201;d &eacute; &#x2013;", "a & b < c \u2009d é –"),
    ("&amp;amp; &amp;lt;i&amp;gt;a&amp;lt;/i&amp;gt;", "& a"),
    ("AT&T and R&D; &unknown; &#9999999;", "AT&T and R&D; &unknown; \ufffd"),
    ("n<m, m>k and a<i>b", "n<m, m>k and a<i>b"),
    ("<b>a</b> but </b> and <i>", "a but </b> and <i>"),
    ("a<!-- no -->b<![CDATA[c]]>", "abc"),
    ("<tex-math>$$a_b$$</tex-math>", "$a_b$"),
    (r"for $$\alpha$$ and $$ E = m c^2 $$", r"for $\alpha$ and $E = m c^2$"),
    ("in $$ or in $$", "in $$ or in $$"),
    (
        "<tex-math>\\documentclass{x}\\begin{document}$a$\\end{document}</tex-math>",
        "$a$",
    ),
    (
        "<alternatives><tex-math>$a$</tex-math><math><mi>b</mi></math></alternatives>!",
        "$a$!",
    ),
    (
        '<math xmlns="x"><semantics><mi>b</mi><annotation encoding="application/x-tex">a'
        "</annotation></semantics></math>",
        "$a$",
    ),
    (
        "<mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:msqrt><mml:mn>2</mml:mn></mml:msqrt>"
        "</mml:mfrac></mml:math>",
        r"$\frac{a}{\sqrt{2}}$",
    ),
    ("<math><mi>a</math>", "$a$"),
    ("a <math>that never ends", "a <math>that never ends"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN, ids=[text for text, _ in SHOWN])
def test_what_markup_shows(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_lines_and_links_of_remarks() -> None:
    text = (
        '<p>One <a href="https://a.org/?x=1&amp;y">two</a></p><ul><li>three</li></ul>four<br/>five'
    )
    told = read_markup(text)
    assert told.text.split() == ["One", "two", "three", "four", "five"]
    assert [line.strip() for line in told.text.split("\n") if line.strip()] == [
        *("One two", "three", "four", "five"),
    ]
    assert told.links == ("https://a.org/?x=1&y",)


def test_sections_of_abstracts_keep_their_headings() -> None:
    text = (
        "<jats:title>Abstract</jats:title><jats:p>We.</jats:p>"
        "<jats:sec><jats:title>Methods</jats:title><jats:p>They.</jats:p></jats:sec>"
    )
    assert " ".join(plain(text).split()) == "We. Methods: They."
