"""The line above which a paper speaks to a reader, for one mark and for many."""

from __future__ import annotations

import random

import pytest
from recto.index import Library
from recto.index.taste.background import floor_of
from recto.index.taste.profiles import NOTHING, Taught, make_profile
from recto.index.taste.scoring import score
from recto.index.taste.terms import TermVector, vector_of

TOPICS = {
    "merging": "merging of models by permutation of weights, so that merged networks keep a loss",
    "speech": "acoustic recognition of streaming speech, of speakers and of words as they speak",
    "plants": "chloroplasts move within leaves of plants as light changes, cells follow the sun",
    "galaxies": "a telescope surveys galaxies, dust and stars by the redshift of their spectra",
}
COMMON = "a new method for many tasks with large data shows better results than others in tests"


def about(topic: str, number: int) -> TermVector:
    """A paper of a topic in other words each, and in words that all papers have."""
    chance = random.Random(number)
    own, common = chance.sample(TOPICS[topic].split(), 9), chance.sample(COMMON.split(), 4)
    return vector_of(" ".join(own[:4]), " ".join([*own, *common, f"own{number}"]))


@pytest.mark.parametrize("marks", [1, 2, 3, 6, 20, 200])
def test_a_paper_about_something_else_stands_below_the_line(marks: int) -> None:
    liked = [Taught(f"{number:03}", about("merging", number)) for number in range(marks)]
    profile = make_profile(liked)
    line = floor_of(profile, liked)
    others = [about(topic, 1000 + one) for topic in TOPICS for one in range(25)]
    above = [score(vector, profile) >= line for vector in others]
    assert sum(above[:25]) >= 5  # of the same topic
    assert sum(above[25:]) <= 3
    assert floor_of(make_profile(liked[::-1]), liked) == line


def test_the_line_is_the_same_on_every_machine() -> None:
    liked = [Taught(topic, about(topic, 1)) for topic in TOPICS]
    assert floor_of(make_profile(liked[:1]), liked[:1]) == 3959
    assert floor_of(make_profile(liked), liked) == 83873
    assert floor_of(NOTHING, []) == 0


def test_one_mark_does_not_make_most_of_a_library_the_readers_own(library: Library) -> None:
    papers = library.listing("").rowids
    telling = []
    for rowid in random.Random(3).sample(list(papers), 5):
        library.queue(rowids=[rowid])
        telling.append(library.listing("", sort="taste").telling or 0)
        library.undo()
    # It was three in four of these six hundred, which are all of one field.
    assert sorted(telling)[2] < len(papers) * 2 // 5
    assert min(telling) > 0
