"""Answers of the arXiv API and its daily feeds."""

from __future__ import annotations

import pytest
from recto.index import AddReport, Library

ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
  xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id>
  <title>arXiv Query: search_query=all:testing</title>
  <entry>
    <id>http://arxiv.org/abs/2202.12139v1</id>
    <title>Testing Deep   Learning
      Models &amp; Others</title>
    <updated>2022-03-01T15:05:19Z</updated>
    <link href="https://arxiv.org/abs/2202.12139v1" rel="alternate" type="text/html"/>
    <summary>Deep Learning (DL) has
      revolutionized $x &lt; y$.</summary>
    <published>2022-02-24T15:05:19Z</published>
    <arxiv:comment>Code: https://github.com/ex/testing</arxiv:comment>
    <author><name>Mohit Kumar Ahuja</name><arxiv:affiliation>Simula</arxiv:affiliation></author>
    <author><name>Arnaud Gotlieb</name></author>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v3</id>
    <title>Strings</title><summary/>
    <published>1999-01-01T00:00:00Z</published>
  </entry>
</feed>"""
ERROR = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Search Results</title><entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title><summary>incorrect id format for abc</summary>
</entry></feed>"""
RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
  <title>cs.LG updates on arXiv.org</title>
  <item>
    <title>Wombats in Motion</title>
    <link>https://arxiv.org/abs/2405.00003</link>
    <description>arXiv:2405.00003v1 Announce Type: new
Abstract: Wombats move.</description>
    <guid isPermaLink="false">oai:arXiv.org:2405.00003v1</guid>
    <pubDate>Mon, 27 May 2024 00:00:00 -0400</pubDate>
    <dc:creator>Ada Ångström, Émile Zola</dc:creator>
  </item>
</channel></rss>"""


def add(library: Library, text: str) -> AddReport:
    return library.add_text("answer.xml", text.encode())


def test_an_answer_of_the_api(empty: Library) -> None:
    assert add(empty, ATOM).records == 2
    paper = empty.paper("2202.12139")
    assert paper.title == "Testing Deep Learning Models & Others"
    assert paper.abstract == "Deep Learning (DL) has revolutionized $x < y$."
    assert paper.authors == ("Mohit Kumar Ahuja", "Arnaud Gotlieb")
    assert (paper.published, paper.organisation) == ("2022-02-24", "Simula")
    assert [link.url for link in paper.links] == ["https://github.com/ex/testing"]
    assert empty.paper("hep-th/9901001").title == "Strings"


def test_an_error_answer_is_told_as_what_it_says(empty: Library) -> None:
    report = add(empty, ERROR)
    assert (
        str(report.error)
        == "answer.xml is an error answer: arXiv says: incorrect id format for abc."
    )
    assert empty.counts().sources == ()


def test_a_daily_feed(empty: Library) -> None:
    assert add(empty, RSS).records == 1
    paper = empty.paper("2405.00003")
    assert (paper.title, paper.abstract) == ("Wombats in Motion", "Wombats move.")
    assert paper.authors == ("Ada Ångström", "Émile Zola")
    assert paper.published == "2024-05-27"


def test_what_the_document_says_of_its_encoding_does_not_matter(empty: Library) -> None:
    text = RSS.replace("encoding='UTF-8'", "encoding='ISO-8859-1'")
    add(empty, text)
    assert empty.paper("2405.00003").authors[0] == "Ada Ångström"


def test_an_entry_without_a_title_is_told_with_its_line(empty: Library) -> None:
    report = add(empty, ATOM.replace("<title>Strings</title>", ""))
    assert (report.records, [problem.line for problem in report.problems]) == (1, [19])


def test_as_many_mistakes_as_there_are_papers_cost_no_other_paper(empty: Library) -> None:
    entry = "<entry><title>A {} of {} <b c></title></entry><entry><title>B {}</title></entry>\n"
    begin = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://a.org/{}">'
    text = begin.format("a" * 1000) + "".join(
        entry.format(number, "b" * 400, number) for number in range(2000)
    )
    report = add(empty, text)
    assert report.records == 4000
    assert "it was read all the same" in report.problems[0].reason
    assert report.problems[-1].reason == "And 1,900 more after this one."
    assert len(empty.listing("").rowids) == 4000


def test_a_feed_of_nothing_but_mistakes_is_given_up_with_a_word(empty: Library) -> None:
    text = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title></entry>'
    report = add(empty, text + "<entry><" * 5000 + "<entry><title>B</title></entry></feed>")
    assert report.records == 1
    assert "what follows is not read" in report.problems[-1].reason


def test_a_feed_of_a_journal_says_where_its_papers_are_printed(empty: Library) -> None:
    text = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<channel rdf:about="x"><title>Inks</title></channel>
<item rdf:about="https://a.org/1"><title>Ink CO<![CDATA[<sub>2</sub>]]></title>
<link>https://a.org/1</link><dc:creator>Ada Nib</dc:creator><dc:creator>Bob Quill</dc:creator>
<dc:identifier>doi:10.1000/One</dc:identifier><dc:date>2024-05-27</dc:date>
<prism:publicationName>Journal of Inks</prism:publicationName><prism:volume>5</prism:volume>
<prism:startingPage>1</prism:startingPage><prism:endingPage>9</prism:endingPage></item></rdf:RDF>"""
    assert add(empty, text).records == 1
    paper = empty.paper("10.1000/one")
    assert (paper.title, paper.authors) == ("Ink CO₂", ("Ada Nib", "Bob Quill"))
    assert (paper.venue, paper.volume, paper.pages) == ("Journal of Inks", "5", "1-9")
    assert (paper.published, paper.published_journal) == ("2024-05-27", "2024-05-27")
    assert [link.url for link in paper.links] == ["https://a.org/1"]


def test_texts_in_xhtml_keep_the_words_of_their_paragraphs_apart(empty: Library) -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml">'
    add(
        empty,
        f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:example:1</id>
<title type="xhtml">{div}H<sub>2</sub>O on <i>Papyrus</i></div></title>
<summary type="xhtml">{div}<p>It dries.</p><p>It does so<br/>slowly:</p>
<ul><li>in air</li><li>in oil</li></ul></div></summary></entry></feed>""",
    )
    (paper,) = empty.rows(empty.listing("").rowids)
    assert paper.title == "H2O on Papyrus"
    assert paper.abstract == "It dries. It does so slowly: in air in oil"


def test_a_sign_among_the_authors_is_nobody(empty: Library) -> None:
    """arXiv has "The Nib Collaboration: A. Quill" as three authors."""
    names = ("The Nib Collaboration", ":", "A. Quill", "et al.")
    authors = "".join(f"<author><name>{name}</name></author>" for name in names)
    add(
        empty,
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2301.00001v1</id>'
        f"<title>Inks</title><summary>One.</summary>{authors}</entry></feed>",
    )
    (paper,) = empty.rows(empty.listing("").rowids)
    assert paper.authors == ("The Nib Collaboration", "A. Quill")
    assert paper.has_more_authors


def test_prefixes_hold_behind_a_mistake(empty: Library) -> None:
    broken = RSS.replace("<item>", "<item><a></item>\n<item>", 1)
    assert add(empty, broken).records == 1
    assert empty.paper("2405.00003").authors == ("Ada Ångström", "Émile Zola")


FIELDS = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"><entry>
    <id>http://arxiv.org/abs/2401.00001v3</id><title>Inks at Speed</title>
    <updated>2024-03-09T10:00:00Z</updated><published>2024-01-02T10:00:00Z</published>
    <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T07" scheme="http://arxiv.org/schemas/atom"/>
    <arxiv:primary_category term="cs.LG"/>
    <arxiv:comment>12 pages, 3 figures</arxiv:comment>
    <arxiv:journal_ref>Journal of Inks 7 (2025) 1-9</arxiv:journal_ref>
    <arxiv:doi>10.1000/INKS.7</arxiv:doi>
</entry></feed>"""


def test_the_fields_of_the_api(empty: Library) -> None:
    add(empty, FIELDS)
    paper = empty.paper("2401.00001")
    assert (paper.published, paper.updated, paper.published_journal) == (
        "2024-01-02",
        "2024-03-09",
        "2025",
    )
    assert paper.categories == ("cs.LG", "stat.ML")
    assert (paper.arxiv_version, paper.doi) == (3, "10.1000/inks.7")
    assert (paper.arxiv_comment, paper.venue) == (
        "12 pages, 3 figures",
        "Journal of Inks 7 (2025) 1-9",
    )


def item(kind: str, version: int) -> str:
    return RSS.replace(
        "<pubDate>",
        f"<category>cs.LG</category><category>cs.AI</category><arxiv:announce_type>{kind}"
        "</arxiv:announce_type><dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>"
        "<arxiv:DOI>10.1000/a</arxiv:DOI><pubDate>",
    ).replace("<rss ", '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" ').replace(
        "00003v1", f"00003v{version}"
    ).replace("Announce Type: new", f"Announce Type: {kind}")  # fmt: skip


def test_the_fields_of_a_daily_feed(empty: Library) -> None:
    add(empty, item("new", 1))
    paper = empty.paper("2405.00003")
    assert (paper.published, paper.updated, paper.arxiv_version) == ("2024-05-27", None, 1)
    assert (paper.categories, paper.doi) == (("cs.LG", "cs.AI"), "10.1000/a")
    assert paper.license == "http://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize("kind", ["cross", "replace", "replace-cross"])
def test_the_day_of_a_feed_is_not_that_of_an_older_paper(empty: Library, kind: str) -> None:
    add(empty, item(kind, 2))
    paper = empty.paper("2405.00003")
    assert (paper.published, paper.updated, paper.arxiv_version) == (None, None, 2)
    assert paper.abstract == "Wombats move."


def test_other_feeds_have_other_categories_and_days(empty: Library) -> None:
    text = FIELDS.replace("http://arxiv.org/abs/2401.00001v3", "https://a.org/7")
    for term in ("stat.ML", "cs.LG", "68T07"):
        text = text.replace(term, "news")
    add(empty, text)
    (paper,) = empty.rows(empty.listing("").rowids)
    assert (paper.updated, paper.categories) == (None, ())
