"""Displayed formulas are drawn on a few lines, broken at relations, and never too wide."""

from __future__ import annotations

import pytest
from recto.index import cells
from recto.index.tex import lay_out

DRAWN = {
    r"\frac{1}{N}\sum_{i=1}^{N}\ell(x_{i})": """
1  N
─  ∑  ℓ(xᵢ)
N i=1
""",
    r"E\Bigl{[}\sum_{t=0}^{T}\gamma^{t}\Bigr{]}+\bigl(x": """
 ⎡ T    ⎤
E⎢ ∑  γᵗ⎥ + (x
 ⎣t=0   ⎦
""",
    r"x=\frac{-b\pm\sqrt{b^{2}-4ac}}{2a}": """
    -b±√(b²-4ac)
x = ────────────
         2a
""",
    r"\int_{0}^{\infty}e^{-x^{2}}\,dx": """
∞
∫ e^{-x²} dx
0
""",
    r"\operatorname*{arg\,min}_{\theta\in\Theta}J(\theta)": """
arg min J(θ)
  θ∈Θ
""",
    r"A=\begin{pmatrix}a&b\\ c&d\end{pmatrix}": """
A = ⎛a  b⎞
    ⎝c  d⎠
""",
    r"\begin{bmatrix}1&\cdots&n\\ \vdots&\ddots&\vdots\\ -1&\cdots&k\end{bmatrix}": """
⎡1   ⋯  n⎤
⎢⋮   ⋱  ⋮⎥
⎣-1  ⋯  k⎦
""",
    r"f(x)=\begin{cases}x^{2}&\text{if }x>0,\\ 0&\text{otherwise}\end{cases}": """
f(x) = ⎧ x²  if x > 0,
       ⎩ 0   otherwise
""",
    r"|x|=\begin{cases}x&x>0\\ 0&x=0\\ -x&x<0\end{cases}": """
      ⎧ x   x > 0
|x| = ⎨ 0   x = 0
      ⎩ -x  x < 0
""",
    r"\left\{\begin{aligned}x&=1\\ y+z&=2\end{aligned}\right.": """
⎧   x = 1
⎩ y+z = 2
""".replace("y+z", "y + z").replace("  x =", "    x ="),
    r"\binom{n}{k}p": """
⎛n⎞ p
⎝k⎠
""",
    r"\sqrt{\frac{a}{b}}+1": """
 ┌─
 │a
 │─ + 1
╲│b
""",
    r"\left(\frac{a}{b}\right)^{2}_{0}": """
⎛a⎞2
⎜─⎟
⎝b⎠0
""",
    r"\underbrace{a+b+c}_{=0}+d": """
a+b+c + d
╰─┬─╯
 =0
""",
    r"\overline{z_{1}+z_{2}}": """
_____
z₁+z₂
""",
    r"X\xrightarrow{\text{a.s.}}Y": """
   a.s.
X ─────→ Y
""",
    r"\sum_{\substack{i=1\\ i\neq j}}^{n}x": """
 n
 ∑  x
i=1
i≠j
""",
    r"\tfrac{1}{2}x+\frac{\frac{a}{b}+1}{c}": """
     a/b+1
½x + ─────
       c
""",
}

ALIGNED = """
a + b = c
      = d + e
"""


@pytest.mark.parametrize(("tex", "drawn"), DRAWN.items())
def test_a_formula_is_drawn_on_a_few_lines(tex: str, drawn: str) -> None:
    assert lay_out([tex], 60) == drawn.strip("\n").splitlines()


@pytest.mark.parametrize(
    "rows",
    [
        ["a+b&=c", "&=d+e"],
        [r"\begin{aligned}a+b&=c\\ &=d+e\end{aligned}"],
        [r"a+b&=c\\&=d+e"],
        [r"\begin{align*}a+b&=c\\[2pt]&=d+e\end{align*}"],
    ],
)
def test_rows_are_lined_up_at_their_marks(rows: list[str]) -> None:
    assert lay_out(rows, 60) == ALIGNED.strip("\n").splitlines()


def test_what_goes_on_in_the_next_row_keeps_its_sign_and_its_place() -> None:
    assert lay_out([r"y&=a+b", r"&\quad-c"], 40) == ["y = a + b", "    - c"]
    assert lay_out([r"\min_{x}&\quad f(x)"], 40) == ["min  f(x)", " x"]


def test_nothing_is_drawn_of_nothing() -> None:
    assert lay_out([], 40) == lay_out([""], 40) == lay_out([r"\label{a}"], 40) == []


def test_a_wide_formula_is_broken_before_relations() -> None:
    tex = r"f(x)=a_{1}x+b_{1}\leq a_{2}x^{2}+b_{2}x+c_{2}<\infty"
    assert lay_out([tex], 25) == [
        "f(x) = a₁x + b₁",
        "    ≤ a₂x² + b₂x + c₂ < ∞",
    ]


def test_a_wide_sum_is_broken_before_its_operators() -> None:
    lines = lay_out([r"y=aaaaaa+bbbbbb+cccccc+dddddd+eeeeee"], 24)
    assert lines == ["y = aaaaaa + bbbbbb", "    + cccccc + dddddd", "    + eeeeee"]


def test_columns_that_do_not_fit_give_way_to_broken_rows() -> None:
    rows = [r"aaaaaaaa+bbbbbbbb&=cccccccc+dddddddd", r"&=e"]
    assert lay_out(rows, 24) == ["aaaaaaaa + bbbbbbbb", "    = cccccccc", "    + dddddddd", "= e"]


def test_more_rows_than_five_are_written_on_one_line() -> None:
    tex = r"\begin{pmatrix}" + r"\\".join(f"a_{n}&b_{n}" for n in range(6)) + r"\end{pmatrix}"
    assert lay_out([tex], 60) == ["(a₀ b₀; a₁ b₁; a₂ b₂; a₃ b₃; a₄ b₄; a₅ b₅)"]


@pytest.mark.parametrize("is_ascii", [False, True])
@pytest.mark.parametrize("tex", [*DRAWN, r"\text{" + "word " * 30 + "}", "x" * 100, r"\foo{x}" * 9])
def test_no_line_is_wider_than_the_pane(tex: str, is_ascii: bool) -> None:
    for width in (8, 12, 20, 33, 60):
        lines = lay_out([tex], width, is_ascii=is_ascii)
        assert lines
        assert max(map(cells, lines)) <= width
        assert all(line == line.rstrip() for line in lines)
        assert not is_ascii or all(map(str.isascii, lines))


def test_combining_marks_take_no_column() -> None:
    assert lay_out([r"\frac{\tilde{\theta}}{\vec{x}+1}"], 40) == [" θ̃", "───", "x⃗+1"]


def test_in_ascii_brackets_and_strokes_are_drawn() -> None:
    tex = r"\left(\frac{\alpha}{2}\right)\begin{bmatrix}1&0\\ 0&1\end{bmatrix}"
    assert lay_out([tex], 40, is_ascii=True) == [
        "/alpha\\",
        "|-----| [1  0]",
        "\\  2  / [0  1]",
    ]
