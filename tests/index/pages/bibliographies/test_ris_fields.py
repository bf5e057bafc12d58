"""Fields of RIS as reference managers and publishers write them."""

from __future__ import annotations

import pytest

from .read_entries import record_of, records_of, ris

DATES = [
    (["PY  - 2020/07/05"], "2020-07-05"),
    (["PY  - 2020/Jul/05"], "2020-07-05"),
    (["PY  - 2020 Jul 5"], "2020-07-05"),
    (["PY  - 2020", "DA  - Jul 5"], "2020-07-05"),
    (["PY  - 2020", "DA  - 2020/07/05/"], "2020-07-05"),
    (["DA  - 05-Jul-2020"], "2020-07-05"),
    (["DA  - 2020-07-05"], "2020-07-05"),
    (["DA  - 05.07.2020"], "2020-07-05"),
    (["DA  - 20200705"], "2020-07-05"),
    (["DA  - 2020年7月5日"], "2020-07-05"),
    (["PY  - 2020년 7월"], "2020-07"),
    (["Y1  - 2020/07//Summer"], "2020-07"),
    (["Y1  - 2020///Summer"], "2020"),
    (["PY  - 2020", "DA  - Summer"], "2020"),
    (["PY  - 2020", "DA  - Jul-Aug"], "2020-07"),
    (["PY  - 2020", "DA  - July 5-9"], "2020-07-05"),
    (["DA  - 07/05/2020"], "2020"),
    (["DA  - 07/2020"], "2020-07"),
    (["PY  - 2020", "Y2  - 2024/01/02"], "2020"),
    (["PY  - in press"], None),
    (["Y2  - 2024/01/02"], None),
]


@pytest.mark.parametrize(("lines", "date"), DATES, ids=[" ".join(one) for one, _ in DATES])
def test_a_date_says_what_was_said_and_no_more(lines: list[str], date: str | None) -> None:
    assert ris(*lines).published == date


@pytest.mark.parametrize(
    ("lines", "names", "has_more"),
    [
        (["AU  - Nib, Jane, Jr.", "A1  - Quill, R."], ["Jane Nib Jr.", "R. Quill"], False),
        (["AU  - Nib, J.; Quill, R."], ["J. Nib", "R. Quill"], False),
        (["AU  - Nib, J., Quill, R., Poe, E."], ["J. Nib", "R. Quill", "E. Poe"], False),
        (["AU  - Nib, J.", "AU  - et al."], ["J. Nib"], True),
        (["AU  - Ann Nib and Bob Quill"], ["Ann Nib", "Bob Quill"], False),
        (["AU  - Centers for Ink and Paper", "AU  - :"], ["Centers for Ink and Paper"], False),
        (["A1  - van der Veer, W.", "AU  - 李明"], ["W. van der Veer", "李明"], False),
    ],
)
def test_authors(lines: list[str], names: list[str], has_more: bool) -> None:
    record = ris(*lines)
    assert (list(record.authors), record.has_more_authors) == (names, has_more)


def test_where_it_is_printed() -> None:
    record = ris(
        *("JF  - Journal of <i>Inks</i>", "JO  - J Inks", "VL  - 12", "IS  - 3", "SP  - 11"),
        *("EP  - 23", "PB  - ACM", "DO  - https://doi.org/10.1000/ABC.5", "ID  - Nib2019"),
        *("UR  - https://doi.org/10.1000/abc.5", "KW  - inks; pens", "KW  - Networks, Neural"),
    )
    assert (record.venue, record.volume, record.issue) == ("Journal of Inks", "12", "3")
    assert (record.pages, record.publisher, record.doi) == ("11-23", "ACM", "10.1000/abc.5")
    assert (record.links, record.type, record.cite_key) == ((), "article-journal", "Nib2019")
    assert record.keywords == ("inks", "pens", "Networks, Neural")


@pytest.mark.parametrize(
    ("line", "doi", "arxiv"),
    [
        ("M3  - doi: 10.1000/x", "10.1000/x", None),
        ("L3  - http://dx.doi.org/10.1000/x", "10.1000/x", None),
        ("ID  - 10.1000/x", "10.1000/x", None),
        ("N1  - doi: 10.1000/x", "10.1000/x", None),
        ("DO  - 10.48550/arXiv.2407.00001", None, "2407.00001"),
        ("UR  - http://arxiv.org/abs/2407.00001v2", None, "2407.00001"),
        ("M1  - arXiv:2407.00001", None, "2407.00001"),
        ("N1  - arXiv:2407.00001 [cs]", None, "2407.00001"),
        ("JO  - arXiv preprint arXiv:2407.00001", None, "2407.00001"),
        ("M3  - Article", None, None),
        ("ID  - 17", None, None),
    ],
)
def test_ids(line: str, doi: str | None, arxiv: str | None) -> None:
    record = ris(line)
    assert (record.doi, record.arxiv_id, record.remark) == (doi, arxiv, None)
    assert record.cite_key is None


def test_links_and_files_are_told_apart() -> None:
    record = ris(
        "UR  - http://a.org/x{\\_}y; https://b.org/z",
        "L1  - file:///home/me/a%20b.pdf",
        "L1  - internal-pdf://123/a.pdf",
        "L2  - https://c.org",
    )
    links = [link.url for link in record.links]
    assert links == ["http://a.org/x_y", "https://b.org/z", "https://c.org"]
    assert record.files == ("/home/me/a b.pdf",)


def test_remarks_lose_their_markup_and_what_is_none() -> None:
    record = ris(
        "N1  - arXiv:2407.00001 [cs]",
        "N1  - <p>Comment: 15 pages</p>",
        "N1  - Export Date: 3 March 2024; Cited By: 7",
        'N1  - <div data-schema-version="8"><p>a <strong>second</strong></p> <p>one</p></div>',
    )
    assert (record.note, record.remark) == (None, "Comment: 15 pages\na second\none")


def test_markup_in_titles_and_lines_that_go_on() -> None:
    text = "TY  - JOUR\nT1  - <i>Ink</i> &amp; H<sub>2</sub>O\n  goes on\nAB  - One\ntwo\nER  -\n"
    record = record_of("ris", text)
    assert (record.title, record.abstract) == ("Ink & H₂O goes on", "One two")


def test_lines_around_references_are_passed_by() -> None:
    text = "Record #1 of 2\nProvider: X\n\nTY  -  JOUR\nTI  -  A\nER  -  \n\nRecord #2 of 2\n1.\n"
    assert [one.title for one in records_of("ris", f"{text}TY  - GEN\nTI  - B\nER  - ")] == [
        "A",
        "B",
    ]


@pytest.mark.parametrize(
    ("lines", "type"),
    [
        (["TY  - CONF", "T2  - Proceedings of Inks"], "paper-conference"),
        (["TY  - CONF"], "book"),
        (["TY  - CPAPER"], "paper-conference"),
    ],
)
def test_papers_of_proceedings_are_told_from_these(lines: list[str], type: str) -> None:
    text = "\n".join((*lines, "TI  - A Title", "ER  - ", ""))
    assert record_of("ris", text).type == type


@pytest.mark.parametrize(
    "line",
    [
        "Times Cited: 5 Cited References Count: 10",
        "Times Cited in Web of Science Core Collection: 5",
        "Accessed: 2020-01-01",
        "arXiv: 2001.00001 version: 2",
        "arXiv:2001.00001 [cs] version: 2",
    ],
)
def test_counts_days_and_ids_are_no_remarks(line: str) -> None:
    assert ris(f"N1  - {line}").remark is None
