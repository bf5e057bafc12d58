"""A few rounds of each kind of the attack, always the same; `python -m tests.attack` is long."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from .__main__ import KINDS, Options, add_up, attack, battlefield
from .commands import Server

ROUNDS = {"damages": 3}
"""Rounds of a kind that has more than one here."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The process whose forks are the commands of all kinds."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the libraries are that all kinds copy and none changes."""
    return tmp_path_factory.mktemp("bases")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_promised_holds(
    kind: str, server: Server, bases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with battlefield(server, bases) as (ground, commands):
        options = Options(1, 0, [kind], rounds=ROUNDS.get(kind, 1), is_short=True)
        figures = attack(kind, options, ground, commands)
    assert not figures["faults"], capsys.readouterr().err
    assert figures["rounds"] == options.rounds


def test_figures_are_added_up(tmp_path: Path) -> None:
    path = tmp_path / "figures.jsonl"
    for kills in (2, 3):
        told = {"kind": "kills", "seed": 1, "figures": Counter(kills=kills, seconds=60)}
        with path.open("a") as file:
            file.write(f"{json.dumps(told)}\n")
    assert add_up(path) == {"kills": 5, "seconds": 120, "runs": 2, "minutes": 2.0}
