"""Everything Recto keeps is for its owner alone, whatever the user's mask would let others see."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from recto.index import Library, Outbox
from recto.tui.cli.crash import save_report

from ..shells import Run, Shell, library, run

__all__ = ["library", "run"]

HOLD = """
import sys
from recto.index import Library
with Library.open(window="reader") as library:
    library.bookmark(library.search("model").hits[0].paper.id)
    print("held", flush=True)
    sys.stdin.read()
"""
"""Has a library open, with a log that is not empty, until its standard input ends."""


@pytest.fixture(params=[0o000, 0o077], ids=["000", "077"])
def mask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(*places: Path) -> dict[str, str]:
    """Return what is there but regular files of mode 0600 and directories of mode 0700."""
    odd = {}
    for place in places:
        for path in (place, *place.rglob("*")):
            status = path.lstat()
            wanted = 0o700 if stat.S_ISDIR(status.st_mode) else 0o600
            if stat.S_IMODE(status.st_mode) != wanted:
                odd[str(path)] = oct(stat.S_IMODE(status.st_mode))
    return odd


def test_settings_that_recto_begins_are_private_and_those_of_before_as_they_were(
    library: Path,
    tmp_path: Path,
    mask: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(library, capsys, monkeypatch)
    settings = library / "config.toml"
    shell("sync", str(tmp_path / "meeting"))
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    settings.unlink()
    monkeypatch.setenv("EDITOR", "true")
    shell.lines("config", "--edit")
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    settings.chmod(0o644)
    shell("sync", str(tmp_path / "elsewhere"))
    assert stat.S_IMODE(settings.stat().st_mode) == 0o644


def test_all_files_of_a_used_library_are_private(
    library: Path,
    tmp_path: Path,
    mask: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(library, capsys, monkeypatch)

    def does(*words: str) -> str:
        status, out, err = shell(*words)
        assert status == 0, err
        return out

    id = does("search", "model", "--limit", "1").split()[0]
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == b"held\n"
        names = {path.name for path in library.iterdir()}
        assert {"library.db", "library.db-wal", "library.db-shm", "windows"} <= names
        assert modes(library) == {}
        does("tag", id, "+a")
        does("note", id, "some words")
        does("log", "--json")
        holder.stdin.close()
    page = tmp_path / "more.txt"
    page.write_text("https://arxiv.org/abs/2401.00001\n")
    does("add", str(page))
    for name in ("backup.db", "library.jsonl", "library.jsonl.gz"):
        # Over one that is there, too, and whatever its mode was.
        for _ in range(2):
            does("backup" if name.endswith("db") else "export-library", str(tmp_path / name))
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
            (tmp_path / name).chmod(0o644)
    does("restore", str(tmp_path / "backup.db"))
    does("import-library", str(tmp_path / "library.jsonl.gz"))
    with Library.open(library) as opened:
        opened.bookmark(id)
        assert opened.copies.snapshot_if_due() or list(library.glob("snapshots/*.db"))
        Outbox(opened.locations.outbox).append("https://example.org/", "A link")
    save_report(ValueError("x"), [library / "state"])
    does("export", "--limit", "1", "-o", str(tmp_path / "text.bib"))
    assert stat.S_IMODE((tmp_path / "text.bib").stat().st_mode) == 0o666 & ~mask
    assert modes(library) == {}
    assert {"snapshots", "cache", "state"} <= {path.name for path in library.iterdir()}


def test_damaged_copies_and_what_is_recovered_are_private(
    run: Run, library: Path, seeded: Path, mask: int
) -> None:
    shutil.copytree(seeded, library)
    with Library.open(library) as opened:
        opened.bookmark(opened.search("model").hits[0].paper.id)
    size = (library / "library.db").stat().st_size
    os.truncate(library / "library.db", size - size // 4)
    done = run("stats")
    assert done.returncode == 0
    assert "damaged" in done.stderr
    assert list(library.glob("damaged/*.db"))
    assert modes(library) == {}


def test_directories_above_are_private_where_recto_makes_them(
    run: Run, tmp_path: Path, mask: int
) -> None:
    home = tmp_path / "home"
    places = {f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "CACHE", "STATE")}
    done = run("search", "model", env={"HOME": str(home), "RECTO_DATA_DIR": "", **places})
    assert done.returncode == 0
    assert "open to others" not in done.stderr
    assert {path.name for path in home.iterdir()} >= {"DATA", "CACHE"}
    assert modes(home) == {}


def test_files_of_older_releases_become_private_and_directories_are_named_once(
    run: Run, library: Path, seeded: Path
) -> None:
    shutil.copytree(seeded, library)
    with Library.open(library) as opened:
        opened.bookmark(opened.search("model").hits[0].paper.id)
        opened.copies.snapshot_if_due()
    (snapshot,) = library.glob("snapshots/*.db")
    for path in (library / "library.db", snapshot):
        path.chmod(0o644)
    library.chmod(0o755)
    (library / "snapshots").chmod(0o750)
    done = run("stats")
    assert f"{library} is open to others; chmod 700 shuts it." in done.stderr
    assert f"{library / 'snapshots'} is open to others" in done.stderr
    assert run("stats").stderr == ""
    assert modes(library) == {str(library): "0o755", str(library / "snapshots"): "0o750"}
    doctor = run("doctor")
    assert doctor.returncode == 0
    assert f"{library} is open to others" in " ".join(doctor.stdout.split())
    (library / "cache").chmod(0o755)  # one that was not named yet
    told = run("stats").stderr
    assert str(library / "cache") in told
    assert str(library / "snapshots") not in told
