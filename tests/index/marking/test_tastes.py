"""What marks teach, what they do not, and that it is the same after every way of carrying them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Position, RectoError, Superseded
from recto.index.marking import tastes
from recto.index.marking.taste import library_scores
from recto.index.taste.terms import TermVector, vector_of

from ..support import on_disk

PAPERS = {
    "merging": ("Merging Models", "Permutation of weights lets merged networks keep their loss."),
    "permuting": ("Permutation Symmetries", "Merged networks, weights and their permutation."),
    "speech": ("Streaming Speech", "Acoustic recognition of speech as speakers speak."),
    "hearing": ("Hearing Speech", "Recognition of acoustic scenes, of speakers and of speech."),
    "cells": ("Cells of Plants", "Chloroplasts move within leaves as the light changes."),
}


@pytest.fixture
def five(empty: Library, tmp_path: Path) -> Iterator[Library]:
    """A library of five papers that came by no list of the reader's own."""
    lines = [
        f'{{"title": "{title}", "abstract": "{abstract}", "authors": ["Wei {name}"]}}\n'
        for name, (title, abstract) in PAPERS.items()
    ]
    (tmp_path / "page.jsonl").write_text("".join(lines))
    (report,) = empty.add([tmp_path / "page.jsonl"])
    assert report.new == len(PAPERS)
    yield empty


def rowids(library: Library) -> dict[str, int]:
    """Return the row numbers of the five by their short names."""
    titles = {title: name for name, (title, _) in PAPERS.items()}
    return {titles[paper.title]: paper.rowid for paper in library.rows(library.listing("").rowids)}


def order(library: Library) -> list[str]:
    names = {rowid: name for name, rowid in rowids(library).items()}
    return [names[rowid] for rowid in library.taste.ranked(sorted(names)).rowids]


def test_what_is_kept_teaches_and_what_is_passed_does_not(five: Library) -> None:
    at = rowids(five)
    assert not five.taste.is_known
    assert five.taste.ranked(at.values()).rowids == list(at.values())
    five.mark_read(rowids=[at["cells"]])
    five.done(rowids=[at["cells"]])  # which puts it away
    five.news.pass_over([*at.values()])
    assert not five.taste.is_known
    five.queue(rowids=[at["merging"]])
    assert order(five)[:2] == ["merging", "permuting"]
    five.done(rowids=[at["merging"]])  # what was queued and is done was read
    assert order(five)[:2] == ["merging", "permuting"]
    for act in (five.bookmark, five.queue):
        act(rowids=[at["speech"]])
        assert set(order(five)[:4]) == {"merging", "permuting", "speech", "hearing"}
        five.undo()
    five.note(str(five.rows([at["hearing"]])[0].id), "to hear")
    assert five.taste.profile().taught == {"done": 1, "noted": 1, "rejected": 0}
    five.tag(rowids=[at["cells"]], add=["x"])
    five.positions.keep(at["permuting"], Position(0, 0, "", 3))
    assert five.taste.profile().taught == {
        "done": 1, "noted": 1, "tagged": 1, "opened": 1, "rejected": 0,
    }  # fmt: skip


def test_a_ranked_list_says_why(five: Library) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    five.not_interested(rowids=[at["speech"]])
    ranking = five.taste.ranked(at.values())
    found = {one.rowid: one for one in ranking}
    near = found[at["permuting"]]
    words = [one for one in near.reasons if one.kind == "word"]
    assert words
    assert all(one.part > 0 and one.papers == (at["merging"],) for one in words)
    assert sum(one.part for one in words) <= 1000
    (nearest,) = (one for one in near.reasons if one.kind == "near")
    assert (nearest.text, nearest.way) == ("Merging Models", "queued")
    against = [one for one in found[at["hearing"]].reasons if one.kind == "against"]
    assert against
    assert against[0].papers == (at["speech"],)
    assert ranking.telling == 2
    assert found[at["hearing"]].score < 0
    assert ranking[0] == next(iter(ranking))
    assert [one.rowid for one in ranking[:2]] == ranking.rowids[:2]


def test_words_are_struck_and_all_is_forgotten_and_both_are_acts(five: Library) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    words = {word.text for word in five.taste.profile().wanted}
    assert any("permutation" in word for word in words)
    assert five.teaching.strike(" Permutation ").sentence == "Struck “permutation” from the taste."
    told = five.taste.profile()
    assert told.struck == ("permutation",)
    assert not any("permutation" in word.text for word in told.wanted)
    five.teaching.strike("permutation", on=False)
    assert five.taste.profile().struck == ()
    for word in ("", "the", "x" * 100):
        with pytest.raises(RectoError):
            five.teaching.strike(word)
    assert five.teaching.forget().sentence == "Let the taste begin anew."
    assert not five.taste.is_known
    five.bookmark(rowids=[at["cells"]])
    assert five.taste.profile().taught == {"bookmarked": 1, "rejected": 0}
    five.undo()
    five.undo()
    assert five.taste.profile().taught == {"queued": 1, "rejected": 0}
    assert five.journal.agrees()


def test_two_machines_with_the_same_acts_have_the_same_taste(five: Library, tmp_path: Path) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"], at["speech"]])
    five.not_interested(rowids=[at["cells"]])
    five.teaching.strike("weights")
    five.export_library(tmp_path / "out.jsonl")
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.add([tmp_path / "page.jsonl"])
        other.queue(rowids=[rowids(other)["hearing"]])
        other.undo()
        other.import_library(tmp_path / "out.jsonl")
        scores = []
        for library in (five, other):
            names = rowids(library)
            ranking = library.taste.ranked(names.values())
            found = {one.rowid: one.score for one in ranking}
            scores.append({name: found[rowid] for name, rowid in names.items()})
            library.taste.save()
        assert scores[0] == scores[1]
        assert other.taste.profile().struck == ("weights",)
    with Library.open(five.locations.data) as again:  # with the terms that were kept
        ranking = again.taste.ranked(at.values())
        assert {one.rowid: one.score for one in ranking} == {
            at[name]: score for name, score in scores[0].items()
        }


def test_a_library_of_ones_own_teaches_and_so_does_a_file_that_is_named(
    five: Library, tmp_path: Path
) -> None:
    bib = tmp_path / "thesis.bib"
    bib.write_text("@article{a, title={Permutation of Merged Networks}, author={Ann Lee}}\n")
    (report,) = five.teaching.learn_from(bib)
    assert report.new == 1
    assert five.taste.profile().taught == {"added": 1, "rejected": 0}
    ranking = five.taste.ranked(five.listing("").rowids)
    assert five.rows(ranking.rowids[1:2])[0].title in ("Merging Models", "Permutation Symmetries")
    page = tmp_path / "other.jsonl"
    page.write_text('{"title": "Cells in Light", "abstract": "Chloroplasts of leaves."}\n')
    five.teaching.learn_from(page)
    assert five.taste.profile().taught == {"added": 2, "rejected": 0}
    five.teaching.forget()
    assert not five.taste.is_known
    five.teaching.learn_from(page)  # the same bytes, and it is meant
    assert five.taste.profile().taught == {"added": 1, "rejected": 0}
    kinds = [kind for (kind,) in on_disk.rows(five, "SELECT kind FROM journal ORDER BY seq")]
    assert kinds == ["add", "add", "learn", "add", "learn", "forget-taste", "learn"]
    with pytest.raises(Exception, match="no-such"):
        raise five.teaching.learn_from(tmp_path / "no-such.bib")[0].error or AssertionError


def test_one_undo_takes_back_what_a_file_taught_and_its_papers(
    five: Library, tmp_path: Path
) -> None:
    bib = tmp_path / "thesis.bib"
    bib.write_text("@article{a, title={Permutation of Merged Networks}, author={Ann Lee}}\n")
    papers = five.stats()["papers"]
    five.teaching.learn_from(bib)
    undone = five.undo()
    assert undone is not None and undone.sentence == "Undone: let the papers of “thesis.bib” teach."
    assert not five.taste.is_known, "papers brought in by hand would teach on"
    assert five.stats()["papers"] == papers
    five.redo()
    assert five.taste.profile().taught == {"added": 1, "rejected": 0}


def test_of_many_papers_those_are_scored_that_the_index_finds_near(
    five: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    whole = order(five)
    monkeypatch.setattr(library_scores, "MOST_MADE", 4)
    assert sorted(order(five)) == sorted(whole)  # without an index the first ones are
    five.index.rebuild()
    assert order(five)[:2] == whole[:2] == ["merging", "permuting"]
    assert five.listing("", sort="taste").telling == 2
    five.taste.prepare(lambda: True)
    assert (five.locations.cache / "terms").exists()


def test_what_may_be_asked_for_is_prepared_and_what_nobody_waits_for_is_left(
    five: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    five.index.rebuild()
    monkeypatch.setattr(library_scores, "MOST_MADE", 4)
    monkeypatch.setattr(library_scores, "AT_ONCE", 1)
    made: list[str] = []

    def vector(title: str, *rest: Any) -> TermVector:
        made.append(title)
        return vector_of(title, *rest)

    monkeypatch.setattr(tastes, "vector_of", vector)
    monkeypatch.setattr(library_scores, "vector_of", vector)
    five.news.pass_over([*at.values()])  # so that nothing is new
    with pytest.raises(Superseded):  # also of what is liked nothing is read any more
        five.listing("", sort="taste", is_stale=lambda: True)
    five.taste.prepare(lambda: False)
    with pytest.raises(Superseded):
        five.queries.near([at["merging"]], 3, lambda: True)
    assert not made
    answers = iter((False,))
    with pytest.raises(Superseded):
        five.listing("", sort="taste", is_stale=lambda: next(answers, True))
    assert made
    five.taste.prepare(lambda: True)
    assert {"Merging Models", "Permutation Symmetries"} <= {*made}
    assert len(made) == len({*made})  # what was worked out by then stayed
    del made[:]
    assert five.listing("", sort="taste").telling
    assert made == []


def test_the_marks_of_one_act_teach_the_same_whatever_the_row_numbers_are(
    five: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tastes, "MOST_LIKED", 2)
    monkeypatch.setattr(tastes, "MOST_REJECTED", 1)
    lines = (tmp_path / "page.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "other.jsonl").write_text("".join(reversed(lines)))
    at = rowids(five)
    five.queue(rowids=[at["merging"], at["permuting"], at["cells"]])
    five.not_interested(rowids=[at["speech"], at["hearing"]])
    five.export_library(tmp_path / "out.jsonl")
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.add([tmp_path / "other.jsonl"])
        other.import_library(tmp_path / "out.jsonl")
        found = []
        for library in (five, other):
            names = {rowid: name for name, rowid in rowids(library).items()}
            taste = library.taste.now()
            found.append((
                {names[rowid] for rowid in taste.liked},
                {names[rowid] for rowid in taste.rejected},
            ))  # fmt: skip
    assert found[0] == found[1]


def test_what_was_rejected_last_teaches(five: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tastes, "MOST_REJECTED", 1)
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    later, sooner = sorted((at["speech"], at["cells"]))
    five.not_interested(rowids=[sooner])
    five.not_interested(rowids=[later])
    assert {*five.taste.now().rejected} == {later}


def test_the_parts_of_a_paper_that_nothing_speaks_for_are_parts(five: Library) -> None:
    at = rowids(five)
    five.queue(rowids=[at["cells"]])
    five.not_interested(rowids=[at["speech"]])
    against = [
        reason
        for one in five.taste.ranked([at["hearing"], at["permuting"]])
        for reason in one.reasons
        if reason.kind == "against"
    ]
    assert against
    assert all(-1000 <= reason.part < 0 for reason in against)


def test_reasons_of_a_moment_ago_do_without_a_paper_that_is_gone(
    five: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = rowids(five)
    five.queue(rowids=[at["merging"]])
    taste = five.taste.now()
    gone = max(at.values()) + 1
    taste = taste._replace(
        liked={gone: taste.liked[at["merging"]]},
        lessons=taste.lessons._replace(liked={gone: taste.lessons.liked[at["merging"]]}),
    )
    (reasons,) = five.taste.reasons([at["permuting"]], taste).values()
    assert not [one for one in reasons if one.kind == "near"]


def test_a_word_is_allowed_however_it_is_spelled_and_only_if_it_was_struck(five: Library) -> None:
    five.teaching.strike("Poincaré")
    five.teaching.strike("loss landscape")
    five.teaching.strike("poincare", on=False)
    five.teaching.strike("Loss Landscapes", on=False)
    assert five.taste.profile().struck == ()
    with pytest.raises(RectoError, match="not struck"):
        five.teaching.strike("landscape", on=False)
    five.undo()
    assert five.taste.profile().struck == ("loss landscape",)


def test_a_directory_of_several_files_is_refused_before_it_is_taken_in(
    five: Library, tmp_path: Path
) -> None:
    several = tmp_path / "several"
    several.mkdir()
    for name in ("one", "two"):
        (several / f"{name}.jsonl").write_text(
            f'{{"title": "Paper {name}", "abstract": "Cells"}}\n'
        )
    papers = five.stats()["papers"]
    with pytest.raises(RectoError, match="is a directory"):
        five.teaching.learn_from(several)
    assert five.stats()["papers"] == papers


def test_a_taste_tells_what_papers_are_about_and_no_word_by_the_way(
    empty: Library,
) -> None:
    say = (f"Wombats and {name}; {name} and wombats." for name in ("burrows", "dusk", "roots"))
    more = (f"{name} of {name}." for name in ("Acacia", "Bilby", "Cassia", "Dingo", "Emu", "Fern"))
    abstract = " ".join((*say, *more, "Laborious data drift slowly at night."))
    empty.add_text("page.json", json.dumps([{"title": "Quokkas", "abstract": abstract}]).encode())
    empty.queue(rowids=empty.listing("").rowids)
    told = " ".join(word.text for word in empty.taste.profile().wanted).casefold()
    assert all(name in told for name in ("quokkas", "wombats", "burrows", "bilby", "fern"))
    assert not any(name in told for name in ("laborious", "slowly", "night", "data", "drift"))


def test_to_ask_whether_anything_is_known_waits_for_no_list(
    five: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = rowids(five)
    told: list[bool] = []

    class Lock:
        """Is held by a thread that ranks a long list."""

        def __enter__(self) -> None:
            raise AssertionError("a key would wait for the list")

        def __exit__(self, *_: object) -> None:
            pass

    def ask() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(five.taste, "_lock", Lock())
            told.append(five.taste.is_known)

    ask()
    five.queue(rowids=[at["merging"]])
    ask()
    five.taste.now()
    ask()
    five.not_interested(rowids=[at["merging"]])
    ask()
    five.teaching.forget()
    ask()
    assert told == [False, True, True, False, False]
