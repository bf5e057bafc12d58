"""Entries of bibliographies: their types, where a paper was published, formulas, who wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from recto.index.exports.mapping import BIBTEX_TYPES, CSL_TYPES, RIS_TYPES

from .foreign_readers import csl_items
from .hostile_papers import one

PRINTED = {
    "venue": "Journal of Inks & Pens",
    "volume": "12",
    "issue": "3-4",
    "pages": "11-23",
    "publisher": "Quill",
    "doi": "10.1234/J.Ink_(2)",
}


def entry(directory: Path, **record: Any) -> tuple[str, dict[str, str]]:
    """Return the type of a paper's entry, and its fields."""
    library = parse_string(one(directory, "bibtex", **record))
    assert not library.failed_blocks
    (found,) = library.entries
    return found.entry_type, {field.key: str(field.value) for field in found.fields}


@pytest.mark.parametrize(
    ("type", "kind", "venue", "publisher"),
    [
        ("article-journal", "article", "journal", "publisher"),
        ("paper-conference", "inproceedings", "booktitle", "publisher"),
        ("book", "book", "series", "publisher"),
        ("chapter", "incollection", "booktitle", "publisher"),
        ("thesis", "phdthesis", "series", "school"),
        ("report", "techreport", "series", "institution"),
        ("article", "misc", "howpublished", "publisher"),
        (None, "misc", "howpublished", "publisher"),
    ],
)
def test_an_entry_has_the_type_of_its_paper(
    tmp_path: Path, type: str | None, kind: str, venue: str, publisher: str
) -> None:
    found, fields = entry(tmp_path, type=type, **PRINTED)
    assert found == kind
    assert fields[venue] == r"Journal of Inks \& Pens"
    assert fields[publisher] == "Quill"
    assert (fields["volume"], fields["number"], fields["pages"]) == ("12", "3-4", "11--23")
    assert fields["doi"] == "10.1234/j.ink_(2)"


@pytest.mark.parametrize("type", sorted(CSL_TYPES))
def test_every_type_can_be_told_from_what_is_written(tmp_path: Path, type: str) -> None:
    kind, fields = entry(tmp_path, type=type)
    said = fields.get("entrysubtype", "").replace("\\_", "_")
    usual = next((name for name, entry in BIBTEX_TYPES.items() if entry == kind), "")
    assert type in (said, f"article-{said}", usual if not said else "")
    (reference,) = rispy.loads(one(tmp_path / "ris", "ris", type=type))
    assert reference["type_of_reference"] == RIS_TYPES.get(type, "GEN")
    (item,) = csl_items(one(tmp_path / "csl", "csl-json", type=type))
    assert item["type"] == type


def test_no_two_types_are_one_in_ris() -> None:
    assert len(set(RIS_TYPES.values())) == len(RIS_TYPES)


def test_ris_parts_pages_and_keeps_numbers_of_articles(tmp_path: Path) -> None:
    (told,) = rispy.loads(one(tmp_path / "a", "ris", **PRINTED))
    assert (told["start_page"], told["end_page"]) == ("11", "23")
    assert (told["secondary_title"], told["volume"], told["number"], told["doi"]) == (
        "Journal of Inks & Pens",
        "12",
        "3-4",
        "10.1234/j.ink_(2)",
    )
    (told,) = rispy.loads(one(tmp_path / "b", "ris", pages="e1024"))
    assert (told["start_page"], "end_page" in told) == ("e1024", False)


@pytest.mark.parametrize("told", ["2012", "2012-07", "2012-07-05"])
def test_no_month_or_day_leaves_that_nobody_told(tmp_path: Path, told: str) -> None:
    parts = told.split("-")
    _, fields = entry(tmp_path, date=told)
    date = [fields.get(name) for name in ("year", "month", "day")]
    assert date == [*parts[:1], *(["jul"] * (len(parts) > 1)), *(["5"] * (len(parts) > 2))] + [
        None
    ] * (3 - len(parts))
    (item,) = csl_items(one(tmp_path / "csl", "csl-json", date=told))
    assert item["issued"] == {"date-parts": [[int(part) for part in parts]]}
    text = one(tmp_path / "ris", "ris", date=told)
    assert f"\r\nPY  - 2012\r\nDA  - {told.replace('-', '/')}\r\n" in text


def test_what_is_printed_is_cited_by_the_year_of_its_journal(tmp_path: Path) -> None:
    dates = {"date": "2020-05-01", "published_journal": "2022"}
    assert entry(tmp_path / "a", **dates, venue="Ink", type="article-journal")[1]["year"] == "2022"
    assert entry(tmp_path / "b", **dates, arxiv_id="2005.00001")[1]["year"] == "2020"
    (item,) = csl_items(one(tmp_path / "c", "csl-json", **dates, venue="Ink"))
    assert item["custom"]["published"] == "2020-05-01"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Large $N$ limit of gauge theory", "The {Large} {$N$} limit of gauge theory"),
        (r"Jets at $\sqrt{s}=7$ TeV", r"Jets at {$\sqrt{s}=7$} {TeV}"),
        (r"$\alpha$-stable laws", r"{$\alpha$}-stable laws"),
        (r"Between $5 and $10", r"Between \$5 and \$10"),
        (
            r"$\input{x}$ is text",
            r"\${\textbackslash}input{\textbraceleft}x{\textbraceright}\$ is text",
        ),
    ],
)
def test_formulas_leave_as_latex_and_all_else_is_escaped(
    tmp_path: Path, title: str, expected: str
) -> None:
    assert f"  title = {{{expected}}},\n" in one(tmp_path, "bibtex", title=title)


def test_others_than_those_named_are_said_to_be(tmp_path: Path) -> None:
    people: dict[str, Any] = {"authors": ["Ada Lovelace", "Bo Li"], "more_authors": True}
    assert entry(tmp_path, **people)[1]["author"] == "Ada Lovelace and Bo Li and others"
    (item,) = csl_items(one(tmp_path / "csl", "csl-json", **people))
    assert len(item["author"]) == 2
    assert item["custom"]["has_more_authors"]
    assert "Ada Lovelace, Bo Li and others" in one(tmp_path / "md", "markdown", **people)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vera van der Meij", "Vera van der Meij"),
        ("Jean Pierre de la Rousse", "Jean Pierre de la Rousse"),
        ("Frank G. Bennett Jr.", "Bennett, Jr., Frank G."),
        ("National Center for Biotechnology Information", None),
        ("World Health Organization", None),
        ("The ATLAS Collaboration", None),
        ("Google DeepMind Safety team", None),
        ("Ministry of Inks", None),
    ],
)
def test_persons_are_taken_apart_and_groups_are_not(
    tmp_path: Path, name: str, expected: str | None
) -> None:
    assert entry(tmp_path, authors=[name])[1]["author"] == (expected or f"{{{name}}}")


def test_categories_keywords_and_remarks_leave(tmp_path: Path) -> None:
    told: dict[str, Any] = {
        "arxiv_id": "2401.00001",
        "categories": ["cs.LG", "stat.ML"],
        "arxiv_comment": "14 pages, 50% off",
        "keywords": ["ink & quill", "paper"],
        "tags": ["mine/own"],
        "remark": "Accepted\n@misc{x,",
        "license": "CC BY 4.0",
    }
    _, fields = entry(tmp_path, **told)
    assert fields["primaryclass"] == "cs.LG"
    assert fields["userc"] == "cs.LG, stat.ML"
    assert fields["usera"] == r"14 pages, 50\% off"
    assert fields["keywords"] == r"mine/own, ink \& quill, paper"
    assert fields["note"] == r"Accepted{\newline}{@}misc{\textbraceleft}x,"
    text = one(tmp_path / "html", "html", **told)
    for word in ("cs.LG, stat.ML", "14 pages, 50% off", "ink &amp; quill", "Accepted", "CC BY 4.0"):
        assert word in text


PRIVATE = {
    "abstract": "An abstract of some length.",
    "note": "My very own thought",
    "files": ["/home/me/secret.pdf"],
}


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json", "markdown", "html", "atom"])
def test_what_is_private_leaves_only_when_asked_for(tmp_path: Path, format: str) -> None:
    texts = ("An abstract of some length.", "My very own thought", "/home/me/secret.pdf")
    shown = {
        tuple(including): [
            text
            in one(tmp_path / "-".join(["x", *including]), format, including=including, **PRIVATE)
            for text in texts
        ]
        for including in ([], ["notes"], ["abstract"], ["note", "abstracts", "files"])
    }
    has_notes = format != "atom"
    has_files = format in ("bibtex", "ris", "csl-json")
    assert shown[()] == [False, False, False]
    assert shown["notes",] == [False, has_notes, False]
    assert shown["abstract",] == [True, False, False]
    assert shown["note", "abstracts", "files"] == [True, has_notes, has_files]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_tables_are_complete(tmp_path: Path, format: str) -> None:
    text = one(tmp_path, format, including=[], **PRIVATE)
    assert "My very own thought" in text
    assert "secret.pdf" in text


def test_csl_keeps_under_custom_what_it_has_no_name_for(tmp_path: Path) -> None:
    (item,) = csl_items(
        one(tmp_path, "csl-json", arxiv_id="2401.00001", arxiv_version=3, updated="2024-02")
    )
    assert item["custom"] | {"recto": ""} == {"recto": "", "arxiv_version": 3, "updated": "2024-02"}
    assert json.dumps(item).count("null") == 0
