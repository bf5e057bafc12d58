"""Answers of OAI-PMH, and of services, that were saved to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library

HEAD = (
    "<?xml version='1.0'?>\n\n<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'>"
    "<responseDate>2026-11-20T04:00:00Z</responseDate>"
    "<request verb='ListRecords'>https://oai.example/oai</request>\n"
)
RECORD = (
    "<record><header><identifier>oai:arXiv.org:{id}</identifier><datestamp>2026-11-19</datestamp>"
    "<setSpec>cs:cs:LG</setSpec><setSpec>physics:hep-th</setSpec></header>\n"
    "<metadata>{told}</metadata></record>\n"
)
RAW = """<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2401.00001</id>
<submitter>Ada</submitter><version version="v1"><date>Mon, 22 Jan 2024 23:54:29 GMT</date>
<size>2kb</size></version><version version="v2"><date>Sat, 9 Mar 2024 20:26:06 GMT</date></version>
<title>Inks of Poincar\\'e,
  and $\\alpha$</title>
<authors>Ada Pen (1 and 2), J\\"org Ink ((1) Nib (Basel), (2) ETH) and Paul Erd\\H{o}s</authors>
<categories>cs.LG hep-th</categories><comments>12 pages</comments><journal-ref>Inks 3 (2025)
</journal-ref><doi>10.1000/ink</doi><license>http://a.example/by</license>
<abstract>  We write
with ink.
</abstract></arXivRaw>"""
OWN = """<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>hep-th/9901001</id>
<created>1999-01-04</created><updated>2000-02-03</updated><authors><author><keyname>Pen</keyname>
<forenames>Ada</forenames><suffix>Jr</suffix></author><author><keyname>Plato</keyname></author>
</authors><title>Old inks</title><categories>hep-th</categories><abstract>Told.</abstract>
</arXiv>"""
CORE = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Common inks</dc:title>
<dc:creator>Pen, Ada</dc:creator><dc:creator>Plato</dc:creator><dc:subject>Inks</dc:subject>
<dc:description>Told.</dc:description><dc:description>Comment: 3 pages</dc:description>
<dc:date>2024-02-01</dc:date><dc:date>2024-01-22</dc:date><dc:identifier>
http://arxiv.org/abs/2401.00002</dc:identifier><dc:identifier>doi:10.1000/common</dc:identifier>
</oai_dc:dc>"""


def answer(*told: str, more: str = "") -> str:
    records = "".join(RECORD.format(id=number, told=one) for number, one in enumerate(told))
    return f"{HEAD}<ListRecords>{records}{more}</ListRecords></OAI-PMH>"


def test_records_are_read_in_each_of_their_formats(empty: Library, tmp_path: Path) -> None:
    file = tmp_path / "oai.xml"
    deleted = "<record><header status='deleted'><identifier>x</identifier></header></record>"
    file.write_text(answer(RAW, OWN, CORE, more=f"{deleted}<resumptionToken/>"))
    (report,) = empty.add([file])
    assert (report.error, report.format, report.records) == (None, "oai", 3)
    assert report.problems == ()
    papers = empty.rows(empty.listing("").rowids)
    raw, own, core = sorted(papers, key=lambda paper: paper.sources[0].rank)
    assert (raw.title, raw.abstract) == ("Inks of Poincaré, and $\\alpha$", "We write with ink.")
    assert raw.authors == ("Ada Pen", "Jörg Ink", "Paul Erdős")
    assert (raw.published, raw.updated, raw.arxiv_version) == ("2024-01-22", "2024-03-09", 2)
    assert (raw.categories, raw.doi) == (("cs.LG", "hep-th"), "10.1000/ink")
    assert (raw.arxiv_comment, raw.venue) == ("12 pages", "Inks 3 (2025)")
    assert (own.arxiv_id, own.authors) == ("hep-th/9901001", ("Ada Pen Jr", "Plato"))
    assert (own.published, own.updated) == ("1999-01-04", "2000-02-03")
    assert (core.arxiv_id, core.doi) == ("2401.00002", "10.1000/common")
    assert (core.authors, core.abstract) == (("Ada Pen", "Plato"), "Told.")
    assert (core.published, core.updated) == ("2024-01-22", "2024-02-01")
    assert (core.categories, core.arxiv_comment) == (("cs.LG", "hep-th"), "3 pages")


def test_one_record_and_what_cannot_be_read(empty: Library) -> None:
    told = HEAD.replace("ListRecords", "GetRecord")
    one = f"{told}<GetRecord>{RECORD.format(id=1, told=RAW)}</GetRecord></OAI-PMH>"
    assert empty.add_text("one", one.encode()).records == 1
    marc = "<marc:record xmlns:marc='m'><marc:leader/></marc:record>"
    report = empty.add_text("some", answer(RAW, "<mods/>", "", marc).encode())
    assert (report.records, report.known) == (1, 1)
    assert [problem.reason for problem in report.problems][:2] == [
        "Record 2: It is in the format mods, which Recto does not read.",
        "Record 3: It has no metadata.",
    ]
    cut = answer(RAW, OWN)[:-300]
    report = empty.add_text("cut", cut.encode())
    assert report.records == 1
    assert "no well-formed XML" in report.problems[0].reason


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (f"{HEAD}<error code='noRecordsMatch'>The list is empty.</error></OAI-PMH>", "no records"),
        (f'{HEAD}<error code="idDoesNotExist">No &amp; such.</error></OAI-PMH>', "error answer"),
        (f"{HEAD}<Identify><repositoryName>x</repositoryName></Identify></OAI-PMH>", "ListRecords"),
        (f"<!DOCTYPE a [<!ENTITY b 'c'>]>{answer(RAW)}", "document type"),
    ],
)  # fmt: skip
def test_an_answer_without_records_says_why(empty: Library, told: str, words: str) -> None:
    report = empty.add_text("answer", told.encode())
    assert words in str(report.error)
    assert not empty.listing("").rowids


def test_answers_of_crossref_are_read(empty: Library) -> None:
    work = {
        "DOI": "10.1000/ink",
        "type": "journal-article",
        "title": ["Inks"],
        "author": [{"given": "Ada", "family": "Pen"}],
        "issued": {"date-parts": [[2024, 2, 1]]},
        "container-title": ["Journal of Inks"],
    }
    one = {"status": "ok", "message-type": "work", "message": work}
    items = [work, {**work, "DOI": "10.1000/pen", "title": ["Pens"]}]
    both = {"status": "ok", "message-type": "work-list", "message": {"items": items}}
    for indent in (None, 1):
        told = json.dumps(one, indent=indent).encode()
        assert empty.add_text(f"one {indent}", told).records == 1
        told = json.dumps(both, indent=indent).encode()
        assert empty.add_text(f"both {indent}", told).records == 2
    papers = empty.rows(empty.listing("").rowids)
    assert {(paper.doi, paper.title, paper.venue) for paper in papers} == {
        ("10.1000/ink", "Inks", "Journal of Inks"),
        ("10.1000/pen", "Pens", "Journal of Inks"),
    }


def test_a_paper_may_speak_of_limits(empty: Library) -> None:
    page = (
        "Get trending papers in your email inbox once a day!\nToo Many Requests: Queues of Robots\n"
        "We look at what happens to queues of robots that are told to come again later, for long "
        "enough that this is an abstract and no title of anything, and we find that they do.\n"
        "· 3 authors\n· May 27, 2024\n"
    )
    assert empty.add_text("page", page.encode(), year=2024).records == 1
