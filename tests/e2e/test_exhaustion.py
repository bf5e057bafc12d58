"""The reader where files cannot be opened: a sentence and status 2, or it works; never a crash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn

SAID = "recto: Too many files are open: The system lets this process open "

LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({0}, {0}))"

REFUSE = """
import errno, importlib, os
def refuse(*_, **__):
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
{module} = importlib.import_module("{module}")
{module}.{name} = refuse
"""


def hook(directory: Path, script: str) -> str:
    """Return a path for PYTHONPATH on which Python runs a script before the reader."""
    directory.mkdir()
    (directory / "sitecustomize.py").write_text(script)
    return str(directory)


@pytest.mark.parametrize("number", [6, 9, 12, 15, 18, 21, 26, 40])
def test_with_few_descriptors_it_works_or_says_so_before_it_takes_the_terminal(
    spawn: Spawn, home: Path, tmp_path: Path, indexed: str, number: int
) -> None:
    index = home / "library" / "cache" / "index"
    before = sorted(index.rglob("g-*/*"))
    terminal = spawn(indexed, PYTHONPATH=hook(tmp_path / "hook", LIMIT.format(number)))
    terminal.wait_for(lambda: FIRST in terminal.text or SAID in terminal.text)
    is_up = FIRST in terminal.text
    assert is_up == (number > 23)
    if is_up:
        terminal.send("b")
        terminal.wait_for("★")
        terminal.send("/model\r")
        terminal.wait_for("All · 1/")
        terminal.send("q")
    assert terminal.wait_for_exit() == (0 if is_up else 2)
    terminal.assert_restored()
    assert "Traceback" not in terminal.raw.decode()
    assert "Exception" not in terminal.raw.decode()
    assert sorted(index.rglob("g-*/*")) == before
    assert not list(home.rglob("crash-*"))
    assert not (home / "library" / "damaged").exists()


def test_without_a_pipe_for_its_keys_it_leaves_the_terminal_alone(
    spawn: Spawn, home: Path, tmp_path: Path, indexed: str
) -> None:
    refusing = hook(tmp_path / "hook", REFUSE.format(module="os", name="pipe"))
    terminal = spawn(indexed, PYTHONPATH=refusing)
    assert terminal.wait_for_exit() == 2
    terminal.assert_restored()
    assert terminal.text.startswith(SAID)
    assert not list(home.rglob("crash-*"))


def test_a_mark_that_finds_no_descriptor_is_refused_and_the_reader_goes_on(
    spawn: Spawn, home: Path, tmp_path: Path, indexed: str
) -> None:
    script = REFUSE.replace("{module} =", "module =").replace("{module}.{name}", "module.{name}")
    script = script.format(module="recto.index.marking.marks", name="_reason")
    terminal = spawn(indexed, PYTHONPATH=hook(tmp_path / "hook", script))
    terminal.wait_for(FIRST)
    terminal.send("b")
    terminal.wait_for("Too many files are open")
    terminal.send("q")
    assert terminal.wait_for_exit() == 0
    terminal.assert_restored()
    assert not list(home.rglob("crash-*"))
