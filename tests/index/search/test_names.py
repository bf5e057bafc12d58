"""Names with and without space, hyphen and particle, and those with a sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from recto.index import Library
from recto.index.search.analysis.spellings import parted_name
from recto.index.search.query.query import Query

from ..support.importing import add_page, made_up

Titles = Callable[..., list[str]]


@pytest.fixture
def titles(empty: Library) -> Iterator[Titles]:
    """What a library of given papers finds, their titles in order; words are as they stand."""

    def find(papers: dict[str, str] | list[str], text: str, **options: bool) -> list[str]:
        given = papers if isinstance(papers, dict) else dict.fromkeys(papers, "Nothing more.")
        add_page(empty, "names.bib", *(made_up(*paper) for paper in given.items()))
        found = empty.search(text, correct=False, **options)  # type: ignore[arg-type]
        return [hit.paper.title for hit in found.hits]

    yield find


MODELS = [
    *("The Llama 3 Herd", "Llama3 Meets Experts", "Llama-3 Adapters", "Llama Herds"),
    *("Qwen2.5 Report", "Qwen 2.5 Coder", "Qwen Revisited", "BERTScore Revisited", "YOLO v8 Seen"),
]


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("forms", "number"),
    [
        (("llama 3", "llama3", "llama-3", "LLaMA 3"), 3),
        (("qwen 2.5", "qwen2.5", "qwen-2.5"), 2),
        (("bert score", "bertscore", "BERT-Score"), 1),
        (("yolov8", "yolo v8", "yolo-v8"), 1),
    ],
)
def test_a_space_a_hyphen_and_nothing_are_one(
    titles: Titles, forms: tuple[str, ...], number: int, typing: bool
) -> None:
    found = [set(titles(MODELS, form, typing=typing)) for form in forms]
    assert [len(each) for each in found] == [number] * len(forms)
    assert all(each == found[0] for each in found)


def test_names_of_three_parts_and_of_small_words_are_names(titles: Titles) -> None:
    assert titles(["SparseByteNN Frees Phones", "Sparse Nets"], "sparse byte nn") == [
        "SparseByteNN Frees Phones"
    ]
    assert titles(["NoRA: Nested Adapters"], "no ra nested") == ["NoRA: Nested Adapters"]


@pytest.mark.parametrize("text", ["k-means", "k means", "kmeans"])
def test_what_stands_together_comes_first(titles: Titles, text: str) -> None:
    papers = {
        "Means to an End: K Means of Nothing": "A k here, and means there, and k by all means.",
        "By What Means We Choose K": "K.",
        "Clusters": "We begin with k-means, as one does, and say no more of it than that.",
    }
    found = titles(papers, text)
    apart = "By What Means We Choose K"
    assert "Clusters" in found
    assert found[-1] == apart or apart not in found


def test_words_that_are_usually_written_as_one_come_first_so(titles: Titles) -> None:
    papers = {
        "A Score for BERT and the BERT of a Score": "BERT and a score of it.",
        "Judging Summaries": "In the end all of it is measured by BERTScore.",
        "Judging Translations": "BERTScore is one measure of many that are compared here.",
    }
    assert set(titles(papers, "bert score")[:2]) == {"Judging Summaries", "Judging Translations"}
    # Where one writes them apart more often, one slip does not come first.
    papers = {
        "Plain": "A neural network, and another neural network.",
        "Plain too": "A neural network that is large.",
        "Torn": "Of some slips: neuralnetwork. What else of it is there to be said?",
    }
    assert titles(papers, "neural network")[-1] == "Torn"


def test_a_number_near_its_name_comes_first(titles: Titles) -> None:
    papers = {
        "Llama and 3 Others Compared": "We compare llama to 3 others.",
        "Nothing Said": "In the end all of it is about the models of llama 3 alone.",
    }
    assert titles(papers, "llama 3") == ["Nothing Said", "Llama and 3 Others Compared"]
    assert titles(papers, "llama3") == ["Nothing Said"]


LANGUAGES = {
    "C Compilers": "All about c.",
    "Fast Kernels in C++": "From C to C++20.",
    "A Compiler for C#": "The language C#, not F#.",
    "Net Worth": "Of the net.",
    "Porting to .NET": "The platform .NET of today.",
    "UNet++ for Cells": "A U-Net, grown.",
    "U-Net for Cells": "Nested.",
}


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("C++", ["Fast Kernels in C++"]),
        ("c++ kernels", ["Fast Kernels in C++"]),
        ("C#", ["A Compiler for C#"]),
        ("f#", ["A Compiler for C#"]),
        (".net", ["Porting to .NET"]),
        ("u-net++", ["UNet++ for Cells"]),
        ("worth++", ["Net Worth"]),
        ("g++", []),
        ("(C++ OR C#) compiler", ["A Compiler for C#"]),
    ],
)
def test_signs_make_other_names(titles: Titles, text: str, found: list[str], typing: bool) -> None:
    assert titles(LANGUAGES, text, typing=typing) == found


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("모델", {"언어 모델은 크다", "모델의 크기"}),
        ("모델을", {"언어 모델은 크다", "모델의 크기"}),
        ("언어 모델", {"언어 모델은 크다"}),
        ("机器学习", {"论机器学习的方法"}),
        ("学习 方法", {"论机器学习的方法"}),
        ("モデル", {"言語モデルの評価"}),
    ],
)
def test_scripts_without_spaces_are_found(
    titles: Titles, text: str, found: set[str], typing: bool
) -> None:
    papers = ["언어 모델은 크다", "모델의 크기", "论机器学习的方法", "言語モデルの評価", "习学器机"]
    assert titles(papers, text, typing=typing)[0] in found
    assert found <= set(titles(papers, text, typing=typing))


def test_characters_that_follow_each_other_come_first(titles: Titles) -> None:
    assert titles(["习学器机之一", "论机器学习"], "机器学习") == ["论机器学习", "习学器机之一"]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("llama3", ("llama", "3")),
        ("qwen2.5", ("qwen", "2", "5")),
        ("yolov8", ("yolo", "v8")),
        *((name, ()) for name in ("3d", "llama", "x1y", "2025", "b16", "")),
    ],
)
def test_a_name_is_parted_before_its_number(name: str, parts: tuple[str, ...]) -> None:
    assert parted_name(name) == parts


def test_what_is_found_by_another_spelling_is_marked(empty: Library) -> None:
    add_page(empty, "names.bib", *map(made_up, ("Llama3 at Work", "A Llama 3 Herd", "모델의 크기")))
    for text, marked in (
        ("llama 3", {"Llama3", "Llama", "3"}),
        ("llama3", {"Llama3", "Llama 3"}),
        ("모델", {"모델의"}),
    ):
        hits = empty.search(text).hits
        assert {
            hit.paper.title[start:end] for hit in hits for field, start, end in hit.spans
        } == marked


def test_the_words_of_a_query_know_their_signs() -> None:
    signs = [word.sign for word in Query.parse("C++ c# .NET asp.net a+b d #x").words]
    assert signs == ["++", "#", ".", *[""] * (len(signs) - 3)]
