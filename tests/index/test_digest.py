"""The digest: which papers it names in which order, and its forms as others read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from recto.index import Library, RectoError, cells
from recto.index.digest.gathering import first_day
from recto.index.digest.wording import fit
from recto.index.paper import Record
from recto.index.store.imports import Source, next_import, take_in

if TYPE_CHECKING:
    from recto.index.digest.gathering import Digest

NOW = datetime(2024, 5, 28, 7, 30, tzinfo=timezone(timedelta(hours=2)))
"""Long before these tests are run, so that whatever they add is new."""

SENTENCE = "We show that this holds for every network. "


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "recto", seeds=False) as library:
        yield library


def page(library: Library, name: str, *papers: str | Record, day: str = "2024-05-27") -> None:
    """Take in a page of a day; `Title=3` is a paper with upvotes."""
    records = []
    for rank, paper in enumerate(papers, 1):
        if isinstance(paper, Record):
            records.append(paper)
            continue
        title, _, upvotes = paper.partition("=")
        number = int(upvotes) if upvotes else None
        records.append(Record(title, f"About {title}.", rank, rank, upvotes=number))
    with library._store.database.transaction():
        number = next_import(library._store)
        take_in(library._store, [Source(name, f"{name} {number}", records, day)], number)


def told(digest: Digest) -> dict[str, list[str]]:
    """Return the titles of each section, those without an abstract in parentheses."""
    return {
        section.kind: [
            f"({item.paper.title})" if item.is_repeated else item.paper.title
            for item in section.items
        ]
        for section in digest.sections
    }


def test_new_papers_come_by_upvotes_then_pages_then_rank(empty: Library) -> None:
    page(empty, "one", "Third", "Second", "Fourth", "First=2", "Zeroth=9")
    page(empty, "two", "Other", "Second")
    assert told(empty.digest(now=NOW))["new"] == [
        "Zeroth",
        "First",
        "Second",
        "Third",
        "Other",
        "Fourth",
    ]


def test_papers_on_several_pages_are_named_again_without_their_abstract(empty: Library) -> None:
    page(empty, "one", "A", "B", "C", "D")
    page(empty, "two", "D", "B", "E")
    page(empty, "three", "D")
    page(empty, "three", "D", "C", "E")
    digest = empty.digest(now=NOW)
    assert told(digest)["several"] == ["(D)", "(B)", "(C)", "(E)"]
    assert [section.total for section in digest.sections] == [5, 4]
    assert told(empty.digest(now=NOW, top=1)) == {"new": ["D"], "several": ["(D)"]}
    text = empty.digest(now=NOW).text()
    assert text.count("About D.") == 1
    assert text.count("on 3 pages") == 2


def test_what_is_named_first_further_down_has_its_abstract_there(empty: Library) -> None:
    page(empty, "one", "A=9", "B")
    page(empty, "two", "B")
    assert told(empty.digest(now=NOW, top=1)) == {"new": ["A"], "several": ["B"]}


def test_a_removed_page_counts_no_more(empty: Library) -> None:
    page(empty, "one", "A", "B")
    page(empty, "two", "A", "C")
    empty.remove_source("two")
    assert told(empty.digest(now=NOW)) == {"new": ["A", "B"]}


def test_rising_papers_are_told_where_there_is_a_history(empty: Library) -> None:
    page(empty, "one", "Slow=1", "Fast=1", "Falling=5", day="2024-05-24")
    assert "rising" not in told(empty.digest(now=NOW))
    page(empty, "one", "Slow=4", "Fast=11", "Falling=4", day="2024-05-28")
    digest = empty.digest(now=NOW)
    assert told(digest)["rising"] == ["(Fast)", "(Slow)"]
    assert "+2.5 upvotes a day" in digest.text()
    assert digest.as_json()["rising"]["papers"][1]["upvotes_per_day"] == 0.75


def test_what_rose_long_ago_is_no_news(empty: Library) -> None:
    page(empty, "one", "Old=1", day="2024-05-01")
    page(empty, "one", "Old=9", day="2024-05-02")
    later = datetime.now(UTC) + timedelta(days=30)
    assert empty.digest("7d", now=later).is_empty
    # A page of yesterday that comes in today is news of today.
    assert "rising" in told(empty.digest("60d", now=later))
    page(empty, "one", "Young=1", "Old", day="2024-05-20")
    assert "rising" not in told(empty.digest("60d", now=later))


def test_what_came_earlier_is_not_new_and_nothing_new_is_empty(empty: Library) -> None:
    page(empty, "one", "A")
    later = datetime.now(UTC) + timedelta(days=30)
    digest = empty.digest(now=later)
    assert (digest.is_empty, digest.sections) == (True, ())
    assert not empty.digest("60d", now=later).is_empty


def test_a_query_bounds_every_section(empty: Library) -> None:
    page(empty, "one", "Sparse nets=1", "Dense nets=1", day="2024-05-26")
    page(empty, "two", "Sparse nets=3", "Dense nets=2")
    assert told(empty.digest(query="sparse", now=NOW)) == {
        "new": ["Sparse nets"],
        "several": ["(Sparse nets)"],
        "rising": ["(Sparse nets)"],
    }
    assert told(empty.digest(query="upvotes:>2", now=NOW))["new"] == ["Sparse nets"]
    # A list shows what has most of the words; a letter about it would be none that was asked for.
    assert empty.digest(query="sparse marsupials", now=NOW).is_empty


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("7d", date(2024, 5, 21)),
        ("0d", date(2024, 5, 28)),
        ("2w", date(2024, 5, 14)),
        ("1M", date(2024, 4, 28)),
        ("9999y", date(1, 1, 1)),
        ("2024-05-01", date(2024, 5, 1)),
        ("2024/5", date(2024, 5, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024-02-01..", date(2024, 2, 1)),
    ],
)
def test_since_is_read_as_in_a_query(since: str, day: date) -> None:
    assert first_day(since, NOW) == day


@pytest.mark.parametrize(
    "since", ["", "abc", "7", "7x", ">7d", "<2024", "..2024", "2023..2024", "2024-02-31", "0000"]
)
def test_what_is_no_time_is_a_sentence(empty: Library, since: str) -> None:
    with pytest.raises(RectoError, match="is no time to begin at"):
        empty.digest(since)


def test_the_json_has_every_key_though_a_section_is_empty(empty: Library) -> None:
    page(empty, "one", "A=1")
    told = json.loads(json.dumps(empty.digest(query=" a ", now=NOW).as_json()))
    assert list(told) == ["since", "now", "query", "new", "several", "rising"]
    assert (told["since"], told["now"]) == ("2024-05-21", "2024-05-28T07:30:00+02:00")
    assert told["several"] == told["rising"] == {"total": 0, "papers": []}
    (paper,) = told["new"]["papers"]
    (listed,) = empty.rows(empty.listing("").pids)
    assert paper == {**listed.as_json(), "upvotes_per_day": None}


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
    lines = digest.text().split("\n")
    assert [line for line in lines if cells(line) > 72 and line.split() != [ADDRESS]] == []
    assert lines.count(f"  {ADDRESS}") == len(HOSTILE)
    assert "  https://arxiv.org/abs/2405.00001" in lines
    assert "http://" not in digest.text()
    assert "ℝⁿˣᵏ and Pose" in lines
    assert "Zoë <i>, B, C and 1 more" in digest.text()
    for item in digest.sections[0].items:
        assert f"\n  {item.paper.id}" in digest.text()


def test_the_page_runs_nothing_and_fetches_nothing(hostile: Library) -> None:
    page = Elements(hostile.digest(query="-marsupials <b>", now=NOW).text("html"))
    assert page.open == []
    assert page.tags <= TAGS
    assert page.attributes.isdisjoint({"src", "background", "onload", "onclick"})
    assert all(url.startswith("https://") for url in page.links)
    assert "url(" not in page.source
    assert "@import" not in page.source
    assert "https://huggingface.co/papers?q=1.+list" in page.links
    assert "https://arxiv.org/abs/2405.00005" in page.links
    assert page.headings[0].startswith("Papers since 21 May 2024 for “-marsupials <b>”")
    assert set(HOSTILE[:2]) <= set(page.headings)


TAGS = {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "p", "a", "code"}


class Elements(HTMLParser):
    """What a page is made of."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.headings: list[str] = []
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag in ("h1", "h3"):
            self.headings.append("")
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"h1", "h3"} & set(self.open):
            self.headings[-1] += data


def test_markdown_shows_titles_as_they_are(hostile: Library) -> None:
    written = hostile.digest(now=NOW).text("markdown")
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
        empty.digest(now=NOW).text("pdf")


def test_the_same_moment_gives_the_same_letter(hostile: Library) -> None:
    one, two = hostile.digest(now=NOW), hostile.digest(now=NOW)
    assert one.message(["a@example.org"]) == two.message(["a@example.org"])
