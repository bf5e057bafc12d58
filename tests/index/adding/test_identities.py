"""Papers given their arXiv ids by hand: journalled, undone, united."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, Paper, RectoError

from ..support import on_disk
from ..support.older import make_older


def add(library: Library, *papers: dict[str, str]) -> list[Paper]:
    library.add_text(f"page {papers}", json.dumps(papers).encode())
    return [
        library.paper(library.search(f'"{paper["title"]}"').hits[0].paper.id) for paper in papers
    ]


def test_a_paper_gets_its_id_and_undo_takes_it_back(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    identified = empty.marks.identify(paper.id, "https://arxiv.org/abs/2405.00001v3")
    (given,) = identified.papers
    assert (given.arxiv_id, given.id, identified.is_merged) == ("2405.00001", paper.id, False)
    assert empty.paper("2405.00001").id == paper.id
    undone = empty.undo()
    assert undone is not None
    assert "Undone: gave “Walks of wombats” the arXiv id “2405.00001”" in undone.sentence
    assert empty.paper(paper.id).arxiv_id is None
    empty.redo()
    assert empty.paper(paper.id).arxiv_id == "2405.00001"


@pytest.fixture
def many(empty: Library) -> Library:
    """A library with more papers than there are numbers that Python makes but once."""
    titles = [{"title": f"Wombats of valley {number}"} for number in range(310)]
    empty.add_text("valleys", json.dumps(titles).encode())
    return empty


def write_as_before(library: Library) -> None:
    """Let the acts that gave papers ids say that these were there before, as they once did."""
    on_disk.execute(
        library,
        "UPDATE journal SET data = json_set(data, '$.was', data ->> '$.set.arxiv') "
        "WHERE kind = 'identify'",
    )


def test_undo_takes_it_back_whatever_the_number_of_the_paper(many: Library) -> None:
    paper = many.paper(many.search('"valley 309"').hits[0].paper.id)
    assert paper.rowid > 256
    given = many.marks.identify(paper.id, "2405.00001")
    assert (given.papers[0].arxiv_id, given.is_merged) == ("2405.00001", False)
    undone = many.undo()
    assert undone is not None
    assert undone.sentence == "Undone: gave “Wombats of valley 309” the arXiv id “2405.00001”."
    assert many.paper(paper.id).arxiv_id is None
    redone = many.redo()
    assert redone is not None
    assert redone.sentence == "Redone: gave “Wombats of valley 309” the arXiv id “2405.00001”."
    assert many.paper(paper.id).arxiv_id == "2405.00001"
    many.marks.identify(paper.id, "2405.00002")
    many.undo()
    assert many.paper(paper.id).arxiv_id == "2405.00001"
    many.undo()
    assert many.paper(paper.id).arxiv_id is None


@pytest.mark.parametrize("number", [3, 309])
def test_two_papers_that_it_made_one_are_two_again_whatever_their_numbers(
    many: Library, number: int
) -> None:
    titled = many.search(f'"valley {number}"').hits[0].paper
    add(many, {"title": "Walks of wombats", "arxiv_id": "2405.00001"})
    assert many.marks.identify(titled.id, "2405.00001").is_merged
    assert "which made one of two" in many.log(limit=1)[0].sentence
    many.undo()
    assert many.paper(titled.id).arxiv_id is None
    assert many.paper("2405.00001").title == "Walks of wombats"


def test_an_act_that_says_of_the_id_it_gave_that_it_was_there_can_be_undone(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    empty.marks.identify(paper.id, "2405.00001")
    write_as_before(empty)
    told = "ave “Walks of wombats” the arXiv id “2405.00001”."
    assert empty.log(limit=1)[0].sentence == f"G{told}"
    undone = empty.undo()
    assert undone is not None
    assert undone.sentence == f"Undone: g{told}"
    assert empty.paper(paper.id).arxiv_id is None
    empty.redo()
    assert empty.paper(paper.id).arxiv_id == "2405.00001"


@pytest.mark.parametrize("is_undone_before", [True, False])
def test_such_an_act_can_be_undone_in_another_library_too(
    empty: Library, tmp_path: Path, is_undone_before: bool
) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    empty.marks.identify(paper.id, "2405.00001")
    write_as_before(empty)
    if is_undone_before:
        empty.undo()
        empty.close()
        make_older(empty.locations.database, 2)
        # where undoing it had left the id where it was
        on_disk.execute(empty, "UPDATE papers SET arxiv_id = '2405.00001'")
        empty = Library.open(empty.locations.data)
        assert empty.paper(paper.id).arxiv_id is None
    with Library.open(tmp_path / "other", seeds=False) as other:
        unite(other, empty)
        if not is_undone_before:
            assert other.paper("2405.00001").title == "Walks of wombats"
            other.undo(empty.log(limit=1)[0].act)
        assert other.paper(paper.id).arxiv_id is None
        assert "made one of two" not in other.log()[0].sentence


def test_two_papers_that_it_made_one_are_two_again_in_another_library_too(
    empty: Library, tmp_path: Path
) -> None:
    one, _ = add(
        empty, {"title": "Walks of wombats"}, {"title": "Wombats walk", "arxiv_id": "2405.00001"}
    )
    empty.marks.identify(one.id, "2405.00001")
    with Library.open(tmp_path / "other", seeds=False) as other:
        unite(other, empty)
        other.undo(empty.log(limit=1)[0].act)
        assert other.paper(one.id).arxiv_id is None
        assert other.paper("2405.00001").title == "Wombats walk"


def test_giving_it_again_is_no_act(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats", "arxiv_id": "2405.00001"})
    empty.marks.identify(paper.id, "2405.00001")
    undone = empty.undo()
    assert undone is not None
    assert undone.sentence.startswith("Undone: added")


def test_undo_goes_back_through_several_ids(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats", "arxiv_id": "2405.00001"})
    for number in (2, 3):
        empty.marks.identify(paper.id, f"2405.0000{number}")
    empty.undo()
    assert empty.paper(paper.id).arxiv_id == "2405.00002"
    empty.undo()
    assert empty.paper(paper.id).arxiv_id == "2405.00001"


def test_the_paper_that_has_the_id_is_the_same_one(empty: Library) -> None:
    one, other = add(
        empty,
        {"title": "Walks of wombats", "abstract": "Short."},
        {"title": "Wombats walk", "arxiv_id": "2405.00001", "abstract": "The longer abstract."},
    )
    empty.bookmark([one.id])
    empty.tag([other.id], add=["marsupials"])
    identified = empty.marks.identify(one.id, "2405.00001")
    (paper,) = identified.papers
    assert identified.is_merged
    assert empty.counts().all == 1
    assert (paper.bookmarked, paper.tags) == (True, ("marsupials",))
    assert paper.abstract == "The longer abstract."
    assert empty.paper(one.id).rowid == empty.paper(other.id).rowid == paper.rowid
    empty.undo()
    assert empty.counts().all == 2
    assert (empty.paper(one.id).arxiv_id, empty.paper(one.id).bookmarked) == (None, True)
    assert not empty.paper("2405.00001").bookmarked


def test_what_is_no_id_or_no_paper_is_refused(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    with pytest.raises(RectoError, match="no arXiv id"):
        empty.marks.identify(paper.id, "twelve")
    with pytest.raises(NotFoundError):
        empty.marks.identify("zzzzzz", "2405.00001")


def test_an_id_alone_keeps_no_paper_in_sight(empty: Library) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    empty.marks.identify(paper.id, "2405.00001")
    (source,) = empty.counts().sources
    empty.sources.remove(source.name)
    assert empty.counts().all == 0


def test_another_library_learns_it_and_its_undo(empty: Library, tmp_path: Path) -> None:
    (paper,) = add(empty, {"title": "Walks of wombats"})
    empty.marks.identify(paper.id, "2405.00001")
    with Library.open(tmp_path / "other", seeds=False) as other:
        add(other, {"title": "Walks of wombats"})
        unite(other, empty)
        assert other.paper("2405.00001").title == "Walks of wombats"
        assert other.counts().all == 1
    with Library.open(tmp_path / "third", seeds=False) as third:
        add(third, {"title": "Walks of wombats"}, {"title": "Other", "arxiv_id": "2405.00001"})
        unite(third, empty)
        assert third.counts().all == 1


def unite(library: Library, other: Library) -> None:
    stream = io.BytesIO()
    other.export_library(stream)
    stream.seek(0)
    library.import_library(stream)
    assert library.journal.agrees()
