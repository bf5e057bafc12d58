"""Filters answered by the lists of the index: the same papers as SQLite and the long rows tell."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.search.filtering.filters import Filters
from recto.index.search.query.nodes import Filter, Node, Range
from recto.index.search.query.query import Query
from recto.index.search.retrieval.field_lists import papers_with
from recto.index.store.listings import Listings

from ..support.on_disk import store_of

NAME_WORD = "author's word"
"""What filters by authors ask the index for."""

NAMES = (
    *("J. Mueller", "Jörg Müller", "Yann A. LeCun", "Sean OBrien"),
    *("Geoffrey Hinton", "Yann LeCun", "José García", "Fei-Fei Li", "Liang Lin", "C. L. P. Chen"),
    *("Conan O'Brien", "Lin Li", "Łukasz Kaiser", 'Ann "Bo" Lee', "李飞飞", "Jean\\Paul", "J_K X"),
)
VENUES = ("Journal of Graphs", "Proc. of the Learning Conference", "Graphs & Learning's End", "")
CATEGORIES = ("cs.LG", "cs.CL", "CS.cv", "math.AG", "hep-th", "cs")
TYPES = ("article-journal", "paper-conference", "Thesis", "article", "book")
LINKS = (
    "[]",
    '[["https://github.com/a/b","code"]]',
    '[["https://a.org/\\"code\\"]","project"]]',
    '[["https://a.org","project"],["https://github.com/c","code"]]',
)
YEARS = (None, "2021", "2022-07", "2022-07-05", "1999-01-01", "--05-03")


@pytest.fixture(scope="module")
def library(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("fields") / "recto"
    shutil.copytree(seeded, path)
    chance = random.Random(4)
    with Library.open(path) as opened:
        with store_of(opened) as store, store.database.transaction():
            execute = store.database.execute
            for (rowid,) in store.database.rows("SELECT pid FROM papers"):
                details = {
                    "venue": chance.choice(VENUES),
                    "type": chance.choice(TYPES),
                    "categories": chance.sample(CATEGORIES, chance.randint(0, 3)),
                    "keywords": chance.sample(VENUES, chance.randint(0, 3)),
                }
                told = json.dumps({k: v for k, v in details.items() if v and chance.random() < 0.7})
                authors = json.dumps(
                    chance.sample(NAMES, chance.randint(0, 4)),
                    ensure_ascii=chance.random() < 0.3,
                    separators=(",", ":"),
                )
                texts = (told, authors, chance.choice(LINKS), rowid)
                execute("UPDATE texts SET details=?, authors=?, links=? WHERE pid=?", texts)
                execute("UPDATE papers SET published=? WHERE pid=?", (chance.choice(YEARS), rowid))
            execute("UPDATE papers SET rev = ?", (store.next_rev(),))
        opened.index.refresh()
        yield opened


def leaves(chance: random.Random, number: int) -> Iterator[Node]:
    """Yield what people may ask of these fields, as they type it."""
    for _ in range(number):
        field = chance.choice(("author", "venue", "keyword", "cat", "type", "year"))
        if field == "year":
            low, high = sorted(chance.sample(range(1998, 2024), 2))
            value = chance.choice((f"{low}", f"{low}..{high}", f"{low}..", f"..{high}", f">{low}"))
        else:
            given = {"author": NAMES, "cat": CATEGORIES, "type": TYPES}
            text = chance.choice(given.get(field, VENUES))
            pieces = text.split()
            start = chance.randrange(len(pieces) or 1)
            value = " ".join(pieces[start : start + chance.randint(1, 3)]).replace('"', "")
            value = value[: chance.randint(1, 12)] or "x"
            value = f'"{value}"' if " " in value else value + chance.choice(("", "", "*"))
        for node in Query.parse(f"{field}:{value}").root.nodes:
            if isinstance(node, Filter | Range):
                yield node


def test_lists_and_long_rows_tell_the_same(library: Library) -> None:
    with store_of(library) as store:
        as_before = Filters(store, Listings(store))
        found = 0
        for leaf in leaves(random.Random(2), 400):
            wanted = as_before.members(leaf)
            assert library.index.filters.members(leaf) == wanted, leaf
            found += bool(wanted.rowids)
        assert found > 150


@pytest.mark.parametrize("text", ["has:code", "has:link", "has:l", "has:co", "-has:code"])
def test_links_are_a_list_of_the_index(library: Library, text: str) -> None:
    wanted = set()
    for paper in library.rows(library.listing("").rowids):
        kinds = {link.kind for link in paper.links}
        is_meant = {
            "has:code": "code" in kinds,
            "has:link": bool(kinds),
            "has:l": bool(kinds),
            "has:co": "code" in kinds or bool(paper.comments),  # which may become `has:comments`
            "-has:code": "code" not in kinds,
        }
        if is_meant[text]:
            wanted.add(paper.rowid)
    assert 0 < len(wanted) < len(library.listing("").rowids)
    typing = text in ("has:l", "has:co")
    assert set(library.listing(text, typing=typing).rowids) == wanted
    assert library.index.finder.papers_with(Filter("has", "code")) is not None


def test_the_index_answers_all_of_them(library: Library) -> None:
    asked = [leaf for leaf in leaves(random.Random(3), 90) if isinstance(leaf, Filter | Range)]
    # A name is put together of its words, which the index is asked for.
    asked = [leaf for leaf in asked if leaf.name != "author"]
    asked += [
        Filter(NAME_WORD, word, is_begun) for word in ("lin", "x") for is_begun in (False, True)
    ]
    answered = [library.index.finder.papers_with(leaf) for leaf in asked]
    assert len(answered) > 50
    assert None not in answered


def test_an_index_that_is_behind_is_not_asked(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "recto"
    shutil.copytree(library.locations.data, path)
    leaf = Filter(NAME_WORD, "hinton")
    with Library.open(path) as other:
        before = other.index.finder.papers_with(leaf)
        assert before
        other.index.most_at_once = 0
        other.add_text("a", b'{"title": "Wombats", "authors": ["Geoffrey Hinton"]}\n')
        assert other.index.finder.papers_with(leaf) is None
        found = other.index.filters.members(leaf).rowids
        assert len(found) == len(before) + 1
        other.index.refresh()
        assert other.index.finder.papers_with(leaf) == found


def test_what_is_shown_of_a_paper_reaches_the_index(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "recto"
    shutil.copytree(library.locations.data, path)
    with Library.open(path) as other:
        other.add_text("a", b'{"title": "Wombats dig", "abstract": "Long burrows."}\n')
        (paper,) = other.search("wombats").hits
        before = other.index.finder.papers_with(Filter(NAME_WORD, "quokka"))
        assert before == frozenset()
        for fact, value, leaf in (
            ("authors", ["Ann Quokka"], Filter(NAME_WORD, "quokka")),
            ("venue", "Quokka Letters", Filter("venue", "quokka")),
            ("published", "1987", Range("year", "1987", "1988")),
            ("links", [["https://github.com/wombat/digs", "code"]], Filter("has", "code")),
        ):
            assert paper.paper.rowid not in (other.index.finder.papers_with(leaf) or ())
            other.corrections.edit(paper.paper.id, {fact: value})
            other.index.refresh()
            found = other.index.finder.papers_with(leaf)
            assert found is not None
            assert paper.paper.rowid in found


def test_what_says_nothing_of_words_leaves_the_index_as_it_is(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "recto"
    shutil.copytree(library.locations.data, path)
    with Library.open(path) as other:
        other.add_text("a", b'{"title": "Wombats dig", "abstract": "Burrows.", "upvotes": 1}\n')
        assert other.index.state() == "ready"
        other.index.most_at_once = 0
        other.add_text("b", b'{"title": "Wombats dig", "abstract": "Burrows.", "upvotes": 7}\n')
        assert other.search("wombats").hits[0].paper.upvotes == 7
        assert other.index.state() == "ready"


def test_other_filters_are_not_for_the_index(library: Library) -> None:
    reader = library.index.finder.ask_reader(lambda opened, _: opened, wait=True)
    for leaf in (Filter("tag", "ml"), Filter("is", "read"), Range("date", "2021", "2022-05")):
        assert papers_with(reader, leaf) is None
