"""What is sent to a terminal's clipboard, and to that of tmux."""

from __future__ import annotations

import re

import pytest
from recto.tui.system.clipboard import LIMIT, load_into_tmux, refusal, sequence

from ..stand_ins import Tools, tools

__all__ = ["tools"]


def test_a_tmux_that_does_not_answer_is_not_waited_for(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.tui.system.clipboard.TMUX_PATIENCE", 0.2)
    (tools.path / "tmux").write_text("#!/bin/sh\nexec /bin/sleep 1000\n")
    (tools.path / "tmux").chmod(0o755)
    assert load_into_tmux(b"text") == "tmux does not answer"


def test_a_sequence_holds_nothing_raw_and_is_wrapped_for_gnu_screen() -> None:
    data = "\x1b\\\x07\x9c".encode() * 500
    plain = sequence(data, {})
    assert re.fullmatch("\x1b]52;c;[A-Za-z0-9+/=]*\x07", plain)
    parts = sequence(data, {"STY": "1.tty"})
    assert all(len(part) < 768 for part in parts.split("\x1b\\"))
    assert re.sub("\x1bP|\x1b\\\\", "", parts) == plain
    assert sequence(data, {"STY": "1.tty", "TMUX": "x"}) == plain
    assert len(sequence(b"x" * LIMIT, {})) == 100_000


@pytest.mark.parametrize(
    ("env", "is_refused"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "vt100"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM": "linux", "TMUX": "x"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({}, False),
    ],
)
def test_what_is_known_of_terminals(env: dict[str, str], is_refused: bool) -> None:
    assert (refusal(env) is not None) == is_refused
