"""Fields of BibTeX and biblatex, by all the names that programs give them."""

from __future__ import annotations

from typing import Any

import pytest

from .read_entries import bibtex, record_of, records_of

DATES = [
    ("year = 2024", "2024"),
    ("year = {2024}, month = jul", "2024-07"),
    ("year = 2024, month = {07}, day = {5}", "2024-07-05"),
    ('year = 2024, month = jul # "~5"', "2024-07-05"),
    ('year = 2024, month = "5~" # jul', "2024-07-05"),
    ("year = 2024, month = {jul 5}", "2024-07-05"),
    ("year = 2024, month = {5 July}", "2024-07-05"),
    ("year = 2024, month = {July 5th}", "2024-07-05"),
    ("year = 2024, month = {July 5--9}", "2024-07-05"),
    ("year = 2024, month = {5.--9. Juli}", "2024-07-05"),
    ("year = 2024, month = {5 juillet}", "2024-07-05"),
    ("year = 2024, month = {5 de julio}", "2024-07-05"),
    ("year = 2024, month = jul # {/} # aug", "2024-07"),
    ("year = 2024, month = {Jul.}, day = 31", "2024-07-31"),
    ("year = 2024, month = {Spring}", "2024"),
    ("year = 2024, month = {13}", "2024"),
    ("year = 2024, month = feb, day = 30", "2024-02"),
    ("date = {2024-07-05}", "2024-07-05"),
    ("date = {2024-07}, year = {1999}", "2024-07"),
    ("date = {2024-07-05/2024-07-09}", "2024-07-05"),
    ("date = {2024-07/..}", "2024-07"),
    ("date = {2024-07-05T10:00:00Z}", "2024-07-05"),
    ("date = {2024~}", "2024"),
    ("date = {2024-22}", "2024"),
    ("year = {c. 2024}", "2024"),
    ("year = {2024a}", "2024"),
    ("year = {to appear}, month = jul", None),
]


@pytest.mark.parametrize(("fields", "date"), DATES, ids=[fields for fields, _ in DATES])
def test_a_date_says_what_was_said_and_no_more(fields: str, date: str | None) -> None:
    assert bibtex(fields).published == date


ARXIV = [
    ("eprint = {2407.00001}, archiveprefix = {arXiv}", "2407.00001"),
    ("eprint = {2407.00001v3}, eprinttype = {arxiv}", "2407.00001"),
    ("eprint = {arXiv:2407.00001 [cs.LG]}", "2407.00001"),
    ("eprint = {https://arxiv.org/abs/2407.00001}", "2407.00001"),
    ("eprint = {9907001}, archiveprefix = {arXiv}, primaryclass = {hep-th}", "hep-th/9907001"),
    ("eprint = {hep-th/9907001}, eprinttype = {arXiv}", "hep-th/9907001"),
    ("arxivId = {2407.00001}", "2407.00001"),
    ("arxiv = {2407.00001}", "2407.00001"),
    ("journal = {arXiv preprint arXiv:2407.00001}", "2407.00001"),
    ("journal = {arXiv}, volume = {2407.00001}", "2407.00001"),
    ("journal = {CoRR}, volume = {abs/2407.00001}", "2407.00001"),
    ("journal = {arXiv e-prints}, eid = {arXiv:2407.00001}", "2407.00001"),
    ("url = {http://www.arxiv.org/pdf/2407.00001v2.pdf}", "2407.00001"),
    ("url = {https://doi.org/10.48550/arXiv.2407.00001}", "2407.00001"),
    ("doi = {10.48550/ARXIV.2407.00001}", "2407.00001"),
    (r"howpublished = {\url{https://arxiv.org/abs/2407.00001}}", "2407.00001"),
    ("number = {arXiv:2407.00001}, publisher = {arXiv}", "2407.00001"),
    (r"note = {\_eprint: https://arxiv.org/abs/2407.00001}", "2407.00001"),
    ("note = {arXiv:2407.00001 [cs]}", "2407.00001"),
    ("note = {Preprint available at arXiv:2407.00001}", "2407.00001"),
    ("note = {Extends arXiv:2407.00001 to three inks}", None),
    ("eprint = {2407.00001}, eprinttype = {pubmed}", None),
    ("eprint = {2346178}, eprinttype = {jstor}", None),
    ("eprint = {2021/123}, archiveprefix = {Cryptology ePrint Archive}", None),
    ("eprint = {1234.56789}", None),
    ("volume = {2407.00001}", None),
]


@pytest.mark.parametrize(("fields", "id"), ARXIV, ids=[fields for fields, _ in ARXIV])
def test_an_arxiv_id_is_read_wherever_it_is_said_and_nowhere_else(
    fields: str, id: str | None
) -> None:
    record = bibtex(fields)
    assert (record.arxiv_id, record.links) == (id, ())
    if id:
        assert (record.venue, record.remark, record.type) == (None, None, "article")


def test_an_id_brings_its_version_and_its_category() -> None:
    record = bibtex("eprint = {arXiv:2407.00001v3 [cs.LG]}, eprintclass = {stat.ML}")
    assert (record.arxiv_version, record.categories) == (3, ("stat.ML", "cs.LG"))
    assert bibtex("eprint = {arXiv:2407.00001 [cs]}").categories == ()


DOIS = [
    ("doi = {10.1000/Ab_C}", "10.1000/ab_c"),
    (r"doi = {10.1000/ab\_c}", "10.1000/ab_c"),
    (r"doi = {10.1000/ab{\_}c}", "10.1000/ab_c"),
    ("doi = {https://doi.org/10.1000/ab_c}", "10.1000/ab_c"),
    ("doi = {doi:10.1000/ab_c}", "10.1000/ab_c"),
    ("doi = {https://doi.org/10.1000%2Fab_c}", "10.1000/ab_c"),
    ("DOI = {10.1016/0196-1(89)90038-2}", "10.1016/0196-1(89)90038-2"),
    (r"doi = {10.1002/(SICI)1(1998)49:8{\textless}693::A{\textgreater}3.0}",
     "10.1002/(sici)1(1998)49:8<693::a>3.0"),
    ("url = {http://dx.doi.org/10.1000/ab_c}", "10.1000/ab_c"),
    ("note = {doi: 10.1000/ab_c}", "10.1000/ab_c"),
    ("eprint = {10.1000/ab_c}, eprinttype = {doi}", "10.1000/ab_c"),
    ("doi = {unknown}", None),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "doi"), DOIS, ids=[fields for fields, _ in DOIS])
def test_a_doi_is_read_wherever_it_is_said(fields: str, doi: str | None) -> None:
    record = bibtex(fields)
    assert (record.doi, record.links, record.remark) == (doi, (), None)


LINKS = [
    ("url = {https://a.org/x{\\_}y{\\%}20z?p=1{\\&}q=2}", ["https://a.org/x_y%20z?p=1&q=2"]),
    (r"url = {https://a.org/\~{}x/{\textasciitilde}y}", ["https://a.org/~x/~y"]),
    (r"url = {\url{https://a.org/x\_y}}", ["https://a.org/x_y"]),
    ("url = {https://a.org/x?p=1&amp;q=2}", ["https://a.org/x?p=1&q=2"]),
    ("url = {http://a.org/x http://b.org/y}", ["http://a.org/x", "http://b.org/y"]),
    ("url = {http://a.org/x;http://b.org/y}", ["http://a.org/x", "http://b.org/y"]),
    ("ee = {https://a.org/x}, pdf = {https://b.org/y.pdf}", ["https://a.org/x", "https://b.org/y.pdf"]),
    (r"howpublished = {\url{https://a.org/x}}", ["https://a.org/x"]),
    (r"note = {See \href{https://a.org/x}{the page}}", ["https://a.org/x"]),
    ("bdsk-url-1 = {https://a.org/x}", ["https://a.org/x"]),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "links"), LINKS, ids=[fields for fields, _ in LINKS])
def test_links_survive_escapes_and_several_are_several(fields: str, links: list[str]) -> None:
    assert [link.url for link in bibtex(fields).links] == links


PRINTED: list[tuple[str, str, dict[str, Any]]] = [
    ("article", "journal = {J. Inks}, volume = 5, number = 2, pages = {1--9}",
     {"venue": "J. Inks", "volume": "5", "issue": "2", "pages": "1-9", "type": "article-journal"}),
    ("article", "journaltitle = {Inks}, journalsubtitle = {All}, issue = {Spring}, eid = {e12}",
     {"venue": "Inks: All", "issue": "Spring", "pages": "e12"}),
    ("article", "journal = {Ink Weekly}, entrysubtype = {magazine}", {"type": "article-magazine"}),
    ("inproceedings", "booktitle = {Proc.}, pages = {3–5}, publisher = {ACM}",
     {"venue": "Proc.", "pages": "3-5", "publisher": "ACM", "type": "paper-conference"}),
    ("incollection", "booktitle = {Handbook}", {"venue": "Handbook", "type": "chapter"}),
    ("phdthesis", "school = {Ink University}", {"publisher": "Ink University", "type": "thesis"}),
    ("techreport", "institution = {Lab}", {"publisher": "Lab", "type": "report"}),
    ("dataset", "publisher = {Zenodo}", {"publisher": "Zenodo", "type": "dataset"}),
    ("online", "url = {https://a.org}", {"type": "webpage"}),
    ("misc", "publisher = {arXiv}", {"publisher": None, "type": None, "venue": None}),
    ("book", "subtitle = {All of Them}", {"title": "A Title: All of Them", "type": "book"}),
    ("misc", "copyright = {Creative Commons Attribution 4.0}",
     {"license": "Creative Commons Attribution 4.0"}),
    ("misc", "file = {Full Text\\:1:/a/b.pdf:application/pdf;:c.pdf:PDF}",
     {"files": ("/a/b.pdf", "c.pdf")}),
]  # fmt: skip


@pytest.mark.parametrize(("type", "fields", "told"), PRINTED, ids=[one[1] for one in PRINTED])
def test_where_it_is_printed(type: str, fields: str, told: dict[str, Any]) -> None:
    record = bibtex(fields, type)._asdict()
    assert {name: record[name] for name in told} == told


@pytest.mark.parametrize(
    ("fields", "remark"),
    [
        ("note = {Best paper}", "Best paper"),
        ("note = {Best paper}, annote = {Comment: 15 pages}", "Best paper\nComment: 15 pages"),
        ("annotation = {<p>One <b>two</b></p><p>three &amp; four</p>}", "One two\nthree & four"),
        ("howpublished = {Blog post}", "Blog post"),
        ("note = {Export Date: 3 March 2024; Cited By: 77777}", None),
        ("note = {cited By 12}", None),
        ("note = {PMID: 123; PMCID: PMC7}", None),
        ("note = {DOI: 10.1000/x. Erratum: 5}", "DOI: 10.1000/x. Erratum: 5"),
    ],
)
def test_a_publishers_remark_is_no_note(fields: str, remark: str | None) -> None:
    record = bibtex(fields)
    assert (record.note, record.remark) == (None, remark)


@pytest.mark.parametrize(
    ("field", "keywords"),
    [
        ("inks, pens; nibs", ("inks", "pens", "nibs")),
        ("Networks, Neural; Inks; Pens", ("Networks, Neural", "Inks", "Pens")),
        ("{Networks, Neural}, Inks", ("Networks, Neural", "Inks")),
        ("Inks - Old Ones, pens > fountain > nibs", ("Inks - Old Ones", "pens > fountain > nibs")),
        (r"Ink {\&} Pens, inks, Inks", ("Ink & Pens", "inks")),
    ],
)
def test_a_publishers_keywords_are_no_tags(field: str, keywords: tuple[str, ...]) -> None:
    record = bibtex(f"keywords = {{{field}}}")
    assert (record.keywords, record.tags) == (keywords, ())


TITLES = [
    ("{H<sub>2</sub>O &amp; CO<sub>2</sub> at 5&#x00A0;GHz}", "H₂O & CO₂ at 5 GHz"),
    (r"{{L}{\textsubscript{1}} and 10\textsuperscript{-3} for the 20\textsuperscript{th}}",
     "L₁ and 10⁻³ for the 20th"),
    ("{<i>In vitro</i> &lt;b&gt;ink&lt;/b&gt; &amp;amp; more}", "In vitro ink & more"),
    ("{Why <b> is no tag where n<m and m>k}", "Why <b> is no tag where n<m and m>k"),
    ("{T<sub>C</sub> of <tex-math>$x^{2}$</tex-math>}", "T_C of $x^{2}$"),
    ("{of <mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> inks}",
     "of $x^{2}$ inks"),
    (r"{The Large {$N$} Limit at \(\sqrt{s}=7\) and \ensuremath{\alpha}}",
     r"The Large $N$ Limit at $\sqrt{s}=7$ and $\alpha$"),
    (r"{A {$^{13}$C} view of {50\% of {H$_{\alpha}$}} and {$50\%$ of \& $x~y$}}",
     r"A $^{13}$C view of 50% of H$_{\alpha}$ and $50\%$ of & $x~y$"),
    (r"{for $$\alpha$$ and more}", r"for $\alpha$ and more"),
    (r"{El Ni{\\textasciitilde n}o in S\\textasciitilde ao, Vol.\textasciitilde 1}",
     "El Niño in São, Vol. 1"),
    (r"{a {\textasciitilde} b and \textasciitilde c}", "a ~ b and ~c"),
    (r"{Inks on \href{https://a.org/x}{ordinary \emph{paper}}}", "Inks on ordinary paper"),
    (r"{\textcolor{red}{Red} \textcolor {red} {ink} \mbox{AI}}", "Red ink AI"),
    (r"{\sqrt is, \frac too, \mystery{a b} stays}", r"\sqrt is, \frac too, \mystery{a b} stays"),
    (r"{\texorpdfstring{$N$}{N} and \texorpdfstring{\textbf{x}}{y}}", "$N$ and y"),
    (r"{B\t{oo}ks and B\t {oo}ks, \t{\i o} and \t{o}}", "Bo͡oks and Bo͡oks, ı͡o and o"),
    (r"{Gar\c con, H\o re, Ho\v rava, {\AA}ngstr{\"o}m}", "Garçon, Høre, Hořava, Ångström"),
    ('"A " # {first} # " part"', "A first part"),
    ('"A {"}quoted{"} part"', 'A "quoted" part'),
    ('ink # " and " # pen', "Ink and pen"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "title"), TITLES, ids=[value for value, _ in TITLES])
def test_markup_and_tex_of_titles_are_read_and_formulas_stay(value: str, title: str) -> None:
    text = f"@string{{ink = {{Ink}}}}\n@misc{{k, title = {value}}}"
    assert record_of("bibtex", text).title == title


def test_the_address_behind_words_of_a_title_is_a_link() -> None:
    text = (
        r"@misc{k, title={On \href{https://a.org/x\_y\%20}{ordinary ink} and \url{https://b.org}}}"
    )
    links = record_of("bibtex", text).links
    assert [link.url for link in links] == ["https://a.org/x_y%20", "https://b.org"]


def test_whatever_a_command_does_to_its_reader_the_others_come_in() -> None:
    commands = (
        "frac",
        "sqrt",
        "textcolor",
        "title",
        "date",
        "include",
        "href",
        "footnote",
        "input",
    )
    entries = "".join(
        f"@misc{{k{at}, title = {{Ink {at} of \\{name}}}, author = {{Nib, \\{name} A}}}}\n"
        for at, name in enumerate(commands)
    )
    records = records_of("bibtex", entries)
    assert [record.title[:5] for record in records] == [f"Ink {at}" for at in range(len(commands))]


LENT = """
@inproceedings{one, title={One}, crossref={acl}}
@inproceedings{two, title={Two}, crossref={ACL}, year={1999}, booktitle={Own}}
@proceedings{acl, title={Proc. of Inks}, editor={Ed Itor}, publisher={ACL}, volume={7},
  date={1985-07}, doi={10.1000/book}, url={https://a.org/book}}
@inbook{three, title={Three}, crossref={book}}
@book{book, title={The Book}, subtitle={Of Inks}, author={Au Thor}, year={2001}}
@misc{four, title={Four}, xdata={pub, who}}
@xdata{pub, publisher={Inks}, keywords={shared}}
@xdata{who, author={Ex Data}, date={2010-10-10}, xdata={pub}}
@article{five, title={Five}, crossref={weekly}}
@periodical{weekly, title={Ink Weekly}, issn={1}, year={2011}}
@inproceedings{six, title={Six}, crossref={seven}}
@inproceedings{seven, title={Seven}, crossref={six}}
@inproceedings{eight, title={Eight}, crossref={nobody}}
"""


def test_entries_lend_what_they_have_wherever_they_stand() -> None:
    found = {record.title: record for record in records_of("bibtex", LENT)}
    assert len(found) == 11
    told = {
        title: (record.venue, record.published, record.publisher, record.authors, record.doi)
        for title, record in found.items()
    }
    assert told["One"] == ("Proc. of Inks", "1985-07", "ACL", (), None)
    assert told["Two"] == ("Own", "1999", "ACL", (), None)
    assert told["Three"] == ("The Book: Of Inks", "2001", None, ("Au Thor",), None)
    assert told["Four"] == (None, "2010-10-10", "Inks", ("Ex Data",), None)
    assert told["Five"] == ("Ink Weekly", "2011", None, (), None)
    assert told["Eight"] == (None, None, None, (), None)
    assert (found["One"].volume, found["One"].links) == ("7", ())
    assert found["Four"].keywords == ("shared",)
    assert found["Proc. of Inks"].doi == "10.1000/book"


def test_who_borrows_keeps_its_place_in_the_file() -> None:
    ranks = {record.title: record.rank for record in records_of("bibtex", LENT)}
    assert (ranks["One"], ranks["Two"], ranks["Proc. of Inks"], ranks["Eight"]) == (1, 2, 3, 11)


def test_the_key_of_an_entry_is_the_one_it_is_cited_by() -> None:
    assert bibtex("", key="DBLP:conf/nips/Quill_17+x").cite_key == "DBLP:conf/nips/Quill_17+x"
    assert bibtex("", key="10.1016/0196(89)9").cite_key == "10.1016/0196(89)9"


def test_a_block_may_begin_within_an_abstract() -> None:
    text = "abstract = {Users such as @ann{1} and\n@bob{2, x = 3} are masked.}"
    assert bibtex(text).abstract.endswith("are masked.")
