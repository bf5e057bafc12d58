"""Ids, DOIs and names of first authors, compared as what they stand for."""

from __future__ import annotations

import pytest
from recto.index.identifiers import arxiv_id
from recto.index.identity.dois import is_preprint, same_doi
from recto.index.identity.evidence import Evidence, Told, contradiction, evidence_of
from recto.index.identity.family_keys import family_key
from recto.index.paper import Record


@pytest.mark.parametrize(
    "text",
    [
        "math/0309136",
        "math.GT/0309136",
        "MATH.GT/0309136v3",
        "arXiv:math.GT/0309136",
        "arXiv:math/0309136v1 [math.GT]",
        "https://arxiv.org/abs/math.GT/0309136v2",
        "http://www.arxiv.org/pdf/math/0309136v1.pdf",
        "export.arxiv.org/abs/math/0309136",
        "https://arxiv.org/abs/math/0309136?context=math",
        "https://doi.org/10.48550/arXiv.math/0309136",
        "10.48550/ARXIV.MATH/0309136",
    ],
)
def test_an_old_id_is_one_in_every_spelling(text: str) -> None:
    assert arxiv_id(text) == "math/0309136"


@pytest.mark.parametrize(
    "text",
    [
        "2401.12345",
        "arXiv: 2401.12345v2",
        "https://arxiv.org/html/2401.12345v1#S1",
        "https://huggingface.co/papers/2401.12345",
        "https://hf.co/papers/2401.12345",
        "https://www.alphaxiv.org/abs/2401.12345",
        "https://ar5iv.labs.arxiv.org/html/2401.12345",
        "doi:10.48550/arXiv.2401.12345",
    ],
)
def test_an_id_is_one_in_every_spelling(text: str) -> None:
    assert arxiv_id(text) == "2401.12345"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345",
        "10.1000/2401.12345",
        "https://example.org/2401.12345",
        "cs/030100",
        "a/12345678",
    ],
)
def test_what_is_no_arxiv_id(text: str) -> None:
    assert arxiv_id(text) is None


@pytest.mark.parametrize(
    "doi",
    [
        "10.1101/2020.03.04.123456",
        "10.1101/123456",
        "10.2139/ssrn.3456789",
        "10.21203/rs.3.rs-12345/v1",
        "10.31219/osf.io/abcde",
        "10.31234/osf.io/abcde_v2",
        "10.5281/zenodo.1234567",
        "10.20944/preprints202001.0001.v1",
        "10.36227/techrxiv.12345.v2",
        "10.26434/chemrxiv-2021-abcde-v3",
        "10.7287/peerj.preprints.123v1",
    ],
)
def test_dois_of_preprints(doi: str) -> None:
    assert is_preprint(doi)


@pytest.mark.parametrize(
    "doi",
    ["10.1101/gr.123456.119", "10.1000/xyz123", "10.1145/3292500.3330701", "10.7717/peerj.123"],
)
def test_dois_of_publishers(doi: str) -> None:
    assert not is_preprint(doi)
    assert same_doi(doi) == doi


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10.1101/2020.03.04.123456v2", "10.1101/2020.03.04.123456"),
        ("10.21203/rs.3.rs-12345/v1", "10.21203/rs.3.rs-12345/v2"),
        ("10.31234/osf.io/abcde_v2", "10.31234/osf.io/abcde"),
        ("10.26434/chemrxiv-2021-abcde-v3", "10.26434/chemrxiv-2021-abcde"),
    ],
)
def test_versions_of_a_preprint_are_one(one: str, other: str) -> None:
    assert same_doi(one) == same_doi(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vera van der Meij", "V. Van Der Meij"),
        ("Jürgen Müller", "J. Mueller"),
        ("Jurgen Muller", "Jürgen Müller"),
        ("Frank G. Bennett Jr.", "Frank Bennett"),
        ("Ann Alpha Viii", "Ann Alpha"),
        ("Ann Mueller", "A. Müller"),
        ("Søren Ødegård", "Soren Odegard"),
        ("Ana García-Márquez", "A. Garcia Marquez"),
        ("Miles O’Neil", "M. O'Neil"),
        ("Łukasz Nowak", "L. Nowak"),
        ("Doe J.", "Jane Doe"),
        ("Serre J.-P.", "Jean-Pierre Serre"),
        ("Roe RK", "Richard Roe"),
        ("JANE LI", "Jane Li"),
        ("王小明", "小明 王"),
        ("Иванов И. И.", "Иван Иванов"),
        ("The Nib Collaboration", "Nib collaboration (2020)"),
    ],
)
def test_spellings_of_a_family_are_one(one: str, other: str) -> None:
    assert family_key(one) == family_key(other) is not None


@pytest.mark.parametrize(
    "name",
    [
        "Pen Team",
        "Nib Working Group",
        "Ann Alpha Et Al",
        "Unknown Author",
        "Anonymous",
        "Jane LI",
        "Иванов Иван Иванович",
        "",
        "…",
    ],
)
def test_who_is_no_known_person(name: str) -> None:
    assert family_key(name) is None


def test_families_differ() -> None:
    assert family_key("Ann Alpha") != family_key("Ann Beta")


def test_evidence_of_a_record() -> None:
    record = Record(
        "C++", "", 1, 1, ("Ann Alpha", "Bob Beta"), published="2020-03", doi="10.1000/x.v2"
    )
    assert evidence_of(record) == Evidence("c++", None, "10.1000/x.v2", "alpha", 2020)


def test_an_arxiv_doi_is_an_arxiv_id() -> None:
    record = Record("Pens", "", 1, 1, doi="10.48550/arxiv.2401.12345", published="--03-04")
    assert evidence_of(record) == Evidence("pens", "2401.12345")


def test_a_title_that_is_an_id_tells_nothing_more() -> None:
    record = Record("arXiv:2401.12345", "", 1, 1, arxiv_id="2401.12345")
    assert evidence_of(record) == Evidence(None, "2401.12345")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (Evidence("i", arxiv="1"), Evidence("i", arxiv="2"), "arXiv ids"),
        (Evidence("i", doi="10.1/a"), Evidence("i", doi="10.1/b"), "DOIs"),
        (Evidence("i", doi="10.1/a"), Evidence("i", doi="10.1101/123456"), None),
        (Evidence("i", family="a"), Evidence("i", family="b"), "first authors"),
        (Evidence("i", family="a", year=2000), Evidence("i", family="a", year=2020), None),
        (Evidence("i", family="a", year=2000), Evidence("i", year=2003), "years"),
        (Evidence("i", family="a", year=2000), Evidence("i", year=2002), None),
        (Evidence("i", year=2000), Evidence("i", year=2003), "years"),
        (Evidence("i", year=2000), Evidence("i"), None),
        (Evidence("i", family="a"), Evidence("i", arxiv="1", doi="10.1/a"), None),
        (Evidence("i", family="王"), Evidence("i", family="李"), "first authors"),
        (Evidence("i", family="王", year=2000), Evidence("i", family="wang", year=2001), None),
        (Evidence("i", family="王", year=2000), Evidence("i", family="wang", year=2009), "years"),
        (Evidence("i", family="&nib"), Evidence("i", family="&pen"), "first authors"),
        (Evidence("i", family="&nib"), Evidence("i", family="a"), None),
    ],
)
def test_counter_evidence(one: Evidence, other: Evidence, reason: str | None) -> None:
    assert contradiction(Told([one]), Told([other])) == reason
    assert contradiction(Told([other]), Told([one])) == reason
