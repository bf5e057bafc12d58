"""Foreign text: what is taken out, what must stay as it is."""

from __future__ import annotations

import random
import sys
import unicodedata

import pytest
from recto.index.text import clean, name_span


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("  two  spaces\tand a\nline ", "two spaces and a line"),
        ("\ufeffBOM", "BOM"),
        ("no\xa0break\u2003em\u3000wide\u2028line\x85next", "no break em wide line next"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;http://x.y\x1b\\text\x1b]8;;\x07", "text"),
        ("\x1b]0;unfinished title", "]0;unfinished title"),
        ("a\x1bHello", "aHello"),
        ("nul\x00 bell\x07 del\x7f c1\x90x", "nul bell del c1x"),
        ("\u202eevil\u202c \u2066x\u2069 \u200eL\u200fR", "evil x LR"),
        ("zero\u200bwid\u200cth\u200d\u2060\u00ad!", "zerowidth!"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("\ue000private \ufffe\U0010ffff none", "private none"),
        ("fill\u3164er\u115f \ufe0f\U000e0100", "filler"),
        ("\u0301leading mark", "leading mark"),
    ],
)
def test_clean_leaves_only_what_can_be_shown(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "u-μP: The Unit-Scaled Maximal Update Parametrization",
        "Poincaré ResNet",
        "Poincare\u0301 in two characters",
        "ℝⁿ, ①, ﬁ and ½ stay what they are",
        "S^{2}FT: $O(\\log n)$ ≤ ∑ x_i ∈ ℋ",
        "深度学习 и 한국어 और हिन्दी ไทย עִבְרִית",
        "Việt ệ with two marks",
        "[red] [/x] [@click=app.quit] <b>&amp;",
        "🙂 🇩🇪",
    ],
)
def test_clean_changes_no_writing(text: str) -> None:
    assert clean(text) == text


def test_a_flood_of_marks_is_cut() -> None:
    flooded = clean("a" + "\u0301" * 500 + "b" + "\u20dd" * 9)

    assert flooded == "a" + "\u0301" * 4 + "b" + "\u20dd" * 4


def test_clean_text_is_safe_and_stays_as_it_is() -> None:
    dice = random.Random(1)
    for _ in range(300):
        raw = "".join(chr(dice.randrange(sys.maxunicode + 1)) for _ in range(40))
        once = clean(raw + "\x1b[2J" + raw[:9])

        assert clean(once) == once
        assert not {unicodedata.category(char) for char in once} & {"Cc", "Cs", "Co", "Cn"}
        once.encode("utf-8")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("VoloGAN: Adversarial Domain Adaptation", "VoloGAN"),
        (
            "Meta Pruning via Graph Metanetworks : A Meta Learning",
            "Meta Pruning via Graph Metanetworks",
        ),
        ("Layer rotation: a surprisingly powerful indicator", "Layer rotation"),
        ("评测：一个基准", "评测"),
        ("Deep Sets", ""),
        ("Ends with a colon:", ""),
        ("At 10:30 we begin", ""),
        (": nothing before", ""),
        ("A name that is much longer than a name can be: what it is", ""),
        ("Extraordinarilycomplicatedlylongsingularname: what", ""),
    ],
)
def test_the_name_in_a_title(title: str, name: str) -> None:
    assert title[: name_span(title)] == name
