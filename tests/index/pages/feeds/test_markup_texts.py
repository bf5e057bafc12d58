"""Titles, names and abstracts of feeds that wrap them in ids, links and markup."""

from __future__ import annotations

import pytest
from recto.index.paper import Record

from ..bibliographies.read_entries import record_of

_RSS = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item><title>{title}</title><link>http://arxiv.org/abs/{id}</link>
<description>&lt;p&gt;Of $x$ and &lt;i&gt;ink&lt;/i&gt;.&lt;/p&gt;</description>
<dc:creator>{names}</dc:creator></item></rdf:RDF>"""


def item(title: str = "Inks", id: str = "2301.00001", names: str = "A") -> Record:
    return record_of("atom", _RSS.format(title=title, id=id, names=names))


@pytest.mark.parametrize(
    ("title", "id", "shown", "version", "categories"),
    [
        ("Inks. (arXiv:2301.00001v1 [cs.LG])", "2301.00001", "Inks", 1, ("cs.LG",)),
        ("Inks. (arXiv:2301.00001v3 [cs.CL] UPDATED)", "2301.00001", "Inks", 3, ("cs.CL",)),
        ("Why Inks? (arXiv:2301.00001v1 [stat.ML] CROSS LISTED)", "2301.00001", "Why Inks?", 1,
         ("stat.ML",)),
        ("Inks (arXiv:math/0301001v2 [math.GT])", "math/0301001", "Inks", 2, ("math.GT",)),
        ("Inks (arXiv:2301.00001)", "2301.00001", "Inks", None, ()),
        ("Inks (extended version)", "2301.00001", "Inks (extended version)", None, ()),
        ("&lt;b&gt;Inks&lt;/b&gt; &amp;amp; pens", "2301.00001", "Inks & pens", None, ()),
    ],
)  # fmt: skip
def test_the_id_behind_a_title_is_none_of_it(
    title: str, id: str, shown: str, version: int | None, categories: tuple[str, ...]
) -> None:
    record = item(title, id)
    assert (record.title, record.arxiv_id) == (shown, id)
    assert (record.arxiv_version, record.categories) == (version, categories)
    assert record.abstract == "Of $x$ and ink."


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Ann Quill, Bob Nib", ["Ann Quill", "Bob Nib"]),
        (
            '&lt;a href="http://arxiv.org/a/quill_a_1"&gt;Ann Quill&lt;/a&gt;, '
            '&lt;a href="http://arxiv.org/find/cs/1/au:+Nib_B/0/1"&gt;Bob Nib&lt;/a&gt;',
            ["Ann Quill", "Bob Nib"],
        ),
        ("Ann Quill (University of Inks), Bob Nib (1 and 2)", ["Ann Quill", "Bob Nib"]),
        ("Ann Quill ((1) Pens, Paper and (2) Inks), Bob Nib", ["Ann Quill", "Bob Nib"]),
        ("Gus Oldman, Jr., Bob Nib", ["Gus Oldman Jr.", "Bob Nib"]),
    ],
)
def test_names_are_no_links_and_have_no_affiliations(names: str, authors: list[str]) -> None:
    assert list(item(names=names).authors) == authors


def test_there_are_more_authors_than_these() -> None:
    record = item(names="Ann Quill, et al.")
    assert (record.authors, record.author_count) == (("Ann Quill",), None)
    assert record.has_more_authors
