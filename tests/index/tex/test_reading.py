"""What TeX left behind is readable, and everything else is left as it came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library, readable
from recto.index.identity.titles import title_key
from recto.index.tex import read_for_keys

READ = {
    r"R^{n times k}": "ℝⁿˣᵏ",
    r"F in R^{n_1 times k}": "F in ℝ^{n₁×k}",
    r"p : R^d rightarrow R": "p : ℝᵈ rightarrow R",
    r"(eta^{ast}, B^{ast})": "(η*, B*)",
    r"the \textbf{Pose Synthesis Domain} x": "the Pose Synthesis Domain x",
    r"only {sim}13% FLOPS": "only ~13% FLOPS",
    r"{\sim}13\%": "~13%",
    r"P{-}ConvNet and R_2{-}ConvNet": "P-ConvNet and R₂-ConvNet",
    r"U^2-Net^{dagger} (4.7 MB)": "U²-Net† (4.7 MB)",
    r"S^{2}FT": "S²FT",
    r"Phi^*_tau instead of varphi^*,": "Φ*_τ instead of φ*,",
    r"w^*_{min}=max(d_x,d_y)": "w*ₘᵢₙ=max(dₓ,d_y)",
    r"XX^top to learn M^*": "XXᵀ to learn M*",
    r"rate width^{-c}, where": "rate width⁻ᶜ, where",
    r"(> 10^{19})": "(> 10¹⁹)",
    r"CO_2 emission": "CO₂ emission",
    r"ell_2 and lambda_{1}": "ℓ₂ and λ₁",
    r"mathcal{O}(d^k) and mathcal{O}(d^2)": "O(dᵏ) and O(d²)",
    r"a 360^circ view": "a 360° view",
    r"Poincar\'e, na\"ive, Fr\'{e}chet": "Poincaré, naïve, Fréchet",
    r"50\% of R\&D, a\_b": "50% of R&D, a_b",
    r"{\it vs.} $k$ and $\mathbb{Z}_2$": "vs. k and ℤ₂",
    r"$\mathcal{O}(\sqrt{\log n})$": "O(√(log n))",
    r"$\widetilde{O}(\frac{a+b}{c})$": "Õ((a+b)/c)",
    r"M$_\odot$ s$^{-1}$ deg$^2$": "M_⊙ s⁻¹ deg²",
    r"\href{https://a.org/x_1}{our page}": "our page (https://a.org/x_1)",
    r"{F}_t": "Fₜ",
    r"(X in R^{n times k} with k > r)": "(X in ℝⁿˣᵏ with k > r)",
    r"the norm \|w\| and p\,\|\,q": "the norm ‖w‖ and p ‖ q",
    r"\lVert w\rVert_2 or $\left\|w\right\|_{2}$": "‖w‖₂ or ‖w‖₂",
    r"d_{in}, T_{to}, n_{sum}, t_{top} and d_in": "d_in, T_to, n_sum, t_top and d_in",
    r"x_{in R}, XX^top, k_{perp}, eta^{ast}": "x_{∈ R}, XXᵀ, k_⊥, η*",
    r"$L_{\text{rec}}$ and $x_{\rm train}$": "L_rec and x_train",
    r"O(n\log n), \log\pi and $O(n\log n)$": "O(n log n), log π and O(n log n)",
    r"a\bmod n and $b\pmod{m}$": "a mod n and b (mod m)",
    r"j\neq i, $j\neq i$, $j \neq i$, x \in\mathbb{R}": "j≠i, j≠i, j ≠ i, x ∈ ℝ",
    r"4\times without": "4× without",
    r"$k = -1.2$ and $M_k = -1.2$": "$k = -1.2$ and Mₖ = -1.2",
    r"$\hat{AB}$, \hat{AB}, hat{theta}, \overline{x+y}": "hat(AB), hat(AB), θ̂, overline(x+y)",
    r"\underline{P}rompt": "Prompt",
    r"x^{\prime\prime} and $f'_1$": "x″ and f₁′",
    r"\frac{1}{N}\sum_i x_i is $\frac{1}{N}\sum_i x_i$": "(1/N)∑ᵢ xᵢ is (1/N) ∑ᵢ xᵢ",
    r"\left\{ x \right. here": "{ x  here",
    r"\not\in, X\overset{d}{=}Y, \binom{n}{2}": "∉, X=ᵈY, C(n,2)",
    r"\mathds{1}, \mathbbm{1}[x], {\mathbb R}^Q": "𝟙, 𝟙[x], ℝ^Q",
    r"a\lesssim b \implies \begin{pmatrix}a&b\\c&d\end{pmatrix}": "a≲b ⇒ (a b; c d)",
    r"over $\sim$13\%, $~55\%$ and 224$\times$224": "over ~13%, ~55% and 224×224",
    r"2$\,\mu$m at $k\,h\,{\rm Mpc}^{-1}$": "2 μm at k h Mpc⁻¹",
    r"\(x^2\) and \[ \frac{a}{b} \]": "x² and a/b",
    r"$\epsilon$-greedy, \epsilon, $\mathcal{D}_k$": "ε-greedy, ε, Dₖ",
    r"in Fig.~3 \text{of~this}": "in Fig.~3 of this",
}

LEFT = (
    "three times in a circ, to sim and approx alike",
    "at a O(1{t}) rate",
    "O(log n{mu}) upper bound",
    "UCF-HMDB_full, tool_call, db_id, float8_e4m3 and SULAND_v2",
    "https://github.com/htcr/sam_road and https://a.org/x^2_{y}",
    "github.com/huitangtang/On_the_Utility_of_Synthetic_Data.",
    "costs $5 and then $10",
    "in {SG} remains.{ This is followed by a review.}",
    "600k {architecture, accuracy} pairs",
    r"introduces \HyperRouter, \ie PLTON",
    "V{varepsilon} and an open { brace",
    "smileys ^_^ :^) and a^bc",
    "snake_case_name __init__ _private",
    "omega beta alpha: bare words",
    r"an end \begin{cases} that is none, \overset{a} and \not it",
    r"a trailing \ "[:-1],
    "R",
    "",
)


@pytest.mark.parametrize(("given", "shown"), READ.items())
def test_remains_of_tex_are_read(given: str, shown: str) -> None:
    assert readable(given) == shown


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_formula_stays_as_it_came(text: str) -> None:
    assert readable(text) == text


def test_the_weighted_score_is_no_space_of_numbers() -> None:
    assert readable("an R^2 score of VLM-R^3") == "an R² score of VLM-R³"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 30_000, "^{" * 15_000, r"\textbf{" * 4_000, "$a" * 15_000, "a_" * 15_000, "}^_{\\",
        r"\hat{" * 6_000, r"{\mathbb " * 3_000, r"$\a" * 9_000, r"\begin{cases}" * 2_000,
        r"\frac{" * 5_000, r"\not" * 9_000, r"\overline{" * 3_000 + "}" * 3_000,
    ],
)  # fmt: skip
def test_endless_and_broken_remains_end(text: str) -> None:
    assert readable(text)


def test_every_bundled_text_without_telling_signs_is_untouched(library: Library) -> None:
    papers = [hit.paper for hit in library.search(limit=None).hits]
    changed = {paper.title for paper in papers if readable(paper.title) != paper.title}
    assert (
        "S^{2}FT: Efficient, Scalable and Generalizable LLM Fine-tuning by Structured Sparsity"
        in changed
    )
    for paper in papers:
        if not set("\\^_{") & set(paper.abstract):
            assert readable(paper.abstract) == paper.abstract


@pytest.mark.parametrize(
    ("abstract", "queries"),
    [
        ("a matrix in R^{n times k} of rank one", ("ℝⁿˣᵏ", "R^{n times k}", '"in ℝⁿˣᵏ of rank"')),
        ("the Fr\\'echet distance is small", ("Fréchet", "frechet", '"Fréchet distance"')),
        ("appropriately tuned ell_2 weight decay", ("ℓ₂", "ell_2", "=ℓ₂")),
        (r"we call it \textsc{Deep}Net here", ("DeepNet", '"DeepNet here"')),
        ("more than 10^{19} networks", ("10¹⁹", '"than 10¹⁹ networks"', "10^{19}")),
        ("only {sim}13% of it", ("~13%", '"only ~13% of"')),
    ],
)
def test_search_finds_what_is_shown_and_what_is_stored(
    tmp_path: Path, abstract: str, queries: tuple[str, ...]
) -> None:
    page = json.dumps({"title": "A paper without formulas", "abstract": abstract})
    with Library.open(tmp_path, seeds=False) as library:
        library.add_text("one.jsonl", page.encode())
        for query in queries:
            (hit,) = library.search(query, correct=False).hits
            assert hit.paper.abstract == abstract


def test_keys_of_titles_stay_as_they_were_made() -> None:
    assert read_for_keys(r"\|w\| of $d_{in}$ and \overline{x}") == "|w| of d_∈ and x"
    assert title_key(r"The norm \|w\|") == title_key("The norm |w|")


@pytest.mark.parametrize(
    ("abstract", "queries"),
    [
        (r"a width of $d_{in}$ units", ("d_in", "width of d_in units", '"width of"')),
        (r"over $3\times 3$ patches", ("3×3", "patches")),
        (r"in $O(n\log n)$ steps", ('"n log n"', "log")),
        (r"of $\mathcal{D}_{\text{train}}$ alone", ("train", "D_train")),
    ],
)
def test_what_a_formula_is_shown_as_is_found(
    tmp_path: Path, abstract: str, queries: tuple[str, ...]
) -> None:
    page = json.dumps({"title": "A paper without formulas", "abstract": abstract})
    with Library.open(tmp_path, seeds=False) as library:
        library.add_text("one.jsonl", page.encode())
        for query in queries:
            assert len(library.search(query, correct=False).hits) == 1, query
