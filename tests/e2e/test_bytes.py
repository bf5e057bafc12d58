"""What crosses the line for what one does, at 80x24 and 256 colours: budgets in bytes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from . import byte_counts
from .terminal import Terminal, start_recto

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn

MOUSE = re.compile(rb"\x1b\[\?(?:[0-9]+;)*(?:9|100[0-35-7]|101[56])h")


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Iterator[Terminal]:
    """A reader that is measured."""
    home = tmp_path_factory.mktemp("used")
    terminal = start_recto(shutil.copytree(seeded, home / "library"), f"--data-dir={home}/library")
    yield terminal
    terminal.close()


def test_a_letter_without_new_results_takes_250_bytes(used: Terminal) -> None:
    assert 0 < byte_counts.letters(used) <= 250


def test_a_cursor_move_takes_300_bytes_and_1400_with_its_abstract(used: Terminal) -> None:
    highlight, in_all = byte_counts.moves(used)
    assert 0 < highlight <= 300
    assert highlight < in_all <= 1400


def test_a_key_held_for_a_second_takes_12_kilobytes(used: Terminal) -> None:
    assert 0 < byte_counts.held(used) <= 12_000


def test_another_pane_and_back_takes_a_kilobyte(used: Terminal) -> None:
    assert byte_counts.focus(used) <= 1000


def test_the_mouse_is_left_to_the_terminal_unless_asked_for(
    spawn: Spawn, home: Path, indexed: str, used: Terminal
) -> None:
    byte_counts.to_top(used)
    assert not MOUSE.search(used.raw)
    (home / "library" / "config.toml").write_text("mouse = true\n")
    terminal = spawn(indexed)
    byte_counts.to_top(terminal)
    assert MOUSE.search(terminal.raw)
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
