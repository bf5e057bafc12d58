"""Lists of ids, DOIs and links in the forms in which people keep them."""

from __future__ import annotations

import io

import pytest
from recto.index import Library
from recto.index.pages.bibliographies.mentions import find_mentions
from recto.index.pages.contents import Problem
from recto.index.pages.kinds import open_records, recognise
from recto.index.paper import Record


def read(text: str) -> tuple[list[Record], tuple[Problem, ...]]:
    assert recognise(text) == "arxiv"
    file = open_records("arxiv", io.BytesIO(text.encode()), "list")
    return list(file.records()), file.problems


def told(record: Record) -> tuple[str | None, str, str | None]:
    return record.arxiv_id or record.doi, record.title, record.remark


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2405.15738", "2405.15738"),
        ("arXiv:2405.15738v2", "2405.15738"),
        ("ARXIV: 2405.15738 [cs.CV]", "2405.15738"),
        ("arXiv preprint arXiv:2405.15738", "2405.15738"),
        ("- 2405.15738", "2405.15738"),
        ("12) 2405.15738", "2405.15738"),
        ("[3] 2405.15738", "2405.15738"),
        ("• 2405.15738,", "2405.15738"),
        ("> * [x] 2405.15738.", "2405.15738"),
        ("`2405.15738`", "2405.15738"),
        ("2405.15738.pdf", "2405.15738"),
        ("arxiv.org/abs/2405.15738", "2405.15738"),
        ("<https://arxiv.org/abs/2405.15738>", "2405.15738"),
        ("https://arxiv.org/abs/2405.15738?context=cs.LG", "2405.15738"),
        ("http://www.arxiv.org/pdf/2405.15738v1.pdf#page=2", "2405.15738"),
        ("https://arxiv.org/html/2405.15738v1#S1", "2405.15738"),
        ("https://export.arxiv.org/abs/2405.15738", "2405.15738"),
        ("https://ar5iv.labs.arxiv.org/html/2405.15738", "2405.15738"),
        ("https://www.alphaxiv.org/abs/2405.15738", "2405.15738"),
        ("https://hf.co/papers/2405.15738", "2405.15738"),
        ("https://huggingface.co/papers/2405.15738#community", "2405.15738"),
        ("https://papers.cool/arxiv/2405.15738", "2405.15738"),
        ("https://www.semanticscholar.org/arxiv/2405.15738", "2405.15738"),
        ("https://doi.org/10.48550/arXiv.2405.15738", "2405.15738"),
        ("10.48550/arxiv.2405.15738v2", "2405.15738"),
        ("https://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"),
        ("cond-mat/9901001", "cond-mat/9901001"),
        ("10.1000/xyz123", "10.1000/xyz123"),
        ("doi:10.1000/XYZ123.", "10.1000/xyz123"),
        ("DOI: 10.1016/0196-6774(89)90038-2", "10.1016/0196-6774(89)90038-2"),
        ("(https://doi.org/10.1016/0196-6774(89)90038-2)", "10.1016/0196-6774(89)90038-2"),
        ("dx.doi.org/10.1000/xyz123", "10.1000/xyz123"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://link.springer.com/chapter/10.1007/978-3-319-24574-4_28",
         "10.1007/978-3-319-24574-4_28"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf",
         "10.1101/2020.01.01.123456"),
        ("https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-X1%3E3.0.CO;2-1",
         "10.1002/(sici)1096-8644(199601)99:1<1::aid-x1>3.0.co;2-1"),
    ],
)  # fmt: skip
def test_one_paper_a_line_in_any_form(line: str, name: str) -> None:
    records, problems = read(f"# To read\n\n{line}\n\n1706.03762\n")
    assert problems == ()
    assert [record.arxiv_id or record.doi for record in records] == [name, "1706.03762"]
    stub = name if name.startswith("10.") else None
    assert records[0].title == (f"doi:{name}" if stub else f"arXiv:{name}")
    assert (records[0].remark, records[0].line) == (None, 3)


@pytest.mark.parametrize(
    "text",
    [
        "see version 2024.12345 of 1.2405.15738",
        "https://github.com/ada/2405.15738",
        "ada@arxiv.org/abs",
        "and/1234567",
        "10.5 km",
        "huggingface.co/datasets/a/2405.15738",
        "phone 0123.45678",
    ],
)
def test_what_only_looks_like_a_paper_is_none(text: str) -> None:
    assert not any(one.paper for one in find_mentions(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2405.15738 - read soon\n", [("2405.15738", "arXiv:2405.15738", "read soon")]),
        ("2405.15738  # read soon\n", [("2405.15738", "arXiv:2405.15738", "read soon")]),
        ("1. 2405.15738 (ICLR 2024)\n", [("2405.15738", "arXiv:2405.15738", "ICLR 2024")]),
        ("10.1000/a: on *inks*\n", [("10.1000/a", "doi:10.1000/a", "on inks")]),
        (
            "- 2405.15738\n  for Monday,\n  with Bob\n- 1706.03762\n",
            [
                ("2405.15738", "arXiv:2405.15738", "for Monday,\nwith Bob"),
                ("1706.03762", "arXiv:1706.03762", None),
            ],
        ),
        (
            "[1] A. Vaswani et al. Attention is all. arXiv:1706.03762, 2017.\n",
            [("1706.03762", "arXiv:1706.03762", "A. Vaswani et al. Attention is all. 2017.")],
        ),
        ("See also the appendix of https://arxiv.org/abs/1706.03762\n",
         [("1706.03762", "arXiv:1706.03762", "See also the appendix of")]),
    ],
)  # fmt: skip
def test_words_beside_an_id_are_a_remark(
    text: str, wanted: list[tuple[str, str, str | None]]
) -> None:
    records, problems = read(text)
    assert (list(map(told, records)), problems) == (wanted, ())


@pytest.mark.parametrize(
    ("text", "title", "remark"),
    [
        ("[Walks of Wombats](https://arxiv.org/abs/2405.15738)", "Walks of Wombats", None),
        ("* [Mamba](https://arxiv.org/abs/2405.15738 'x') - fast", "Mamba", "fast"),
        ("- [A [b] c](https://arxiv.org/abs/2405.15738)", "A [b] c", None),
        ("### [Walks](https://arxiv.org/abs/2405.15738)", "Walks", None),
        ("- **Walks of Wombats**, Doe et al. [[pdf]](https://arxiv.org/pdf/2405.15738)",
         "Walks of Wombats", "Doe et al."),
        ("- *Walks of Wombats* ([paper](https://arxiv.org/abs/2405.15738))", "Walks of Wombats",
         None),
        ("\u201cWalks of wombats\u201d, https://arxiv.org/abs/2405.15738", "Walks of wombats",
         None),
        ("Walks of Wombats: https://arxiv.org/abs/2405.15738", "Walks of Wombats", None),
        ("| Walks of Wombats | ICLR 2024 | [pdf](https://arxiv.org/pdf/2405.15738) |",
         "Walks of Wombats", "ICLR 2024"),
        ("| Kind | Title | Link |\n|--|--|--|\n| A very long kind of thing | Walks | 2405.15738 |",
         "Walks", "A very long kind of thing"),
        ("Walks of Wombats | 2024 | https://arxiv.org/abs/2405.15738", "Walks of Wombats", "2024"),
        ("* [[https://arxiv.org/abs/2405.15738][Walks of Wombats]]", "Walks of Wombats", None),
        ("- Walks of Wombats\n  https://arxiv.org/abs/2405.15738", "Walks of Wombats", None),
        ("1. **Walks of Wombats**\n   - 2405.15738", "Walks of Wombats", None),
    ],
)  # fmt: skip
def test_the_title_that_a_list_gives(text: str, title: str, remark: str | None) -> None:
    records, _ = read(f"# Reading list\n\n{text}\n\n2401.00001\n")
    assert told(records[0]) == ("2405.15738", title, remark)
    assert told(records[1]) == ("2401.00001", "arXiv:2401.00001", None)


@pytest.mark.parametrize("words", ["pdf", "paper", "arXiv", "2405.15738", "[paper]", "here", "📄"])
def test_what_is_written_on_links_is_no_title(words: str) -> None:
    ((record,), _) = read(f"- [{words}](https://arxiv.org/abs/2405.15738)\n")
    assert record.title == "arXiv:2405.15738"


def test_titles_may_stand_above_their_links() -> None:
    text = "Walks of Wombats\narxiv.org/abs/2405.15738\n\nNights of wombats\n1706.03762\n"
    records, problems = read(text)
    assert [record.title for record in records] == ["Walks of Wombats", "Nights of wombats"]
    assert problems == ()


def test_a_heading_never_gets_the_id_of_a_paper() -> None:
    text = "My reading list\nhttps://arxiv.org/abs/2405.15738\nhttps://arxiv.org/abs/1706.03762\n"
    for heading in ("", "# Inks\n\n", "## Pens\n", "Inks\n====\n"):
        records, _ = read(heading + text)
        assert {record.title for record in records} == {"arXiv:2405.15738", "arXiv:1706.03762"}


def test_several_papers_in_a_line() -> None:
    records, problems = read("2405.15738, 1706.03762;10.1000/a,10.1000/b and hep-th/9901001\n")
    names = [record.arxiv_id or record.doi for record in records]
    assert names == ["2405.15738", "1706.03762", "10.1000/a", "10.1000/b", "hep-th/9901001"]
    assert {record.remark for record in records} == {None}
    assert problems == ()


def test_id_and_doi_of_one_row_are_one_paper() -> None:
    row = (
        "[Walks of Wombats](https://arxiv.org/abs/2405.15738)",
        "[doi](https://doi.org/10.1000/A)",
        "[code](https://github.com/ada/walks)",
    )
    ((record,), _) = read(f"| {' | '.join(row)} |\n")
    assert (record.arxiv_id, record.doi) == ("2405.15738", "10.1000/a")
    assert [link.url for link in record.links] == ["https://github.com/ada/walks"]


def test_each_link_of_a_line_has_its_own_title() -> None:
    records, _ = read(
        "[Walks of Wombats](https://arxiv.org/abs/2405.15738), [Nights](https://hf.co/papers/1706.03762)\n"
    )
    assert [told(record) for record in records] == [
        ("2405.15738", "Walks of Wombats", None),
        ("1706.03762", "Nights", None),
    ]


def test_version_and_category_are_kept() -> None:
    ((record,), _) = read("arXiv:2405.15738v3 [cs.CV]\n")
    assert (record.arxiv_version, record.categories) == (3, ("cs.CV",))


def test_what_names_no_paper_is_told_and_the_rest_taken() -> None:
    records, problems = read("2405.15738\n\noops\n\n1706.03762 x\n24O1.00001\n# a\n---\n")
    assert [record.arxiv_id for record in records] == ["2405.15738", "1706.03762"]
    assert [problem.line for problem in problems] == [3, 6]


def test_a_list_that_says_how_to_cite_it_is_a_list() -> None:
    links = "".join(
        f"- [Walks of Wombats {n}](https://arxiv.org/abs/2401.0000{n})\n" for n in range(9)
    )
    records, _ = read(
        f"# Awesome\n\n{links}\n## Citation\n\n@misc{{x,\n  title = {{Awesome}}\n}}\n"
    )
    assert len(records) == 9


def test_papers_by_doi_are_found_by_it(empty: Library) -> None:
    report = empty.add_text("dois", b"10.1000/xyz123\n10.48550/arXiv.2405.15738\n")
    assert (report.format, report.new, report.error) == ("arxiv", 2, None)
    (paper,) = [p for p in empty.rows(empty.listing("").rowids) if p.doi]
    assert (paper.title, paper.link) == ("doi:10.1000/xyz123", "https://doi.org/10.1000/xyz123")


def test_a_title_that_comes_later_takes_the_place_of_the_doi(empty: Library) -> None:
    empty.add_text("dois", b"10.1000/xyz123\n10.1000/other\n")
    empty.add_text("list.md", b"- [Walks of Wombats](https://doi.org/10.1000/xyz123)\n")
    titles = {paper.title for paper in empty.rows(empty.listing("").rowids)}
    assert "Walks of Wombats" in titles


def test_text_with_a_link_in_it_is_refused_with_what_to_do(empty: Library) -> None:
    letter = "Dear all,\n\nthere is arXiv:2405.15738 to read.\n\nYours,\n\nAda\n"
    report = empty.add_text("letter", letter.encode())
    assert "`--format arxiv` takes in each" in str(report.error)
    report = empty.add_text("letter", letter.encode(), format="arxiv")
    assert (report.records, len(report.problems)) == (1, 3)


def test_a_table_whose_first_line_names_its_columns() -> None:
    text = 'id,title,tags\n2401.00011,On the Flow of Ink,ml\n2401.00012,"Nibs, and Pens",\n'
    for sign in (",", "\t"):
        plain = text if sign == "," else text.replace('"Nibs, and Pens"', "Nibs, and Pens")
        rows = plain if sign == "," else plain.replace(",", "\t").replace("Nibs\t and", "Nibs, and")
        records, problems = read(rows)
        assert [told(record) for record in records] == [
            ("2401.00011", "On the Flow of Ink", "ml"),
            ("2401.00012", "Nibs, and Pens", None),
        ]
        assert problems == ()


def test_links_whose_addresses_stand_below() -> None:
    text = (
        "# Papers\n\n* [On the Flow of Ink][1] (2024)\n* [Nibs and Pens]\n* [Quills, too][ q ]\n\n"
        "[1]: https://arxiv.org/abs/2401.00011\n[q]: <https://arxiv.org/abs/2401.00013> 'it'\n"
    )
    records, _ = read(text.replace("[ q ]", "[Q]"))
    assert [told(record) for record in records] == [
        ("2401.00011", "On the Flow of Ink", "2024"),
        ("2401.00013", "Quills, too", None),
    ]


def test_points_may_have_letters() -> None:
    records, problems = read("a) hep-th/9901001\n(b) 2401.00011\n")
    assert [told(record)[::2] for record in records] == [
        ("hep-th/9901001", None),
        ("2401.00011", None),
    ]
    assert problems == ()


def test_what_arxiv_shows_before_a_title_is_its_id(empty: Library) -> None:
    bookmark = '<DT><A HREF="https://arxiv.org/abs/{0}">[{0}] Ink of {0}</A>\n'
    text = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n" + "".join(
        bookmark.format(id) for id in ("2401.00011", "2401.00012")
    )
    empty.add_text("bookmarks.html", text.encode())
    empty.add_text("saved.bib", b"@misc{k, title = {[2401.00013v2] Ink and Pen}}")
    empty.add_text("other.bib", b"@misc{k, title = {[2401.00013] Ink}, eprint = {2401.00014}}")
    assert empty.paper("2401.00012").title == "Ink of 2401.00012"
    assert (empty.paper("2401.00013").title, empty.paper("2401.00013").arxiv_version) == (
        "Ink and Pen",
        2,
    )
    assert empty.paper("2401.00014").title == "[2401.00013] Ink"
