"""Formulas that are TeX mean on one line what they mean in print, in Unicode and in ASCII."""

from __future__ import annotations

import pytest
from recto.index.tex import bold_spans, lay_out, read_formula

MEANT = {
    # norms, conditionals, absolute values
    r"\|w\|": "‖w‖",
    r"p\,\|\,q": "p ‖ q",
    r"D_{\mathrm{KL}}(p\|q)": "D_KL(p‖q)",
    r"\left\|\mathbf{u}-\mathbf{V}\gamma\right\|_{2}^{2}": "‖u-Vγ‖₂²",
    r"\lVert w\rVert_{1}\leq 3": "‖w‖₁ ≤ 3",
    r"\left\lvert a-b\right\rvert": "|a-b|",
    r"\Vert x\Vert, \lvert x\rvert": "‖x‖, |x|",
    r"p(y\mid x)": "p(y | x)",
    r"|\log x|-|-y|+\|x-y\|^{2}": "|log x| - |-y| + ‖x-y‖²",
    r"\frac{\|x-y\|^{2}}{2}": "‖x-y‖²/2",
    # marks over one letter, and said over more
    r"\hat{\theta}+\bar{X}_{n}+\tilde{\mathbf{x}}+\vec{v}+\dot{x}": "θ̂ + X̄ₙ + x̃ + v⃗ + ẋ",
    r"\widehat{\mathrm{Var}}[X]": "V̂ar[X]",
    r"\hat{AB}+\overline{z_{1}+z_{2}}": "hat(AB) + overline(z₁+z₂)",
    r"\bar{x_i}+\underline{x}+\overline{x}": "x̄ᵢ + x̲ + x̄",
    # names that are lowered are no signs
    r"d_{in}+T_{to}+x_{mid}+n_{sum}+E_{int}+t_{top}": "d_in + T_to + x_mid + n_sum + E_int + t_top",
    r"x_{\text{train}}": "x_train",
    r"L_{\text{rec}}+L_{\text{total}}": "L_rec + L_total",
    r"W_{\text{in}}x": "W_in x",
    r"x_{ij}+x_{i,j}^{(k+1)}": "xᵢⱼ + x⁽ᵏ⁺¹⁾_{i,j}",
    r"p_{\theta}x": "p_θ x",
    r"\|A\|_{F}^{2}": "‖A‖²_F",
    r"e^{i\pi}+2^{10}": "e^{iπ} + 2¹⁰",
    r"x^{*}y": "x* y",
    r"e^{nxd}+\mathbb{R}^{n\times d}+e^{n\times d}": "eⁿˣᵈ + ℝⁿˣᵈ + e^{n×d}",
    r"k\,h\,{\rm Mpc}^{-1}+x_{\rm cl}": "k h Mpc⁻¹ + x_cl",
    # primes
    r"f'(x)+x''+y^{\prime\prime}+f'_{i}+f'^{2}": "f′(x) + x″ + y″ + fᵢ′ + f′²",
    # fractions, binomials and roots keep their brackets
    r"\frac{1}{N}\sum_{i=1}^{N}x_{i}": "(1/N) ∑ᵢ₌₁ᴺ xᵢ",
    r"\frac{1}{2}x+\tfrac12\|x\|^{2}": "½x + ½‖x‖²",
    r"2\frac{1}{2}": "2(1/2)",
    r"\dfrac{n(n+1)}{2}": "n(n+1)/2",
    r"\frac{\frac{a}{b}+1}{c-d}": "(a/b+1)/(c-d)",
    r"\frac{a}{\frac{b}{c}}+\frac{\frac{a}{b}}{c}": "a/(b/c) + (a/b)/c",
    r"\frac{a}{bc}": "a/(bc)",
    r"\frac{\partial f}{\partial x_{i}}+\frac{d^{2}y}{dx^{2}}": "∂f/∂xᵢ + d²y/dx²",
    r"e^{-\frac{x^{2}}{2\sigma^{2}}}": "e^{-x²/(2σ²)}",
    r"\frac{\sum_{i}x_{i}}{n}": "(∑ᵢ xᵢ)/n",
    r"\left.\frac{df}{dx}\right|_{x=0}": "(df/dx)|ₓ₌₀",
    r"\frac{a}{b}^{2}+{a\over b}": "(a/b)² + a/b",
    r"\binom{n}{k}p^{k}+{n\choose k}": "C(n,k) pᵏ + C(n,k)",
    r"\sqrt[3]{x+1}+\sqrt{2x}+\sqrt{2}x+O(\sqrt{n})": "∛(x+1) + √(2x) + √2 x + O(√n)",
    r"\sqrt[5]{x}": "⁵√x",
    # names stand apart, large signs have limits
    r"n\log n+\log\pi+\log\det\Sigma": "n log n + log π + log det Σ",
    r"a\bmod n\equiv b\pmod{m}": "a mod n ≡ b (mod m)",
    r"\operatorname*{arg\,min}_{\theta\in\Theta}J(\theta)": "arg min_{θ∈Θ} J(θ)",
    r"\sum\limits_{i\in I}w_{i}": "∑_{i∈I} wᵢ",
    r"\sum_{\substack{i=1\\ i\neq j}}^{n}x_{i}": "∑ⁿ_{i=1, i≠j} xᵢ",
    r"\lim_{n\rightarrow\infty}a_{n}=0": "lim_{n→∞} aₙ = 0",
    r"\iint_{\Omega}f\,dA+\oint f": "∬_Ω f dA + ∮ f",
    # the same space on both sides
    r"j\neq i,x\sim p": "j ≠ i, x ~ p",
    r"-x+(-y)\leq 10^{-3}": "-x + (-y) ≤ 10⁻³",
    r"x{=}1+10{,}000": "x=1 + 10,000",
    # signs
    r"\not\in\not\subset\not=": "∉⊄≠",
    r"A\implies B\iff C": "A ⇒ B ⇔ C",
    r"f\colon X\hookrightarrow Y": "f: X ↪ Y",
    r"a\triangleq b\coloneqq c\succeq d\models e": "a ≜ b ≔ c ⪰ d ⊨ e",
    r"p\land q\lor\lnot r": "p ∧ q ∨ ¬r",
    r"\mathbbm{1}\{x\in A\}+\mathds{1}[y]+\mathbb{E}": "𝟙{x ∈ A} + 𝟙[y] + 𝔼",
    r"\mathcal{D}+D+\mathfrak{g}+{\cal L}": "𝒟 + D + 𝔤 + ℒ",
    r"\epsilon\varepsilon\phi\varphi": "ϵεϕφ",
    # what is set over and under
    r"X\overset{d}{=}Y\stackrel{\mathrm{iid}}{\sim}P": "X =ᵈ Y ~ⁱⁱᵈ P",
    r"X\xrightarrow{\text{a.s.}}Y": "X →^{a.s.} Y",
    r"\underset{x}{\min}f+\underbrace{a+b}_{=0}+c": "minₓ f + (a+b)[=0] + c",
    # rows
    r"\begin{pmatrix}a&b\\ c&d\end{pmatrix}": "(a b; c d)",
    r"\left[\begin{array}[]{cc}A&B\\ 0&C\end{array}\right]": "[A B; 0 C]",
    r"f=\begin{cases}x^{2}&\text{if }x>0,\\ 0&\text{otherwise}\end{cases}":
        "f = { x² if x > 0; 0 otherwise",
    r"\begin{cases}x&x>0\\ -x&x\leq 0\end{cases}": "{ x, x > 0; -x, x ≤ 0",
    r"\left\{\begin{aligned} x&=1\\ y&=2\end{aligned}\right.": "{ x = 1; y = 2",
    # as LaTeXML writes it
    "\\nabla_{%\n\\theta}\\log\\pi": "∇_θ log π",
    r"\mathrm{~in~}\Bigl{[}\displaystyle x\Bigr{]}": "in [x]",
    r"\text{for $x_1$ in Fr\'echet}": "for x₁ in Fréchet",
    r"x=1\label{eq:one}\tag{3}": "x = 1 (3)",
    r"\textcolor{red}{x}+\color{blue}y": "x + y",
    # what is unknown stays TeX
    r"\foo{\alpha}x": r"\foo{α} x",
    "": "",
}  # fmt: skip

SPELT = {
    r"\alpha x+\beta_{i}\leq\infty": "alpha x + beta_i <= inf",
    r"\hat{\theta}^{2}": "hat(theta)^2",
    r"\frac{1}{2}\|x\|^{2}": "(1/2)||x||^2",
    r"\sum_{i\in I}x_{i}": "sum_{i in I} x_i",
    r"A\cap B\neq\emptyset": "A cap B != {}",
    r"\mathcal{D}\to\mathbb{R}^{n\times d}": "D -> R^{n x d}",
    r"\sqrt{x}+\sqrt[3]{y}": "sqrt(x) + root(y, 3)",
    r"a\lesssim b\not\in C": "a lesssim b not in C",
    r"f'(x)": "f'(x)",
    r"\text{naïve}": "naive",
}


@pytest.mark.parametrize(("tex", "shown"), MEANT.items())
def test_a_formula_means_what_it_means_in_print(tex: str, shown: str) -> None:
    assert read_formula(tex) == shown


@pytest.mark.parametrize(("tex", "shown"), SPELT.items())
def test_a_formula_is_spelt_in_ascii(tex: str, shown: str) -> None:
    assert read_formula(tex, is_ascii=True) == shown


def test_what_is_too_long_for_a_formula_is_returned_as_it_came() -> None:
    tex = r"\alpha" * 8_000
    assert read_formula(tex) == tex
    assert "".join(lay_out([tex], 60)) == tex


def test_bold_letters_are_told_apart_where_that_is_asked_for() -> None:
    tex = r"\|\mathbf{y}-\mathbf{X}\boldsymbol{\phi}\|+x"
    assert read_formula(tex) == "‖y-Xϕ‖ + x"
    plain, spans = bold_spans(read_formula(tex, has_bold=True))
    assert plain == read_formula(tex)
    assert [plain[start:end] for start, end in spans] == ["y", "Xϕ"]
    assert read_formula(tex, has_bold=True, is_ascii=True) == read_formula(tex, is_ascii=True)
    drawn = [bold_spans(line)[0] for line in lay_out([rf"\frac{{{tex}}}{{2}}"], 40, has_bold=True)]
    assert drawn == lay_out([rf"\frac{{{tex}}}{{2}}"], 40)
