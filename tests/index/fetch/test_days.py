"""Days of sources: which answers are believed, and what becomes of those that are not."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Progress, View
from recto.index.errors import RectoError, UnbelievableError
from recto.index.fetch.answers import Validators
from recto.index.fetch.arxiv_days import ArxivDays
from recto.index.fetch.believing import outline
from recto.index.fetch.client import Client
from recto.index.fetch.daily_days import DailyDays
from recto.index.fetch.follows import Follow, parse_follow
from recto.index.fetch.gates import ARXIV
from recto.index.fetch.memory import load_memory
from recto.index.fetch.states import standing
from recto.index.store.store import Store
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import World, daily, daily_ids, entry, html, ids_of, moment, page, pages_of, section

DAY = date(2026, 11, 19)
HEAD = "<h3>Showing new listings for Thursday, 19 November 2026</h3>"
NEW = "New submissions"
ARXIV_CS_LG = parse_follow("arxiv:cs.LG")
DAILY = parse_follow("huggingface")


@pytest.fixture
def lists(client: Client) -> ArxivDays:
    return ArxivDays(client, "cs.LG", "arxiv:cs.LG")


def typed(text: str, kind: str = "text/html", status: int = 200) -> Response:
    return Response(text, status, content_type=kind)


def whole() -> str:
    return page(HEAD, DAY).get_data(as_text=True)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (typed("Rate exceeded.", "text/plain"), "asked too often"),
        (typed("<!doctype html><title>Just a moment...</title>"), "whether you are a person"),
        (typed("<html><title>Making sure you&#39;re not a bot!</title>"), "are a person"),
        (typed(""), "empty"),
        (typed(whole(), "application/json"), "application/json, not text/html"),
        (typed("{}", "application/octet-stream"), "octet-stream"),
        (typed("<html>We are moving house</html>"), "of which day"),
        (html(HEAD), "does not say that there are none"),
        (typed(whole().split("Replacement")[0]), "entries, and"),
        (typed(whole().split("Paper 2611.19002")[0]), "entries, and"),
        (typed(whole().replace("showing 3 of 3", "showing 4 of 4")), "shows 4 entries, and 3"),
        (typed(whole().replace("arXiv:2611.19001<", "gone<")), "no arXiv id"),
        (typed(whole().replace("<dl>", "<!--").replace("</dl>", "-->")), "cannot be read"),
        (html(f"{HEAD} Total of 7 entries <p>No updates today.</p>"), "no entries"),
        (Response(b"\xff\xfe\xff" * 9, content_type="text/html"), "not UTF-8"),
    ],
)  # fmt: skip
def test_a_list_is_believed_when_it_is_whole(
    answer: Response, words: str, lists: ArxivDays, httpserver: HTTPServer
) -> None:
    for path in ("/list/cs.LG/new", f"/catchup/cs.LG/{DAY}"):  # asked where there is more to come
        httpserver.expect_request(path).respond_with_response(answer)
    with pytest.raises(UnbelievableError, match=words) as error:
        lists.newest(Validators())
    assert "list of cs.LG" in str(error.value) and "is not believed" in str(error.value)
    assert "Nothing was changed" in str(error.value)


def test_a_list_is_told_apart_and_asked_for_once(lists: ArxivDays, httpserver: HTTPServer) -> None:
    answer = page(HEAD, DAY)
    answer.headers["ETag"] = '"1"'
    httpserver.expect_ordered_request("/list/cs.LG/new").respond_with_response(answer)
    httpserver.expect_ordered_request(
        "/list/cs.LG/new", headers={"If-None-Match": '"1"'}
    ).respond_with_data("", 304)
    found = lists.newest(Validators())
    assert found is not None
    assert found.day.day == DAY
    assert [record.arxiv_id for record in found.day.new] == ids_of(DAY)
    assert [record.published for record in found.day.new] == [DAY.isoformat()] * 3
    assert [record.published for record in (*found.day.crossed, *found.day.replaced)] == [None] * 2
    assert lists.newest(found.validators) is None


def test_a_long_list_comes_in_pages_that_must_all_be_there(
    lists: ArxivDays, httpserver: HTTPServer
) -> None:
    pages = {
        "1": section(NEW, [entry(f"2611.{number:05}") for number in range(2000)]),
        "2": section(NEW, [entry(f"2611.{number:05}") for number in range(2000, 2004)]),
    }
    pages["1"] = pages["1"].replace("2000 of 2000", "first 2000 of 2004")
    pages["2"] = pages["2"].replace("(showing 4 of 4", "(continued, showing last 4 of 2004")
    title = (
        "<h1>Catchup results for Machine Learning on Thu, 19 Nov 2026</h1> Total of 2004 entries"
    )

    def catch_up(request: Request) -> Response:
        assert request.args["abs"] == "True"
        return html(title + pages[request.args["page"]])

    httpserver.expect_request("/list/cs.LG/new").respond_with_response(html(HEAD + pages["1"]))
    httpserver.expect_request(f"/catchup/cs.LG/{DAY}").respond_with_handler(catch_up)
    found = lists.newest(Validators())
    assert found is not None
    assert [record.arxiv_id for record in found.day.new] == [f"2611.{n:05}" for n in range(2004)]
    assert found.day.new[-1].rank == 4  # a place on its page; it gets one of the day later
    pages["2"] = "<div>No further updates for Thu, 19 Nov 2026</div>"
    with pytest.raises(UnbelievableError, match="has 2,004 entries, and 2,000 came"):
        lists.of(DAY)
    title = title.replace("19", "18")
    with pytest.raises(UnbelievableError, match="is of 2026-11-18, not of 2026-11-19"):
        lists.of(DAY)


def answered(entries: object, **options: str) -> Response:
    return Response(json.dumps(entries), content_type="application/json", headers=options)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (typed("<html>busy</html>"), "text/html, not application/json"),
        (typed("[" * 100_000, "application/json"), "only the beginning"),
        (typed('[{"paper": {"id', "application/json"), "only the beginning"),
        (answered({"error": "Internal"}), "It says: Internal"),
        (answered({"papers": []}), "no list"),
        (answered([{"id": "2611.19001"}]), "no paper of a day"),
        (answered(daily(DAY - timedelta(days=1))), "of other days"),
        (answered([{"paper": daily(DAY)[0]["paper"] | {"title": ""}}]), "is no paper: "),
        (answered(daily(DAY), Link='<http://x/?p=1>; rel="next"'), "though more is to come"),
    ],
)  # fmt: skip
def test_daily_papers_are_believed_when_they_are_a_list_of_that_day(
    answer: Response, words: str, client: Client, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/api/daily_papers").respond_with_response(answer)
    with pytest.raises(UnbelievableError, match=words):
        DailyDays(client, "huggingface").of(DAY)


def test_daily_papers_of_several_pages_are_one_day(client: Client, httpserver: HTTPServer) -> None:
    template = daily(DAY)[0]
    every = [
        template | {"paper": template["paper"] | {"id": f"2611.{number:05}"}}
        for number in range(103)
    ]
    every[5] = daily(DAY - timedelta(days=1))[0]  # of another day: it is on that one's list

    def answer(request: Request) -> Response:
        begin = 100 * int(request.args["p"])
        return answered(every[begin : begin + int(request.args["limit"])])

    httpserver.expect_request("/api/daily_papers").respond_with_handler(answer)
    found = DailyDays(client, "huggingface").of(DAY)
    assert found is not None
    assert len(found.new) == 102
    assert [record.rank for record in found.new] == list(range(1, 103))


def test_xml_is_looked_over_without_making_a_tree(client: Client, httpserver: HTTPServer) -> None:
    def told(text: str) -> str:
        httpserver.clear()
        httpserver.expect_request("/").respond_with_data(text, content_type="application/xml")
        try:
            return outline(client.get(httpserver.url_for("/"), ARXIV), "The feed").root
        except UnbelievableError as error:
            return str(error)

    assert told("<a:feed xmlns:a='http://a'><a:entry>x</a:entry></a:feed>") == "feed"
    assert "DOCTYPE" in told("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    assert "nested" in told("<a>" * 100)
    assert "only the beginning" in told("<feed><entry></entry>")
    assert "only the beginning" in told("Sorry.")


def test_what_fails_costs_no_other_and_stays_to_be_fetched(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    clock.at = moment("2026-11-16T09:00")
    told: list[Progress] = []
    following = served.following
    following.follow("arxiv:cs.LG", "hf")
    (first,) = following.fetch(["arxiv:cs.LG"], progress=told.append)
    assert (first.new, first.standing.state, first.standing.newest) == (4, "fresh", "2026-11-16")
    assert [one.taken is not None and one.taken.name for one in told] == [
        False,
        "arxiv:cs.LG/2026-11-16",
    ]
    assert not following.fetch(["arxiv:cs.LG"])[0].days  # not sent again
    assert [(one.name, one.standing.state) for one in following.all()] == [
        ("arxiv:cs.LG", "fresh"),
        ("huggingface", "new"),
    ]
    clock.at = moment("2026-11-20T09:00")

    def refuse(world: World, request: Request) -> Response | None:
        return Response(status=400) if "/2026-11-18" in request.path else None

    world.incidents.append(refuse)
    wrong, right = following.fetch()
    assert [day.name[-2:] for day in wrong.days] == ["17", "19", "20"]
    assert wrong.standing.state == "failed" and "400 Bad Request" in wrong.standing.sentence
    assert right.new == 2 * 2 - 1 and right.error is None
    world.incidents.clear()
    (again,) = following.fetch(["arxiv:cs.lg"])
    assert [(day.name[-2:], day.is_known) for day in again.days] == [("18", False), ("20", True)]
    assert again.standing.state == "fresh"


def test_crossed_papers_come_after_the_days_own_and_only_if_they_are_not_here(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-19T09:00")
    httpserver.expect_request("/list/cs.LG/new").respond_with_response(page(HEAD, DAY))
    crossed, replaced = "2611.79900", ids_of(DAY - timedelta(days=7))[0]
    given = json.dumps([{"title": f"Mine {id}", "arxiv_id": id} for id in (crossed, replaced)])
    served.add_text("mine.json", given.encode())
    served.bookmark(rowids=served.listing("").rowids)
    served.following.follow("arxiv:cs.LG")
    (outcome,) = served.following.fetch()
    assert outcome.days[0].replaced == (replaced,)
    assert pages_of(served)["arxiv:cs.LG/2026-11-19"] == ids_of(DAY)
    found = [paper.arxiv_id for paper in served.rows(served.listing("").rowids)]
    assert found[:3] == ids_of(DAY)


def test_papers_of_mine_that_were_replaced_are_told_anew_without_being_news(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    clock.at = moment("2026-11-19T09:00")
    replaced = ids_of(DAY - timedelta(days=7))[0]
    given = json.dumps([{"title": "Before", "arxiv_id": replaced, "abstract": "Old."}])
    served.add_text("mine.json", given.encode())
    served.news.pass_over(served.listing("").rowids)

    def rest(world: World, request: Request) -> Response | None:
        return Response("Rate exceeded.", status=429) if "/api/query" in request.path else None

    world.incidents.append(rest)
    served.following.follow("arxiv:cs.LG")
    (outcome,) = served.following.fetch()
    assert (outcome.standing.state, outcome.new, outcome.error) == ("fresh", 4, None)
    world.incidents.clear()
    clock.at += 3600
    served.following.fetch()
    (paper,) = served.rows(served.listing(f"arxiv:{replaced}").rowids)
    assert (paper.title, paper.arxiv_version) == (f"Told {replaced}", 2)
    assert len(served.listing("", view=View("new")).rowids) == 4
    asked = len(world.asked)
    served.following.fetch()
    assert not [path for path in world.asked[asked:] if "query" in path]


def test_a_fetch_is_one_step_and_all_of_it_is_new(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    httpserver.expect_request("").respond_with_handler(World(clock.now).answer)
    served.following.follow("arxiv:cs.LG", "huggingface")
    clock.at = moment("2026-11-17T13:00")
    served.following.fetch()
    first = served.listing("", view=View("new")).rowids
    assert len(first) == 4 + 2 * 2
    served.news.pass_over(first)
    clock.at = moment("2026-11-20T13:00")
    served.following.fetch()
    new = served.listing("", view=View("new")).rowids
    assert len(new) == 3 * 4 + 3 * 2
    assert len(served.listing("").rowids) == len(new) + 4 + 2 * 2
    served.journal.undo()
    assert len(served.listing("").rowids) == 4 + 2 * 2


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("2026-11-19T09:00", ["18", "19"]),
        ("2026-11-21T09:00", ["20"]),
        ("2026-11-22T09:00", ["20"]),
        ("2026-11-23T09:00", ["20", "23"]),
    ],
)
def test_the_first_fetch_of_the_daily_papers_brings_some_at_weekends_too(
    now: str, days: list[str], httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    clock.at = moment(now)
    httpserver.expect_request("").respond_with_handler(World(clock.now).answer)
    served.following.follow("huggingface")
    (outcome,) = served.following.fetch()
    assert [day.name[-2:] for day in outcome.days if day.new] == days


def test_who_comes_back_to_a_source_begins_with_its_newest_day(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    httpserver.expect_request("").respond_with_handler(World(clock.now).answer)
    following = served.following
    following.follow("arxiv:cs.LG")
    clock.at = moment("2026-11-16T09:00")
    following.fetch()
    following.unfollow("arxiv:cs.LG")
    clock.at = moment("2026-11-18T09:00")
    served.journal.undo()  # that was never meant
    assert [day.name[-2:] for one in following.fetch() for day in one.days] == ["17", "18"]
    following.unfollow("arxiv:cs.LG")
    clock.at = moment("2026-11-25T09:00")
    following.follow("arxiv:cs.LG")
    assert following.all()[0].standing.state == "new"
    assert [day.name[-2:] for one in following.fetch() for day in one.days] == ["25"]


def test_a_day_that_is_undone_stays_away(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    clock.at = moment("2026-11-19T09:00")
    httpserver.expect_request("/list/cs.LG/new").respond_with_response(page(HEAD, DAY))
    served.following.follow("arxiv:cs.LG")
    served.following.fetch()
    served.journal.undo()
    (outcome,) = served.following.fetch()
    assert outcome.new == 0 and not served.listing("").rowids
    served.journal.redo()
    assert len(served.listing("").rowids) == 4


def test_votes_are_read_once_a_day_and_new_papers_at_once(
    httpserver: HTTPServer, served: Library, clock: MovedClock
) -> None:
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    served.following.follow("daily")
    taken: list[tuple[int, int]] = []
    for time in ("19T09:00", "19T10:00", "19T13:00", "20T09:00", "20T10:00", "21T09:00"):
        clock.at = moment(f"2026-11-{time}")
        if time == "21T09:00":
            served.news.pass_over(served.listing("").rowids)
        (outcome,) = served.following.fetch()
        days = {day.name[-2:]: day for day in outcome.days}
        taken += [(int(name), day.new) for name, day in days.items() if not day.is_known]
    # Of each day: its first hours, what came until noon, and what it was on the day after.
    assert taken == [(18, 2), (19, 1), (19, 1), (19, 0), (20, 1), (20, 1)]
    # What was passed stays so: votes alone are no news.
    new = served.rows(served.listing("", view=View("new")).rowids)
    assert {paper.arxiv_id for paper in new} == {daily_ids(date(2026, 11, 20))[1]}
    (paper,) = [
        one for one in served.rows(served.listing("").rowids) if one.arxiv_id == "2611.59000"
    ]
    seen = served.sources.history(paper)
    assert [(one.day, one.upvotes) for one in seen] == [("2026-11-19", 0), ("2026-11-20", 1)]


@pytest.mark.parametrize(
    ("newest", "at", "state", "next_at"),
    [
        ("2026-11-20", "2026-11-20T10:00", "fresh", "2026-11-22T20:00"),
        ("2026-11-20", "2026-11-21T10:00", "quiet", "2026-11-22T20:00"),
        ("2026-11-20", "2026-11-22T19:59", "quiet", "2026-11-22T20:00"),
        ("2026-11-20", "2026-11-22T20:30", "waiting", "2026-11-22T20:30"),
        ("2026-11-20", "2026-11-23T08:30", "stalled", None),
        ("2026-11-26", "2026-11-27T10:00", "quiet", "2026-11-29T20:00"),
        ("2026-11-27", "2026-11-27T10:00", "fresh", "2026-11-29T20:00"),
        ("2026-11-25", "2026-11-26T10:00", "quiet", "2026-11-29T20:00"),
    ],
)
def test_arxiv_is_told_by_its_calendar(
    newest: str, at: str, state: str, next_at: str | None, store: Store
) -> None:
    memory = load_memory(store.database, "x")._replace(newest=newest, asked=moment(at))
    told = standing(ARXIV_CS_LG, memory, moment(at))
    assert (told.state, told.next_at) == (state, moment(next_at) if next_at else None)


@pytest.mark.parametrize(
    ("newest", "at", "state"),
    [
        ("2026-11-20", "2026-11-20T10:00", "fresh"),
        ("2026-11-20", "2026-11-20T22:00", "quiet"),
        ("2026-11-20", "2026-11-22T22:00", "waiting"),
        ("2026-11-20", "2026-11-24T10:00", "waiting"),
        ("2026-11-20", "2026-11-25T10:00", "stalled"),
    ],
)
def test_hugging_face_is_told_by_its_calendar(
    newest: str, at: str, state: str, store: Store
) -> None:
    memory = load_memory(store.database, "x")._replace(newest=newest, asked=moment(at))
    assert standing(DAILY, memory, moment(at)).state == state


@pytest.mark.parametrize(
    ("follow", "newest", "asked", "at", "told"),
    [
        # After a weekend away nobody knows more than that it should be there.
        (ARXIV_CS_LG, "2026-11-20", "2026-11-20T18:00", "2026-11-23T08:30", "2026-11-23 was not"),
        (ARXIV_CS_LG, "2026-11-19", "2026-11-19T18:00", "2026-11-21T09:00", "2026-11-20 was not"),
        (ARXIV_CS_LG, "2026-11-20", "2026-11-22T20:30", "2026-11-23T18:00", "is not there yet"),
        (ARXIV_CS_LG, "2026-11-20", "2026-11-23T09:00", "2026-11-23T09:30", "missing 13 hours"),
        (ARXIV_CS_LG, "2026-11-25", "2026-11-26T09:00", "2026-11-26T10:00", "on this holiday"),
        (ARXIV_CS_LG, "2026-11-23", "2026-11-22T20:30", "2026-11-22T21:00", "2026-11-23 is there"),
        (DAILY, "2026-11-20", "2026-11-20T18:00", "2026-11-21T09:00", "at the weekend"),
        (DAILY, "2026-11-20", "2026-11-20T18:00", "2026-11-23T09:00", "2026-11-23 was not asked"),
        (DAILY, "2026-11-20", "2026-11-23T08:00", "2026-11-23T09:00", "2026-11-23 is still empty"),
        (DAILY, "2026-11-20", "2026-11-20T18:00", "2026-11-27T09:00", "2026-11-27 was not asked"),
        (
            DAILY,
            "2026-11-25",
            "2026-11-27T08:00",
            "2026-11-27T09:00",
            "since the list of",
        ),
        (
            DAILY,
            "2026-11-19",
            "2026-11-22T08:00",
            "2026-11-22T09:00",
            "since the list of",
        ),
        (DAILY, "", "2026-11-22T08:00", "2026-11-22T09:00", "at the weekend"),
        (DAILY, "", "2026-11-23T08:00", "2026-11-23T09:00", "Nothing has come of it yet"),
    ],
)
def test_nothing_is_said_of_what_nobody_has_looked_for(
    follow: Follow, newest: str, asked: str, at: str, told: str, store: Store
) -> None:
    memory = load_memory(store.database, "x")._replace(newest=newest, asked=moment(asked))
    found = standing(follow, memory, moment(at))
    assert told in found.sentence
    assert (found.state == "stalled") == ("missing" in told)


def test_what_can_be_followed_goes_by_few_names() -> None:
    for text in ("huggingface", "HF", " daily "):
        assert parse_follow(text).name == "huggingface"
    assert parse_follow("arXiv:cs.lg").name == "arxiv:cs.LG"
    for path in ("list/cs.lg/new", "list/cs.LG/recent?show=50", "list/cs.LG", "archive/cs.LG"):
        assert parse_follow(f"https://arxiv.org/{path}").name == "arxiv:cs.LG"
    assert parse_follow("https://huggingface.co/papers/date/2026-11-27") == DAILY
    assert parse_follow("https://huggingface.co/papers/2401.00001").kind == "feed"
    assert parse_follow("arxiv:hep-th").name == "arxiv:hep-th"
    assert parse_follow("arxiv:cond-mat.mes-hall").name == "arxiv:cond-mat.mes-hall"
    assert parse_follow('arxiv:"graph neural"').name == 'arxiv:"graph neural"'
    for text in ("arxiv:graph neural", 'arxiv:"graph neural', 'arxiv:graph neural"'):
        assert parse_follow(text).name == 'arxiv:"graph neural"'
    assert parse_follow("arxiv:au:hinton").is_formal
    assert parse_follow("HF:graphs").name == 'hf:"graphs"'
    assert parse_follow("https://example.org/feed?x=1").kind == "feed"
    for text in (
        "https://",
        "https://a b/",
        "ftp://example.org/x",
        "hf:",
        'arxiv:""',
        "hf:" + "x" * 251,
    ):
        with pytest.raises(RectoError, match="be followed by that name"):
            parse_follow(text)
    for text in ("", "arxiv:", "arxiv:../etc", "arxiv:cs.LG/new", "arxiv:cs.LG?x", "cs LG"):
        with pytest.raises(RectoError, match="be followed by that name"):
            parse_follow(text)


def test_a_memory_that_is_damaged_is_forgotten(store: Store) -> None:
    database = store.database
    damages = ["[", "[]", '{"since": 3, "empty": [1], "asked": "x", "odd": 1}', "null"]
    days = ("x", "0001-01-01", "9999-12-31", "2026-13-01", "20261101", "\\u0000")
    damages += [f'{{"since": "{day}", "newest": "{day}", "derived": "{day}"}}' for day in days]
    damages += [f'{{"asked": {at}, "until": {at}}}' for at in ("NaN", "-1", "1e300", "9" * 400)]
    for told in damages:
        with database.transaction():
            database.execute(
                "INSERT OR REPLACE INTO session(name, value) VALUES ('fetch:x', ?)", (told,)
            )
        memory = load_memory(database, "x")
        assert (memory.since, memory.newest, memory.derived) == ("", "", "")
        assert (memory.asked, memory.until) == (0.0, 0.0)
