"""Sources: renamed and removed, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Library, NotFoundError, RectoError, View

SMALL = "003_497f01f3366fe52b.txt"


def names(library: Library) -> list[str]:
    return [source.name for source in library.counts().sources]


def test_a_source_is_renamed_and_still_known_by_its_file(library: Library) -> None:
    label = {source.name: source.label for source in library.counts().sources}[SMALL]
    library.sources.rename(SMALL, "  March\x1b[31m ")
    labels = {source.name: source.label for source in library.counts().sources}
    assert labels[SMALL] == "March"
    assert len(set(labels)) == 5
    paper = library.rows(library.listing("", view=View("source", SMALL)).rowids[:1])[0]
    assert {place.label for place in paper.sources if place.name == SMALL} == {"March"}
    assert {place.label for place in paper.sources if place.name != SMALL} <= {""}
    assert {"name": SMALL, "rank": 1} in paper.as_json()["sources"]
    library.sources.rename("March", "April")
    assert "April" in {source.label for source in library.counts().sources}
    library.undo()
    library.undo()
    assert {source.name: source.label for source in library.counts().sources}[SMALL] == label
    library.redo()
    library.sources.rename(SMALL, "")
    assert {source.name: source.label for source in library.counts().sources}[SMALL] == label


def test_a_removed_source_takes_its_own_papers_out_of_sight(library: Library) -> None:
    view = View("source", SMALL)
    papers = library.rows(library.listing("", view=view).rowids)
    own = [paper for paper in papers if len(paper.sources) == 1]
    library.bookmark([own[0]])
    library.mark_read([own[1]])
    library.note(own[2], "worth it")
    found = library.search(own[3].title, limit=None).total
    before = library.counts()
    assert library.sources.remove(SMALL).count == len(own) - 2
    counts = library.counts()
    assert counts.all == before.all - len(own) + 2
    assert names(library) == [name for name in names(library) if name != SMALL]
    assert library.listing("", view=view).total == 0
    shown = {paper.id for paper in library.rows(library.listing("").rowids)}
    assert {own[0].id, own[2].id} <= shown
    assert not {own[1].id, own[3].id} & shown
    assert library.search(own[3].title, limit=None).total < found
    assert library.paper(own[3].id).sources == ()  # its id still leads to it
    undone = library.undo()
    assert undone is not None
    assert undone.kind == "remove-source"
    assert library.counts() == before
    assert library.search(own[3].title, limit=None).total == found


def test_marking_never_makes_a_row_vanish(library: Library) -> None:
    papers = library.rows(library.listing("", view=View("source", SMALL)).rowids)
    own = [paper for paper in papers if len(paper.sources) == 1]
    library.bookmark([own[0]])
    library.sources.remove(SMALL)
    assert own[0].rowid in library.listing("").rowids
    library.tag([own[1].id], add=["found"])  # by its id, from an old note of the reader's
    assert own[1].rowid in library.listing("").rowids
    # What nothing keeps any more stays on the screen until the list is opened again.
    shown = library.listing("")
    library.bookmark([own[0]], on=False)
    assert [paper.id for paper in library.rows([own[0].rowid])] == [own[0].id]
    assert own[0].rowid in shown.rowids
    assert own[0].rowid not in library.listing("").rowids
    library.undo()
    assert own[0].rowid in library.listing("").rowids


def test_all_bundled_pages_can_be_got_rid_of(library: Library, tmp_path: Path) -> None:
    assert sum(library.sources.remove(name).count for name in names(library)) == 603
    counts = library.counts()
    assert (counts.all, counts.new, counts.unread, counts.sources) == (0, 0, 0, ())
    assert library.listing("").total == 0
    assert library.search("pruning").total == 0
    with Library.open(tmp_path / "recto") as other:
        assert other.counts().all == 0


def test_adding_the_file_again_brings_a_source_back(library: Library, tmp_path: Path) -> None:
    import recto.seeds

    library.sources.remove(SMALL)
    before = library.counts().all
    (report,) = library.add([Path(recto.seeds.__path__[0]) / SMALL])
    assert not report.unchanged
    assert library.counts().all == 603 > before
    assert SMALL in names(library)


def test_an_unknown_source_is_said(library: Library) -> None:
    for act in (library.sources.remove, lambda name: library.sources.rename(name, "x")):
        with pytest.raises(NotFoundError, match="No such source"):
            act("nothing.txt")
    with pytest.raises(RectoError, match="cannot have that name"):
        library.sources.rename(SMALL, "x" * 101)
    one, other = names(library)[:2]
    library.sources.rename(one, "same")
    library.sources.rename(other, "same")
    with pytest.raises(RectoError, match="Several sources"):
        library.sources.remove("same")
