"""Reasons are words by which a person knows why a paper is there, and their parts are true."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from recto.index import Library
from recto.index.search.analysis.stemming import stem
from recto.index.search.analysis.words import words
from recto.index.taste.occurrences import beginning, occurrences, words_of
from recto.index.taste.profiles import Taught, make_profile
from recto.index.taste.reasons import (
    Source,
    Told,
    chosen_words,
    is_worth_a_word,
    least_wanted,
    told_words,
)
from recto.index.taste.scoring import Score, shares
from recto.index.taste.terms import hash_of, stems_of, vector_of

Paper = tuple[str, str]


@pytest.fixture
def seeds(library: Library) -> Sequence[Paper]:
    """The titles and abstracts of the bundled papers."""
    papers = library.rows(library.listing("").rowids)
    return [(paper.title, paper.abstract) for paper in papers]


SPEECH = (
    "Automatic Speech Recognition of Dialects",
    "We propose a method for automatic speech recognition. Dialects differ; et al. say the same.",
)


def written(title: str, abstract: str = "") -> set[str]:
    return {one.text for one in occurrences(title, abstract).values()} - {""}


def told(paper: Paper, *liked: Paper) -> list[Told]:
    """Return what is told of a paper to a reader who likes others."""
    profile = make_profile([Taught(f"{at}", vector_of(*one)) for at, one in enumerate(liked)])
    parts = shares(vector_of(*paper), profile)
    found = occurrences(*paper, parts)
    words = told_words(parts, found)
    assert sum(one.part for one in words) == sum(parts.values())  # nothing is lost or twice
    for one in words:
        assert one.part == sum(parts[term] for term in one.terms)
    papers = [occurrences(*one) for one in liked]
    sources = {
        term: [
            Source(at, own[term].times > 1, own[term])
            for at, own in enumerate(papers)
            if term in own
        ]
        for term in parts
    }
    return chosen_words(words, found, sources)


def texts(paper: Paper, *liked: Paper) -> list[str]:
    return [one.text for one in told(paper, *liked)]


def test_words_are_told_as_the_paper_writes_them() -> None:
    found = occurrences(
        "Intern-S1: Plastic Networks", "A mixture of experts. Reasonable, by Intern-S1 of Gauss."
    )
    texts = {one.text for one in found.values()}
    assert {"Intern-S1", "plastic", "mixture of experts", "Gauss"} <= texts
    assert not any("experts. " in one or one.startswith("Reason") for one in texts)
    assert found[hash_of("plastic")].is_in_title
    assert found[hash_of("intern")].name == "Intern-S1"
    assert found[hash_of("intern")].times == 3
    assert not found[hash_of("gauss")].is_in_title
    # In a title capitals tell nothing: as the abstract has it goes before.
    assert "Ego-Centric vision" not in written("Ego-Centric Vision")
    assert "ego-centric" in written("Ego-Centric Vision")
    assert "gaussian splatting" in written("Gaussian Splatting", "We use gaussian splatting.")
    assert "teacher" in written("A teacher's hand")


def test_three_neighbours_are_one_where_they_mostly_stand_so() -> None:
    assert texts(SPEECH, SPEECH)[0] == "automatic speech recognition"
    alone = ("Speech Recognition", "Robust speech recognition. Speech recognition is hard.")
    assert texts(alone, ("Robust Speech Recognition", "speech recognition"))[0] == (
        "speech recognition"
    )


@pytest.mark.parametrize(
    "text",
    [
        "et al. show",
        "using across several",
        "promising alternative",
        "remains unexplored consistently",
        "2.6, 7B and 4B",
        "https://project.example.org/page",
        "outperforms baselines significantly",
    ],
)
def test_what_every_paper_says_is_not_told(text: str) -> None:
    dull = {"unexplored", "baselines"}
    assert written("", text) <= dull


def test_the_end_of_a_title_is_no_neighbour_of_the_abstract() -> None:
    apart = written("Permutation alignment", "Basin merging joins networks.")
    assert not [text for text in apart if "alignment basin" in text.lower()]
    together = written("Permutation alignment basin")
    assert [text for text in together if "alignment basin" in text.lower()]


def test_a_name_is_not_cut_and_a_verb_is_no_neighbour() -> None:
    assert "driven text" not in written("", "image-driven text tokens")
    assert "text tokens" in written("", "image-driven text tokens")
    assert "on-policy distillation" in written("", "by on-policy distillation")
    assert "models speech" not in written("", "It models speech with tokens.")
    assert "dynamics model" in written("", "a dynamics model of water")
    assert "hours of robots" not in written("", "many hours of robots")
    assert "experts, tokens" not in written("", "experts, tokens")


def test_a_name_is_told_only_where_both_have_it() -> None:
    locus = ("LOCUS: Laws of the Land", "LOCUS has ordinances, LOCUS has laws.")
    assert "LOCUS" in texts(locus, ("LOCUS and Law", "LOCUS, a corpus of ordinances."))
    other = ("The Locus of Control", "A locus of control; the locus of ordinances.")
    assert not any("locus" in one.casefold() for one in texts(locus, other))
    assert not any("locus" in one.casefold() for one in texts(other, locus))
    lora = ("S-LoRA for Adapters", "S-LoRA swaps adapters.")
    assert "S-LoRA" in texts(lora, ("Serving S-LoRA", "S-LoRA is served."))
    assert "LoRA" in texts(lora, ("Serving LoRA", "LoRA is served."))


def test_what_papers_are_about_goes_before_what_they_say_by_the_way() -> None:
    paper = (
        "Quokkas in Captivity",
        "Quokkas were watched, with timestamps, by veterinarians of the archipelago.",
    )
    about = ("Feeding Quokkas", "Quokkas eat leaves.")
    by_the_way = ("Stars at Night", "Timestamps of veterinarians, of an archipelago.")
    assert texts(paper, about, by_the_way) == ["quokkas"]
    # Where nothing else is shared, one word is told for all that.
    assert len(texts(paper, by_the_way)) == 1
    # What two papers have counts twice.
    second = ("Quokkas and Veterinarians", "Veterinarians help quokkas; veterinarians count.")
    assert texts(paper, second, about)[0] == "quokkas"


def test_against_a_paper_speaks_what_papers_are_about() -> None:
    paper = ("Zooming Quokkas", "Quokkas with speech synthesis, let in the dozens of hundreds.")
    found = occurrences(*paper)
    quokka, zoom = (hash_of(*stems_of(word)) for word in ("quokkas", "zooming"))
    words = [Told("zooming", -500_000, (zoom,)), Told("quokkas", -400_000, (quokka,))]
    sources = {
        quokka: [Source(1, True, occurrences("Quokkas", "")[quokka])],
        zoom: [Source(1, False, occurrences("Stars", "zooming")[zoom])],
    }
    least = least_wanted(words, found, sources)
    assert least is not None
    assert least.text in ("zooming", "quokkas")
    assert is_worth_a_word(Score(0, 100, 50, 0))
    assert not is_worth_a_word(Score(0, 100, 4, 0))


def test_words_of_a_few_stems_are_found_as_among_all_words(seeds: Sequence[Paper]) -> None:
    for title, abstract in seeds:
        every = {term: one for term, one in occurrences(title, abstract).items() if one.stem}
        stems = [one.stem for one in every.values()]
        for own in (stems[::7], stems[3::11], ["nothing", "the-like"]):
            found = words_of(title, abstract, own)
            assert {one.stem for one in found.values()} == {*own} & {*stems}
            for term, one in found.items():
                other = every[term]
                assert (one.text, one.name, one.times) == (other.text, other.name, other.times)
                assert one.is_in_title == other.is_in_title


def test_all_words_of_a_stem_begin_alike(seeds: Sequence[Paper]) -> None:
    irregular = "dying lying tying skies idly gently ugly early only singly news innings generously"
    text = " ".join([irregular, *(" ".join(paper) for paper in seeds)])
    for word in {*words(text)}:
        assert beginning(stem(word)) in word


def test_adverbs_tell_nothing_and_what_ends_like_one_does() -> None:
    text = "It drifts slowly, sharply and deeply; homophily, a family, anomaly assembly."
    told = " ".join(written("Drift of Networks", text)).split()
    assert not {"slowly", "sharply", "deeply"} & {*told}
    assert {"homophily", "family", "anomaly", "assembly"} <= {*told}
