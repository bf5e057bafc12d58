"""Whatever is fetched can also be saved and taken in as a file; what was no answer is named."""

from __future__ import annotations

import json
from datetime import date

import pytest
from recto.index import Library
from werkzeug import Request
from werkzeug.test import EnvironBuilder

from .archive import held
from .conftest import MovedClock
from .world import World, daily, daily_ids, ids_of, moment, rss

DAY = date(2026, 11, 19)
CROSSED, REPLACED = "2611.79900", "2611.12000"
LIST = [*ids_of(DAY), CROSSED, REPLACED]


def saved(world: World, url: str) -> bytes:
    """Return what curl would save of an answer."""
    path, _, query = url.partition("?")
    answer = world.answer(Request(EnvironBuilder(path, query_string=query).get_environ()))
    return bytes(answer.data)


@pytest.fixture
def world(clock: MovedClock) -> World:
    clock.at = moment(f"{DAY}T23:00")
    world = World(clock.now)
    world.archive.papers = held([DAY])
    world.feed = rss(DAY, *((id, "new") for id in ids_of(DAY)), (CROSSED, "cross"))
    return world


@pytest.mark.parametrize(
    ("url", "kind", "ids"),
    [
        ("/list/cs.LG/new", "html", [*ids_of(date(2026, 11, 20)), "2611.80900", "2611.13000"]),
        (f"/catchup/cs.LG/{DAY}?abs=True&page=1", "html", LIST),
        (f"/api/daily_papers?date={DAY}&limit=100&p=0", "json", daily_ids(DAY)),
        ("/api/query?id_list=2611.00001,2611.00002", "atom", ["2611.00001", "2611.00002"]),
        ("/rss/cs.LG", "atom", [*ids_of(DAY), CROSSED]),
        (
            f"/?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:LG&from={DAY}&until={DAY}",
            "oai",
            [one.id for one in held([DAY])],
        ),
    ],
)
def test_what_is_fetched_is_read_from_a_file_too(
    url: str, kind: str, ids: list[str], world: World, empty: Library
) -> None:
    report = empty.add_text("answer", saved(world, url))
    assert (report.error, report.problems, report.format) == (None, (), kind)
    papers = empty.rows(empty.listing("").rowids)
    assert sorted(str(paper.arxiv_id) for paper in papers) == sorted(ids)


@pytest.mark.parametrize("indent", [None, 1])
def test_so_is_a_search_of_hugging_face(indent: int | None, empty: Library) -> None:
    found = [{"paper": entry["paper"]} for entry in daily(DAY)]
    report = empty.add_text("answer", json.dumps(found, indent=indent).encode())
    assert (report.error, report.records, report.format) == (None, 2, "json")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"Rate exceeded.", "asked too often"),
        (b"We had to rate limit your IP (192.0.2.1). To continue, log in", "asked too often"),
        (b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", "a person"),
        (b"<html><head><title>Making sure you&#39;re not a bot!</title></head></html>", "a person"),
        (b"<html><body><div class='g-recaptcha'></div></body></html>", "a person"),
        (b"<html><head><title>502 Bad Gateway</title></head><body></body></html>", "error"),
        (b"upstream connect error or disconnect/reset before headers", "error message of a site"),
        (b'{"error": "Invalid date"}', "error answer: Invalid date"),
        (
            b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><entry>"
            b"<id>https://arxiv.org/api/errors#bad</id><title>Error</title>"
            b"<summary>incorrect id format for abc</summary></entry></feed>",
            "arXiv says: incorrect id format for abc",
        ),
        (
            b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' "
            b"xmlns:o='http://a9.com/-/spec/opensearch/1.1/'><o:totalResults>0</o:totalResults>"
            b"</feed>",
            "no entries",
        ),
    ],
)
def test_what_is_no_answer_is_named_for_what_it_is(
    answer: bytes, words: str, empty: Library
) -> None:
    report = empty.add_text("answer", answer)
    assert report.error is not None
    assert words in str(report.error)
    assert not empty.listing("").rowids
    assert not empty.counts().sources
