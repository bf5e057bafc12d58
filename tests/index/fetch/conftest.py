"""Services on this machine, and a clock that is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.fetch.client import Bounds, Client, user_agent
from recto.index.services import Bases


class MovedClock:
    """Stands still but when somebody waits."""

    def __init__(self, at: float = 1_790_000_000.0) -> None:
        self.at = at
        self.waits: list[float] = []

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.at += seconds


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def made_client(tmp_path: Path, clock: MovedClock, httpserver: HTTPServer) -> Callable[..., Client]:
    """Makes clients that share gates, all of whose services are the server of the test."""

    def make(**options: object) -> Client:
        here = httpserver.url_for("").rstrip("/")
        told = {"bases": Bases(*[here] * len(Bases._fields)), "agent": user_agent("9.9")}
        return Client(tmp_path / "gates", clock, **{**told, **options})  # type: ignore[arg-type]

    return make


@pytest.fixture
def client(made_client: Callable[..., Client]) -> Client:
    return made_client()


@pytest.fixture
def impatient(made_client: Callable[..., Client]) -> Client:
    """A client that waits for a fiftieth of a second, which is for who never answers alone."""
    return made_client(bounds=Bounds(silence=0.02))


@pytest.fixture
def modest(made_client: Callable[..., Client]) -> Client:
    """A client that takes answers of up to 1,000 bytes."""
    return made_client(bounds=Bounds(size=1000))


@pytest.fixture
def served(tmp_path: Path, httpserver: HTTPServer, clock: MovedClock) -> Iterator[Library]:
    """A library without papers in `tmp_path / "served"`, to which the server is every service.

    Its papers stay new, whatever day it is when the tests run.
    """
    root = tmp_path / "served"
    root.mkdir(mode=0o700)
    here = httpserver.url_for("").rstrip("/")
    lines = ["new_days = 0", "[fetch.base]", *(f'{name} = "{here}"' for name in Bases._fields)]
    (root / "config.toml").write_text("\n".join(lines))
    with Library.open(root, seeds=False) as library:
        assert not library.mistakes
        library.following.clock = clock
        yield library
