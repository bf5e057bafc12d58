"""arXiv's pages as HTML: lists of a day, and the page of one paper; pages of publishers."""

from __future__ import annotations

import pytest
from recto.index import Library
from recto.index.pages.contents import Contents
from recto.index.pages.kinds import read_page, recognise
from recto.index.pages.sites.people import People, people_of

ENTRY = """<dt>
  <a name='item{n}'>[{n}]</a>
  <a href ="/abs/{id}" title="Abstract" id="{id}">
    arXiv:{id}
  </a>{kind}
    [<a href="/pdf/{id}" title="Download PDF">pdf</a>, <a href="/format/{id}">other</a>]
</dt>
<dd><div class='meta'>
  <div class='list-title mathjax'><span class='descriptor'>Title:</span>
    {title}
  </div>
  <div class='list-authors'>{authors}</div>
  {more}
  <div class='list-subjects'><span class='descriptor'>Subjects:</span>
    <span class="primary-subject">Machine Learning (cs.LG)</span>; Optics (physics.optics)
  </div>
  <p class='mathjax'>{abstract}</p>
</div></dd>
"""
AUTHORS = '<a href="/search/x">Ann Alpha</a>, <a href="/search/y">Bob Beta</a>'


def entry(id: str, title: str, kind: str = "", **told: str) -> str:
    fields = {
        "n": "1", "kind": kind, "authors": AUTHORS, "more": "",
        "abstract": "We read inks, as arXiv:1706.03762 does.", **told,
    }  # fmt: skip
    return ENTRY.format(id=id, title=title, **fields)


def page(*parts: str, title: str = "Machine Learning") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><main>"
        f"<dl id='articles'>{''.join(parts)}</dl></main></body></html>"
    )


NEW = page(
    "<h3>Showing new listings for Wednesday, 12 August 2026</h3>",
    "<h3>New submissions (showing 1 of 1 entries)</h3>",
    entry("2608.00001", "Inks at Speed", more="<div class='list-comments mathjax'><span "
          "class='descriptor'>Comments:</span> 12 pages; see <a href='https://github.com/ann/inks'>"
          "this https URL</a></div>"),
    "<h3>Cross submissions (showing 1 of 1 entries)</h3>",
    entry("2607.00002", "Pens", " (cross-list from cs.CV)"),
    "<h3>Replacement submissions (showing 1 of 1 entries)</h3>",
    entry("hep-th/9901001", "Strings of Ink", " (replaced)", more="<div class='list-journal-ref'>"
          "<span class='descriptor'>Journal-ref:</span> Phys. Ink 7 (1999) 1-9</div>"),
    "<div>Total of 3 entries</div>",
)  # fmt: skip


def read(text: str, kind: str = "html") -> Contents:
    assert recognise(text) == kind
    return read_page(kind, text, "page", None)


def test_the_new_list_of_a_day() -> None:
    found = read(NEW)
    assert (found.day, found.problems) == ("2026-08-12", ())
    first, second, third = found.records
    assert (first.arxiv_id, first.title) == ("2608.00001", "Inks at Speed")
    assert first.authors == ("Ann Alpha", "Bob Beta")
    assert first.abstract == "We read inks, as arXiv:1706.03762 does."
    assert first.categories == ("cs.LG", "physics.optics")
    assert first.arxiv_comment == "12 pages; see https://github.com/ann/inks"
    assert [link.url for link in first.links] == ["https://github.com/ann/inks"]
    assert [one.published for one in found.records] == ["2026-08-12", None, None]
    assert (second.arxiv_id, third.arxiv_id) == ("2607.00002", "hep-th/9901001")
    assert (third.venue, third.published_journal) == ("Phys. Ink 7 (1999) 1-9", "1999")
    assert len({one.line for one in found.records}) == 3


@pytest.mark.parametrize(
    ("parts", "day", "published"),
    [
        (["<h3>Fri, 5 Jan 2024</h3>", entry("2401.00001", "A B")], "2024-01-05", "2024-01-05"),
        (["<h3>Fri, 5 Jan 2024 (showing first 25 of 61 entries )</h3>", entry("2401.00001", "A B")],
         "2024-01-05", "2024-01-05"),
        (["<h3>New submissions for Fri, 5 Jan 24</h3>", entry("2401.00001", "A B")],
         "2024-01-05", "2024-01-05"),
        (["<h3>Cross-lists for Fri, 5 Jan 24</h3>", entry("2401.00001", "A B")],
         "2024-01-05", None),
        ([entry("2401.00001", "A B")], None, None),
        (["<h3>Fri, 5 Jan 2024</h3>", entry("2401.00001", "A B"), "<h3>Thu, 4 Jan 2024</h3>",
          entry("2401.00002", "C D")], None, "2024-01-05"),
    ],
)  # fmt: skip
def test_the_days_of_a_list(parts: list[str], day: str | None, published: str | None) -> None:
    found = read(page(*parts))
    assert (found.day, found.records[0].published) == (day, published)


def test_a_list_without_abstracts_is_one_as_well(empty: Library) -> None:
    text = page("<h3>Fri, 5 Jan 2024</h3>", entry("2401.00001", "Inks", abstract=""))
    report = empty.add_text("list.html", text.encode())
    assert (report.records, report.format, report.error) == (1, "html", None)


def test_an_entry_without_a_title_is_told() -> None:
    found = read(page(entry("2401.00001", ""), entry("2401.00002", "C D")))
    assert [one.arxiv_id for one in found.records] == ["2401.00002"]
    assert [problem.reason for problem in found.problems] == ["The paper 2401.00001 has no title."]


def abs_page(body: str = "", **tags: str | list[str]) -> str:
    told = {
        "citation_title": "Inks at Speed",
        "citation_author": ["Alpha, Ann", "Beta, Bob"],
        **tags,
    }
    metas = "".join(
        f'<meta name="{name}" content="{one}" />'
        for name, value in told.items()
        for one in ([value] if isinstance(value, str) else value)
    )
    head = f"<head><title>[x] Inks</title>{metas}</head>"
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>"


BODY = """
<div class="dateline">[Submitted on 5 Jan 2024 (<a href="/abs/2401.00001v1">v1</a>)]</div>
<h1 class="title"><span class="descriptor">Title:</span>Inks at Speed</h1>
<div class="abs-license"><a href="http://creativecommons.org/licenses/by/4.0/">license</a></div>
<table><tr><td class="label">Comments:</td><td class="comments">12 pages</td></tr>
<tr><td>Subjects:</td><td><span>Machine Learning (cs.LG)</span>; Optics (physics.optics)</td></tr>
<tr><td>Journal reference:</td><td>Phys. Ink 7 (2025) 1-9</td></tr></table>
<div class="submission-history"><h2>Submission history</h2> From: Ann Alpha<br/>
<strong><a href="/abs/2401.00001v1">[v1]</a></strong> Fri, 5 Jan 2024 18:59:13 UTC (120 KB)<br/>
<strong>[v2]</strong> Sat, 9 Mar 2024 10:00:00 UTC (130 KB)<br/></div>
"""


def test_the_page_of_a_paper_on_arxiv() -> None:
    text = abs_page(
        BODY,
        citation_date="2024/01/05",
        citation_online_date="2024/03/09",
        citation_arxiv_id="2401.00001",
        citation_doi="10.1000/INKS",
        citation_abstract="We read inks &amp; pens.",
    )
    (record,) = read(text).records
    assert (record.title, record.abstract) == ("Inks at Speed", "We read inks & pens.")
    assert (record.authors, record.arxiv_id) == (("Ann Alpha", "Bob Beta"), "2401.00001")
    assert (record.published, record.updated) == ("2024-01-05", "2024-03-09")
    assert (record.arxiv_version, record.arxiv_comment) == (2, "12 pages")
    assert record.categories == ("cs.LG", "physics.optics")
    assert (record.doi, record.venue) == ("10.1000/inks", "Phys. Ink 7 (2025) 1-9")
    assert record.published_journal == "2025"
    assert record.license == "http://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("tags", "field", "value"),
    [
        ({"citation_journal_title": "Inks", "citation_volume": "7"}, "venue", "Inks"),
        ({"citation_conference_title": "Proc. of Inks"}, "venue", "Proc. of Inks"),
        ({"citation_publication_date": "2024"}, "published", "2024"),
        ({"citation_publication_date": "2024/03"}, "published_journal", "2024-03"),
        ({"citation_publication_date": "2024-3-7"}, "published", "2024-03-07"),
        ({"citation_date": "7 March 2024"}, "published", "2024-03-07"),
        ({"citation_year": "2024"}, "published", "2024"),
        ({"citation_firstpage": "11", "citation_lastpage": "23"}, "pages", "11-23"),
        ({"citation_firstpage": "e7"}, "pages", "e7"),
        ({"citation_doi": "doi:10.1000/A"}, "doi", "10.1000/a"),
        ({"citation_doi": "10.48550/arXiv.2401.00001"}, "doi", None),
        ({"citation_keywords": "inks; pens, nibs"}, "keywords", ("inks", "pens", "nibs")),
        ({"citation_publisher": "Ink Press"}, "publisher", "Ink Press"),
        ({"citation_author": [], "citation_authors": "Alpha, Ann; Beta, Bob"}, "authors",
         ("Ann Alpha", "Bob Beta")),
        ({"citation_author": ["Ann Alpha", "The Ink Collaboration"]}, "authors",
         ("Ann Alpha", "The Ink Collaboration")),
        ({"DC.Description": "It is about inks."}, "abstract", "It is about inks."),
    ],
)  # fmt: skip
def test_the_page_of_a_paper_at_a_publisher(
    tags: dict[str, str | list[str]], field: str, value: object
) -> None:
    (record,) = read(abs_page("", **tags)).records
    assert (record.title, getattr(record, field)) == ("Inks at Speed", value)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ann Alpha, Bob Beta", People(("Ann Alpha", "Bob Beta"), False, 2)),
        ("Ann Alpha and Bob Beta", People(("Ann Alpha", "Bob Beta"), False, 2)),
        ("Ann Alpha, Bob Beta, and Cy", People(("Ann Alpha", "Bob Beta", "Cy"), False, 3)),
        ("Ann Alpha (1), Bob Beta (2) ((1) Univ. A, (2) Univ. B)",
         People(("Ann Alpha", "Bob Beta"), False, 2)),
        ("Ann Alpha, Bob Beta, et al. (12 additional authors not shown)",
         People(("Ann Alpha", "Bob Beta"), True, 14)),
        ("Ann Alpha et al.", People(("Ann Alpha",), True, None)),
        ("A Alpha, B Beta…", People(("A Alpha", "B Beta"), True, None)),
        ("DeepInk: Ann Alpha, Bob Beta", People(("DeepInk", "Ann Alpha", "Bob Beta"), False, 3)),
        ("", People((), False, None)),
    ],
)  # fmt: skip
def test_lines_of_names(line: str, people: People) -> None:
    assert people_of(line) == people


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><meta property='og:site_name' content='Ink News'></head><body><h1>Inks today"
        "</h1><p>{}</p></body></html>",
        "<html><head><link rel='canonical' href='https://inks.example/a'></head><body><h2>Pens</h2>"
        "<p>{}</p></body></html>",
    ],
)
def test_a_page_of_another_site_is_no_paper(empty: Library, text: str) -> None:
    words = "It is a page about inks that is long enough to be taken for an abstract of a paper. "
    report = empty.add_text("page.html", text.format(words * 4).encode())
    assert "It is a page of" in str(report.error)
    assert "BibTeX or RIS that the site offers" in str(report.error)


def test_a_list_that_was_copied_as_text() -> None:
    text = """Showing new listings for Wednesday, 12 August 2026
New submissions (showing 2 of 2 entries)

[1] arXiv:2608.00001 [pdf, html, other]
Title: Inks at Speed
Ann Alpha, Bob Beta
Comments: 12 pages
Subjects: Machine Learning (cs.LG); Optics (physics.optics)
We read inks, as arXiv:1706.03762 does, and show in many experiments that they are good.
[2] arXiv:2608.00002 [pdf, html, other]
Title: Pens
Authors: Cy Gamma
Subjects: Machine Learning (cs.LG)
Abstract: We read pens.
Total of 2 entries
"""
    found = read(text, "text")
    first, second = found.records
    assert (found.day, found.problems) == ("2026-08-12", ())
    assert (first.arxiv_id, first.title, first.published) == (
        "2608.00001", "Inks at Speed", "2026-08-12",
    )  # fmt: skip
    assert first.authors == ("Ann Alpha", "Bob Beta")
    assert first.categories == ("cs.LG", "physics.optics")
    assert first.abstract.startswith("We read inks, as arXiv:1706.03762 does")
    assert (second.title, second.authors, second.abstract) == (
        "Pens", ("Cy Gamma",), "We read pens.",
    )  # fmt: skip
