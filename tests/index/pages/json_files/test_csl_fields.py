"""Fields of CSL-JSON as Zotero, Pandoc, Crossref and others write them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from recto.index.paper import Record

from ..bibliographies.read_entries import record_of


def csl(**fields: Any) -> Record:
    return record_of("csl-json", json.dumps([{"title": "A Title", "author": [], **fields}]))


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2020, 3, 5]]}, "2020-03-05"),
        ({"date-parts": [["2020", "03"]]}, "2020-03"),
        ({"date-parts": [[2020]], "season": "1"}, "2020"),
        ({"date-parts": [[2020, 3, 5], [2020, 3, 7]]}, "2020-03-05"),
        ({"date-parts": [[2020, 3, 40]]}, "2020-03"),
        ({"raw": "5 March 2020"}, "2020-03-05"),
        ({"literal": "Spring 2020"}, "2020"),
        ({"raw": "2020-03-05/2020-03-07"}, "2020-03-05"),
        ({"year": 2020, "month": 3}, "2020-03"),
        ("2020-03", "2020-03"),
        ({"literal": "n.d."}, None),
    ],
)
def test_a_date_says_what_was_said_and_no_more(issued: object, date: str | None) -> None:
    assert csl(issued=issued).published == date


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"id": "quill2020"}, "quill2020"),
        ({"id": "http://zotero.org/users/1/items/ABCD1234"}, None),
        ({"id": "1/ABCD1234"}, None),
        ({"id": "1/ABCD1234", "citation-key": "quill2020"}, "quill2020"),
        ({"id": "ITEM-1"}, None),
        ({"id": 7}, None),
        ({"id": "1/ABCD1234", "note": "Citation Key: quill2020\nmine"}, "quill2020"),
    ],
)
def test_the_key_that_it_is_cited_by(fields: dict[str, Any], key: str | None) -> None:
    assert csl(**fields).cite_key == key


@pytest.mark.parametrize(
    ("note", "arxiv", "doi", "remark"),
    [
        ("arXiv:2407.00001 [cs]", "2407.00001", None, None),
        ("arXiv: 2407.00001\nversion: 1", "2407.00001", None, None),
        ("DOI: 10.1000/x\nPMID: 7", None, "10.1000/x", None),
        ("<p>Comment: 15 <b>pages</b></p>", None, None, "Comment: 15 pages"),
        ("_eprint: 2407.00001\nmy words", "2407.00001", None, "my words"),
    ],
)
def test_what_zotero_keeps_in_its_field_for_all_else(
    note: str, arxiv: str | None, doi: str | None, remark: str | None
) -> None:
    record = csl(note=note)
    assert (record.arxiv_id, record.doi, record.remark, record.note) == (arxiv, doi, remark, None)


def test_all_else_of_an_item() -> None:
    record = csl(
        **{
            "type": "article-journal",
            "container-title": "J. <i>Inks</i>",
            "volume": 12,
            "issue": "3",
            "page": "11–23",
            "publisher": "ACM",
            "DOI": "10.1000/X",
            "URL": "https://doi.org/10.1000/x",
            "keyword": "inks, pens",
            "abstract": "<jats:title>Abstract</jats:title><jats:p>Of <i>ink</i>.",
            "author": [
                {"family": "Veer", "given": "Wim", "non-dropping-particle": "van der"},
                {"family": "Oldman", "given": "Gus", "suffix": "Jr."},
                {"literal": "The <i>Ink</i> Team"},
                {"literal": "et al."},
            ],
        }
    )
    assert (record.venue, record.volume, record.issue, record.pages) == (
        "J. Inks",
        "12",
        "3",
        "11-23",
    )
    assert (record.doi, record.links, record.publisher) == ("10.1000/x", (), "ACM")
    assert (record.keywords, record.tags) == (("inks", "pens"), ())
    assert record.abstract == "Of ink."
    assert record.authors == ("Wim van der Veer", "Gus Oldman Jr.", "The Ink Team")
    assert (record.has_more_authors, record.type) == (True, "article-journal")


def test_an_answer_of_crossref() -> None:
    record = csl(
        **{
            "title": ["Inks &amp; <sub>2</sub>"],
            "container-title": ["Proc. of Inks"],
            "type": "proceedings-article",
            "license": [{"URL": "https://a.org/by"}],
            "author": [{"given": "Ann", "family": "Quill"}, {"name": "Ink Group"}],
            "issued": {"date-parts": [[2019, 3]]},
        }
    )
    assert (record.title, record.venue) == ("Inks & ₂", "Proc. of Inks")
    assert (record.type, record.license) == ("paper-conference", "https://a.org/by")
    assert (record.authors, record.published) == (("Ann Quill", "Ink Group"), "2019-03")
