"""Commands of the settings: what they print comes in as from a source, nothing outlives them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recto.index import Library, View
from recto.index.errors import FetchError, Interrupted, RectoError
from recto.index.fetch.clock import Stop
from recto.index.fetch.commands import Commands, Limits
from recto.index.fetch_settings import FetchCommand

from .conftest import MovedClock
from .world import moment, pages_of

ENTRY = "@article{k%d, title={A Title of Number %d}, eprint={2611.%05d}, archiveprefix={arXiv}}\n"
BRIEF = Limits(size=1000, duration=5.0, rest=0.5)
Opener = Callable[..., Library]


@pytest.fixture
def opened(tmp_path: Path, clock: MovedClock) -> Iterator[Opener]:
    """Opens a library whose settings have commands, by name and what they run."""
    clock.at = moment("2026-11-19T09:00")
    libraries: list[Library] = []

    def open_library(settings: str = "", **commands: str) -> Library:
        root = tmp_path / "library"
        root.mkdir(mode=0o700, exist_ok=True)
        tables = [f"[[fetch.command]]\nname = '{n}'\nrun = '''{r}'''" for n, r in commands.items()]
        (root / "config.toml").write_text("\n".join(["new_days = 0", settings, *tables]))
        libraries.append(Library.open(root, seeds=False))
        assert not libraries[-1].mistakes
        libraries[-1].following.clock = clock
        return libraries[-1]

    yield open_library
    for library in libraries:
        library.close()


@pytest.fixture
def alive(tmp_path: Path) -> Iterator[Path]:
    """A pipe that whoever is started holds open with `exec 3>`."""
    path = tmp_path / "alive"
    os.mkfifo(path)
    yield path


class Watched:
    """Knows whether any process holds a pipe open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = threading.Event()
        self._closed = threading.Event()
        self._passed = 0.0
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with self._path.open("rb") as pipe:  # returns once somebody opens it to write
            self._opened.set()
            pipe.read()
        self._closed.set()

    def begun(self) -> bool:
        return self._opened.wait()

    def now(self) -> float:
        """Tell a time that begins to pass, two seconds a look, once a process has it."""
        self._passed += 2.0 * self._opened.is_set()
        return self._passed

    def ended(self) -> bool:
        self._thread.join()
        return self._closed.is_set()


def test_what_a_command_prints_comes_in_once_and_is_new(
    opened: Opener, tmp_path: Path, clock: MovedClock
) -> None:
    printed = tmp_path / "printed.bib"
    printed.write_text(ENTRY % (1, 1, 1) + ENTRY % (2, 2, 2))
    library = opened(lab=f"cat {printed}; echo noise >&2")
    assert [one.name for one in library.following.all()] == ["command:lab"]
    assert library.following.all()[0].standing.state == "new"
    assert [one.new for one in library.following.fetch()] == [2]
    new = library.rows(library.listing("", view=View("new")).rowids)
    assert {paper.arxiv_id for paper in new} == {"2611.00001", "2611.00002"}
    assert library.counts().mine == 0  # a bibliography of one's own would be
    clock.at = moment("2026-11-20T09:00")
    assert [one.days for one in library.following.fetch(["lab"])] == [()]
    printed.write_text(ENTRY % (3, 3, 3) + printed.read_text())
    assert [one.new for one in library.following.fetch(["command:lab"])] == [1]
    assert pages_of(library) == {
        "command:lab/2026-11-19": ["2611.00001", "2611.00002"],
        "command:lab/2026-11-20": ["2611.00003"],
    }
    (row,) = library.counts().sources
    assert (row.name, row.label, row.count, row.days) == ("command:lab", "lab", 3, 2)
    (one,) = library.following.all()
    assert (one.standing.state, one.standing.newest) == ("fresh", "2026-11-20")
    printed.write_text("")
    (outcome,) = library.following.fetch()
    assert (outcome.error, outcome.standing.state) == (None, "fresh")


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("echo '@article{x, title={It}}'; echo; exit 3", "It ended with status 3."),
        (
            "printf '\\n \\033[31mno route\\033[0m to host\\nmore' >&2; exit 1",
            "status 1. It says: no route to host",
        ),
        ("kill -9 $$", "ended by SIGKILL"),
        ("no-such-program-of-anybody", "status 127. It says:"),
        ("echo No papers today", "No papers in what lab prints"),
        ("printf '\\211PNG\\r\\n\\032\\n'", "Cannot read what lab prints"),
    ],
)
def test_a_command_that_fails_says_why_and_changes_nothing(
    run: str, words: str, opened: Opener
) -> None:
    library = opened(lab=run)
    (outcome,) = library.following.fetch()
    assert outcome.standing.state == "failed"
    assert outcome.standing.sentence.startswith("The command lab failed: ")
    assert words in outcome.standing.sentence
    assert outcome.standing.sentence.isprintable()
    assert library.counts().all == 0


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("exec 3>{0}; sleep 1000", "It took longer than"),
        ("(exec 3>{0}; sleep 1000) & sleep 1000", "It took longer than"),
        ("exec 3>{0}; exec >&- 2>&-; sleep 1000", "It took longer than"),
        ("exec 3>{0}; yes", "It prints more than"),
        ("(exec 3>{0}; trap '' TERM HUP; sleep 1000) & read x < {0}.go; exit 4", "status 4"),
    ],
)
def test_what_takes_too_much_is_ended_with_all_that_it_began(
    run: str, words: str, alive: Path
) -> None:
    watched = Watched(alive)
    go = Path(f"{alive}.go")
    os.mkfifo(go)
    if str(go) in run.format(alive):
        threading.Thread(target=lambda: (watched.begun(), go.write_text("\n"))).start()
    limits = BRIEF if "longer" in words else BRIEF._replace(duration=1e9)
    commands = Commands([FetchCommand("lab", run.format(alive))], None, limits, watched.now)
    with pytest.raises(FetchError, match=words):
        commands.ask("lab")
    assert watched.ended()


@pytest.mark.parametrize("run", ["true", "echo", "echo ' [] '"])
def test_a_command_that_has_nothing_has_not_failed(run: str, opened: Opener) -> None:
    (outcome,) = opened(lab=run).following.fetch()
    assert (outcome.error, outcome.days) == (None, ())


def test_a_command_ends_with_the_fetch_that_is_stopped(alive: Path) -> None:
    stop, watched = Stop(), Watched(alive)
    commands = Commands([FetchCommand("lab", f"exec 3>{alive}; sleep 1000")], stop)

    def leave() -> None:
        watched.begun()
        stop.leave()

    thread = threading.Thread(target=leave)
    thread.start()
    with pytest.raises(Interrupted), stop.at_work():
        commands.ask("lab")
    thread.join()
    assert watched.ended()


def test_commands_ask_nothing_offline_and_stand_in_the_settings_alone(
    opened: Opener, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    library = opened("[fetch]\nenabled = false", lab=f"touch {ran}")
    with pytest.raises(FetchError, match="Fetching is switched off"):
        library.following.fetch()
    with pytest.raises(RectoError, match="Commands are not followed"):
        library.following.follow("command:lab")
    with pytest.raises(RectoError, match="It stands in the settings"):
        library.following.unfollow("lab")
    assert library.following.follows == []
    library = opened(lab=f"touch {ran}", other="echo")
    library.following.is_offline = True
    with pytest.raises(FetchError, match="Recto is offline"):
        library.following.fetch(["lab"])
    assert not ran.exists()
    library.following.is_offline = False
    assert [one.error for one in library.following.fetch(["lab"])] == [None]
    assert ran.exists()
    assert library.following.due(6) == ["command:other"]
