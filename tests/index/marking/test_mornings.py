"""The morning list: best first, standing words, tags of their own, the same on two machines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, RectoError, Standing, View

TITLES = (
    "Merging Models by Permutation",
    "Permutation of Merged Networks",
    "Streaming Speech Recognition",
    "Recognition of Speech in Noise",
    "Cells of Plants in Light",
    "Light and the Growth of Plants",
    "Agents that Plan",
    "Agents that Act",
    "Agents that Merge Models",
)


def write(path: Path, titles: tuple[str, ...]) -> Path:
    lines = [f'{{"title": "{title}", "abstract": "{title}."}}\n' for title in titles]
    path.write_text("".join(lines))
    return path


@pytest.fixture
def library(empty: Library, tmp_path: Path) -> Iterator[Library]:
    empty.add(write(tmp_path / "page.jsonl", TITLES))
    yield empty


def at(library: Library, *titles: str) -> list[int]:
    papers = {paper.title: paper.rowid for paper in library.rows(library.listing("").rowids)}
    return [papers[title] for title in titles]


def titles(library: Library, rowids: list[int]) -> list[str]:
    return [paper.title for paper in library.rows(rowids)]


def standing(library: Library, name: str, text: str, way: str) -> None:
    most = int(way) if way.isdigit() else None
    told = Standing("at-most", most) if most else Standing("never" if way == "never" else "always")
    library.searches.save(name, text, View(), standing=told)


def test_the_best_stand_first_and_what_was_marked_or_passed_does_not_come_again(
    library: Library,
) -> None:
    morning = library.mornings.list(wait=True)
    assert titles(library, morning.rowids) == [*TITLES]  # as their source has them
    assert (morning.is_ranked, morning.telling) == (False, 0)
    library.queue(rowids=at(library, TITLES[2]))
    morning = library.mornings.list(wait=True)
    assert titles(library, morning.rowids)[0] == TITLES[3]
    assert (morning.is_ranked, morning.telling, len(morning.rowids)) == (True, 1, 8)
    listing = library.listing("", view=View("new"), sort="taste")
    assert (listing.telling, [*listing.rowids]) == (1, morning.rowids)  # what taught is dealt with
    library.news.pass_over(morning.rowids[:3])
    assert library.mornings.list(wait=True).rowids == morning.rowids[3:]
    listing = library.listing("plants", sort="taste", wait=True)
    assert sorted(titles(library, [*listing.rowids])) == sorted(TITLES[4:6])


def test_a_tag_has_a_list_of_its_own(library: Library) -> None:
    library.tag(rowids=at(library, TITLES[4]), add=["green"])
    library.tag(rowids=at(library, TITLES[2]), add=["ears"])
    for tag, first in (("green", TITLES[5]), ("ears", TITLES[3])):
        morning = library.mornings.list(tag=tag, wait=True)
        assert titles(library, morning.rowids[: morning.telling]) == [first]
        (papers,) = (one.papers for one in library.taste.profile(tag).wanted[:1])
        assert titles(library, [*papers])[0] in (TITLES[4], TITLES[2])
    with pytest.raises(NotFoundError, match="no-such"):
        library.mornings.list(tag="no-such")


def test_standing_words_put_first_keep_out_and_hold_back(library: Library) -> None:
    library.queue(rowids=at(library, TITLES[0]))
    standing(library, "plants", "plants", "always")
    standing(library, "no speech", "speech OR plants", "never")
    standing(library, "agents", "agents", "1")
    morning = library.mornings.list(wait=True)
    shown = titles(library, morning.rowids)
    assert sorted(shown[:2]) == sorted(TITLES[4:6])  # always goes before never
    assert sorted(shown[2:]) == sorted([TITLES[1], TITLES[8]])
    assert morning.telling == 4
    assert titles(library, morning.hidden) == [*TITLES[2:4]]
    assert sorted(titles(library, morning.held)) == sorted(TITLES[6:8])
    reasons = library.taste.reasons(morning.rowids[:1])[morning.rowids[0]]
    assert (reasons[0].kind, reasons[0].text) == ("always", "plants")
    assert library.searches.standing.did() == {"plants": 2, "no speech": 2, "agents": 2}
    assert library.counts().new == len(TITLES) - 1 - 2 - 2  # as many as are shown
    listing = library.listing("", view=View("new"), sort="taste", wait=True)
    assert (listing.hidden, listing.held, listing.total) == (2, 2, 4)  # without the queued one
    # What was shown of a day has taken the place of what was held back.
    library.news.pass_over(morning.rowids)
    assert library.mornings.list(wait=True).rowids == []
    library.undo()
    assert "agents" not in library.searches.standing.did()
    assert len(library.mornings.list(wait=True).rowids) == 2
    with pytest.raises(RectoError):
        library.searches.save("", "x", View(), standing=Standing("never"))


def test_words_that_stand_mean_what_they_say_alone(library: Library) -> None:
    standing(library, "both", "speech plants", "never")  # no paper has both
    assert library.mornings.list(wait=True).hidden == []
    standing(library, "new", "is:new speech", "never")
    assert len(library.mornings.list(wait=True).hidden) == 2
    assert len(library.mornings.list(wait=True).hidden) == 2


def test_a_letter_has_the_order_and_the_reasons(library: Library) -> None:
    library.queue(rowids=at(library, TITLES[2]))
    standing(library, "green", "plants", "never")
    letter = library.digest(now=datetime.now()).as_json()["new"]
    assert letter["total"] == len(TITLES) - 1 - 2
    first = next(one for one in letter["papers"] if one["title"] == TITLES[3])
    assert letter["papers"].index(first) < 2
    assert any("near “Streaming Speech Recognition”, which you queued" in w for w in first["why"])
    assert (library.locations.cache / "terms").exists()  # so that the next one need not read them


def test_acts_of_two_machines_make_one_taste_in_either_order(
    library: Library, tmp_path: Path
) -> None:
    library.queue(rowids=at(library, TITLES[0]))
    library.not_interested(rowids=at(library, TITLES[6]))
    library.teaching.strike("models")
    standing(library, "green", "plants", "never")
    library.export_library(tmp_path / "one.jsonl")
    with Library.open(tmp_path / "two", seeds=False) as two:
        two.add(write(tmp_path / "page.jsonl", (*reversed(TITLES),)))
        two.bookmark(rowids=at(two, TITLES[2]))
        two.tag(rowids=at(two, TITLES[4]), add=["green"])
        standing(two, "agents", "agents", "1")
        two.export_library(tmp_path / "two.jsonl")
    told = []
    for name, files in {"a": ("one", "two"), "b": ("two", "one")}.items():
        with Library.open(tmp_path / name, seeds=False) as united:
            for file in files:
                united.import_library(tmp_path / f"{file}.jsonl")
            rowids = at(united, *TITLES)
            scores = {one.rowid: one.score for one in united.taste.ranked(rowids)}
            profile = united.taste.profile()
            told.append(
                (
                    [scores[rowid] for rowid in rowids],
                    [(word.text, word.part) for word in (*profile.wanted, *profile.against)],
                    profile.struck,
                    profile.taught,
                    united.searches.standing.did(wait=True),
                )
            )
    assert told[0] == told[1]
    assert told[0][2:4] == (("models",), {"queued": 1, "bookmarked": 1, "tagged": 1, "rejected": 1})
    assert told[0][4].keys() == {"green", "agents"}


def test_a_standing_search_stands_on_when_its_tag_is_renamed(library: Library) -> None:
    papers = at(library, TITLES[2], TITLES[3])
    library.tag(rowids=papers, add=["talk"])
    library.searches.save("view", "", View("tag", "talk"), standing=Standing("at-most", 1))
    for name, text in (("words", "tag:talk"), ("nested", "(-tag:talk/a OR agents) tag:talking")):
        library.searches.save(name, text, View(), standing=Standing("never"))
    library.tags.rename("talk", "speech")
    found = {one.name: one for one in library.searches.all(wait=True)}
    assert found["view"].view == View("tag", "speech")
    assert found["view"].standing == Standing("at-most", 1)
    assert (found["words"].text, found["words"].standing) == ("tag:speech", Standing("never"))
    assert found["nested"].text == "(-tag:speech/a OR agents) tag:talking"
    library.undo()
    assert {one.text for one in library.searches.all()} >= {"tag:talk"}
    assert library.journal.agrees()


def test_counts_agree_with_lists_whatever_stands(library: Library) -> None:
    """In each order, from the first list on, where searches overlap and after every act."""
    agents = at(library, *TITLES[6:])
    standing(library, "agents", "agents", "1")
    standing(library, "models", "models OR networks", "1")
    standing(library, "no plants", "plants OR plan", "never")
    standing(library, "act", "act", "always")

    def check(new: int, did: dict[str, int]) -> None:
        for sort in ("taste", "relevance", "title"):
            listing = library.listing("", view=View("new"), sort=sort, wait=True)
            assert library.counts().new == listing.total == len(listing.rowids) == new
            assert len(library.mornings.list(wait=True).hidden) == listing.hidden
            assert len(library.mornings.list(wait=True).held) == listing.held
        assert library.searches.standing.did(wait=True) == did
        assert {one.name: one.did for one in library.counts().searches} == did

    # Of what is hidden nothing is held back, and what comes first takes no place.
    check(4, {"agents": 0, "models": 2, "no plants": 3, "act": 1})
    library.searches.delete("act")
    check(4, {"agents": 1, "models": 2, "no plants": 3})  # one is held back by two
    # What is marked has taken the place of others, and so has what was passed.
    library.queue(rowids=agents[2:])
    check(2, {"agents": 1, "models": 2, "no plants": 3})
    library.news.pass_over(agents)
    check(2, {"agents": 0, "models": 2, "no plants": 2})
    library.undo()
    check(2, {"agents": 0, "models": 2, "no plants": 2})
    assert len(library.listing("is:new", wait=True).rowids) == 6  # in searches they stay
    with Library.open(library.locations.data) as other:
        assert other.listing("", view=View("new"), sort="title", wait=True).total == 2
        assert other.counts().new == 2
