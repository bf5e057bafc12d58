"""Papers are found by other forms of their words."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.search.analysis.stemming import stem
from recto.index.search.search_index import Document, SearchIndex

from .small_index import find

FAMILIES = [
    "plan plans planned planning",
    "map maps mapped mapping",
    "generate generates generated generating generation",
    "optimize optimized optimizing optimization",
    "embedded embedding embeddings",
    "physics physical physically",
    "dynamic dynamics dynamical dynamically",
    "forget forgets forgetting",
    "systematic systematically",
    "llm llms",
    "gnn gnns",
    "vla vlas",
    "vae vaes",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_each_form_of_a_word_finds_the_others(tmp_path: Path, family: str) -> None:
    words = family.split()
    papers = [Document(n, f"On {word}", "ink") for n, word in enumerate(words, 1)]
    index = SearchIndex(tmp_path / "index", "library")
    index.build([*papers, Document(99, "On paper", "ink")], 1)
    try:
        everyone = [paper.rowid for paper in papers]
        assert [find(index, f"{word} ink") for word in words] == [everyone] * len(words)
    finally:
        index.close()


@pytest.mark.parametrize(
    "apart",
    [
        "plan plane",
        "news new",
        "model mode",
        "bias bia",
        "use us",
        "gas ga",
        "class clas",
        "this thi",
    ],
)
def test_other_words_keep_their_own_stem(apart: str) -> None:
    one, other = apart.split()
    assert stem(one) != stem(other)
