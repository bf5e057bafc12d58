"""Sources without days: queries, searches and feeds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, View
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, daily, feed, moment, pages_of

ITEM = """<item><title>{0}</title><link>https://journal.example/{1}</link>
<description>An abstract about {0}.</description></item>"""


def rss(*items: str) -> str:
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{''.join(items)}</channel></rss>"


@pytest.fixture
def later(clock: MovedClock) -> Iterator[str]:
    """Moments, a day and some hours after each other."""
    clock.at = moment("2026-11-18T09:00")

    def days() -> Iterator[str]:
        for number in range(18, 30):
            clock.at = moment(f"2026-11-{number}T09:00")
            yield f"2026-11-{number}"

    return days()


def test_a_query_brings_each_paper_once(
    served: Library, httpserver: HTTPServer, later: Iterator[str]
) -> None:
    papers = ["2611.00002", "2611.00001"]
    asked: list[str] = []

    def query(request: Request) -> Response:
        asked.append(request.args["search_query"])
        assert request.args["sortBy"] == "submittedDate"
        return feed(*map(ENTRY.format, papers[:100]), total=len(papers))

    httpserver.expect_request("/api/query").respond_with_handler(query)
    served.following.follow('arxiv:"graph neural"', "arxiv:au:hinton")
    next(later)
    assert [one.new for one in served.following.fetch()] == [2, 0]
    assert sorted(asked) == ['all:"graph neural"', "au:hinton"]
    next(later)
    assert [one.days for one in served.following.fetch()] == [(), ()]
    papers[:0] = [f"2611.1{number:04}" for number in range(150)]
    next(later)
    outcomes = served.following.fetch()
    assert sum(one.new for one in outcomes) == 100
    assert pages_of(served)['arxiv:"graph neural"/2026-11-20'] == sorted(papers[:100])
    assert {one.standing.state for one in outcomes} == {"fresh"}


def test_a_search_of_hugging_face_brings_each_paper_once(
    served: Library, httpserver: HTTPServer, later: Iterator[str]
) -> None:
    found = [{"paper": entry["paper"]} for entry in daily(date(2026, 11, 10))]

    def search(request: Request) -> Response:
        assert (request.args["q"], request.args["limit"]) == ("graph neural", "120")
        return Response(json.dumps(found), content_type="application/json")

    httpserver.expect_request("/api/papers/search").respond_with_handler(search)
    served.following.follow("hf:graph neural")
    for expected in (2, 0, 2):
        next(later)
        (outcome,) = served.following.fetch()
        assert outcome.new == expected
        if not expected:
            found += [{"paper": entry["paper"]} for entry in daily(date(2026, 11, 11))]


def test_a_feed_of_anybody_is_followed(
    served: Library, httpserver: HTTPServer, later: Iterator[str]
) -> None:
    items = [ITEM.format("A paper of a journal", 1), ITEM.format("Another paper of it", 2)]
    answers = [rss(*items), rss(*items), rss(ITEM.format("A third one of them", 3), *items)]
    answers += ["<html>Gone</html>", rss()]

    def answer(request: Request) -> Response:
        if request.headers.get("If-None-Match") == f'"{len(answers)}"':
            return Response(status=304)
        return Response(answers[0], headers={"ETag": '"4"'}, content_type="text/xml")

    httpserver.expect_request("/feed").respond_with_handler(answer)
    url = httpserver.url_for("/feed")
    served.following.follow(url)
    came = []
    while answers:
        next(later)
        served.news.pass_over(served.listing("").rowids)
        (outcome,) = served.following.fetch()
        came.append((outcome.new, outcome.standing.state))
        answers.pop(0)
    assert came == [(2, "fresh"), (0, "fresh"), (1, "fresh"), (0, "failed"), (0, "fresh")]
    assert not served.listing("", view=View("new")).rowids  # all of them were passed
    assert len(served.listing("").rowids) == 3
    assert f"{url}/2026-11-20" in pages_of(served)
