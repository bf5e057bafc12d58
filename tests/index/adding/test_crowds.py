"""Titles that hundreds of papers share: the rule holds of them as of all others."""

from __future__ import annotations

import json
import random

import pytest
from recto.index import Library
from recto.index.adding import crowds, parts
from recto.index.database import turns
from recto.index.identity.partition import CROWD
from recto.index.store.store import Store

from ..records.nasty_records import assert_is_grouped
from ..support.importing import add_page, made_up

MANY = CROWD + 20


@pytest.fixture(autouse=True)
def soon_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few papers are a crowd already."""
    monkeypatch.setattr(crowds, "_MANY", CROWD + 1)


def author(number: int) -> str:
    """Return a name whose family no other number has."""
    return f"Ann F{'bcdfghjklm'[number % 10] * (number // 10 + 1)}"


def test_a_record_among_hundreds_of_one_title_finds_its_paper(store: Store) -> None:
    named = [
        made_up("Introduction", authors=(author(number),), doi=f"10.1000/{number}")
        for number in range(MANY)
    ]
    assert add_page(store, "a.bib", *named).new == MANY
    again = [one._replace(doi=None, published="2020") for one in named[:20]]
    nameless = [made_up("introduction", published=year) for year in ("2001", "2001", "2015")]
    by_doi = made_up("Another Title", doi="10.1000/7")
    chance = random.Random(1)
    more = [*again, *nameless, by_doi]
    chance.shuffle(more)
    # What is nameless could be any of them: the two that say the same are one.
    assert add_page(store, "b.bib", *more).new == 2
    assert_is_grouped(store)


def test_crowds_are_found_within_one_page_too(store: Store) -> None:
    twins = [made_up("Introduction", authors=(author(number),)) for number in range(MANY)]
    page = [one for twin in twins for one in (twin, twin._replace(published="2020"))]
    page += [one._replace(abstract="Once more.") for one in twins]
    page += [made_up(f"Filler {number}") for number in range(1000)]
    page += [one._replace(published="2021") for one in twins]
    assert add_page(store, "a.bib", *page).new == MANY + 1000
    assert_is_grouped(store)


def test_what_others_add_to_a_crowd_between_two_parts_is_found(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(number: int, year: int) -> str:
        told = {"title": "Introduction", "authors": [author(number)], "published": f"{year}"}
        return json.dumps(told) + "\n"

    monkeypatch.setattr(parts, "PART", 60)
    monkeypatch.setattr(parts, "TOGETHER", 30)
    monkeypatch.setattr(turns, "_TURN", 0)
    before = library.counts().all
    last = MANY + 300
    turn = 0
    with Library.open(library.locations.data) as other:

        def add_to_it() -> None:
            nonlocal turn
            turn += 1
            if turn == 4:  # the crowd is known by then
                other.add_text("other", line(last - 1, 2001).encode())

        monkeypatch.setattr(parts, "wait_turn", add_to_it)
        text = "".join(line(number, 2002) for number in range(last))
        added = library.add_text("large.jsonl", text.encode())
    assert added.error is None
    assert turn > 4
    assert library.counts().all == before + last
    with Library.open(library.locations.data) as other:
        assert_is_grouped(other._context.store)
