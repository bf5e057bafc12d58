"""Notes and keywords of other programs' files: a publisher's, unless the reader claims them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, Paper

BIBTEX = (
    "@article{k, title={Of Inks}, note={One\n\ntwo},\n"
    " keywords={Computer Science - Machine Learning, pens > fountain > nibs, a :: b}}\n"
)
RIS = "TY  - JOUR\nTI  - Of Inks\nN1  - One\nN1  - two\nKW  - a - b\nKW  - c\nER  - \n"
FILES = {"a.bib": BIBTEX, "a.ris": RIS}


def add(library: Library, text: str, **options: Any) -> Paper:
    report = library.add_text("file", text.encode(), **options)
    assert (report.error, report.unchanged) == (None, False)
    (paper,) = library.rows(library.listing("").rowids)
    return paper


@pytest.mark.parametrize("text", FILES.values(), ids=list(FILES))
def test_they_are_a_publishers(empty: Library, text: str) -> None:
    paper = add(empty, text)
    assert (paper.note, paper.remark, paper.tags) == (None, "One\ntwo", ())
    assert len(paper.keywords) > 1


@pytest.mark.parametrize("text", FILES.values(), ids=list(FILES))
def test_notes_are_claimed_also_of_a_file_that_is_there(empty: Library, text: str) -> None:
    add(empty, text)
    assert add(empty, text, notes="mine").note == "One\ntwo"


def test_keywords_that_are_claimed_nest_and_have_no_runs_of_hyphens(empty: Library) -> None:
    paper = add(empty, BIBTEX, keywords="tags")
    assert paper.tags == ("Computer-Science-Machine-Learning", "a/b", "pens/fountain/nibs")
    assert paper.note is None


def test_files_are_claimed_too(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "Of Inks", "keywords": ["a - b"], "remark": "One"}\n')
    empty.add(path, notes="mine", keywords="tags")
    (paper,) = empty.rows(empty.listing("").rowids)
    assert (paper.note, paper.tags) == ("One", ("a-b",))


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json"])
def test_recto_knows_its_own_files(empty: Library, tmp_path: Path, format: str) -> None:
    add(empty, '{"title": "Of Inks", "keywords": ["pens", "a b"], "remark": "Not mine"}\n')
    (paper,) = empty.rows(empty.listing("").rowids)
    empty.note(paper.id, "Mine,\n  and more")
    empty.tag([paper.id], add=["ml/x", "c%d"])
    text = empty.export(ids=[paper], format=format, including=("notes",)).text
    with Library.open(tmp_path / "other", seeds=False) as other:
        back = add(other, text)
    assert (back.note, back.remark) == ("Mine,\n  and more", "Not mine")
    assert (back.tags, back.keywords) == (("c%d", "ml/x"), ("pens", "a b"))


def test_a_file_of_recto_stays_its_own_when_it_is_edited(empty: Library, tmp_path: Path) -> None:
    add(empty, '{"title": "Of Inks", "tags": ["mine"]}\n')
    (paper,) = empty.rows(empty.listing("").rowids)
    text = empty.export(ids=[paper], format="bibtex").text
    edited = text.replace("keywords = {mine}", "keywords = {mine, theirs},\n annote = {Added}")
    with Library.open(tmp_path / "other", seeds=False) as other:
        back = add(other, edited)
    assert (back.note, back.tags, back.keywords) == ("Added", ("mine",), ("theirs",))


def test_exports_from_before_there_was_a_mark_are_known_by_their_keys(empty: Library) -> None:
    key = "git-re-basin-4fmbdg4sb2"
    title = "Git Re-Basin: Merging Models modulo Permutation Symmetries"
    text = f"@misc{{{key},\n title = {{{title}}}, keywords = {{a}}, annote = {{Mine}}\n}}\n"
    paper = add(empty, text)
    assert (paper.note, paper.tags) == ("Mine", ("a",))
