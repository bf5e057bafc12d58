"""Former days of a category, by arXiv's records: as far back as is wanted, or as were missed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Stage, View
from recto.index.errors import FetchError, NotFoundError, OfflineError, RectoError, RestingError
from recto.index.fetch import apart
from werkzeug import Request, Response

from .archive import Held, held
from .conftest import MovedClock
from .world import World, ids_of, moment, pages_of

SINCE = date(2026, 9, 1)
TODAY = date(2026, 11, 20)
NAME = "arxiv:cs.LG"


def weekdays(begin: date, end: date) -> list[date]:
    days = (begin + timedelta(days=number) for number in range((end - begin).days + 1))
    return [day for day in days if day.weekday() < 5]


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now)
    clock.at = moment(f"{TODAY}T09:00")
    world.archive.size = 40
    world.archive.papers = held(weekdays(date(2026, 8, 3), date(2026, 11, 18)))
    # What the newest list has, and what arXiv has of it.
    world.archive.papers += [Held(id, TODAY - timedelta(days=1), TODAY) for id in ids_of(TODAY)]
    rng = random.Random(7)
    for paper in world.archive.papers:
        if paper.changed < TODAY and rng.random() < 0.4:  # revised later
            late = (TODAY - paper.first).days
            paper.changed = paper.first + timedelta(days=rng.randrange(1, late + 1))
            paper.version = 2
    httpserver.expect_request("").respond_with_handler(world.answer)
    return world


@pytest.fixture
def followed(served: Library, world: World) -> Library:
    served.following.follow(NAME)
    served.following.fetch()
    return served


def wanted(world: World, since: date = SINCE, until: date = TODAY) -> dict[str, list[str]]:
    """Return what is to be on which page."""
    announced = set(ids_of(TODAY))
    pages: dict[str, list[str]] = {}
    for paper in world.archive.papers:
        if since <= paper.first <= until and paper.id not in announced:
            pages.setdefault(f"{NAME}/{paper.first}", []).append(paper.id)
    return {name: sorted(ids) for name, ids in pages.items()}


def derived(library: Library) -> dict[str, list[str]]:
    """Return the pages of the category but for the newest list."""
    return {
        name: ids
        for name, ids in pages_of(library).items()
        if name.startswith(NAME) and not name.endswith(str(TODAY))
    }


def test_papers_stand_once_under_the_day_of_their_first_version(
    followed: Library, world: World
) -> None:
    before = pages_of(followed)[f"{NAME}/{TODAY}"]
    new = followed.counts().new
    stages: list[Stage] = []
    last = followed.former_days.fetch(NAME, SINCE, progress=stages.append)
    assert derived(followed) == wanted(world)
    assert pages_of(followed)[f"{NAME}/{TODAY}"] == before
    assert last == stages[-1]
    assert (last.low, last.part) == (SINCE, 1.0)
    assert last.records == last.new == sum(map(len, wanted(world).values()))
    assert [stage.low for stage in stages] == sorted({stage.low for stage in stages}, reverse=True)
    labels = {one.name: one.label for one in followed.sources.days(NAME)}
    assert labels[f"{NAME}/2026-10-07"] == "derived"
    assert labels[f"{NAME}/{TODAY}"] != "derived"
    # They are no news, and do not wait to be read.
    assert followed.counts().new == new
    assert followed.counts().unread == new
    assert followed.listing("held 2609").rowids


def test_what_came_before_is_left_aside_and_what_is_there_is_brought_up_to_date(
    followed: Library, world: World
) -> None:
    world.archive.papers += [
        Held("2501.00001", date(2025, 1, 1), TODAY, version=2, title="Held of old, better"),
        Held("2501.00002", date(2025, 1, 1), TODAY, version=2),
        Held("2610.77777", date(2026, 10, 7), TODAY, categories="cs.CL cs.LG"),
        Held("2610.77778", date(2026, 10, 7), TODAY, categories="cs.CL cs.LG"),
        Held("2610.11111", date(2026, 10, 7), TODAY),
    ]
    old = '<arXiv xmlns="a"><id>{}</id><title>{}</title></arXiv>'
    records = "".join(
        f"<record><metadata>{old.format(id, title)}</metadata></record>"
        for id, title in (("2501.00001", "Held of old"), ("2610.77778", "Here already"))
    )
    followed.add_text("mine", f"<OAI-PMH>{records}</OAI-PMH>".encode())
    followed.former_days.fetch(NAME, SINCE)
    pages = derived(followed)
    assert pages[f"{NAME}/2026-10-07"] == sorted(
        ["2610.11111", "2610.77777", *wanted(world)[f"{NAME}/2026-10-07"][:2]]
    )
    assert "2501.00002" not in {id for ids in pages.values() for id in ids}
    assert not [one for one in followed.counts().sources if one.name not in (NAME, "mine")]
    (better,) = followed.listing("old better").rowids
    assert followed.rows([better])[0].arxiv_version == 2
    # What belongs to the category stands before what is listed in it, too.
    view = View("source", f"{NAME}/2026-10-07")
    papers = followed.rows(followed.listing("", view=view).rowids)
    ranks = {paper.arxiv_id: paper.sources for paper in papers}
    (place,) = (one for one in ranks["2610.77777"] if one.name == view.name)
    assert place.rank == 4
    # What was brought up to date is no day of the category, so its own still comes.
    followed.former_days.fetch(NAME, date(2025, 1, 1))
    assert derived(followed)[f"{NAME}/2025-01-01"] == ["2501.00001", "2501.00002"]


def test_interrupted_between_any_two_questions_it_comes_to_the_same(
    followed: Library, world: World, clock: MovedClock
) -> None:
    """Each run has as few answers as it needs to go on, and some are a day later."""
    world.archive.size = 25
    left = 0
    rng = random.Random(3)

    def fail(world: World, request: Request) -> Response | None:
        nonlocal left
        left -= 1
        return Response(status=500) if left < 0 and request.path == "/" else None

    world.incidents.append(fail)
    runs = 0
    while True:
        runs += 1
        assert runs < 60
        left = 2 + runs // 8
        try:
            followed.former_days.fetch(NAME, SINCE)
            break
        except FetchError as error:
            assert "500" in str(error)
        if runs % 3 == 0:  # a day later some were revised, also such as were not reached yet
            clock.at += 86_400
            for paper in rng.sample(world.archive.papers, 9):
                if paper.id not in ids_of(TODAY):
                    world.archive.revise(paper.id, world.here.date())
    assert runs > 4
    assert derived(followed) == wanted(world)
    rows = followed.rows(followed.listing("held").rowids)
    versions = {paper.arxiv_id: paper.arxiv_version for paper in rows}
    latest = {paper.id: paper.version for paper in world.archive.papers}
    assert versions == {id: latest[id] for ids in derived(followed).values() for id in ids}
    before = len(world.asked)
    stage = followed.former_days.fetch(NAME, SINCE)
    assert (stage.records, len(world.asked)) == (0, before)


SCRIPT = """
import sys
from datetime import date
from recto.index import Library

class Clock:
    at = float(sys.argv[2])
    def now(self): return self.at
    def wait(self, seconds): self.at += seconds

with Library.open(sys.argv[1]) as library:
    library.following.clock = Clock()
    library.former_days.fetch("arxiv:cs.LG", date(2026, 9, 1))
"""


def test_killed_it_goes_on_where_it_was(
    followed: Library, world: World, clock: MovedClock, tmp_path: Path
) -> None:
    world.archive.size = 15
    victims: list[subprocess.Popen[bytes]] = []
    count = 0

    def kill(world: World, request: Request) -> Response | None:
        nonlocal count
        count += 1
        if count > 2 * len(victims):
            os.kill(victims[-1].pid, signal.SIGKILL)
            return Response("", status=500)
        return None

    world.incidents.append(kill)
    ends = -signal.SIGKILL
    while ends == -signal.SIGKILL:
        assert len(victims) < 20
        count = 0
        arguments = [str(tmp_path / "served"), str(clock.at + 100 * len(victims))]
        victims.append(subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments]))
        ends = victims[-1].wait()
    assert ends == 0
    assert len(victims) > 2
    assert derived(followed) == wanted(world)


@pytest.mark.parametrize("at", [1, 3])
def test_two_processes_that_go_back_bring_each_paper_once(
    at: int, followed: Library, world: World, tmp_path: Path
) -> None:
    world.archive.size = 15
    stages: list[Stage] = []

    def let_another_one(stage: Stage) -> None:
        stages.append(stage)
        if len(stages) == at:
            with Library.open(tmp_path / "served") as other:
                other.following.clock = followed.following.clock
                other.former_days.fetch(NAME, SINCE, progress=part_of_it)

    def part_of_it(stage: Stage) -> None:
        if at == 1 and stage.low < date(2026, 10, 10):
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        followed.former_days.fetch(NAME, SINCE, progress=let_another_one)
    followed.former_days.fetch(NAME, SINCE)
    assert derived(followed) == wanted(world)


def test_who_follows_no_more_keeps_what_came_and_nothing_that_waits(
    followed: Library, world: World
) -> None:
    def stop(stage: Stage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        followed.former_days.fetch(NAME, SINCE, progress=stop)
    came = derived(followed)
    assert came
    sql = "SELECT count(*) FROM session WHERE name LIKE 'backfill:%'"
    database = followed.following._database
    assert database.value(sql) > 1
    followed.following.unfollow(NAME)
    assert database.value(sql) == 0
    assert derived(followed) == came


def test_a_short_rest_that_arxiv_asks_for_is_waited_for_and_a_long_one_ends_it(
    followed: Library, world: World, clock: MovedClock
) -> None:
    rests = ["20", "7200"]

    def rest(world: World, request: Request) -> Response | None:
        if request.path != "/" or not rests or len(world.archive.asked) < 3 - len(rests):
            return None
        return Response(status=503, headers={"Retry-After": rests.pop(0)})

    world.incidents.append(rest)
    whole = followed.former_days.price(NAME, SINCE)
    clock.waits.clear()
    with pytest.raises(RestingError, match="left alone"):
        followed.former_days.fetch(NAME, SINCE)
    assert 20.0 in clock.waits
    assert derived(followed)
    clock.at += 7200
    left = followed.former_days.price(NAME, SINCE)
    assert 0 < left.papers < whole.papers
    followed.former_days.fetch(NAME, SINCE)
    assert derived(followed) == wanted(world)


def test_farther_back_is_another_course_and_less_far_is_there(
    followed: Library, world: World
) -> None:
    assert followed.former_days.price(NAME, SINCE).papers == sum(
        SINCE <= paper.first <= TODAY for paper in world.archive.papers
    )
    followed.former_days.fetch(NAME, SINCE)
    price = followed.former_days.price(NAME, date(2026, 10, 1))
    assert (price.is_done, price.papers, price.seconds) == (True, 0, 0)
    early = date(2026, 8, 1)
    assert not followed.former_days.price(NAME, early).is_done
    followed.former_days.fetch(NAME, early)
    assert derived(followed) == wanted(world, early)


def test_what_was_taken_back_stays_away(followed: Library, world: World) -> None:
    followed.former_days.fetch(NAME, SINCE)
    followed.undo()
    assert derived(followed) == {}
    followed.former_days.fetch(NAME, date(2026, 8, 1))
    early = wanted(world, date(2026, 8, 1), SINCE - timedelta(days=1))
    assert derived(followed) == early
    followed.redo()


def test_what_is_none_is_said_as_a_sentence(followed: Library, world: World) -> None:
    following, former_days = followed.following, followed.former_days
    following.follow("huggingface")
    calls: list[Callable[[], object]] = [
        lambda: former_days.price("huggingface", SINCE),
        lambda: former_days.fetch("huggingface", SINCE),
        lambda: former_days.price(NAME, TODAY + timedelta(days=40)),
    ]
    for call in calls:
        with pytest.raises(RectoError, match="cannot be fetched back"):
            call()
    with pytest.raises(NotFoundError, match="do not follow"):
        former_days.fetch("arxiv:cs.CL", SINCE)
    following.is_offline = True
    for call in (
        lambda: former_days.price(NAME, SINCE),
        lambda: former_days.fetch(NAME, SINCE),
    ):
        with pytest.raises(OfflineError):
            call()


def test_before_anything_else_the_newest_list_comes(served: Library, world: World) -> None:
    served.following.follow(NAME)
    served.former_days.fetch(NAME, SINCE)
    assert pages_of(served)[f"{NAME}/{TODAY}"]
    assert derived(served) == wanted(world)


def test_a_day_before_all_changes_has_what_was_changed_first(
    followed: Library, world: World
) -> None:
    first = date(2005, 9, 16)
    world.archive.papers += [
        Held("cs/0301001", date(2003, 1, 6), first),
        Held("cs/0301002", date(2003, 1, 7), date(2010, 5, 5), version=2),
        Held("cs/0201003", date(2002, 1, 7), first),
    ]
    followed.former_days.fetch(NAME, date(2003, 1, 1))
    pages = derived(followed)
    assert pages[f"{NAME}/2003-01-06"] == ["cs/0301001"]
    assert pages[f"{NAME}/2003-01-07"] == ["cs/0301002"]
    assert f"{NAME}/2002-01-07" not in pages


@pytest.fixture
def away(served: Library, world: World, clock: MovedClock) -> Library:
    """A library whose reader was away from June to November."""
    clock.at = moment("2026-06-09T09:00")
    served.following.follow(NAME)
    served.following.fetch()
    assert pages_of(served).keys() == {f"{NAME}/2026-06-09"}
    clock.at = moment(f"{TODAY}T09:00")
    world.archive.papers = held(weekdays(date(2026, 5, 1), TODAY))
    return served


def test_days_out_of_reach_of_lists_come_by_records(
    away: Library, world: World, clock: MovedClock
) -> None:
    shown = [Held(id, date(2026, 6, 8), date(2026, 6, 9)) for id in ids_of(date(2026, 6, 9))]
    world.archive.papers += shown
    (outcome,) = away.following.fetch()
    assert outcome.error is None
    reach = TODAY - timedelta(days=90)
    lists = set(weekdays(reach + timedelta(days=1), TODAY))
    pages = pages_of(away)
    for day in lists:
        assert len(pages[f"{NAME}/{day}"]) == 4
    gap = weekdays(date(2026, 6, 6), reach)  # what was submitted before the list that was missed
    assert {name: ids for name, ids in pages.items() if NAME < name < f"{NAME}/{reach}~"} == {
        **{f"{NAME}/{day}": [one.id for one in held([day])] for day in gap},
        f"{NAME}/2026-06-09": sorted(
            [*ids_of(date(2026, 6, 9)), "2606.69900", *(one.id for one in held([date(2026, 6, 9)]))]
        ),
    }
    kinds = {day.name: day.kind for day in outcome.days}
    assert kinds[f"{NAME}/2026-07-01"] == "derived"
    assert kinds[f"{NAME}/{TODAY}"] == ""
    assert outcome.new == 4 * len(lists)
    # Once it is there nobody is asked for it again.
    asked = len(world.archive.asked)
    clock.at += 86_400
    away.following.fetch()
    assert len(world.archive.asked) == asked


def test_a_reader_has_them_taken_in_by_another_process(
    away: Library, world: World, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    send = apart.send

    def note(pipe: Any, told: Any) -> None:
        taken.append(told[0])
        send(pipe, told)

    monkeypatch.setattr(apart, "send", note)
    monkeypatch.setattr(apart, "_LARGE", 1000)
    away.following.works_apart = True
    world.archive.papers = held(weekdays(date(2026, 6, 1), date(2026, 8, 20)), each=5)
    world.quiet = {day.isoformat() for day in weekdays(date(2026, 8, 1), date(2026, 11, 18))}
    world.archive.size = 400
    (outcome,) = away.following.fetch()
    assert outcome.error is None
    assert {"harvested", "derive"} <= {*taken}
    ids = [one.id for one in held([date(2026, 7, 1)], each=5)]
    assert pages_of(away)[f"{NAME}/2026-07-01"] == ids
    assert {day.kind for day in outcome.days if day.name < f"{NAME}/2026-08"} == {"derived"}
    away.undo()
    assert f"{NAME}/2026-07-01" not in pages_of(away)
    assert f"{NAME}/{TODAY}" not in pages_of(away)  # one step with the lists


def test_a_gap_that_could_not_be_filled_is_filled_later(
    away: Library, world: World, clock: MovedClock
) -> None:
    def fail(world: World, request: Request) -> Response | None:
        return Response(status=500) if request.path == "/" else None

    world.incidents.append(fail)
    (outcome,) = away.following.fetch()
    assert outcome.standing.state == "failed"
    assert f"{NAME}/{TODAY}" in pages_of(away)  # its lists came
    assert f"{NAME}/2026-07-01" not in pages_of(away)
    world.incidents.clear()
    clock.at += 20 * 86_400
    world.archive.papers += held(weekdays(TODAY, TODAY + timedelta(days=20)))
    (outcome,) = away.following.fetch()
    assert outcome.error is None
    pages = pages_of(away)
    assert pages[f"{NAME}/2026-07-01"] == [one.id for one in held([date(2026, 7, 1)])]
    assert outcome.standing.state in ("fresh", "quiet")


def test_a_clock_that_was_years_ahead_hides_no_gap(
    away: Library, world: World, clock: MovedClock
) -> None:
    papers, world.archive.papers = world.archive.papers, []
    world._now = lambda: moment("2026-06-10T09:00")
    clock.at = moment("2031-01-01T09:00")
    (outcome,) = away.following.fetch()
    assert "by the clock of this machine" in str(outcome.error)
    world.archive.papers, world._now = papers, clock.now
    clock.at = moment(f"{TODAY}T09:00")
    (outcome,) = away.following.fetch()
    assert outcome.error is None
    assert pages_of(away)[f"{NAME}/2026-07-01"] == [one.id for one in held([date(2026, 7, 1)])]


def test_how_far_it_was_is_forgotten_where_that_is_damaged(
    followed: Library, world: World, store_value: Callable[[str, str], None]
) -> None:
    begin = '{"since": "2026-11-02", "until": "2026-11-20"'
    damages = [f'{begin}, "low": "{day}", "high": "{day}"}}' for day in ("9999-12-31", "x", "0001")]
    damages += [f'{begin}, "low": "2026-11-10", "high": "{day}"}}' for day in ("", "0001-01-01")]
    for told in (*damages, '{"since": "9999-12-31", "until": "9999-12-31"}'):
        store_value(f"backfill:{NAME}", told)
        asked = len(world.archive.asked)
        followed.former_days.fetch(NAME, date(2026, 11, 2))
        assert len(world.archive.asked) - asked < 10
    store_value(f"backfill:{NAME}/2026-10-28/x", '"no packed papers"')
    followed.former_days.fetch(NAME, date(2026, 11, 1))
    assert derived(followed) == wanted(world, date(2026, 11, 1))


@pytest.fixture
def store_value(followed: Library) -> Callable[[str, str], None]:
    """Puts a value where the library remembers how far it is."""

    def put(name: str, value: str) -> None:
        with closing(sqlite3.connect(followed.locations.database)) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO session VALUES (?, ?)", (name, value))

    return put
