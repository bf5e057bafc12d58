"""Did you mean: what a misspelt query is taken for, and what is taken at its word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.spelling.candidates import distance, edits, slip_of
from recto.index.search.spelling.corrector import Corrector, spelt_words


def suggest(index: SearchIndex, text: str, found: int = 0) -> list[str]:
    return index.ask_reader(lambda index, stem: Corrector(index, stem).suggest(text, found))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    """Thirty papers on each of a few matters, and a few words that are misspelt in papers."""
    matters = ("Diffusion models", "Graph attention networks", "Sparse transformers", "Metal forms")
    papers = [
        Document(30 * number + each, f"{matter} in case {each}", f"We study {matter} at length.")
        for number, matter in enumerate(matters)
        for each in range(1, 31)
    ]
    papers.append(Document(500, "Something else", "It is about difusion and atention alike."))
    papers.append(Document(501, "Modles of ships", "Made of wood and of matchsticks."))
    papers.append(Document(502, "Pizza Margherita", "Equivariance in the oven."))
    opened = SearchIndex(tmp_path / "index", "library")
    opened.build(papers, 1)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diffsuion", "diffusion"),
        ("diffusoin models", "diffusion models"),
        ("dffusion models", "diffusion models"),
        ("difffusion models", "diffusion models"),
        ("graph attentoin", "graph attention"),
        ("graph atttention networks", "graph attention networks"),
        ("sparce transformers", "sparse transformers"),
        ("idffusion models", "diffusion models"),
        ("ransformers", "transformers"),
        ("equivarance", "equivariance"),
        ("transofmers", "transformers"),
    ],
)
def test_a_slip_is_corrected(index: SearchIndex, typed: str, meant: str) -> None:
    assert suggest(index, typed)[0] == meant


def test_two_slips_in_two_words_are_corrected_together(index: SearchIndex) -> None:
    assert suggest(index, "difusoin modles")[:1] == ["diffusion models"]
    assert suggest(index, "grpah atention")[:1] == ["graph attention"]


def test_what_stands_together_decides(index: SearchIndex) -> None:
    index.build(
        [Document(each, "Forest fires", "") for each in range(1, 41)]
        + [Document(100 + each, "Forget gates", "") for each in range(1, 11)],
        2,
    )
    assert suggest(index, "forets fires")[0] == "forest fires"
    assert suggest(index, "forgest gates")[0] == "forget gates"


def test_misspellings_in_papers_do_not_block_the_correction(index: SearchIndex) -> None:
    assert suggest(index, "difusion", found=1)[:1] == ["diffusion"]
    assert suggest(index, "difusion models")[:1] == ["diffusion models"]
    assert suggest(index, "graph atention networks")[:1] == ["graph attention networks"]


def test_what_finds_enough_is_taken_at_its_word(index: SearchIndex) -> None:
    assert suggest(index, "difusion", found=4) == []
    assert suggest(index, "pizza", found=1) == []
    assert suggest(index, "modles ships", found=1) == []
    assert suggest(index, "diffusion networks") == []
    assert suggest(index, "xylophone") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"diffsuion models" OR (metal is:unread)', '"diffusion models" OR (metal is:unread)'),
        ("title:diffsuion -modles", "title:diffusion -modles"),
        ("Diffsuion, models!", "diffusion, models!"),
        ("graph-attentoin networks", "graph-attention networks"),
        ("the diffsuion of the models", "the diffusion of the models"),
    ],
)
def test_the_rest_of_the_query_stays_as_it_was(index: SearchIndex, typed: str, meant: str) -> None:
    assert suggest(index, typed)[0] == meant


@pytest.mark.parametrize(
    "text",
    ["", "   ", "author:diffsuion", "=diffsuion", "-diffsuion", "diffsuion*", "diffsuion~"],
)
def test_what_is_to_be_taken_exactly_is_left_alone(index: SearchIndex, text: str) -> None:
    assert suggest(index, text) == []


def test_no_text_is_too_odd(index: SearchIndex) -> None:
    odd = ("((((", '"', "学習 深度", "ÄÖÜß", "\U0001f600 diffsuion", "x" * 5000, "a b c " * 900)
    for text in odd:
        assert isinstance(suggest(index, text), list)
    assert suggest(index, "\U0001f600 Diffsuíon")[0] == "\U0001f600 diffusion"


def test_an_empty_index_suggests_nothing(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index", "library")
    index.build([], 1)
    assert suggest(index, "diffsuion") == []
    index.close()


def test_words_that_may_be_misspelt() -> None:
    spelt = list(spelt_words('NOT with learning "GPT4 42" tag:ml title:vision'))
    assert [word.text for word in spelt] == ["learning", "gpt4", "vision"]


def test_distances() -> None:
    pairs = {
        ("same", "same"): 0,
        ("swap", "wsap"): 1,
        ("drop", "dop"): 1,
        ("dop", "drop"): 1,
        ("letter", "lettter"): 1,
        ("cat", "car"): 1,
        ("diffusion", "difusoin"): 2,
        ("ca", "abc"): 3,
        ("", "abc"): 3,
    }
    for (one, other), wanted in pairs.items():
        assert distance(one, other) == distance(other, one) == wanted


def test_every_edit_is_one_slip_away() -> None:
    made = dict(edits("vision"))
    assert {"viison", "vsion", "visionn", "fision", "division"} & made.keys() >= {"viison", "vsion"}
    assert all(distance("vision", word) == 1 for word in made)


# Through the library


def test_the_hits_are_those_of_the_correction(library: Library) -> None:
    right = library.search("permutation symmetries")
    assert right.suggestion is None
    wrong = library.search("permutatoin symmetries")
    assert wrong.suggestion == "permutation symmetries"
    assert [hit.paper.id for hit in wrong.hits] == [hit.paper.id for hit in right.hits]
    assert library.search("permutatoin", correct=False).suggestion is None
    assert library.search("permutatoin", typing=True).suggestion is None


def test_a_query_of_filters_alone_is_no_question_of_spelling(library: Library) -> None:
    assert library.search("is:bookmarked").suggestion is None
    assert library.search("").suggestion is None


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("graet", "great", "plain"),
        ("dffusion", "diffusion", "plain"),
        ("difffusion", "diffusion", "plain"),
        ("buffr", "buffer", "plain"),
        ("idffusion", "diffusion", "rare"),
        ("ransformers", "transformers", "rare"),
        ("transofmers", "transformers", "rare"),
        ("independant", "independent", "rare"),
        ("sewing", "seeing", ""),
        ("sewing", "newing", ""),
        ("unread", "unreal", ""),
        ("preprint", "preparing", ""),
        ("crispy", "crisp", ""),
        ("raisin", "raising", ""),
        ("eject", "reject", ""),
        ("deuce", "educe", ""),
        ("battering", "bettering", ""),
        ("stylist", "stylistic", ""),
    ],
)
def test_slips_are_told_from_other_words(typed: str, meant: str, slip: str) -> None:
    assert slip_of(typed, meant) == slip


def test_a_right_word_is_no_misspelling_of_another(index: SearchIndex) -> None:
    titles = ("Seeing things", "Unreal engines", "Preparing food", "Crisp images", "Clouds")
    index.build(
        [
            Document(100 * number + each, title, "")
            for number, title in enumerate(titles)
            for each in range(1, 31)
        ],
        2,
    )
    for text in ("sewing", "unread", "preprint", "crispy", "cloudy", "unread engines"):
        assert suggest(index, text)[:1] == (["unreal engines"] if " " in text else [])


def test_a_correction_is_a_word_that_papers_have(index: SearchIndex) -> None:
    index.build(
        [
            Document(each, "Matrices and keys", "Keys don't fit; they didn't.")
            for each in range(1, 31)
        ],
        2,
    )
    assert suggest(index, "matirces") == ["matrices"]
    for text in ("matrixs", "matricess", "keeys", "ddidn", "dind"):
        assert set(" ".join(suggest(index, text)).split()) <= {"matrices", "keys", "and", "fit"}
