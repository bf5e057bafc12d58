"""PDF files join the papers that they are, told by name, properties or first page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from recto.index import AddReport, Library

from ..pages.pdf.made_pdfs import pdf
from ..pages.zotero.databases import ZoteroDatabase

INKS, PENS, NIBS = (
    "Inks on ordinary paper",
    "Pens that never run dry: a survey of fountains",
    "A theory of nibs",
)
BARE = pdf(["nothing"])
FILLING = [
    "Here the text of the paper begins, and it goes on for so long that nobody reads it."
] * 5


@pytest.fixture
def papers(empty: Library, tmp_path: Path) -> Library:
    """A library of papers with a DOI, with an arXiv id, with neither, and two of one title."""
    with ZoteroDatabase(tmp_path / "Zotero") as zotero:
        zotero.item(title=INKS, DOI="10.1000/inks.7", creators=[("author", "Doe", "Jane")])
        zotero.item(title=PENS, archiveID="arXiv:2105.00001")
        zotero.item(title=NIBS, date="2001-00-00 2001", creators=[("author", "Poe", "Pia")])
        zotero.item(title="Blotting revisited", archiveID="arXiv:2105.00011")
        zotero.item(title="Blotting revisited", archiveID="arXiv:2105.00012")
    report = empty.add_zotero(tmp_path / "Zotero")
    assert report.new == 5
    return empty


def add(
    library: Library, tmp_path: Path, files: dict[str, bytes], name: str = "pdfs"
) -> tuple[AddReport, dict[str, list[str]]]:
    """Add a directory of these files; return what became of it, and the files of each title."""
    directory = tmp_path / name
    directory.mkdir(exist_ok=True)
    for file, data in files.items():
        (directory / file).write_bytes(data)
    (report,) = library.add(directory)
    found = library.rows(library.listing("").rowids)
    return report, {
        paper.title: [Path(path).name for path in paper.files] for paper in found if paper.files
    }


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("2105.00001v2.pdf", BARE, PENS),
        ("10.1000_inks.7.pdf", BARE, INKS),
        ("Inks on ordinary paper.pdf", BARE, INKS),
        ("Doe - 2012 - Inks on ordinary paper.pdf", BARE, INKS),
        ("Roe - 2021 - Pens that never run dry a survey of fou.pdf", BARE, PENS),
        ("A_Theory_of_Nibs (1).pdf", BARE, NIBS),
        ("a.pdf", pdf(["arXiv:2105.00001v1 [cs.PE] 3 May 2021", "Pens"]), PENS),
        ("b.pdf", pdf(["J. of Inks 7", "https://doi.org/10.1000/INKS.7", *FILLING]), INKS),
        ("c.pdf", pdf(["Proceedings of", "A Theory", "of Nibs*", "Pia Poe", *FILLING]), NIBS),
        ("d.pdf", pdf(["x"], facts={"Subject": "doi:10.1000/inks.7"}), INKS),
        ("e.pdf", pdf(["A THEORY OF NIBS", *FILLING], facts={"Title": "A Theory of Nibs"}), NIBS),
        ("f.pdf", pdf(["A cover"], ["Inks on ordinary", "paper"]), INKS),
        (
            "g.pdf",
            pdf(["A theory of nibs", "unlike 10.1000/blot.1, 10.1000/inks.7", *FILLING]),
            NIBS,
        ),
        (
            "h.pdf",
            pdf(["Blotting revisited", "10.1000/inks.7 and arXiv:2105.00012", *FILLING]),
            "Blotting revisited",
        ),
    ],
)
def test_a_file_joins_the_paper_that_it_is(
    papers: Library, tmp_path: Path, name: str, data: bytes, title: str
) -> None:
    report, found = add(papers, tmp_path, {name: data})
    assert found == {title: [name]}
    assert (report.name, report.records, report.new, report.known) == ("pdfs", 1, 0, 1)
    assert report.format == "pdf"
    assert report.problems == ()


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("scan0001.pdf", []),
        ("Blotting revisited.pdf", []),  # there are two
        ("Introduction.pdf", ["Introduction", *FILLING]),
        ("notes.pdf", ["We follow arXiv:2105.00001 here.", *FILLING]),
        ("other.pdf", ["10.1000/inks.7, 10.1000/blot.1", *FILLING]),
        ("Pens.pdf", []),
    ],
)
def test_a_file_of_which_nobody_knows_is_said(
    papers: Library, tmp_path: Path, name: str, lines: Sequence[str]
) -> None:
    report, found = add(papers, tmp_path, {name: pdf(lines)})
    assert found == {}
    assert report.error is not None
    assert f"{name}: Neither its name nor its first page says" in str(report.error)


def test_one_that_is_unknown_costs_no_other(papers: Library, tmp_path: Path) -> None:
    files = {"scan.pdf": BARE, "A theory of nibs.pdf": BARE, "damaged.pdf": b"%PDF-1.7 broken"}
    report, found = add(papers, tmp_path, files)
    assert found == {NIBS: ["A theory of nibs.pdf"]}
    damaged, scan = (problem.reason for problem in report.problems)
    assert damaged.endswith("It cannot be read.")
    assert scan.startswith("scan.pdf: Neither")


def test_an_id_makes_a_paper_that_the_library_does_not_have(
    papers: Library, tmp_path: Path
) -> None:
    files = {
        "2405.15738.pdf": BARE,
        "a.pdf": pdf(
            ["arXiv:2405.00002v1 [cs.PE]", "Quills and other feathers"],
            facts={"Title": "Quills and other feathers"},
        ),
        "b.pdf": pdf(
            ["Sealing wax reconsidered", "doi 10.1000/wax", *FILLING],
            facts={"Title": "Sealing wax reconsidered"},
        ),
    }
    report, found = add(papers, tmp_path, files)
    assert report.new == 3
    assert found == {
        "arXiv:2405.15738": ["2405.15738.pdf"],
        "Quills and other feathers": ["a.pdf"],
        "Sealing wax reconsidered": ["b.pdf"],
    }
    assert papers.paper("10.1000/wax").title == "Sealing wax reconsidered"


def test_text_beside_it_comes_first_and_the_rest_is_passed_by(
    empty: Library, tmp_path: Path
) -> None:
    directory = tmp_path / "all"
    directory.mkdir()
    (directory / "zz.bib").write_text(
        "@misc{nibs, title = {A theory of nibs}, author = {Poe, Pia}}\n@misc{a, title = {Another}}"
    )
    (directory / "A theory of nibs.pdf").write_bytes(BARE)
    (directory / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    reports = {report.format: report for report in empty.add(directory)}
    assert reports["bibtex"].new == 2
    assert reports["pdf"].known == 1
    assert reports[""].skipped == 1
    (nibs,) = (paper for paper in empty.rows(empty.listing("").rowids) if paper.title == NIBS)
    assert nibs.files == (str(directory / "A theory of nibs.pdf"),)
    assert nibs.authors == ("Pia Poe",)


def test_a_single_file_and_the_same_again(papers: Library, tmp_path: Path) -> None:
    path = tmp_path / "2105.00001.pdf"
    path.write_bytes(BARE)
    (report,) = papers.add(path)
    assert (report.name, report.records, report.known) == ("2105.00001.pdf", 1, 1)
    (report,) = papers.add(path)
    assert report.unchanged
    assert papers.paper("2105.00001").files == (str(path),)


def test_undo_takes_the_files_back(papers: Library, tmp_path: Path) -> None:
    add(papers, tmp_path, {"2405.15738.pdf": BARE})
    papers.undo()
    assert {paper.title for paper in papers.rows(papers.listing("").rowids)} == {
        *(INKS, PENS, NIBS, "Blotting revisited"),
    }


def test_without_pypdf_names_are_enough_and_it_is_said(
    papers: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    report, found = add(papers, tmp_path, {"A theory of nibs.pdf": BARE, "scan.pdf": BARE})
    assert found == {NIBS: ["A theory of nibs.pdf"]}
    (remark,) = report.remarks
    assert "pip install 'recto[pdf]'" in remark


def test_those_of_a_watched_directory_come_by_themselves(tmp_path: Path) -> None:
    directory = tmp_path / "watched"
    directory.mkdir()
    (tmp_path / "recto").mkdir(0o700)
    (tmp_path / "recto" / "config.toml").write_text(f'watch = ["{directory}"]\n')
    files = {"2405.00001.pdf": BARE, "scan.pdf": BARE}
    with Library.open(tmp_path / "recto", seeds=False) as library:
        for name, data in files.items():
            (directory / name).write_bytes(data)
            os.utime(directory / name, (0, 0))
        (report,) = library.sources.take_watched()
        assert (report.name, report.new) == ("watched", 1)
        (problem,) = report.problems
        assert problem.reason.startswith("scan.pdf: Neither")
        assert library.sources.take_watched() == []
        (directory / "2405.00002.pdf").write_bytes(BARE)
        os.utime(directory / "2405.00002.pdf", (0, 0))
        (report,) = library.sources.take_watched()
        assert (report.name, report.new) == ("watched", 1)
        assert library.paper("2405.00002").files == (str(directory / "2405.00002.pdf"),)
