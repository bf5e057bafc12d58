"""The day of a category by arXiv's feed, where its list of the day cannot be had."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Outcome
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import World, ids_of, moment, pages_of, rss

NAME = "arxiv:cs.LG"
BEFORE, TODAY = date(2026, 11, 18), date(2026, 11, 19)
ITEMS = [
    *((id, "new") for id in ids_of(TODAY)[:2]),
    ("2611.79900", "cross"),
    (ids_of(BEFORE)[0], "replace"),
]


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    return world


@pytest.fixture
def followed(served: Library, world: World, clock: MovedClock) -> Library:
    """A library that has the list of the day before; today it is noon and there is a feed."""
    clock.at = moment(f"{BEFORE}T12:00")
    served.following.follow(NAME)
    served.following.fetch()
    clock.at = moment(f"{TODAY}T12:00")
    world.feed = rss(TODAY, *ITEMS)
    return served


def refused(status: int, **headers: str) -> Callable[[World, Request], Response | None]:
    def refuse(world: World, request: Request) -> Response | None:
        return Response(status=status, headers=headers) if "/list/" in request.path else None

    return refuse


def fetched(library: Library) -> Outcome:
    (outcome,) = library.following.fetch()
    return outcome


@pytest.mark.parametrize("status", [403, 404, 500])
def test_the_feed_stands_in_for_the_list_and_the_list_completes_it(
    status: int, followed: Library, world: World, clock: MovedClock
) -> None:
    world.incidents.append(refused(status))
    outcome = fetched(followed)
    (day,) = outcome.days
    assert (day.name, day.kind, day.new) == (f"{NAME}/{TODAY}", "provisional", 3)
    assert (outcome.error, outcome.standing.state) == (None, "fresh")
    assert "by arXiv's feed, not by its list" in outcome.standing.sentence
    came = [*ids_of(TODAY)[:2], "2611.79900"]
    assert pages_of(followed)[f"{NAME}/{TODAY}"] == sorted(came)
    (label,) = (one.label for one in followed.sources.days(NAME) if one.name.endswith(str(TODAY)))
    assert label == "provisional"
    # The next time nobody asks the feed for what is there.
    clock.at += 3600
    assert fetched(followed).standing.state in ("failed", "resting")
    assert sum("/rss/" in path for path in world.asked) == 1
    new = followed.counts().new
    world.incidents.clear()
    clock.at += 3600
    outcome = fetched(followed)
    assert [(day.kind, day.new) for day in outcome.days] == [("", 1)]
    assert outcome.standing.sentence == f"The list of {TODAY} is there."
    assert pages_of(followed)[f"{NAME}/{TODAY}"] == sorted([*ids_of(TODAY), "2611.79900"])
    assert followed.counts().new == new + 1
    (label,) = (one.label for one in followed.sources.days(NAME) if one.name.endswith(str(TODAY)))
    assert label != "provisional"
    clock.at += 3600
    assert fetched(followed).days == ()


@pytest.mark.parametrize(
    ("feed", "at"),
    [
        (rss(TODAY - timedelta(days=1), *ITEMS), "12:00"),  # served since yesterday
        (rss(TODAY, *((id, "new") for id in ids_of(BEFORE))), "12:00"),  # the batch of yesterday
        (rss(TODAY), "12:00"),
        (rss(TODAY, *ITEMS, ("2611.00000", "")), "12:00"),
        (rss(TODAY, *((f"2611.{number:05}", "new") for number in range(2000))), "12:00"),
        (Response("<rss><channel/>", content_type="text/xml"), "12:00"),
        (Response("Rate exceeded.", content_type="text/plain"), "12:00"),
        (Response("<feed/>", content_type="text/xml"), "12:00"),
        (Response(status=500), "12:00"),
        (rss(TODAY, *ITEMS), "21:00"),  # the list of tomorrow is due; of today there is one
    ],
)
def test_a_feed_is_taken_only_for_what_it_is_sure_to_be(
    feed: Response, at: str, followed: Library, world: World, clock: MovedClock
) -> None:
    if at == "21:00":
        fetched(followed)
    clock.at = moment(f"{TODAY}T{at}")
    world.feed = feed
    world.incidents.append(refused(404))
    before = pages_of(followed)
    outcome = fetched(followed)
    assert outcome.standing.state == "failed"
    assert "404" in outcome.standing.sentence
    assert outcome.days == ()
    assert pages_of(followed) == before
    # It is no day without papers: the list of it still comes.
    world.incidents.clear()
    clock.at = moment(f"{TODAY}T23:00")
    assert fetched(followed).error is None
    assert set(ids_of(TODAY)) <= set(pages_of(followed)[f"{NAME}/{TODAY}"])


def test_where_the_day_before_is_missing_nobody_can_be_sure(
    followed: Library, world: World, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-20T12:00")
    world.feed = rss(date(2026, 11, 20), *((id, "new") for id in ids_of(date(2026, 11, 20))))
    world.incidents.append(refused(404))
    assert fetched(followed).standing.state == "failed"
    assert not any("/rss/" in path for path in world.asked)


@pytest.mark.parametrize("refusal", [refused(429), refused(503, **{"Retry-After": "900"})])
def test_a_rest_that_is_asked_for_is_kept_everywhere(
    refusal: Callable[[World, Request], Response | None], followed: Library, world: World
) -> None:
    world.incidents.append(refusal)
    assert fetched(followed).standing.state == "resting"
    assert not any("/rss/" in path for path in world.asked)
    assert fetched(followed).standing.state == "resting"
    assert not any("/rss/" in path for path in world.asked)


def test_at_the_weekend_there_is_no_feed_to_ask(
    followed: Library, world: World, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-20T12:00")
    fetched(followed)
    clock.at = moment("2026-11-21T12:00")
    world.incidents.append(refused(500))
    assert fetched(followed).standing.state == "failed"
    assert not any("/rss/" in path for path in world.asked)
