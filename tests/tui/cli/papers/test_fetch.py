"""What is followed and what comes of it, on the shell; services are on this machine."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index.fetch.clock import WallClock
from recto.index.services import Bases
from werkzeug import Request, Response

from ....index.fetch.archive import held
from ....index.fetch.conftest import MovedClock
from ....index.fetch.test_naming import serve
from ....index.fetch.world import World, moment
from ...shells import PAGE, Shell


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    clock = MovedClock(moment("2026-11-19T09:00"))
    monkeypatch.setattr(WallClock, "now", lambda _: clock.now())
    monkeypatch.setattr(WallClock, "wait", lambda _, seconds: clock.wait(seconds))
    return clock


@pytest.fixture
def world(shell: Shell, httpserver: HTTPServer, clock: MovedClock) -> Iterator[World]:
    """Both services, to which the settings of the shell's library lead."""
    world = World(clock.now)
    httpserver.expect_request("").respond_with_handler(world.answer)
    here = httpserver.url_for("").rstrip("/")
    lines = ["new_days = 0", "[fetch]", 'contact = "me@example.org"', "[fetch.base]"]
    lines += [f'{name} = "{here}"' for name in Bases._fields]
    config = Path(shell.library) / "config.toml"
    config.write_text("\n".join(lines))
    yield world
    config.unlink()


def test_what_is_followed_is_fetched_and_found(shell: Shell, world: World) -> None:
    assert "recto follow" in shell.fails("fetch") and "recto follow" in shell.fails("follows")
    told = shell.lines("follow", "hf", "arXiv:cs.lg")
    assert told[0].startswith("Followed “arxiv:cs.LG”, “huggingface”. `recto fetch`")
    assert shell.lines("follow", "daily") == ["Nothing was to be changed."]
    agents: list[str] = []

    def look(world: World, request: Request) -> Response | None:
        agents.append(request.headers["User-Agent"])
        return None

    world.incidents.append(look)
    assert shell.lines("fetch") == [
        "arxiv:cs.LG/2026-11-19: 4 papers, 4 new",
        "huggingface/2026-11-18: 2 papers, 2 new",
        "huggingface/2026-11-19: 1 paper, 1 new",
    ]
    assert all(agent.startswith("Recto/0.") and "me@example.org" in agent for agent in agents)
    found = shell.objects("search", "source:arxiv:cs.LG", "paper")
    assert {paper["arxiv_id"] for paper in found} == {
        *("2611.19000", "2611.19001", "2611.19002"),
        "2611.79900",
    }
    assert len(shell.objects("search", "source:2026-11-19")) == 5
    follows = shell.objects("follows")
    assert [(one["name"], one["state"], one["newest"]) for one in follows] == [
        ("arxiv:cs.LG", "fresh", "2026-11-19"),
        ("huggingface", "fresh", "2026-11-19"),
    ]
    assert shell.lines("fetch", "arxiv:cs.LG") == ["arxiv:cs.LG: The list of 2026-11-19 is there."]
    assert shell.lines("fetch", "--quiet") == []
    assert shell.lines("unfollow", "huggingface")[0].startswith("Stopped following “huggingface”")
    assert "You do not follow huggingface" in shell.fails("fetch", "huggingface")
    shell.lines("undo")
    assert len(shell.lines("follows")) == 2


def test_the_lines_for_cron_are_those_that_work(shell: Shell, world: World) -> None:
    told = (Path(__file__).parents[4] / "docs" / "daily.md").read_text()
    line = re.search(r"`0 7 \* \* \* recto (.+); recto (.+) \| sendmail -t`", told)
    assert line is not None
    shell.lines("follow", "arxiv:cs.LG")
    assert shell.lines(*shlex.split(line[1])) == []
    message = shell.lines(*shlex.split(line[2]))
    assert "To: you@example.org" in message
    assert any("Paper 2611.19000 of its day" in told for told in message)


def test_days_without_papers_are_no_news(shell: Shell, world: World, clock: MovedClock) -> None:
    clock.at = moment("2026-11-22T09:00")
    shell.lines("follow", "huggingface")
    assert shell.lines("fetch") == ["huggingface/2026-11-20: 2 papers, 2 new"]
    clock.at = moment("2026-11-23T00:30")
    assert shell.lines("fetch")[-1] == "huggingface/2026-11-23: 1 paper, 1 new"
    for day in (27, 28, 29):
        clock.at = moment(f"2026-11-{day}T23:00")
        told = shell.lines("fetch")
    assert not [line for line in told if " 0 papers" in line] and told


def test_who_rests_who_fails_and_who_is_offline(
    shell: Shell, world: World, clock: MovedClock
) -> None:
    shell.lines("follow", "hf", "arxiv:cs.LG")
    world.incidents.append(
        lambda _, request: (
            Response("Rate exceeded.", status=429) if "/list/" in request.path else None
        )
    )
    assert shell("fetch", "--quiet") == (75, "", "")
    status, out, _ = shell("fetch", "arxiv:cs.LG")
    assert status == 75
    assert re.search(r"is left alone until \w+ \d\d:\d\d: It answered 429 Too Many Requests\.", out)
    world.incidents[0] = lambda _, request: Response("<html>", content_type="text/html")
    clock.at += 3600
    status, out, err = shell("fetch", "--quiet")
    assert (status, out) == (2, "")
    assert "recto: arxiv:cs.LG: arXiv's list of cs.LG is not believed" in err
    assert "huggingface: Hugging Face's list of 2026-11-18 is not believed" in err
    status, out, _ = shell("fetch", "arxiv:cs.LG", "--json")
    assert status == 2 and '"state": "failed"' in out and '"days": []' in out
    world.incidents.clear()
    asked = len(world.asked)
    assert "recto fetch --online" in shell.lines("fetch", "--offline")[0]
    assert "Recto is offline" in shell.fails("fetch", status=2)
    assert shell("fetch", "--quiet") == (75, "", "")  # no timer reminds of one's own wish
    assert "is none" in shell.fails("fetch", "--quiet", "nobody", status=2)
    assert len(world.asked) == asked
    status, out, err = shell("fetch", "--online", "--json")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 2
    assert "is none" in shell.fails("follow", "cs.LG", status=2)
    shell.lines("follow", "arxiv:cs.QQ")
    world.incidents.append(lambda *_: Response("Not Found", status=404))
    told = shell.fails("fetch", "arxiv:cs.QQ", status=2)
    assert "arXiv answered 404 Not Found, as it does where there is no such category." in told
    assert "`recto unfollow arxiv:cs.QQ` ends asking for it." in told


def test_a_followed_source_is_one_line_and_its_days_are_asked_for(
    shell: Shell, world: World, clock: MovedClock
) -> None:
    shell.lines("follow", "hf", "arxiv:cs.LG")
    for day in ("19", "20"):
        clock.at = moment(f"2026-11-{day}T14:00")
        shell.lines("fetch")
    told = [line.split(maxsplit=2) for line in shell.lines("sources")]
    assert ["huggingface", "6", "Hugging Face, 3 days, 6 new"] in told
    assert ["arxiv:cs.LG", "8", "arXiv cs.LG, 2 days, 8 new"] in told
    rows = {one["name"]: one for one in shell.objects("sources")}
    assert rows["arxiv:cs.LG"] == {
        "name": "arxiv:cs.LG",
        "label": "arXiv cs.LG",
        "papers": 8,
        "days": 2,
        "new": 8,
    }
    assert (rows["000_2335cc7c60d74d8b.txt"]["days"], len(rows)) == (None, 7)
    days = [one["name"] for one in shell.objects("sources", "--days") if "cs.LG" in one["name"]]
    assert days == ["arxiv:cs.LG/2026-11-20", "arxiv:cs.LG/2026-11-19"]
    for view, papers in (("arXiv cs.LG", 8), ("arxiv:cs.LG", 8), (days[0], 4)):
        assert len(shell.objects("search", "--view", f"source:{view}")) == papers
    shell.lines("sources", "rename", "arxiv:cs.LG", "Learning")
    assert len(shell.objects("search", "--view", "source:Learning")) == 8
    assert shell.lines("log", "--limit", "1")[0].endswith(
        "Renamed the source “arxiv:cs.LG” to “Learning”."
    )
    assert shell.lines("remove", "Learning") == [
        "Learning is removed; 8 papers went out of sight with it. `recto undo` brings them back. "
        "arxiv:cs.LG is still followed; `recto unfollow arxiv:cs.LG` ends that."
    ]
    assert shell.lines("undo") == ["Undone: removed the source “arxiv:cs.LG”."]
    assert "8 papers" in shell.lines("remove", "arxiv:cs.LG")[0]
    assert not any("cs.LG" in line for line in shell.lines("sources"))


def test_nobody_is_asked_where_the_settings_say_so(
    shell: Shell, world: World, tmp_path: Path
) -> None:
    shell.lines("follow", "arxiv:cs.LG")
    config = Path(shell.library) / "config.toml"
    told = config.read_text()
    config.write_text(told.replace("[fetch]", "[fetch]\nenabled = false"))
    said = f"Fetching is switched off: `enabled = false` under [fetch] in {config} says so."
    for words in (["fetch"], ["fetch", "--online"], ["fetch", "--quiet"]):
        assert said in shell.fails(*words, status=2)
    told_of = shell.lines("add", "2401.00001")
    assert told_of[0] == "named: 1 record, 1 new, 0 known"
    assert said in told_of[1]
    assert said in shell.fails("fetch", "--complete", status=2)
    assert not world.asked
    page = tmp_path / "page.jsonl"
    page.write_text('{"title": "A Paper That a Program Prints", "abstract": "It is told."}\n')
    command = f"[[fetch.command]]\nname = 'lab'\nrun = 'cat {page}'\n"
    config.write_text(f"{told}\n{command}")
    assert shell.lines("fetch", "lab") == ["command:lab/2026-11-19: 1 paper, 1 new"]
    assert [line.split(maxsplit=2)[:2] for line in shell.lines("follows")] == [
        ["arxiv:cs.LG", "new"],
        ["command:lab", "fresh"],
    ]
    assert ["command:lab", "1", "lab, 1 day, 1 new"] in [
        line.split(maxsplit=2) for line in shell.lines("sources")
    ]
    assert "is a command under [[fetch.command]]" in shell.fails("unfollow", "lab", status=2)
    assert 'name = "lab"' in shell.lines("config")
    assert "out of sight" in "".join(shell.lines("stats"))


def test_add_fetches_what_a_name_means_unless_there_is_a_file_of_that_name(
    shell: Shell, world: World, httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.clear()
    asked = serve(httpserver, "2401.99999")
    assert shell.lines("add", "2401.00001", "2401.99999") == [
        "named: 2 records, 2 new, 0 known",
        "  2401.99999 is not known to arXiv.",
    ]
    with chdir(tmp_path):
        Path("2401.00002").write_text(PAGE)
        assert shell.lines("add", "2401.00002") == ["2401.00002: 2 records, 2 new, 0 known"]
    assert asked == ["2401.00001", "2401.99999"]
    shell.lines("fetch", "--offline")
    told = shell.lines("add", "https://arxiv.org/abs/2401.00003")
    assert told[0] == "named: 1 record, 1 new, 0 known"
    assert "Recto is offline" in told[1] and "recto fetch --complete" in told[2]
    assert "Recto is offline" in shell.fails("fetch", "--complete", status=2)
    assert "Nothing is followed" in shell.fails("fetch", "--online")
    status, out, err = shell("fetch", "--complete")
    assert (status, out) == (0, "1 paper of 2 filled in.\n")
    assert "2401.99999 is not known to arXiv" in err
    (paper,) = shell.objects("search", "arxiv:2401.00003")
    assert paper["title"] == "Told 2401.00003"
    assert "no such file" in shell.fails("add", "2401", status=2)


def test_what_is_fetched_back_is_said_to_go_out_of_sight_where_it_does(
    shell: Shell, world: World
) -> None:
    world.archive.papers = held([date(2026, 10, 6)])
    shell.lines("follow", "arxiv:cs.LG")
    config = Path(shell.library) / "config.toml"
    config.write_text(config.read_text().replace("[fetch]", "[fetch]\nkeep = '5d'"))
    said, done = shell.lines("fetch", "arxiv:cs.LG", "--since", "2026-10-06", "--yes")
    assert said.endswith("Of it goes out of sight what is older than 5d, as the settings say.")
    assert "2 papers, 2 new" in done
    assert shell("search", "arxiv:2610.06500")[:2] == (1, "")
    assert shell.objects("stats")[0]["out_of_sight"]["keep"] >= 2


def test_a_category_is_fetched_back_once_its_price_is_agreed_to(shell: Shell, world: World) -> None:
    days = [date(2026, 10, number) for number in (5, 6, 7)]
    world.archive.papers = held(days)
    shell.lines("follow", "arxiv:cs.LG")
    back = ("fetch", "arxiv:cs.LG", "--since")
    # Nobody is there to say yes.
    price = "arxiv:cs.LG since 2026-10-06: about 4 papers, 6 seconds at arXiv's pace."
    status, out, err = shell(*back, "2026-10-06")
    assert (status, out, err) == (2, f"{price} --yes fetches them.\n", "")
    assert not any("verb" in path for path in world.asked)
    assert shell(*back, "2026-10-06", "--quiet")[:2] == (2, "")
    assert shell.lines(*back, "2026-10-06", "--yes") == [
        price,
        "arxiv:cs.LG since 2026-10-06: 4 papers, 4 new. `recto undo` takes that back.",
    ]
    found = shell.objects("search", "held 2610")
    assert {one["published"] for one in found} == {"2026-10-06", "2026-10-07"}
    assert {one["sources"][0]["name"] for one in found} == {
        "arxiv:cs.LG/2026-10-06",
        "arxiv:cs.LG/2026-10-07",
    }
    said = shell.objects("show", found[0]["id"], "--sources")[0]["fields"][0]["said"]
    assert {one["kind"] for one in said} == {"derived"}
    assert any(
        "2026-10-0" in line and "(derived)" in line
        for line in shell.lines("show", found[0]["id"], "--sources")
    )
    assert shell("search", "--view", "new", "held")[:2] == (1, "")
    there = ["arxiv:cs.LG since 2026-10-06 is in the library."]
    assert shell.lines(*back, "2026-10-06") == there
    (told,) = shell.objects(*back, "2026-10", "--yes")
    estimate = told.pop("estimate")
    assert (estimate["papers"], told) == (
        6,
        {"name": "arxiv:cs.LG", "since": "2026-10-01", "records": 2, "new": 2, "done": True},
    )
    shell.lines("undo")
    assert len(shell.objects("search", "held 2610")) == 4


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fetch", "--since", "2019"), "--since takes one name"),
        (("fetch", "arxiv:cs.LG", "huggingface", "--since", "2019"), "--since takes one name"),
        (("fetch", "arxiv:cs.LG", "--since", "last year"), "2019-05-01, not 'last year'"),
        (("fetch", "arxiv:cs.LG", "--since", "2019-02-30"), "2019-05-01, not '2019-02-30'"),
        (("fetch", "arxiv:cs.LG", "--since", "2030"), "still to come"),
        (("fetch", "huggingface", "--since", "2024"), "no category of arXiv"),
        (("fetch", "arxiv:cs.LG", "--yes"), "--yes is for --since"),
        (("fetch", "--complete", "--since", "2019"), "--complete takes no --since"),
    ],
)
def test_what_cannot_be_fetched_back_is_said(
    words: tuple[str, ...], told: str, shell: Shell, world: World
) -> None:
    shell.lines("follow", "arxiv:cs.LG", "huggingface")
    assert told in shell.fails(*words, status=2)
    assert not world.asked


def test_who_keeps_days_for_a_while_only_is_told_so_before(shell: Shell, world: World) -> None:
    config = Path(shell.library) / "config.toml"
    config.write_text(config.read_text().replace("[fetch]", '[fetch]\nkeep = "30d"'))
    shell.lines("follow", "arxiv:cs.LG")
    status, out, _ = shell("fetch", "arxiv:cs.LG", "--since", "2026")
    assert (status, "goes out of sight what is older than 30d" in out) == (2, True)


def test_a_price_that_cannot_be_had_ends_it(shell: Shell, world: World) -> None:
    shell.lines("follow", "arxiv:cs.LG")

    def throttle(world: World, request: Request) -> Response:
        return Response("Rate exceeded.", status=429)

    world.incidents.append(throttle)
    assert "429" in shell.fails("fetch", "arxiv:cs.LG", "--since", "2019", "--yes", status=75)


def test_on_a_terminal_one_is_asked_and_sees_how_far_it_is(
    shell: Shell, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.archive.papers = held([date(2026, 8, number) for number in (5, 6, 7)], each=9)
    shell.lines("follow", "arxiv:cs.LG")
    monkeypatch.setattr("recto.tui.cli.papers.backfill._is_terminal", lambda: True)
    back = ("fetch", "arxiv:cs.LG", "--since", "2026-08")
    for answer in ("\n", "n\n", ""):
        status, out, err = shell(*back, stdin=answer)
        assert (status, out) == (0, "Nothing was fetched.\n")
        assert err.endswith("Fetch them? [y/N] ")
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda _: True, raising=False)
    status, out, err = shell(*back, stdin="y\n")
    assert (status, ": 27 papers, 27 new" in out) == (0, True)
    shown = err.split("\r")
    assert any(re.fullmatch(r"back to 2026-10-\d\d, .*left *", line) for line in shown)
    assert shown[-2].strip() == ""  # and leaves nothing of it
