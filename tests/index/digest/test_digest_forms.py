"""The digest as text, HTML, Markdown and JSON, as others read them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from markdown_it import MarkdownIt
from recto.index import Library, RectoError, cells, digest_message, digest_text
from recto.index.digest.wording import fit
from recto.index.paper import Record

from ..support.shown_page import ShownPage
from .dated_pages import NOW, page

SENTENCE = "We show that this holds for every network. "


def test_the_json_has_every_key_though_a_section_is_empty(empty: Library) -> None:
    page(empty, "one", "A=1")
    told = json.loads(json.dumps(empty.digest(query=" a ", now=NOW).as_json()))
    assert list(told) == ["since", "now", "query", "new", "several", "rising"]
    assert (told["since"], told["now"]) == ("2024-05-21", "2024-05-28T07:30:00+02:00")
    assert told["several"] == told["rising"] == {"total": 0, "papers": []}
    (paper,) = told["new"]["papers"]
    (listed,) = empty.rows(empty.listing("").rowids)
    assert paper == {**listed.as_json(), "upvotes_per_day": None, "why": []}


@pytest.mark.parametrize(
    ("text", "fitted"),
    [
        ("Short.", "Short."),
        ("x" * 40, "x" * 40),
        ("One sentence of words. Another one of words.", "One sentence of words. […]"),
        ("One. Another sentence that goes on and on.", "One. Another sentence that goes on and…"),
        ("Shown by Tan et al. In this paper we go on.", "Shown by Tan et al. In this paper we go…"),
        ("Is it so that it ends here? (We think it is.)", "Is it so that it ends here? […]"),
        ("x" * 50, "x" * 39 + "…"),
        ("日本語の文がここで終わります。" * 4, "日本語の文がここで終わります。" * 2 + " […]"),
    ],
)
def test_an_abstract_is_cut_at_the_end_of_a_sentence_or_a_word(text: str, fitted: str) -> None:
    assert fit(text, 40) == fitted


HOSTILE = (
    "<script>alert(1)</script> & \"q\" <img src='https://evil.example/x.png'>",
    "![x](https://evil.example/y.png) [a](javascript:x) *b* `c` | #1",
    "日本語のとても長いタイトル" * 12,
    "https://example.org/" + "unbroken" * 60,
    "R^{n times k} and \\textbf{Pose}",
    "1. list",
)


ADDRESS = "https://github.com/a/" + "long-name-" * 9


@pytest.fixture
def hostile(empty: Library) -> Library:
    abstract = f"<b>{SENTENCE}</b>" + SENTENCE * 20
    records = [
        Record(
            title,
            f"{abstract} {ADDRESS} http://example.org/plain",
            rank,
            rank,
            authors=("Zoë <i>", "B", "C", "D"),
            arxiv_id=f"2405.{rank:05}" if rank % 2 else None,
        )
        for rank, title in enumerate(HOSTILE, 1)
    ]
    records.append(Record("Named bare", "", 7, 7))
    records.append(Record("Begins so", "- a dash. # And more of it.", 8, 8))
    page(empty, "hostile", *records)
    return empty


def test_the_text_keeps_to_72_columns_and_addresses_whole(hostile: Library) -> None:
    digest = hostile.digest(now=NOW)
    lines = digest_text(digest).split("\n")
    assert [line for line in lines if cells(line) > 72 and line.split() != [ADDRESS]] == []
    assert lines.count(f"  {ADDRESS}") == len(HOSTILE)
    assert "  https://arxiv.org/abs/2405.00001" in lines
    assert "http://" not in digest_text(digest)
    assert "ℝⁿˣᵏ and Pose" in lines
    assert "Zoë <i>, B, C and 1 more" in digest_text(digest)
    for item in digest.sections[0].items:
        assert f"\n  {item.paper.id}" in digest_text(digest)


def test_the_page_runs_nothing_and_fetches_nothing(hostile: Library) -> None:
    source = digest_text(hostile.digest(query="-marsupials <b>", now=NOW), "html")
    page = ShownPage(source)
    headings = page.headings("h1", "h3")
    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes.isdisjoint({"src", "background", "onload", "onclick"})
    assert all(url.startswith("https://") for url in page.addresses)
    assert "url(" not in source
    assert "@import" not in source
    assert "https://huggingface.co/papers?q=1.+list" in page.addresses
    assert "https://arxiv.org/abs/2405.00005" in page.addresses
    assert headings[0].startswith("Papers since 2024-05-21 for “-marsupials <b>”")
    assert set(HOSTILE[:2]) <= set(headings)


TAGS = {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "p", "a", "code"}


def test_markdown_shows_titles_as_they_are(hostile: Library) -> None:
    written = digest_text(hostile.digest(now=NOW), "markdown")
    tokens: list[Any] = [
        child
        for token in MarkdownIt("commonmark").parse(written)
        for child in (token.children or [token])
    ]
    texts = [token.content for token in tokens if token.type == "text"]
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[5], "- a dash. # And more of it."} <= set(texts)
    assert {token.type for token in tokens}.isdisjoint({"image", "html_inline", "html_block"})
    links = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    assert all(link.startswith("https://") for link in links)
    assert {"https://arxiv.org/abs/2405.00001", ADDRESS} <= set(links)
    assert sum(token.type == "list_item_open" for token in tokens) == len(HOSTILE) + 2


def test_a_form_that_is_none_is_a_sentence(empty: Library) -> None:
    with pytest.raises(RectoError, match="'pdf' is none"):
        digest_text(empty.digest(now=NOW), "pdf")


def test_the_same_moment_gives_the_same_letter(hostile: Library) -> None:
    one, two = hostile.digest(now=NOW), hostile.digest(now=NOW)
    assert digest_message(one, ["a@example.org"]) == digest_message(two, ["a@example.org"])
