"""A few rounds of each kind of the attack, always the same; `python -m tests.attack` is long."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from .__main__ import KINDS, Options, add_up, attack, battlefield

ROUNDS = {"damages": 3}
"""Rounds of a kind that has more than one here."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_promised_holds(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with battlefield() as (ground, commands):
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
