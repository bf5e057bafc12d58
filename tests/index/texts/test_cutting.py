"""What is cut out of a page before it is read."""

from __future__ import annotations

import pytest
from recto.index.texts.html.cutting import Formula, cut, unfolded


def test_formulas_leave_their_number() -> None:
    page = cut('a <math alttext="x &lt; y" display="block"><mi>q</mi></math> b<MATH></MATH>')
    assert page.html == "a \ue0000\ue001 b\ue0001\ue001"
    assert page.formulas == (Formula("x < y", True), Formula("", is_tex=False))


def test_tex_is_found_in_the_annotation_too() -> None:
    html = '<math><mi>q</mi><annotation encoding="application/x-tex">q_{%\n1}</annotation></math>'
    assert cut(html).formulas == (Formula("q_{1}"),)


@pytest.mark.parametrize(
    ("tex", "joined"),
    [
        ("a%\nb", "ab"),
        ("\\nabla_{%\r\n\\theta}", "\\nabla_{\\theta}"),
        ("50\\% of\nit", "50\\% of it"),
        ("50\\%\nof it", "50\\% of it"),
        ("a\nb", "a b"),
    ],
)
def test_folded_lines_are_joined(tex: str, joined: str) -> None:
    assert unfolded(tex) == joined


def test_pictures_scripts_and_styles_go_and_pictures_lie_in_pictures() -> None:
    page = cut(
        "a<svg><svg><text>n</text></svg>n</svg>b<script>if (1<2) '<math>'</script>c<style>s</style>"
    )
    assert (page.html, page.has_drawings) == ("abc", True)


def test_a_sign_in_quotes_ends_no_tag() -> None:
    assert cut("<math alttext='a>b' class=\"x>y\">q</math>").formulas == (Formula("a>b"),)


@pytest.mark.parametrize(
    "html", ["<math alttext='x", "<math>q", "<svg><svg></svg>", "<mathx>q</mathx>"]
)
def test_of_what_has_no_end_nothing_is_cut(html: str) -> None:
    assert cut(html).html == html


def test_many_tags_without_an_end_take_no_longer_than_they_must() -> None:
    html = '<math alttext="' * 20_000
    assert cut(html).html == html


def test_running_text_that_is_framed_by_a_picture_stays() -> None:
    text = f"<p>{'Ask the model. ' * 20}<math alttext='x'></math></p>"
    box = f"<svg><g><text>n</text><foreignObject width='9'>{text}</foreignObject></g></svg>"
    label = "<svg><foreignObject><p>label</p></foreignObject></svg>"
    page = cut(f"a{box}b")
    assert page.html == f"a<div>{text.partition('<math')[0]}\ue0000\ue001</p></div>b"
    assert (page.formulas, page.has_drawings) == ((Formula("x"),), False)
    assert (cut(f"a{label}b").html, cut(f"a{label}b").has_drawings) == ("ab", True)
