"""A paper is described by its records alone, whatever their order, and by what the reader says."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from recto.index.paper import Link, Record
from recto.index.records.description import describe
from recto.index.records.keeping import LETTERS, pack, unpack
from recto.index.records.rules import RULES
from recto.index.records.telling import FIELDS, Told, difference, expand, fields_of

from .told import DAYS, KINDS, random_record

DOCUMENT = Path(__file__).parents[3] / "docs" / "description.md"


def told(
    number: int,
    title: str = "Inks",
    *,
    source: str = "",
    kind: str | None = None,
    day: str | None = None,
    is_in_force: bool = True,
    **said: Any,
) -> Told:
    record = Record(**{"abstract": "", "rank": number, "line": 1, **said}, title=title)
    return Told(
        1,
        number,
        fields_of(record),
        rank=number,
        source=source or f"page {number}",
        kind=kind,
        day=day,
        is_in_force=is_in_force,
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_order_of_records_does_not_matter(seed: int) -> None:
    rng = random.Random(seed)
    records = [
        Told(
            number,
            number,
            fields_of(random_record(rng, rng.choice(("Inks", "INKS", "Inks and Papers")))),
            rank=number,
            source=f"page {rng.randrange(3)}",
            kind=rng.choice(KINDS),
            day=rng.choice(DAYS),
            is_in_force=rng.random() < 0.8,
        )
        for number in range(1, rng.randrange(2, 7))
    ]
    shown = describe(records)
    for _ in range(6):
        rng.shuffle(records)
        assert describe(records) == shown
    # A record that says what is shown, or less, changes nothing.
    counting = [one for one in records if one.is_in_force] or records
    known = {name: value for name, value in shown.items() if rng.random() < 0.7} | {
        "title": shown["title"],
        "authors": shown.get("authors", []),
        "has_more_authors": shown.get("has_more_authors", False),
    }
    less = {name: value for name, value in known.items() if value or value == 0}
    if not known["has_more_authors"]:
        less.pop("has_more_authors", None)
    again = Told(9, 9, less, rank=9, source="another", kind=rng.choice(KINDS), day=DAYS[-1])
    again.is_in_force = any(one.is_in_force for one in records)
    assert describe([*counting, again]) == shown
    # What is kept of each beside what is shown tells all that it says.
    for one in records:
        assert unpack(json.loads(pack(one, shown) or "{}"), shown)[0] == one.said
        assert expand(difference(one, shown), shown)[0] == one.said


def test_one_record_is_shown_as_it_is() -> None:
    only = told(
        1, abstract="About inks…", authors=("Ann",), author_count=3, upvotes=0, doi="10.1/x"
    )
    assert describe([only]) == only.said
    assert pack(only, describe([only])) is None


def test_each_field_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(FIELDS)
    assert len(set(LETTERS.values())) == len(FIELDS)
    assert all(len(letter) == 1 for letter in LETTERS.values())


def test_the_beginning_of_what_is_shown_is_kept_once() -> None:
    whole = told(1, abstract="About inks and their papers, at length.")
    cut = told(2, abstract="About inks and their pap…", upvotes=3)
    cut.rank = 7
    shown = describe([whole, cut])
    assert pack(cut, shown) == '{"a":[24,"…"],"#":7}'
    assert unpack({"a": [24, "…"]}, shown) == (cut.said, None)


CASES: list[tuple[str, list[dict[str, Any]], Any]] = [
    (
        "title",
        [{"title": "arXiv:2401.00001", "arxiv_id": "2401.00001", "kind": "arxiv"}, {}],
        "Inks",
    ),
    ("title", [{"title": "INKS", "kind": "text"}, {"kind": "atom"}], "Inks"),
    ("title", [{"title": "INKS", "kind": "text"}, {"kind": "bibtex"}], "Inks"),
    ("title", [{"title": "INKS"}, {}, {}], "Inks"),
    # Of one source that is added each day one counts.
    ("title", [{"title": "Ink", "source": "a"}, {"title": "Ink", "source": "a"}, {}], "Inks"),
    ("abstract", [{"abstract": "x" * 30 + "…"}, {"abstract": "y" * 20}], "y" * 20),
    ("abstract", [{"abstract": "x" * 60 + "…"}, {"abstract": "A remark."}], "x" * 60 + "…"),
    ("abstract", [{"abstract": "x" * 20}, {"abstract": "y" * 30}, {}], "y" * 30),
    ("authors", [{"authors": ("A",)}, {"authors": ("A", "B")}], ["A", "B"]),
    (
        "authors",
        [{"authors": ("A. A",), "kind": "text"}, {"authors": ("Ann A",), "kind": "ris"}],
        ["Ann A"],
    ),
    (
        "has_more_authors",
        [{"authors": ("A",), "has_more_authors": True}, {"authors": ("A", "B")}],
        None,
    ),
    (
        "has_more_authors",
        [{"authors": ("A",), "has_more_authors": True}, {"authors": ("A",)}],
        None,
    ),
    ("has_more_authors", [{"authors": ("A",), "has_more_authors": True}, {}], True),
    ("author_count", [{"author_count": 9}, {"authors": ("A", "B")}], 9),
    ("published", [{"published": "2021"}, {"published": "2020-05-28"}], "2020-05-28"),
    ("published", [{"published": "--05-28"}, {"published": "2021"}], "2021"),
    ("published", [{"published": "2021-03-01"}, {"published": "2020-05-28"}], "2020-05-28"),
    (
        "published",
        [
            {"published": "2021-03-01", "kind": "atom"},
            {"published": "2020-05-28", "kind": "bibtex"},
        ],
        "2021-03-01",
    ),
    (
        "updated",
        [{"updated": "2021"}, {"updated": "2021-02-03"}, {"updated": "2020-12"}],
        "2021-02-03",
    ),
    (
        "published_journal",
        [{"published_journal": "2021"}, {"published_journal": "2022-03"}],
        "2022-03",
    ),
    ("upvotes", [{"upvotes": 9, "day": "2024-05-27"}, {"upvotes": 3, "day": "2024-05-28"}], 3),
    ("upvotes", [{"upvotes": 9, "day": "2024-05-28"}, {"upvotes": 3, "day": "2024-05-28"}], 9),
    ("comments", [{"comments": 0, "day": "2024-05-28"}, {"comments": 3}], 0),
    ("doi", [{"doi": "10.5281/zenodo.1"}, {"doi": "10.1000/one"}], "10.1000/one"),
    (
        "volume",
        [{"venue": "J. Inks", "volume": "7", "kind": "ris"}, {"venue": "Preprints", "volume": "1"}],
        "7",
    ),
    ("volume", [{"venue": "J. Inks", "kind": "ris"}, {"venue": "Preprints", "volume": "1"}], None),
    ("volume", [{"venue": "J. Inks", "kind": "ris"}, {"volume": "7"}], "7"),
    (
        "categories",
        [{"categories": ("cs.LG",), "kind": "atom"}, {"categories": ("a.B", "c.D")}],
        ["cs.LG"],
    ),
    ("arxiv_version", [{"arxiv_version": 1}, {"arxiv_version": 3}], 3),
    (
        "keywords",
        [{"keywords": ("inks",), "kind": "atom"}, {"keywords": ("Inks", "pens")}],
        ["inks", "pens"],
    ),
    ("remark", [{"remark": "One.", "kind": "atom"}, {"remark": "Two.\nOne."}], "One.\nTwo."),
    (
        "files",
        [{"files": ("a.pdf",), "kind": "atom"}, {"files": ("b.pdf", "a.pdf")}],
        ["a.pdf", "b.pdf"],
    ),
    (
        "links",
        [
            {"links": (Link("https://a.org", "code"),), "kind": "atom"},
            {"links": (Link("https://a.org", "project"), Link("https://b.org", "project"))},
        ],
        [["https://a.org", "code"], ["https://b.org", "project"]],
    ),
]


@pytest.mark.parametrize(("field", "records", "value"), CASES, ids=[case[0] for case in CASES])
def test_what_counts(field: str, records: list[dict[str, Any]], value: Any) -> None:
    made = [told(number, **one) for number, one in enumerate(records, 1)]
    assert describe(made).get(field) == value
    assert describe(made[::-1]).get(field) == value


def test_what_is_out_of_sight_counts_only_where_nothing_else_does() -> None:
    gone = told(1, "Gone", authors=("A", "B"), doi="10.1000/gone", is_in_force=False)
    assert describe([gone, told(2)]) == {"title": "Inks"}
    assert describe([gone]) == gone.said


def test_the_reader_beats_all() -> None:
    records = [told(1, authors=("A", "B"), doi="10.1000/one", has_more_authors=True), told(2)]
    corrections = {"title": "Pens", "authors": ["C"], "doi": None}
    assert describe(records, corrections) == {"title": "Pens", "authors": ["C"], "author_count": 1}


def test_remembered_numbers_count_by_their_day() -> None:
    remembered = [("2024-05-27", 5, None)]
    assert describe([told(1, upvotes=9, comments=1)], None, remembered) == {
        "title": "Inks",
        "upvotes": 5,
        "comments": 1,
    }
    assert describe([told(1, upvotes=9, day="2024-05-28")], None, remembered)["upvotes"] == 9


def test_the_document_has_each_rule() -> None:
    """docs/description.md says the same as the program."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", DOCUMENT.read_text(), re.MULTILINE))
    assert rows == {name: rule.words for name, rule in RULES.items()}
    assert set(RULES) == set(FIELDS)
