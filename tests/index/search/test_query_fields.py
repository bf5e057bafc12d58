"""Fields as people write them: authors in every form, arXiv's names, and fields there are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from recto.index import Library
from recto.index.search.query.nodes import NOTHING, And, Filter
from recto.index.search.query.query import Query

from ..support.importing import add_page, made_up

AUTHORS = {
    "Convolution": ("Yann LeCun", "Yoshua Bengio"),
    "Energy": ("Yann A. LeCun", "Michael Bauer"),
    "Pens": ("Sean O'Brien", "Jörg Müller"),
    "Nibs": ("J. Mueller", "Søren Kjær"),
    "Inks": ("Xuefeng Xue", "Daniel Weiß", "Fei-Fei Li"),
    "Blots": ("Yan Second", "Ann LeCun"),
}


@pytest.fixture
def named(empty: Library) -> Iterator[Library]:
    add_page(empty, "a.bib", *(made_up(t, "Text.", authors=a) for t, a in AUTHORS.items()))
    empty.index.rebuild()
    yield empty


def titles(library: Library, text: str, *, typing: bool = False) -> set[str]:
    return {hit.paper.title for hit in library.search(text, typing=typing).hits}


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('"LeCun, Y."', {"Convolution", "Energy"}),
        ('"LeCun, Yann"', {"Convolution", "Energy"}),
        ('"Y. LeCun"', {"Convolution", "Energy"}),
        ('"LeCun Y"', {"Convolution", "Energy"}),
        ("LeCun_Y", {"Convolution", "Energy"}),
        ('"yann lecun"', {"Convolution", "Energy"}),
        ('"yann bengio"', set()),
        ("lecun", {"Convolution", "Energy", "Blots"}),
        ("obrien", {"Pens"}),
        ("O'Brien", {"Pens"}),
        ("mueller", {"Pens", "Nibs"}),
        ("Müller", {"Pens", "Nibs"}),
        ('"Mueller, Joerg"', {"Pens"}),
        ("soeren", {"Nibs"}),
        ("Søren", {"Nibs"}),
        ("weiss", {"Inks"}),
        ("weiß", {"Inks"}),
        ('"feifei li"', set()),
        ("fei-fei", {"Inks"}),
        ("baur", set()),
        ("michal", set()),
        ("xufeng", set()),
    ],
)
def test_an_author_is_found_in_every_form(
    named: Library, asked: str, found: set[str], typing: bool
) -> None:
    assert titles(named, f"author:{asked}", typing=typing) == found
    if not typing:
        assert titles(named, f"au:{asked} text") == found


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("#ml/pruning", "tag", "ml/pruning"),
        ("au:hinton", "author", "hinton"),
        ("cat:cs.LG", "cat", "cs.LG"),
        ("jr:nature", "venue", "nature"),
        ("kw:inks", "keyword", "inks"),
    ],
)
def test_short_names_are_fields(text: str, name: str, value: str) -> None:
    assert Query.parse(text).root == And((Filter(name, value),))


def test_arxiv_s_fields_of_text_are_scopes() -> None:
    assert Query.parse("ti:a").root == Query.parse("title:a").root
    assert Query.parse('abs:"a b"').root == Query.parse('abstract:"a b"').root


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("titel:ink", "titel: is no field; did you mean title:?"),
        ("authors:>x", "“authors:>x” finds nothing: authors: takes a number, such as authors:>3."),
        ("auth:hinton", "auth: is no field; did you mean author:?"),
        ("tags:ml", "tags: is no field; did you mean tag:?"),
        ("foo:bar", "foo: is no field; in quotation marks it is searched as words."),
        ('titel:"of ink"', "titel: is no field; did you mean title:?"),
        ("ink -titel:x", "titel: is no field; did you mean title:?"),
        ("ink OR titel:x", "titel: is no field; did you mean title:?"),
        ("is:starred", "did you mean is:bookmarked?"),
        (
            "is:zzz",
            "is: takes bookmarked, read, unread, queued, done, rejected, new, mine or private.",
        ),
        ("has:notes", "did you mean has:note?"),
        ("year:abc", "year: takes a date"),
    ],
)
def test_what_is_no_field_or_value_finds_nothing_and_is_said(
    named: Library, text: str, hint: str, typing: bool
) -> None:
    query = Query.parse(text, typing=typing)
    assert query.root == And((NOTHING,))
    assert hint in query.hints[0]
    found = named.search(text, typing=typing)
    assert (found.total, found.hints, found.suggestion) == (0, query.hints, None)


@pytest.mark.parametrize("text", ["is:", "is:boo", "year:", "year:20", "year:>", "date:2024-0"])
def test_what_may_still_become_a_value_is_waited_for(text: str) -> None:
    query = Query.parse(text, typing=True)
    assert (query.hints, query.root == And((NOTHING,))) == ((), False)


@pytest.mark.parametrize(
    "text",
    [
        "BERT: Pre-training of Deep Bidirectional Transformers",
        "BERT:Pre-training",
        "https://example.com/a:b",
        "bert:pre-training of deep bidirectional transformers",
        "ratio 3:1",
    ],
)
def test_a_colon_in_a_title_or_an_address_makes_no_field(text: str) -> None:
    query = Query.parse(text)
    assert query.hints == ()
    assert len(query.words) >= 2
