"""What the reader says of a paper against its sources: an act that beats them and can be undone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, NotFoundError, Paper, RectoError

from ..support import on_disk
from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound


@pytest.fixture
def paper(empty: Library) -> Paper:
    """A paper of two sources that disagree."""
    more: dict[str, Any] = {"doi": "10.1000/wrong", "published": "2024-05", "keywords": ("inks",)}
    add_page(empty, "one", made_up("Inks", authors=("Ann A", "Bob B"), **more))
    add_page(empty, "two", made_up("Inks", "A longer abstract.", authors=("A. A",)))
    empty.index.rebuild()
    return empty.rows(empty.listing("").rowids)[0]


def test_a_correction_beats_all_sources_and_can_be_taken_back(empty: Library, paper: Paper) -> None:
    marked = empty.corrections.edit(
        paper, {"title": "Pens", "authors": "Cy C; Dee D; et al.", "doi": "doi:10.1000/RIGHT"}
    )
    assert marked.sentence == "Corrected title, authors, doi of “Pens”."
    (now,) = marked.papers
    assert (now.title, now.authors, now.has_more_authors) == ("Pens", ("Cy C", "Dee D"), True)
    assert (now.author_count, now.doi, now.id) == (2, "10.1000/right", paper.id)
    assert [hit.paper.id for hit in empty.search("pens").hits] == [paper.id]
    # What comes later changes nothing of it, and what was said before is still known.
    add_page(empty, "three", made_up("Inks", authors=("Ann A", "F", "G"), doi="10.1000/wrong"))
    assert empty.paper(paper.id).authors == ("Cy C", "Dee D")
    empty.corrections.edit(paper, {"title": "", "authors": " "})
    now = empty.paper(paper.id)
    assert (now.title, now.authors, now.doi) == ("Inks", ("Ann A", "F", "G"), "10.1000/right")
    assert empty.log()[0].sentence == "Took back the correction of title, authors of “Inks”."
    empty.undo()
    assert empty.paper(paper.id).title == "Pens"
    empty.undo(empty.log()[2].act)
    assert_is_sound(empty)


def test_undo_and_redo_go_through_each_step(empty: Library, paper: Paper) -> None:
    for title in ("Pens", "Papers"):
        empty.corrections.edit(paper, {"title": title})
    seen = [empty.paper(paper.id).title for _ in (empty.undo(), empty.undo()) if _]
    assert seen == ["Inks", "Inks"]
    empty.redo()
    assert empty.paper(paper.id).title == "Pens"
    assert empty.paper(paper.id).doi == paper.doi


def test_what_is_so_already_is_no_act(empty: Library, paper: Paper) -> None:
    acts = on_disk.acts(empty)
    marked = empty.corrections.edit(paper, {"title": "Inks", "venue": ""})
    assert (marked.act, marked.sentence) == (None, "Nothing was to be changed.")
    assert on_disk.acts(empty) == acts


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"doi": "wrong"}, "'wrong' cannot be the doi: It is a DOI such as"),
        ({"published": "2024-13"}, "a date such as 2024"),
        ({"published": "2024-02-31"}, "a date such as 2024"),
        ({"arxiv_id": "inks"}, "an arXiv id"),
        ({"arxiv_version": "two"}, "a number"),
        ({"links": "none"}, "web addresses"),
        ({"cite_key": "a b"}, "without spaces"),
        ({"title": None}, "cannot be the title"),
        ({"upvotes": "3"}, "cannot be corrected"),
        ({"title": "Pens", "nonsense": "x"}, "Choose one of title, abstract"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    empty: Library, paper: Paper, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(RectoError, match=said):
        empty.corrections.edit(paper, changes)
    assert empty.paper(paper.id) == paper
    with pytest.raises(NotFoundError):
        empty.corrections.edit("zzzzzz", {"title": "Pens"})


def test_a_correction_can_say_that_there_is_no_such_thing(empty: Library, paper: Paper) -> None:
    now = empty.corrections.edit(paper, {"doi": None, "authors": None}).papers[0]
    assert (now.doi, now.authors, now.author_count) == (None, (), None)
    assert empty.corrections.edit(paper, {"doi": ""}).papers[0].doi == "10.1000/wrong"


def test_lists_and_keys_can_be_given_as_texts(empty: Library, paper: Paper) -> None:
    now = empty.corrections.edit(
        paper,
        {
            "keywords": "inks, pens; papers",
            "categories": "cs.LG, cs.CL",
            "links": "https://github.com/a/b https://example.org/c",
            "cite_key": "alpha2024",
            "arxiv_id": "https://arxiv.org/abs/2405.00001v2",
        },
    ).papers[0]
    assert (now.keywords, now.categories) == (("inks", "pens", "papers"), ("cs.LG", "cs.CL"))
    assert [link.url for link in now.links] == ["https://github.com/a/b", "https://example.org/c"]
    assert (now.cite_key, now.arxiv_id) == ("alpha2024", "2405.00001")
    empty.undo()
    assert empty.paper(paper.id) == paper


def test_it_keeps_no_paper_in_sight(empty: Library, paper: Paper) -> None:
    empty.corrections.edit(paper, {"title": "Pens"})
    empty.sources.remove("one", "two")
    assert empty.counts().all == 0
    empty.undo()
    assert empty.paper(paper.id).title == "Pens"
    assert_is_sound(empty)


def test_it_goes_along_into_another_library(empty: Library, paper: Paper, tmp_path: Path) -> None:
    empty.corrections.edit(paper, {"title": "Pens", "doi": None})
    stream = io.BytesIO()
    empty.export_library(stream)
    told = stream.getvalue()
    for name in ("other", "known"):
        with Library.open(tmp_path / name, seeds=False) as other:
            if name == "known":
                add_page(other, "four", made_up("Inks", "The longest abstract of them all."))
            other.import_library(io.BytesIO(told))
            there = other.paper(paper.id)
            assert (there.title, there.doi, there.keywords) == ("Pens", None, ("inks",))
            assert_is_sound(other)
            undone = other.undo(empty.log()[0].act)
            assert undone is not None
            assert (undone.papers[0].title, undone.papers[0].doi) == ("Inks", "10.1000/wrong")


def test_who_says_what(empty: Library, paper: Paper) -> None:
    empty.corrections.edit(paper, {"doi": "10.1000/right"})
    empty.sources.remove("two")
    fields = {field.field: field for field in empty.corrections.sources(paper)}
    authors = fields["authors"]
    assert (authors.value, authors.corrected, authors.disagree) == (
        ["Ann A", "Bob B"],
        False,
        False,
    )
    assert [(one.source, one.value, one.in_force, one.counts) for one in authors.said] == [
        ("one", ["Ann A", "Bob B"], True, True),
        ("two", ["A. A"], False, False),
    ]
    doi = fields["doi"]
    assert (doi.value, doi.corrected) == ("10.1000/right", True)
    assert [(one.value, one.counts) for one in doi.said] == [("10.1000/wrong", False)]
    empty.undo()
    (abstract,) = (f for f in empty.corrections.sources(paper) if f.field == "abstract")
    assert abstract.disagree
    assert [(one.source, one.counts) for one in abstract.said] == [("two", True), ("one", False)]


BIBTEX = """@article{{beta2015,
  title = {{{title}}},
  author = {{Beta, Bob and Gamma, Cy}},
  year = {{2015}},
  url = {{https://example.org/beta}},
}}
"""


@pytest.fixture
def cited(empty: Library) -> Paper:
    empty.add_text("a.bib", BIBTEX.format(title="Introduction").encode())
    return empty.rows(empty.listing("").rowids)[0]


def test_what_changes_in_its_bibtex_is_taken(empty: Library, cited: Paper) -> None:
    before = empty.corrections.as_bibtex(cited)
    after = before.replace("Introduction", "An Introduction to Inks").replace("2015", "2016")
    marked = empty.corrections.take_bibtex(cited, before, after)
    now = marked.papers[0]
    assert (now.title, now.published) == ("An Introduction to Inks", "2016")
    assert (now.authors, now.tags, now.note) == (cited.authors, cited.tags, cited.note)
    assert empty.corrections.take_bibtex(cited, after, after).act is None
    # A line that is gone says that there is no such thing.
    gone = "".join(line for line in after.splitlines(True) if "author" not in line)
    assert empty.corrections.take_bibtex(cited, after, gone).papers[0].authors == ()
    assert {name for name, *_ in on_disk.rows(empty, "SELECT name FROM marks")} >= {
        "edit:title",
        "edit:published",
        "edit:authors",
    }


@pytest.mark.parametrize("after", ["", "Dear aunt,", "@misc{a, title = {A", "{0}{0}"])
def test_what_is_no_entry_changes_nothing(empty: Library, cited: Paper, after: str) -> None:
    before = empty.corrections.as_bibtex(cited)
    with pytest.raises(RectoError, match="no BibTeX entry"):
        empty.corrections.take_bibtex(cited, before, after.replace("{0}", before))
    assert empty.paper(cited.id) == cited
