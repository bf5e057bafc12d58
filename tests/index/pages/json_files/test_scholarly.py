"""The snapshot of arXiv and answers of Semantic Scholar."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recto.index import Library
from recto.index.pages.json_files.objects import read_object
from recto.index.paper import Record

SNAPSHOT: dict[str, Any] = {
    "id": "2101.00007",
    "submitter": "Ann Alpha",
    "authors": "Ann Alph\\'e (Univ. of Inks), Bob Beta Jr. and Cy Gamma",
    "title": "Reading Inks\n  at Speed",
    "comments": "12 pages. Code at https://github.com/ann/inks",
    "journal-ref": "Journal of Inks 51 (8), 2021",
    "doi": "10.1000/INKS.7",
    "report-no": None,
    "categories": "cs.DS cs.MS",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": "  We read inks\nat speed.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 11 Jan 2021 20:31:27 GMT"},
        {"version": "v2", "created": "Sat, 30 Jan 2021 23:57:29 GMT"},
    ],
    "update_date": "2022-11-07",
    "authors_parsed": [["Alphé", "Ann", ""], ["Beta", "Bob", "Jr."], ["Gamma", "Cy", ""]],
}
SCHOLAR: dict[str, Any] = {
    "paperId": "c8b2",
    "externalIds": {"ArXiv": "2103.00030", "DOI": "10.1109/X.2021.1", "CorpusId": 1},
    "title": "Swift Pens",
    "abstract": "Pens.",
    "year": 2021,
    "publicationDate": None,
    "venue": "Conference of Pens",
    "journal": {"name": "Journal of Pens", "volume": "7", "pages": "11 - 23"},
    "authors": [{"authorId": "1", "name": "Ann Alpha"}, {"authorId": "2", "name": "Bob Beta"}],
    "openAccessPdf": {"url": "https://pens.org/7.pdf"},
    "citationCount": 77,
}


def read(told: dict[str, Any], **changed: Any) -> Record:
    return read_object({**told, **changed}, 1, 1)


def test_a_line_of_the_snapshot() -> None:
    record = read(SNAPSHOT)
    assert (record.title, record.abstract) == ("Reading Inks at Speed", "We read inks at speed.")
    assert record.authors == ("Ann Alphé", "Bob Beta Jr.", "Cy Gamma")
    assert (record.published, record.updated) == ("2021-01-11", "2021-01-30")
    assert (record.arxiv_id, record.arxiv_version, record.doi) == (
        "2101.00007",
        2,
        "10.1000/inks.7",
    )
    assert record.categories == ("cs.DS", "cs.MS")
    assert (record.venue, record.published_journal) == ("Journal of Inks 51 (8), 2021", "2021")
    assert record.license == "http://creativecommons.org/licenses/by/4.0/"
    assert record.arxiv_comment == "12 pages. Code at https://github.com/ann/inks"
    assert [link.url for link in record.links] == ["https://github.com/ann/inks"]
    assert record.comments is None


def test_a_snapshot_is_added_line_by_line(empty: Library) -> None:
    other = {**SNAPSHOT, "id": "hep-th/9901001", "title": "Strings", "doi": None}
    data = "".join(json.dumps(one) + "\n" for one in (SNAPSHOT, other)).encode()
    report = empty.add_text("arxiv-metadata-oai-snapshot.json", data)
    assert (report.records, report.format, report.problems) == (2, "jsonl", ())
    paper = empty.paper("2101.00007")
    assert (paper.published, paper.updated) == ("2021-01-11", "2021-01-30")
    assert empty.paper("hep-th/9901001").title == "Strings"


@pytest.mark.parametrize(
    ("changed", "field", "value"),
    [
        ({"versions": []}, "published", None),
        ({"versions": None}, "updated", None),
        ({"versions": [{"created": "2021-01-11T20:31:27Z"}]}, "updated", "2021-01-11"),
        ({"versions": [{"version": "v1", "created": "gibberish"}]}, "published", None),
        ({"versions": list(reversed(SNAPSHOT["versions"]))}, "published", "2021-01-11"),
        ({"authors_parsed": None}, "authors", ("Ann Alph\\'e", "Bob Beta Jr.", "Cy Gamma")),
        ({"authors_parsed": [["Collaboration", "", ""]]}, "authors", ("Collaboration",)),
        ({"authors_parsed": [["Ink", "", ""], [":", "", ""]]}, "authors", ("Ink",)),
        ({"authors_parsed": [["Ink", "", ""], ["al.", "et", ""]]}, "has_more_authors", True),
        ({"id": 704.0001}, "arxiv_id", "0704.0001"),
        ({"id": "704.0001"}, "arxiv_id", "0704.0001"),
        ({"id": 1001.001}, "arxiv_id", "1001.0010"),
        ({"id": 1501.0001}, "arxiv_id", "1501.00010"),
        ({"id": None}, "arxiv_id", None),
        ({"categories": "math.CO stat.ML nonsense 68T"}, "categories", ("math.CO", "stat.ML")),
        ({"categories": None}, "categories", ()),
        ({"license": None}, "license", None),
        ({"journal-ref": None}, "venue", None),
        ({"journal-ref": "Phys. Rev. D 1999 2001 12"}, "published_journal", None),
        ({"journal-ref": "In Proc. of X (2020), pp. 1-2"}, "published_journal", "2020"),
        ({"comments": None}, "arxiv_comment", None),
    ],
)  # fmt: skip
def test_what_a_line_may_lack(changed: dict[str, Any], field: str, value: object) -> None:
    assert getattr(read(SNAPSHOT, **changed), field) == value


def test_an_answer_of_semantic_scholar(empty: Library) -> None:
    report = empty.add_text("answer", json.dumps({"total": 1, "data": [SCHOLAR]}).encode())
    assert (report.records, report.format) == (1, "json")
    paper = empty.paper("2103.00030")
    assert (paper.title, paper.authors) == ("Swift Pens", ("Ann Alpha", "Bob Beta"))
    assert (paper.doi, paper.venue, paper.volume, paper.pages) == (
        "10.1109/x.2021.1", "Journal of Pens", "7", "11-23",
    )  # fmt: skip
    assert (paper.published, paper.comments, paper.upvotes) == ("2021", None, None)
    assert [link.url for link in paper.links] == ["https://pens.org/7.pdf"]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"data": [{"citingPaper": SCHOLAR}]}, "Swift Pens"),
        ({"data": [{"contexts": [], "citedPaper": SCHOLAR}]}, "Swift Pens"),
        ([SCHOLAR], "Swift Pens"),
        (SCHOLAR, "Swift Pens"),
        ({"recommendedPapers": [SCHOLAR]}, "Swift Pens"),
    ],
)
def test_the_forms_in_which_it_answers(empty: Library, told: object, title: str) -> None:
    report = empty.add_text("answer", json.dumps(told).encode())
    assert (report.records, report.error) == (1, None)
    assert empty.paper("2103.00030").title == title


def test_arxiv_itself_is_neither_journal_nor_doi() -> None:
    record = read(
        SCHOLAR,
        externalIds={"ArXiv": "2103.00030", "DOI": "10.48550/arXiv.2103.00030"},
        venue="arXiv.org",
        journal={"name": "ArXiv", "volume": "abs/2103.00030"},
        publicationDate="2021-03-02",
        openAccessPdf={"url": "http://arxiv.org/pdf/2103.00030"},
    )
    assert (record.doi, record.venue, record.volume, record.links) == (None, None, None, ())
    assert record.published == "2021-03-02"
