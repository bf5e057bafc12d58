"""What is learned is the same on every machine, kept apart by interest, and adds up."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import pytest
from recto.index.taste.cache import TermCache
from recto.index.taste.occurrences import occurrences
from recto.index.taste.profiles import (
    AGAINST,
    INTERESTS,
    Taught,
    field_of,
    make_profile,
    nearness,
)
from recto.index.taste.reasons import told_words
from recto.index.taste.scoring import four_fifths, score, score_of, shares
from recto.index.taste.terms import TermVector, author_hash, hash_of, stems_of, vector_of
from recto.index.taste.weights import TermWeights, term_weights

MERGING = (
    "Git Re-Basin: Merging Models modulo Permutation Symmetries",
    "Permutation of weights lets two networks be merged. Merging models finds permutations.",
)
ZIPIT = ("ZipIt! Merging Models", "We merge models of other tasks by permutation of features.")
SPEECH = ("Streaming Speech Recognition", "Acoustic models transcribe speech as it is spoken.")
LISTENING = ("Speech Tokens", "Speech is cut into acoustic tokens for recognition of speakers.")
CELLS = ("Cells of Plants", "Chloroplasts move within cells as light changes in the leaf.")


def taught(number: int, text: tuple[str, str], *authors: str) -> Taught:
    return Taught(f"{number:04}", vector_of(*text, authors))


def made_up(number: int) -> Taught:
    """A paper of one of nine topics, with words that no other has."""
    chance = random.Random(number)
    topic = [f"topic{number % 9}word{word}" for word in range(30)]
    words = [*chance.sample(topic, 12), *(f"own{number}x{word}" for word in range(20))]
    return Taught(f"{number:04}", vector_of(" ".join(words[:5]), " ".join(words)))


def test_terms_are_stems_and_neighbours_with_whole_weights() -> None:
    vector = vector_of("Merging", "the merging of models of the mergers")
    assert set(vector.terms) == {
        hash_of(*stems)
        for stems in (("merg",), ("merg", "model"), ("merger",), ("model", "merger"))
    } - {term for term in vector.terms if not term_weights().of(term, 1)} | {
        term for term in map(hash_of, ("model",)) if term_weights().of(term, 0)
    }
    weights = dict(zip(vector.terms, vector.weights, strict=True))
    table = term_weights()
    # Three times, as the title counts twice, in a paper of 2 + 4 words.
    told = table.of(hash_of("merg"), 0)
    assert told > 0
    assert weights[hash_of("merg")] == 16 * told * 7800 // (7800 + 2730 + 1170 * 5 // 131)
    assert stems_of("a the of I x") == []
    assert author_hash("Wei Kim") == author_hash("wei kim") != 0
    assert author_hash("W. Kim") == author_hash("Kim") == 0  # who may be anybody
    assert vector_of("", "").norm == 1


def test_what_the_table_has_not_says_most() -> None:
    table = term_weights()
    assert table.of(hash_of("zyzzyvaish"), 224) == 224
    assert table.of(hash_of("merg"), 224) < 224
    with pytest.raises(ValueError, match="cut off"):
        TermWeights((Path(*[]) / __file__).read_bytes()[:0] + _table()[:-1])
    with pytest.raises(ValueError, match="no table"):
        TermWeights(b"else")


def _table() -> bytes:
    from recto.index.taste import weights

    return Path(weights.__file__).with_name("weights.bin").read_bytes()


@pytest.mark.parametrize("number", [2, 9, 60])
def test_a_profile_is_the_same_in_whatever_order_papers_were_marked(number: int) -> None:
    liked = [made_up(one) for one in range(number)]
    rejected = [made_up(one) for one in range(100, 104)]
    profile = make_profile(liked, rejected)
    others = [made_up(one).vector for one in range(200, 220)]
    scores = [score(vector, profile) for vector in others]
    for seed in range(3):
        random.Random(seed).shuffle(liked)
        random.Random(seed).shuffle(rejected)
        again = make_profile(liked, rejected)
        assert again == profile
    assert all(type(one) == int for one in scores)  # noqa: E721
    assert len(profile.sizes) == min(number, INTERESTS)
    assert sum(profile.sizes) == number


def test_interests_are_kept_apart_and_either_is_found() -> None:
    liked = [taught(1, MERGING), taught(2, ZIPIT), taught(3, SPEECH), taught(4, LISTENING)]
    more = [made_up(9 * one) for one in range(1, 9)]
    profile = make_profile([*liked, *more])
    topics = ({"0001", "0002"}, {"0003", "0004"}, {one.key for one in more})
    for interest in profile.interests:  # none is of two topics
        assert sum(not topic.isdisjoint(interest) for topic in topics) <= 1
    near, far = vector_of("Permutation", "merging of models"), vector_of(*CELLS)
    assert score(near, profile) > 10 * score(far, profile)
    assert score(vector_of("Speech", "acoustic speech"), profile) > 10 * score(far, profile)
    assert make_profile([]).sizes == ()
    assert score(near, make_profile([])) == 0


def test_what_is_not_wanted_counts_only_where_it_is_not_wanted_too() -> None:
    liked, rejected = [taught(1, MERGING)], [taught(2, ("Merging Speech", "speech merging"))]
    profile = make_profile(liked, rejected)
    assert field_of(profile.rows[hash_of("speech")], AGAINST) > 0
    assert field_of(profile.rows[hash_of("merg")], AGAINST) == 0
    paper = vector_of("Merging Speech Models", "merging for speech")
    assert score(paper, profile) < score(paper, make_profile(liked))
    (term,) = [
        term
        for term, part in shares(paper, profile).items()
        if term == hash_of("speech") and part < 0
    ]
    assert term == hash_of("speech")
    assert make_profile(liked, rejected, {hash_of("speech")}).rows.keys() == (
        profile.rows.keys() - {hash_of("speech")}
    )


def test_the_parts_of_words_make_the_score() -> None:
    liked = [taught(1, MERGING, "Wei Kim"), taught(2, SPEECH, "Wei Kim"), made_up(4)]
    profile = make_profile(liked)
    vector = vector_of(*ZIPIT, ["Wei Kim"])
    parts = shares(vector, profile)
    assert 999_000 <= sum(parts.values()) <= 1_000_000
    told = told_words(parts, occurrences(*ZIPIT))
    assert sum(one.part for one in told) == sum(parts.values())
    assert "merge models" in {one.text for one in told}
    found = score_of(vector, profile)
    assert found.by_authors == found.wanted * 10 // 100
    assert found.total == found.wanted + found.by_authors
    near = [one**5 + more for one in (2, 3, 50, 83, 84, 85, 400) for more in (-1, 0, 1)]
    for number in (*range(200), 10**7, 10**9 + 7, *near):
        root = four_fifths(number)
        assert root**5 <= number**4 < (root + 1) ** 5


def test_terms_are_kept_for_the_next_start(tmp_path: Path) -> None:
    asked: list[int] = []

    def make(rowids: object) -> list[tuple[int, TermVector]]:
        rows = list(rowids)  # type: ignore[call-overload]
        asked.extend(rows)
        return [(rowid, made_up(rowid).vector) for rowid in rows]

    path = tmp_path / "cache" / "terms"
    cache = TermCache(path, "one", make, most=6)
    found = cache.vectors({1: 10, 2: 10, 3: 10})
    assert nearness([found[1], made_up(1).vector])[0, 1] in range(990_000, 1_010_000)
    cache.save()
    again = TermCache(path, "one", make, most=6)
    assert again.vectors({2: 10, 3: 11, 1: 10}) == found  # the third has changed
    assert asked == [1, 2, 3, 3]
    again.vectors(dict.fromkeys(range(4, 9), 1))
    again.save()
    del asked[:]
    TermCache(path, "one", make, most=6).vectors({8: 1, 7: 1, 1: 10, 2: 10})
    assert set(asked) < {1, 2, 3}  # who was not asked for longest is gone
    for damaged in (path.read_bytes()[:-1] + b"\xff", b"nothing", path.read_bytes()[:90]):
        path.write_bytes(damaged)
        del asked[:]
        assert TermCache(path, "one", make).vectors({8: 1})[8] == made_up(8).vector
    del asked[:]
    TermCache(path, "another", make).vectors({8: 1})
    assert asked == [8]
    assert array("I").itemsize == 4


def test_terms_that_were_damaged_anywhere_are_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "terms"
    TermCache(path, "one", lambda rowids: [(1, made_up(1).vector)]).vectors({1: 10})
    cache = TermCache(path, "one", lambda rowids: [(1, made_up(1).vector)])
    cache.vectors({1: 10})
    cache.save()
    data = path.read_bytes()
    start = data.index(b"\n") + 1
    for at in range(start, start + 24):  # the head, in which the length of the vector stands
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        found = TermCache(path, "one", lambda rowids: [(1, made_up(1).vector)]).vectors({1: 10})
        assert found == {1: made_up(1).vector}


def test_a_paper_of_very_many_terms_is_kept(tmp_path: Path) -> None:
    many = 70_000
    vector = TermVector(array("I", range(many)), array("H", [1]) * many, 264, array("I"))
    cache = TermCache(tmp_path / "terms", "one", lambda rowids: [(1, vector)])
    cache.vectors({1: 1})
    cache.save()
    assert TermCache(tmp_path / "terms", "one", lambda rowids: []).vectors({1: 1}) == {1: vector}
