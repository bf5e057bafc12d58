"""A failure of Recto's own: two sentences, a report without what one reads, and the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .terminal import FIRST

if TYPE_CHECKING:
    from tests.e2e.conftest import Spawn

EVIL = "\x1b]0;title\x07\x9b31m\u202e" + "a note of nine words that is no one else's business " * 40


def break_at(directory: Path, module: str, name: str) -> str:
    """Return a path for PYTHONPATH on which one function of the reader fails when it is called."""
    directory.mkdir()
    names, _, last = name.rpartition(".")
    owner = f"module.{names}" if names else "module"
    (directory / "sitecustomize.py").write_text(
        f"import importlib\n"
        f"def fail(*_, **__):\n"
        f"    secret = 'never written down'\n"
        f"    raise LookupError(str(len(secret)) + {f' {EVIL}'!a})\n"
        f"module = importlib.import_module('{module}')\n"
        f"{owner}.{last} = fail\n"
    )
    return str(directory)


def test_nobody_who_is_still_at_work_holds_up_the_end(
    spawn: Spawn, tmp_path: Path, indexed: str
) -> None:
    breaking = break_at(tmp_path / "breaking", "recto.tui.commands.moving", "last")
    with (tmp_path / "breaking" / "sitecustomize.py").open("a") as code:
        code.write("import threading\nthreading.Thread(target=threading.Event().wait).start()\n")
    terminal = spawn(indexed, PYTHONPATH=breaking)
    terminal.wait_for(FIRST)
    terminal.send("G")
    assert terminal.wait_for_exit() == 70
    terminal.assert_restored()


@pytest.mark.parametrize(
    ("module", "name", "keys"),
    [
        ("recto.tui.commands.moving", "last", "G"),
        ("recto.tui.widgets.result_list", "ResultList.draw_line", ""),
        ("recto.tui.reader.searcher", "Searcher._answer", "/x"),
        ("recto.index.marking.marks", "_reason", "b"),
        ("recto.tui.system.pasting", "PasteReader.read", "x"),
    ],
)
def test_a_crash_wherever_it_happens_is_written_down(
    spawn: Spawn, home: Path, tmp_path: Path, indexed: str, module: str, name: str, keys: str
) -> None:
    terminal = spawn(indexed, PYTHONPATH=break_at(tmp_path / "breaking", module, name))
    if keys:
        terminal.wait_for(FIRST)
        terminal.send(keys)
    assert terminal.wait_for_exit() == 70
    terminal.assert_restored()
    said = " ".join(terminal.text.replace("\n", "").split())
    assert said.startswith("recto: Recto has crashed (LookupError). What happened is in /")
    assert said.endswith("; please report it.")
    (report,) = home.rglob("crash-*.log")
    assert report.stat().st_mode & 0o777 == 0o600
    written = report.read_text()
    assert "LookupError: 18" in written
    assert f"in {name.rpartition('.')[2]}" not in written
    assert "in fail" in written
    assert max(map(len, written.splitlines())) <= 200
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", written)
    for secret in ("never written down", "]0;title"):
        assert secret not in terminal.raw.decode()
