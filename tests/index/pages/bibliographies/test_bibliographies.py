"""BibTeX, RIS and CSL-JSON from reference managers, the web and Recto itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.index import Library, Paper
from recto.index.pages.bibliographies.latex import plain_text

BIBTEX = r"""
This line is a comment. @string{conf = "Proc. of Things"}
@article{Knuth84,
  title = {{The {\TeX}book: 50\% more \& {M{\"u}ller}'s $O(n^2)$ way}},
  author = "Knuth, Donald E. and M{\"u}ller, J{\"o}rg and von der Heide, Jr., Ada and {OpenAI Team}
    and others",
  year = 2024, month = may, day = {27}, journal = conf # " and More",
  abstract = {A long
     abstract with \emph{two words} and https://github.com/ex/tex in it.},
  keywords = {typesetting, old books; TeX},
  annote = {First line

second line},
  eprint = {2405.15738v2}, archiveprefix = {arXiv}, url = {https://example.org/texbook},
}
@misc{scholar, title={Attention}, journal={arXiv preprint arXiv:1706.03762}, year={2017}}
@misc{dblp, title={Again}, volume = {abs/1801.00001}, journal={CoRR}, date={2018-01-05}}
@misc{doi, title={Once more}, doi={10.48550/arXiv.1901.00001}, year={in press}}
"""
RIS = """TY  - JOUR
TI  - The book
  of types
AU  - Knuth, Donald E., Jr.
AU  - OpenAI
PY  - 2024
DA  - 2024/05/27
AN  - arXiv:2405.15738
UR  - https://example.org/book
L2  - https://github.com/ex/tex
N2  - An abstract.
KW  - typesetting
KW  - old books
N1  - First line
N1  - second line
ER  -
TY  - CONF
T1  - Without an end
Y1  - 2019///
DO  - 10.48550/arXiv.1901.00001
"""
CSL = [
    {
        "id": "knuth",
        "type": "article-journal",
        "title": "The book of types",
        "author": [
            {"family": "Heide", "given": "Ada", "non-dropping-particle": "von der"},
            {"literal": "OpenAI"},
            {"family": "Only"},
            7,
        ],
        "issued": {"date-parts": [["2024", 5, 27]]},
        "number": "arXiv:2405.15738",
        "abstract": "An abstract.",
        "keyword": "typesetting, old books",
        "note": "First line\nsecond line",
        "custom": {"links": ["https://github.com/ex/tex"]},
    },
    {"type": "book", "title": "Month", "issued": {"date-parts": [[2019, 3]]}, "number": "7"},
    {"type": "book", "title": "Raw", "issued": {"raw": "2018"}, "URL": "arxiv.org/abs/1901.00001"},
]


def read(library: Library, text: str) -> dict[str, Paper]:
    report = library.add_text("references", text.encode())
    assert (report.error, report.problems) == (None, ())
    return {paper.title: paper for paper in library.rows(library.listing("").rowids)}


def test_bibtex(empty: Library) -> None:
    papers = read(empty, BIBTEX)
    paper = papers["The TeXbook: 50% more & Müller's $O(n^2)$ way"]
    assert paper.authors == (
        "Donald E. Knuth",
        "Jörg Müller",
        "Ada von der Heide Jr.",
        "OpenAI Team",
    )
    assert (paper.published, paper.arxiv_id) == ("2024-05-27", "2405.15738")
    assert paper.abstract.startswith("A long abstract with two words and https")
    assert (paper.tags, paper.keywords) == ((), ("typesetting", "old books", "TeX"))
    assert (paper.note, paper.remark) == (None, "First line\nsecond line")
    assert (paper.venue, paper.has_more_authors) == ("Proc. of Things and More", True)
    assert [link.url for link in paper.links] == [
        "https://github.com/ex/tex",
        "https://example.org/texbook",
    ]


@pytest.mark.parametrize(
    ("title", "arxiv", "published"),
    [
        ("Attention", "1706.03762", "2017"),
        ("Again", "1801.00001", "2018-01-05"),
        ("Once more", "1901.00001", None),
    ],
)
def test_arxiv_ids_where_bibliographies_of_the_web_have_them(
    empty: Library, title: str, arxiv: str, published: str | None
) -> None:
    paper = read(empty, BIBTEX)[title]
    assert (paper.arxiv_id, paper.published) == (arxiv, published)


@pytest.mark.parametrize(
    "entry",
    [
        "@misc{a, title={A}}\n@misc{a, title={B}}",
        "@misc{a,title={A},title={B}}\n@misc{b,title={B}}",
    ],
)
def test_a_key_or_a_field_given_twice_costs_nothing(empty: Library, entry: str) -> None:
    assert set(read(empty, entry)) == {"A", "B"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("plain words -- as ``they'' stand", "plain words -- as ``they'' stand"),
        (
            r"{\textless}x{\textgreater} {\textbackslash}{\textbraceleft}{\textbraceright}",
            r"<x> \{}",
        ),
        (r"{\textasciitilde}{\textasciicircum}{\textbar} \#\$\_\%\&", "~^| #$_%&"),
        (r"G{\'o}mez, Ji\v{r}\'i and \c{c}\aa\o", "Gómez, Jiří and çåø"),
        (r"{Big {\bf bold} words} of {A}da~L.", "Big bold words of Ada L."),
        (r"$a_{b} \le \$3$ and {$c^2$ more}", r"$a_{b} \le \$3$ and $c^2$ more"),
        (r"\mystery{x} stays", r"\mystery{x} stays"),
        ("{never closed", "never closed"),
        (r"\input{/etc/passwd}", ""),
        ("50% of all", "50% of all"),
    ],
)
def test_tex_in_plain_words(field: str, text: str) -> None:
    assert " ".join(plain_text(field).split()) == text


def test_ris(empty: Library) -> None:
    papers = read(empty, RIS)
    paper = papers["The book of types"]
    assert paper.authors == ("Donald E. Knuth Jr.", "OpenAI")
    assert (paper.published, paper.arxiv_id) == ("2024-05-27", "2405.15738")
    assert (paper.abstract, paper.remark) == ("An abstract.", "First line\nsecond line")
    assert (paper.keywords, paper.tags) == (("typesetting", "old books"), ())
    assert [link.url for link in paper.links] == [
        "https://example.org/book",
        "https://github.com/ex/tex",
    ]
    other = papers["Without an end"]
    assert (other.published, other.arxiv_id) == ("2019", "1901.00001")


@pytest.mark.parametrize("text", [BIBTEX, RIS], ids=["bibtex", "ris"])
def test_line_ends_do_not_matter(empty: Library, tmp_path: Path, text: str) -> None:
    read(empty, text)
    before = {paper.title: paper.remark for paper in empty.rows(empty.listing("").rowids)}
    with Library.open(tmp_path / "other", seeds=False) as other:
        papers = read(other, "\ufeff" + text.replace("\n", "\r\n"))
    assert {title: paper.remark for title, paper in papers.items()} == before


@pytest.mark.parametrize("lines", [False, True], ids=["array", "lines"])
def test_csl_json(empty: Library, lines: bool) -> None:
    papers = read(empty, "\n".join(map(json.dumps, CSL)) + "\n" if lines else json.dumps(CSL))
    paper = papers["The book of types"]
    assert paper.authors == ("Ada von der Heide", "OpenAI", "Only")
    assert (paper.published, paper.arxiv_id) == ("2024-05-27", "2405.15738")
    assert (paper.abstract, paper.remark) == ("An abstract.", "First line\nsecond line")
    assert (paper.keywords, paper.tags) == (("typesetting", "old books"), ())
    assert [link.url for link in paper.links] == ["https://github.com/ex/tex"]
    assert (papers["Month"].published, papers["Month"].arxiv_id) == ("2019-03", None)
    assert papers["Raw"].published == "2018"


@pytest.mark.parametrize(
    "issued",
    [None, {}, {"date-parts": []}, {"date-parts": [[None]]}, {"date-parts": [["13"]]}, "x"],
)
def test_dates_that_are_none(empty: Library, issued: object) -> None:
    papers = read(empty, json.dumps([{"title": "A", "issued": issued}]))
    assert papers["A"].published is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r"50\\% of R\\&D in ink\\_1, \\#2", "50% of R&D in ink_1, #2"),
        (r"\$\textbackslash sqrt\{s\}=7\$", r"$\sqrt{s}=7$"),
        ("\\textless b\\textgreater\n it", "<b>it"),
    ],
)
def test_signs_are_read_as_pybtex_and_pandoc_write_them(field: str, text: str) -> None:
    assert plain_text(field) == text
