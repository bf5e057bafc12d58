"""What was exported and added again: the same papers, with the same marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Kept, Library

from .hostile_papers import NOTE, hostile, papers_of, written

__all__ = ["hostile"]

KEPT = ("title", "abstract", "authors", "published", "arxiv_id", "links", "tags", "note")


def test_json_lines_bring_back_everything(library: Library, ids: list[str], tmp_path: Path) -> None:
    library.bookmark(ids[:2], via=Kept("pruning", "all"))
    library.tag(ids[1:4], add=["ml/x", "b"])
    library.queue([ids[4], ids[2], ids[7]])
    library.done([ids[5]])
    library.note(ids[3], NOTE)
    library.mark_read(ids[:1])
    rowid = library.paper(ids[8]).rowid
    library.highlights.add(rowid, "Two\nblocks.", section="1 Ink", before="a", note="A note.")
    papers = library.rows(library.listing("").rowids)
    file = library.export(ids=papers, format="jsonl").save(tmp_path / "papers.jsonl")
    with Library.open(tmp_path / "other", seeds=False) as other:
        (report,) = other.add([file])
        assert (report.new, report.problems) == (603, ())
        for paper in papers:
            told, back = paper.as_json(), other.paper(paper.id).as_json()
            assert {**back, "sources": []} == {**told, "sources": []}
        undone = other.undo()
        assert undone is not None
        assert (other.counts().all, other.counts().tags) == (0, ())
        other.redo()
        assert other.counts().bookmarks == 2


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json"])
def test_citations_bring_back_what_they_hold(hostile: Library, tmp_path: Path, format: str) -> None:
    papers = papers_of(hostile)
    data = written(hostile, format).encode()
    with Library.open(tmp_path / "other", seeds=False) as other:
        report = other.add_text("papers", data)
        assert (report.error, report.records, report.problems) == (None, len(papers), ())
        for paper in papers:
            told, back = paper.as_json(), other.paper(paper.id).as_json()
            for key in KEPT:
                assert back[key] == told[key], key


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json"])
def test_citations_bring_back_every_link(library: Library, tmp_path: Path, format: str) -> None:
    papers = library.rows(library.listing("").rowids)
    data = library.export(ids=papers, format=format).text.encode()
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.add_text("papers", data)
        links = {paper.id: paper.links for paper in papers}
        assert len([one for one in links.values() if one]) > 100
        assert {id: other.paper(id).links for id in links} == links


def test_links_are_read_where_older_exports_have_them(library: Library) -> None:
    old = b"@misc{x,\n title = {Of wombats},\n links = {https://a.org/x https://b.org/y_z}\n}\n"
    library.add_text("old", old)
    (hit,) = library.search("wombats").hits
    assert [link.url for link in hit.paper.links] == ["https://a.org/x", "https://b.org/y_z"]


def test_marks_of_the_library_win_over_those_of_a_file(library: Library, ids: list[str]) -> None:
    library.note(ids[0], "mine")
    library.tag([ids[0]], add=["own"])
    library.queue([ids[1]])
    told = [
        {
            "title": library.paper(ids[0]).title,
            "note": "theirs",
            "tags": ["own", "other"],
            "queue": 1,
        },
        {"title": library.paper(ids[1]).title, "note": "theirs", "queue": 7, "read": True},
    ]
    library.add_text("theirs", "".join(json.dumps(one) + "\n" for one in told).encode())
    first, second = library.paper(ids[0]), library.paper(ids[1])
    assert (first.note, first.tags, first.queue) == ("mine", ("other", "own"), 2)
    assert (second.note, second.queue, second.read) == ("theirs", 1, True)


@pytest.mark.parametrize(
    ("keyword", "tag"),
    [
        ("Machine Learning", "Machine-Learning"),
        ("#todo", "todo"),
        ("a / b", "a/b"),
        ("//", None),
        ("x" * 300, "x" * 100),
    ],
)
def test_keywords_of_others_become_tags_that_can_be_typed(
    library: Library, ids: list[str], keyword: str, tag: str | None
) -> None:
    told = {"title": library.paper(ids[0]).title, "tags": [keyword, keyword]}
    library.add_text("keywords", json.dumps(told).encode() + b"\n")
    tags = library.paper(ids[0]).tags
    assert tags == ((tag,) if tag else ())
    if tag:
        assert library.tag([ids[0]], remove=[tag]).papers[0].tags == ()
