"""Two weeks of fetching: whatever happens, each paper comes in once, under its own day."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library, Outcome, Progress
from werkzeug import Request, Response

from .conftest import MovedClock
from .world import World, daily_ids, ids_of, moment, pages_of

FOLLOWS = ("huggingface", "arxiv:cs.LG")
FIRST, LAST = date(2026, 11, 16), date(2026, 11, 30)
QUIET = {"2026-11-27"}  # announced on Thanksgiving's evening, if it were


@pytest.fixture
def world(httpserver: HTTPServer, clock: MovedClock) -> World:
    world = World(clock.now, QUIET)
    httpserver.expect_request("").respond_with_handler(world.answer)
    return world


def outage(world: World, request: Request) -> Response | None:
    """The server is out of order for ten hours, and then an answer is cut."""
    if moment("2026-11-17T20:00") <= world._now() < moment("2026-11-18T06:00"):
        return Response(status=503, headers={"Retry-After": "300"})
    return None


def throttling(world: World, request: Request) -> Response | None:
    """It does not want to be asked all day."""
    day = moment("2026-11-20T00:00")
    is_it = day <= world._now() < day + 86_400
    return Response("Rate exceeded.", status=429) if is_it else None


def confusion(world: World, request: Request) -> Response | None:
    """The newest list is that of the day before, under the new date."""
    begin = moment("2026-11-23T20:00")
    world.is_confused = begin <= world._now() < begin + 8 * 3600
    return None


def challenge(world: World, request: Request) -> Response | None:
    begin = moment("2026-11-24T22:00")
    if begin <= world._now() < begin + 8 * 3600:
        text = "<!doctype html><title>Just a moment...</title>"
        return Response(text, content_type="text/html")
    return None


def expected() -> dict[str, list[str]]:
    """Return what is to be on which page: on weekdays, but on the holiday."""
    pages: dict[str, list[str]] = {}
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5:
            pages[f"huggingface/{day}"] = daily_ids(day)
            if day.isoformat() not in QUIET:
                crossed = f"{day:%y%m}.{day.day + 60}900"
                pages[f"arxiv:cs.LG/{day}"] = sorted([*ids_of(day), crossed])
        day += timedelta(days=1)
    # Of the list before the first day nothing was there to begin with.
    return pages


def test_a_fortnight_comes_in_once_under_its_days(
    served: Library, world: World, clock: MovedClock
) -> None:
    world.incidents += [outage, throttling, confusion, challenge]
    clock.at = moment("2026-11-16T09:00")
    served.following.follow(*FOLLOWS)
    states: dict[str, list[str]] = {name: [] for name in FOLLOWS}
    outcomes: list[Outcome] = []
    while clock.at < moment("2026-12-01T02:00"):
        at = clock.at
        done = served.following.fetch()
        outcomes += done
        for outcome in done:
            states[outcome.follow.name].append(outcome.standing.state)
        clock.at = max(at + 8 * 3600, clock.at)
    pages = pages_of(served)
    # Of this one there was another version by then, which is no source of its own.
    assert served.paper(ids_of(FIRST)[0]).title == f"Told {ids_of(FIRST)[0]}"
    assert {source.name for source in served.counts().sources} == {*FOLLOWS}
    before = (f"{FIRST - timedelta(days=1)}", f"{FIRST - timedelta(days=3)}")
    assert {
        name: ids
        for name, ids in pages.items()
        if "2026-12-01" not in name and not name.endswith(before)
    } == expected()
    shown = [id for name, ids in pages.items() for id in ids if name.startswith("arxiv")]
    assert len(shown) == len(set(shown))
    news = sum(outcome.new for outcome in outcomes)
    assert news == len({id for ids in pages.values() for id in ids})
    # Weekend and holiday are quiet, and nothing but what did go wrong is told as wrong.
    arxiv = states["arxiv:cs.LG"]
    assert {"fresh", "quiet", "resting", "failed"} <= set(arxiv)
    assert "stalled" not in arxiv + states["huggingface"]
    assert arxiv.count("failed") == 2  # the confused list, and the challenge


SCRIPT = """
import sys
from recto.index import Library

class Clock:
    at = float(sys.argv[2])
    def now(self): return self.at
    def wait(self, seconds): self.at += seconds

with Library.open(sys.argv[1]) as library:
    library.following.clock = Clock()
    library.following.fetch()
"""


def test_killed_between_two_requests_it_goes_on_where_it_was(
    served: Library,
    world: World,
    clock: MovedClock,
    tmp_path: Path,
) -> None:
    served.following.follow(*FOLLOWS)
    clock.at = moment("2026-11-19T09:00")
    served.following.fetch()
    before = len(world.asked)
    clock.at = moment("2026-11-24T23:00")
    victims: list[subprocess.Popen[bytes]] = []

    def kill(world: World, request: Request) -> Response | None:
        """Let each process have one more answer than the one before, and none after that."""
        count = len(world.asked) - before
        if count > len(victims):
            os.kill(victims[-1].pid, signal.SIGKILL)
            return Response("", status=500)
        return None

    world.incidents.append(kill)
    ends = -signal.SIGKILL
    while ends == -signal.SIGKILL:
        assert len(victims) < 20
        before = len(world.asked)
        arguments = [str(tmp_path / "served"), str(clock.at + 4000 * len(victims))]
        victim = subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments])
        victims.append(victim)
        ends = victim.wait()
    assert ends == 0
    assert len(victims) > 3
    wanted = {
        name: ids
        for name, ids in expected().items()
        if "2026-11-19" <= name[-10:] <= "2026-11-25"
        and (name[-10:] < "2026-11-25" or "arxiv" in name)
    }
    pages = pages_of(served)
    assert {name: pages.get(name) for name in wanted} == wanted


def test_two_readers_of_one_library_bring_each_day_once(
    served: Library, world: World, clock: MovedClock, tmp_path: Path
) -> None:
    served.following.follow("arxiv:cs.LG")
    clock.at = moment("2026-11-17T09:00")
    served.following.fetch()
    clock.at = moment("2026-11-20T09:00")
    brought: list[int] = []

    def let_another_one(progress: Progress) -> None:
        if progress.taken is not None and not brought:
            with Library.open(tmp_path / "served") as other:
                other.following.clock = clock
                brought.append(sum(one.new for one in other.following.fetch()))

    (outcome,) = served.following.fetch(progress=let_another_one)
    assert (outcome.new, brought) == (4, [8])
    assert [(day.name[-2:], day.is_known) for day in outcome.days] == [("18", False), ("20", True)]
    assert {name[-2:]: len(ids) for name, ids in pages_of(served).items()} == dict.fromkeys(
        ("17", "18", "19", "20"), 4
    )


def test_two_libraries_that_are_united_have_each_paper_once_and_fetch_it_no_more(
    served: Library, world: World, clock: MovedClock, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    shutil.copy(tmp_path / "served" / "config.toml", tmp_path / "other")
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.following.clock = clock
        for library, times in (
            (served, ("17T09:00", "18T13:00")),
            (other, ("18T13:00", "20T13:00")),
        ):
            library.following.follow(*FOLLOWS)
            for time in times:
                clock.at = moment(f"2026-11-{time}")
                library.following.fetch()
        other.export_library(tmp_path / "file")
    served.import_library(tmp_path / "file")
    came = pages_of(served)
    days = ("17", "18", "19", "20")
    assert {name[-2:] for name in came if name.startswith("arxiv")} == {*days}
    assert [len(came[f"arxiv:cs.LG/2026-11-{day}"]) for day in days] == [4] * 4
    assert len(served.listing("").rowids) == len({id for ids in came.values() for id in ids})
    asked = len(world.asked)
    assert sum(one.new for one in served.following.fetch()) == 0
    assert [path for path in world.asked[asked:] if "catchup" in path] == []


READER = """
import sys
from recto.index import Library

class Clock:
    at = 0.0
    def now(self): return self.at
    def wait(self, seconds): self.at += seconds

with Library.open(sys.argv[1]) as library:
    library.following.clock = clock = Clock()
    for line in sys.stdin:
        clock.at = max(clock.at, float(line))
        new = sum(outcome.new for outcome in library.following.fetch())
        print(new, flush=True)
"""


def test_two_processes_fetch_a_fortnight_at_once_and_have_each_paper_once(
    served: Library, world: World, clock: MovedClock, tmp_path: Path
) -> None:
    world.incidents += [outage, throttling, confusion, challenge]
    clock.at = moment("2026-11-16T09:00")
    served.following.follow(*FOLLOWS)
    run = [sys.executable, "-c", READER, str(tmp_path / "served")]
    readers = [
        subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    brought = [0, 0]
    while clock.at < moment("2026-12-01T10:00"):
        for reader in readers:  # both are told before either has answered
            assert reader.stdin is not None
            reader.stdin.write(f"{clock.at}\n")
            reader.stdin.flush()
        for number, reader in enumerate(readers):
            assert reader.stdout is not None
            brought[number] += int(reader.stdout.readline())
        clock.at += 12 * 3600
    for reader in readers:
        reader.communicate()
        assert reader.returncode == 0
    pages = pages_of(served)
    wanted = expected()
    assert {name: pages.get(name) for name in wanted} == wanted
    shown = [id for name, ids in pages.items() for id in ids if name.startswith("arxiv")]
    assert len(shown) == len(set(shown))
    assert sum(brought) == len({id for ids in pages.values() for id in ids})


def test_a_fortnight_that_two_machines_fetched_by_turns_is_one_when_they_are_united(
    served: Library, world: World, clock: MovedClock, tmp_path: Path
) -> None:
    """Each is off every other day; from time to time one takes in what the other has."""
    world.incidents += [outage, throttling, confusion, challenge]
    (tmp_path / "other").mkdir(mode=0o700)
    shutil.copy(tmp_path / "served" / "config.toml", tmp_path / "other")
    with Library.open(tmp_path / "other", seeds=False) as other:
        other.following.clock = clock
        clock.at = moment("2026-11-16T09:00")
        served.following.follow(*FOLLOWS)
        turn = 0
        while clock.at < moment("2026-12-01T10:00"):
            at = clock.at
            here, there = (served, other) if turn // 2 % 2 == 0 else (other, served)
            if turn % 4 == 1 or not here.following.names:
                there.export_library(tmp_path / f"{turn}")
                here.import_library(tmp_path / f"{turn}")
            here.following.fetch()
            turn += 1
            clock.at = max(clock.at, at + 12 * 3600)
        for one, another in ((served, other), (other, served)):
            one.export_library(tmp_path / "last")
            another.import_library(tmp_path / "last")
            (tmp_path / "last").unlink()
        both = [pages_of(library) for library in (served, other)]
        listed = [
            sorted(paper.id for paper in library.rows(library.listing("").rowids))
            for library in (served, other)
        ]
    assert both[0] == both[1]
    assert listed[0] == listed[1]
    wanted = expected()
    assert {name: both[0].get(name) for name in wanted} == wanted
    assert len(listed[0]) == len({id for ids in both[0].values() for id in ids})
