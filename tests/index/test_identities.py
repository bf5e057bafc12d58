"""Papers given their arXiv ids by hand: journalled, undone, united."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, Paper, RectoError


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
    assert empty.paper(one.id).pid == empty.paper(other.id).pid == paper.pid
    undone = empty.undo()
    assert undone is not None
    assert "stays one" in undone.sentence
    assert empty.counts().all == 1
    assert empty.paper(one.id).arxiv_id == "2405.00001"


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
