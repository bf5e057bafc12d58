"""Ids and titles in names of files and on first pages."""

from __future__ import annotations

import pytest
from recto.index.pages.pdf.evidence import evidence_of
from recto.index.pages.pdf.first_pages import FirstPage


@pytest.mark.parametrize(
    ("stem", "ids"),
    [
        ("2405.15738", ["2405.15738"]),
        ("2405.15738v2", ["2405.15738"]),
        ("2405.15738v2 (1)", ["2405.15738"]),
        ("arxiv_2405.15738", ["2405.15738"]),
        ("Doe2024_Inks_2405.15738v1", ["2405.15738"]),
        ("0704.0001", ["0704.0001"]),
        ("hep-th9901001v3", ["hep-th/9901001"]),
        ("hep-th_9901001", ["hep-th/9901001"]),
        ("2013.99999", []),
        ("1.2405.15738", []),
        ("9901001", []),
        ("report 12345.67890", []),
        ("2405.157381", []),
    ],
)
def test_arxiv_ids_in_names(stem: str, ids: list[str]) -> None:
    assert [*evidence_of(stem).arxiv_ids] == ids


@pytest.mark.parametrize(
    ("stem", "dois"),
    [
        ("10.1000_XYZ123", ["10.1000/xyz123"]),
        ("10.1145@3292500.3330701", ["10.1145/3292500.3330701"]),
        ("10.1038%2Fs41586-021-03819-2", ["10.1038/s41586-021-03819-2"]),
        ("doe 10.1000:xyz123 (2)", ["10.1000/xyz123"]),
        ("10.1", []),
    ],
)
def test_dois_in_names(stem: str, dois: list[str]) -> None:
    assert [*evidence_of(stem).dois] == dois


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("Inks on ordinary paper", "Inks on ordinary paper"),
        ("Inks_on_ordinary_paper", "Inks on ordinary paper"),
        ("Doe et al. - 2012 - Inks on ordinary paper", "Inks on ordinary paper"),
        ("Doe - Inks on ordinary paper", "Inks on ordinary paper"),
        ("2012 - Inks on ordinary paper (1)", "Inks on ordinary paper"),
        ("Doe2012_Inks on ordinary paper_final", "Inks on ordinary paper"),
        ("[Doe, 2012] Inks on ordinary paper", "Inks on ordinary paper"),
        ("Inks - a survey - Doe", "Inks - a survey - Doe"),
        ("Doe - 2012 - Inks - a survey", "Inks - a survey"),
    ],
)
def test_titles_in_names(stem: str, title: str) -> None:
    assert title in evidence_of(stem).name_titles


def page(*lines: str, title: str = "", facts: tuple[str, ...] = ()) -> FirstPage:
    return FirstPage(lines, title, facts)


@pytest.mark.parametrize(
    ("lines", "sure", "mentioned"),
    [
        (["arXiv:2405.15738v1  [cs.CV]  24 May 2024", "Inks"], ["2405.15738"], []),
        (["arXiv:hep-th/9901001v2 [hep-th] 5 Jan 1999"], ["hep-th/9901001"], []),
        (["As in arXiv:1706.03762 we"], [], ["1706.03762"]),
        (["see https://arxiv.org/abs/1706.03762."], [], ["1706.03762"]),
        (
            ["arXiv:2405.15738v1 [cs.CV]", "as arXiv:1706.03762 does"],
            ["2405.15738"],
            ["1706.03762"],
        ),
        (["pages 2405.15738 of it"], [], []),
    ],
)
def test_what_arxiv_prints_is_sure_and_what_is_spoken_of_is_not(
    lines: list[str], sure: list[str], mentioned: list[str]
) -> None:
    found = evidence_of("paper", page(*lines))
    assert [*found.arxiv_ids] == sure
    assert [*found.mentioned] == mentioned


def test_a_doi_on_the_page_is_read_as_it_is_printed() -> None:
    found = evidence_of("x", page("https://doi.org/10.1000/XYZ.123.", "(doi:10.1000/abc)."))
    assert found.mentioned == ("10.1000/xyz.123", "10.1000/abc")
    assert found.dois == ()


def test_a_doi_in_the_properties_is_its_own() -> None:
    found = evidence_of("x", page("text", facts=("doi:10.1000/xyz", "LaTeX")))
    assert found.dois == ("10.1000/xyz",)


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("Inks on Ordinary Paper", "Inks on Ordinary Paper"),
        ("untitled", ""),
        ("Microsoft Word - inks_final.doc", ""),
        ("A title of some other file", ""),
    ],
)
def test_a_title_in_the_properties_counts_where_it_stands_on_the_page(title: str, own: str) -> None:
    found = evidence_of("x", page("INKS ON ORDI-", "NARY PAPER", "Jane Doe", title=title))
    assert found.own_title == own


def test_a_title_may_take_several_lines_and_a_footnote() -> None:
    found = evidence_of("x", page("Journal of Inks 7", "Inks on", "ordinary paper1", "Jane Doe"))
    assert "Inks on ordinary paper" in found.page_titles
