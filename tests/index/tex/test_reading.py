"""What TeX left behind is readable, and everything else is left as it came."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library, readable

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
    ["{" * 30_000, "^{" * 15_000, r"\textbf{" * 4_000, "$a" * 15_000, "a_" * 15_000, "}^_{\\"],
)
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
