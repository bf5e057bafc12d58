"""A reader that is ended while it fetches: it waits for no service, and the next fetch goes on."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytest_httpserver import HTTPServer
from recto.index import Library
from recto.index.services import Bases
from werkzeug import Request, Response

from ..index.fetch.world import daily
from .terminal import wait_until

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn


class SlowService:
    """Hugging Face with two papers each day, of which only the first is told at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.door = threading.Event()

    def answer(self, request: Request) -> Response:
        day = request.args["date"]
        self.asked.append(day)
        if len(self.asked) > 1:
            self.door.wait()
        told = json.dumps(daily(date.fromisoformat(day)))
        return Response(told, content_type="application/json")


@pytest.fixture
def service(httpserver: HTTPServer, home: Path, indexed: str) -> Iterator[SlowService]:
    """What the library of this test follows."""
    service = SlowService()
    httpserver.expect_request("/api/daily_papers").respond_with_handler(service.answer)
    here = httpserver.url_for("").rstrip("/")
    lines = ["[fetch.base]", *(f'{name} = "{here}"' for name in Bases._fields)]
    (home / "library" / "config.toml").write_text("\n".join(lines))
    with Library.open(home / "library") as library:
        library.following.follow("huggingface")
    yield service
    service.door.set()


def pages_in(library: Library) -> list[tuple[str, int]]:
    return sorted((one.name, one.count) for one in library.sources.days("huggingface"))


@pytest.mark.parametrize("number", [signal.SIGTERM, None])
def test_a_signal_during_a_fetch_ends_the_reader_and_the_next_fetch_goes_on(
    spawn: Spawn, home: Path, indexed: str, service: SlowService, number: signal.Signals | None
) -> None:
    terminal = spawn(indexed)
    terminal.wait_for("fetching Hugging Face")
    terminal.wait_for(lambda: len(service.asked) == 2)
    if number is None:
        assert terminal.hang_up() == 128 + signal.SIGHUP
    else:
        assert terminal.kill(number) == 128 + number
        terminal.assert_restored()
    assert not service.door.is_set()
    wait_until(lambda: not terminal.left_behind())  # what it had started ends behind it, unasked
    first, second = service.asked
    with Library.open(home / "library") as library:
        assert not [*(home / "library" / "windows").iterdir()]
        assert pages_in(library) == [(f"huggingface/{first}", 2)]
        assert library.journal.agrees()
        service.door.set()
        (outcome,) = library.following.fetch()
        days = sorted(set(service.asked))
        assert {first, second} <= set(days)
        assert outcome.error is None and outcome.new == 2 * (len(days) - 1)
        assert pages_in(library) == [(f"huggingface/{day}", 2) for day in days]
