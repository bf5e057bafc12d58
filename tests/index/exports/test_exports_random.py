"""What every format writes is read back whatever the texts hold: by Recto, and by its usual reader.

`RECTO_FUZZ=SEED` in the environment makes other papers, and four times as many.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from recto.index import EXPORT_FIELDS, WITHHELD, Library, Paper
from recto.index.exports.addresses import address
from recto.index.pages.bibliographies.latex import plain_text

from ..support.shown_page import ShownPage
from .foreign_readers import ATOM, csl_items, markdown_reader
from .random_papers import random_lines

SEED = os.environ.get("RECTO_FUZZ")
COUNT = 1000 if SEED else 250

CITED = (
    "title abstract published arxiv_id links tags note doi venue volume issue pages publisher "
    "categories arxiv_comment license type keywords remark files cite_key"
)
"""What every bibliography brings back."""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("odd"), seeds=False) as library:
        library.index.most_at_once = 0
        report = library.add_text("odd", random_lines(COUNT, int(SEED or "11")))
        assert (report.new, report.problems) == (COUNT, ())
        yield library


@pytest.fixture(scope="module")
def papers(odd: Library) -> list[Paper]:
    return odd.keys.of(rowids=odd.listing("", sort="title").rowids)


def written(library: Library, papers: list[Paper], format: str) -> str:
    return library.export(ids=papers, format=format, including=tuple(WITHHELD)).text


@pytest.mark.parametrize(
    ("format", "kept"),
    [
        ("bibtex", f"{CITED} authors more_authors"),
        ("ris", CITED),
        ("csl-json", f"{CITED} authors more_authors arxiv_version updated"),
        ("jsonl", " ".join({*EXPORT_FIELDS} - {"sources", "id"})),
        ("atom", "title abstract authors published arxiv_id"),
    ],
)
def test_recto_reads_back_what_it_wrote(
    odd: Library, papers: list[Paper], tmp_path: Path, format: str, kept: str
) -> None:
    with Library.open(tmp_path / "back", seeds=False) as back:
        back.index.most_at_once = 0
        report = back.add_text("odd", written(odd, papers, format).encode())
        assert (report.error, report.new, report.problems) == (None, COUNT, ())
        found = {paper.title: paper.as_json() for paper in back.rows(back.listing("").rowids)}
    for paper in papers:
        told = paper.as_json()
        if format in ("bibtex", "ris"):
            told["published"] = paper.issued  # they say one date
        if format in ("bibtex", "ris", "csl-json"):
            # What is on arXiv and of no type is called a preprint.
            told["type"] = paper.type or ("article" if paper.arxiv_id else None)
        for key in kept.split():
            assert found[paper.title][key] == told[key], (key, paper.title)


def test_bibtex(odd: Library, papers: list[Paper]) -> None:
    library = parse_string(written(odd, papers, "bibtex"))
    assert not library.failed_blocks
    assert not library.comments
    for entry, paper in zip(library.entries, papers, strict=True):
        fields = {field.key: str(field.value) for field in entry.fields}
        assert plain_text(fields["title"]) == paper.title
        assert plain_text(fields.get("abstract", "")) == paper.abstract
        assert ("annote" in fields) == (paper.note is not None)
        for value in fields.values():
            assert value.count("{") == value.count("}")


def test_no_line_of_bibtex_looks_like_another_entry(odd: Library, papers: list[Paper]) -> None:
    """Some readers take entries apart by lines before they look at braces."""
    lines = written(odd, papers, "bibtex").split("\n")
    assert sum(line.lstrip().startswith("@") for line in lines) == COUNT
    assert sum(line == "}" for line in lines) == COUNT


def test_ris(odd: Library, papers: list[Paper]) -> None:
    for entry, paper in zip(rispy.loads(written(odd, papers, "ris")), papers, strict=True):
        assert entry["title"] == paper.title
        assert entry.get("abstract", "") == paper.abstract
        notes = [line.strip() for line in (paper.note or "").split("\n")] if paper.note else []
        assert entry.get("notes", []) == notes
        assert entry.get("unknown_tag", {}).keys() <= {"U1", "U2", "U3"}


def test_csl_json(odd: Library, papers: list[Paper]) -> None:
    items = csl_items(written(odd, papers, "csl-json"))
    for item, paper in zip(items, papers, strict=True):
        assert (item["title"], item.get("note")) == (paper.title, paper.note)
        assert item.get("abstract", "") == paper.abstract


def test_json_lines(odd: Library, papers: list[Paper]) -> None:
    lines = written(odd, papers, "jsonl").split("\n")
    assert lines.pop() == ""
    for line, paper in zip(lines, papers, strict=True):
        told = paper.as_json()
        assert json.loads(line) == {field: told[field] for field in EXPORT_FIELDS}


def test_csv(odd: Library, papers: list[Paper]) -> None:
    rows = csv.DictReader(io.StringIO(written(odd, papers, "csv"), newline=""), strict=True)
    for row, paper in zip(rows, papers, strict=True):
        assert tuple(row) == EXPORT_FIELDS
        assert row["title"].removeprefix("'") in (paper.title, paper.title.removeprefix("'"))
        assert row["abstract"].removeprefix("'") == paper.abstract.removeprefix("'")
        assert row["note"].removeprefix("'") == (paper.note or "").removeprefix("'")
        assert not any(re.match(r" *[=+\-@\t\r＝＋－＠]", cell) for cell in row.values())


def test_atom(odd: Library, papers: list[Paper]) -> None:
    root = ElementTree.fromstring(written(odd, papers, "atom"))
    entries = root.findall(f"{ATOM}entry")
    for entry, paper in zip(entries, papers, strict=True):
        assert entry.findtext(f"{ATOM}title") == paper.title
        text = entry.findtext(f"{ATOM}summary") or entry.findtext(f"{ATOM}content")
        assert text == (paper.abstract or paper.title)
        assert [node.get("term") for node in entry.iter(f"{ATOM}category")] == list(
            dict.fromkeys((*paper.tags, *paper.keywords, *paper.categories))
        )


def test_html(odd: Library, papers: list[Paper]) -> None:
    shown = ShownPage(written(odd, papers, "html"))
    assert shown.headings("h2") == [paper.title for paper in papers]
    assert not shown.tags & {"script", "img", "link", "iframe", "object", "b"}
    assert all(address.startswith("https://") for address in shown.addresses)
    for paper in papers:
        assert paper.abstract in shown.text
        assert (paper.note or "") in shown.text


def test_markdown(odd: Library, papers: list[Paper]) -> None:
    """Each paper is one item of the list, in full once, and nothing in it is taken for a sign."""
    parser = markdown_reader()
    tokens = parser.parse(written(odd, papers, "markdown"))
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "fence",
        "code_block",
        "html_block",
        "hr",
        "table_open",
        "ordered_list_open",
    }
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings.count("h1") == 1
    titles: list[str] = []
    addresses: set[str] = set()
    notes: list[str] = []
    level = 0
    for token in tokens:
        level += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type != "inline":
            continue
        children = token.children or []
        found = {child.type for child in children}
        assert found <= {
            *("text", "strong_open", "strong_close", "em_open", "em_close", "link_open"),
            *("link_close", "softbreak", "hardbreak", "text_special"),
        }
        addresses |= {str(child.attrGet("href")) for child in children if child.type == "link_open"}
        if level:
            breaks = {"hardbreak": "\n", "softbreak": "\n"}
            notes.append("".join(breaks.get(child.type, child.content) for child in children))
        elif "strong_open" in found:
            kinds_of = [child.type for child in children]
            begin, end = kinds_of.index("strong_open"), kinds_of.index("strong_close")
            titles.append("".join(child.content for child in children[begin:end]))
    assert sorted(titles) == sorted(paper.title for paper in papers)
    told = sorted(
        part
        for paper in papers
        for part in re.split(r"\n\s*\n", "\n".join((paper.note or "").split("\n")))
        if part.strip()
    )
    shown = sorted(note.replace("\xa0", " ") for note in notes)
    assert [" ".join(note.split()) for note in shown] == [" ".join(note.split()) for note in told]
    allowed = {paper.link for paper in papers} | {
        parser.normalizeLink(address(link.url)) for paper in papers for link in paper.links
    }
    assert addresses <= allowed
