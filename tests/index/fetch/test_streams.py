"""Sources without days: queries, searches and feeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, View
from recto.index.fetch.answers import Validators
from recto.index.fetch.client import Client
from recto.index.fetch.follows import Follow
from recto.index.fetch.streams import ask_stream
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import ENTRY, daily, feed, moment, pages_of
from .world import rss as arxiv_feed

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
    starts: list[int] = []

    def query(request: Request) -> Response:
        asked.append(request.args["search_query"])
        assert request.args["sortBy"] == "submittedDate"
        start, most = int(request.args["start"]), int(request.args["max_results"])
        assert most == 200
        starts.append(start)
        shown = papers[start : start + most]
        return feed(*map(ENTRY.format, shown), total=len(papers))

    httpserver.expect_request("/api/query").respond_with_handler(query)
    served.following.follow('arxiv:"graph neural"', "arxiv:au:hinton")
    next(later)
    assert [one.new for one in served.following.fetch()] == [2, 0]
    assert sorted(asked) == ['all:"graph neural"', "au:hinton"]
    next(later)
    assert [one.days for one in served.following.fetch()] == [(), ()]
    papers[:0] = [f"2611.1{number:04}" for number in range(450)]
    next(later)
    starts.clear()
    outcomes = served.following.fetch()
    assert sum(one.new for one in outcomes) == 450
    assert starts == [0, 200, 400] * 2  # until a page has what is known
    assert pages_of(served)['arxiv:"graph neural"/2026-11-20'] == sorted(papers[:450])
    assert {one.standing.state for one in outcomes} == {"fresh"}
    assert {day.left_out for one in outcomes for day in one.days} == {0}


def test_of_a_query_with_too_many_papers_it_is_said_how_many_are_left_out(
    served: Library, httpserver: HTTPServer, later: Iterator[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.index.fetch.streams._TOGETHER", 2)
    monkeypatch.setattr("recto.index.fetch.streams._MOST_FOUND", 4)
    papers = [f"2611.1{number:04}" for number in range(9)]

    def query(request: Request) -> Response:
        start = int(request.args["start"])
        return feed(*map(ENTRY.format, papers[start : start + 2]), total=len(papers))

    httpserver.expect_request("/api/query").respond_with_handler(query)
    served.following.follow("arxiv:au:hinton")
    next(later)
    (outcome,) = served.following.fetch()
    (day,) = outcome.days
    assert (day.new, day.left_out) == (4, 5)


@pytest.mark.parametrize("at", [0, 2])
def test_a_page_of_a_query_with_papers_missing_is_not_believed(
    served: Library,
    httpserver: HTTPServer,
    later: Iterator[str],
    monkeypatch: pytest.MonkeyPatch,
    at: int,
) -> None:
    monkeypatch.setattr("recto.index.fetch.streams._TOGETHER", 2)
    papers = [f"2611.1{number:04}" for number in range(5)]

    def query(request: Request) -> Response:
        start = int(request.args["start"])
        shown = papers[start : start + 2] if start != at else []
        return feed(*map(ENTRY.format, shown), total=len(papers))

    httpserver.expect_request("/api/query").respond_with_handler(query)
    served.following.follow("arxiv:au:hinton")
    next(later)
    (outcome,) = served.following.fetch()
    assert (outcome.new, outcome.standing.state) == (0, "failed")
    assert f"of 2 from {at + 1} on 0 came" in outcome.standing.sentence
    assert not served.listing("").rowids


def test_a_feed_of_arxiv_brings_no_replacements(
    served: Library, httpserver: HTTPServer, later: Iterator[str]
) -> None:
    kinds = ("new", "cross", "replace", "replace-cross")
    items = [(f"2611.0000{number}", kind) for number, kind in enumerate(kinds)]
    httpserver.expect_request("/rss/cs.LG").respond_with_response(
        arxiv_feed(date(2026, 11, 18), *items)
    )
    served.following.follow(httpserver.url_for("/rss/cs.LG"))
    next(later)
    (outcome,) = served.following.fetch()
    assert outcome.new == 2
    assert sorted(*pages_of(served).values()) == ["2611.00000", "2611.00001"]


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


@pytest.mark.parametrize("names", [("/f", "/f/g"), ("/f/g", "/f")])
def test_feeds_below_each_other_have_their_own_papers(
    names: tuple[str, str], served: Library, httpserver: HTTPServer, later: Iterator[str]
) -> None:
    papers = {"/f": ["2611.00001", "2611.00002"], "/f/g": ["2611.00001", "2611.00003"]}
    for path, ids in papers.items():
        httpserver.expect_request(path).respond_with_response(feed(*map(ENTRY.format, ids)))
    today = next(later)
    for path in names:
        served.following.follow(httpserver.url_for(path))
        served.following.fetch()
    found = pages_of(served)
    assert found == {f"{httpserver.url_for(path)}/{today}": ids for path, ids in papers.items()}


@pytest.mark.parametrize(
    ("name", "gate"),
    [("rss", "arxiv"), ("arxiv", "arxiv-pages"), ("huggingface", "huggingface"), ("", "host-*")],
)
def test_a_feed_of_a_service_is_asked_for_through_the_gate_of_the_service(
    name: str, gate: str, made_client: Callable[..., Client], httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request("/f").respond_with_response(feed())
    client = made_client()
    feed_host = f"http://127.0.0.1:{httpserver.port}"  # not the name that other services go by
    client.bases = client.bases._replace(**{name: feed_host} if name else {})
    assert ask_stream(client, Follow("feed", f"{feed_host}/f"), Validators(), lambda _: True)
    (path,) = (tmp_path / "gates").iterdir()
    assert path.match(f"{gate}.gate")
