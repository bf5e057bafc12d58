"""Commands that are killed while they write: the next look or run leaves nothing behind."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.tui.cli.main import main

from ..shells import PAGE, Run, library, run

__all__ = ["library", "run"]

KILLING = """
import os, signal, sys
event, left = os.environ["KILLED_AT"].split()
left = int(left)
fsync = os.fsync

def count(name, _=()):
    global left
    left -= name == event
    if name == event and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(descriptor):
    count("fsync")
    fsync(descriptor)

os.fsync = counted
sys.addaudithook(count)
"""
"""Kills its process before the n-th event of a kind, as a `sitecustomize`."""

UNFINISHED = re.compile(r"\.partial|\.tmp\b|\.ctmp\b|-journal\b|\.recover")


def files(directory: Path) -> list[str]:
    """Return what is there, but for the names that differ each time."""
    found = (str(path.relative_to(directory)) for path in directory.rglob("*"))
    return sorted(re.sub(r"g-[0-9a-f]{12}", "g-", path) for path in found)


@pytest.fixture(scope="module")
def copied(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a library and two copies of it, one as a backup and one as text."""
    place = tmp_path_factory.mktemp("copied")
    shutil.copytree(few, place / "library")
    for command, name in (("backup", "backup.db"), ("export-library", "backup.jsonl")):
        words = [command, str(place / name), "--data-dir", str(place / "library"), "--no-seeds"]
        assert main(words) == 0
    return place


@pytest.fixture
def look(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a way to run a command that must go well in a directory, and get what it prints."""

    def look(place: Path, *words: str) -> str:
        monkeypatch.chdir(place)
        capsys.readouterr()
        assert main([*words]) == 0
        return capsys.readouterr().out

    return look


@pytest.mark.parametrize("looker", ["doctor", "search"])
@pytest.mark.parametrize(
    ("words", "moments"),
    [
        (["export", "--force", "-o", "out/a.bib"], ["fsync 1", "os.rename 1"]),
        (["backup", "out/a.db"], ["fsync 1", "os.rename 1"]),
        (["export-library", "out/a.jsonl.gz"], ["fsync 1", "os.rename 1"]),
        (["reindex"], ["fsync 1", "os.rename 2"]),
        (["restore", "backup.db"], ["fsync 1", "os.rename 2"]),
        (["add", "page.txt"], ["fsync 1"]),
        (["import-library", "backup.jsonl"], ["sqlite3.connect 1"]),
    ],
    ids=lambda value: value[0].split()[0],
)
def test_nothing_stays_of_what_a_killed_command_has_begun(
    run: Run, look: Callable[..., str], library: Path, copied: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, words: list[str], moments: list[str], looker: str,
) -> None:  # fmt: skip
    shutil.copytree(copied, tmp_path, dirs_exist_ok=True)
    temporary, out, hook = tmp_path / "temporary", tmp_path / "out", tmp_path / "hook"
    for directory in (temporary, out, hook):
        directory.mkdir()
    (hook / "sitecustomize.py").write_text(KILLING)
    (tmp_path / "page.txt").write_text(PAGE)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    env = {"TMPDIR": str(temporary)}
    for moment in moments:
        killed = run(
            *words, cwd=tmp_path, env={**env, "PYTHONPATH": str(hook), "KILLED_AT": moment}
        )
        assert killed.returncode == -9, (moment, killed.stderr)
        # In the directory of an export: what was begun there goes with a look there.
        look(out, *([looker] if looker == "doctor" else ["search", "model"]))
        if looker == "search" and words[-1].startswith("out/"):  # or with the next file there
            look(tmp_path, *words)
            assert files(out) == [words[-1].removeprefix("out/")]
            (tmp_path / words[-1]).unlink()
        left = [path for path in files(tmp_path) if UNFINISHED.search(path)]
        assert not left, moment
        assert not list(temporary.iterdir()), moment
        index = library / "cache" / "index"
        named = (index / "current").read_text()
        for generation in index.glob("g-*"):
            is_older = generation.stat().st_mtime_ns < (index / "current").stat().st_mtime_ns
            assert generation.name in named or is_older, moment
            assert len(list(index.glob("g-*"))) <= 2
        assert look(out, "doctor", "--full").endswith("All is well.\n")
