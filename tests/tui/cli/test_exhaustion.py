"""Out of descriptors or memory: a sentence and status 2, and nothing is taken for damaged."""

from __future__ import annotations

import errno
import resource
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from recto.index import Library, exhaustion
from recto.index.disk.exhaustion import are_descriptors_short
from recto.index.errors import ExhaustedError

from ..shells import Run, library, run

__all__ = ["library", "run"]


def say(error: BaseException | None) -> str:
    found = exhaustion(error)
    return "" if found is None else found.title


def test_errors_of_all_kinds_are_told_apart() -> None:
    files, memory = "Too many files are open", "There is not enough memory"
    assert say(OSError(errno.EMFILE, "x")) == say(OSError(errno.ENFILE, "x")) == files
    assert say(MemoryError()) == say(OSError(errno.ENOMEM, "x")) == memory
    assert say(RuntimeError("can't start new thread")) == memory
    assert say(ImportError("a.so: failed to map segment from shared object")) == memory
    assert say(ImportError("a.so: cannot open it: Too many open files")) == files
    try:
        try:
            raise OSError(errno.EMFILE, "x")
        except OSError as error:
            raise ValueError("a file is broken") from error
    except ValueError as error:
        assert say(error) == files
    ring = ValueError("a")
    ring.__cause__ = ring
    for other in (None, ring, OSError(errno.ENOENT, "x"), RuntimeError("x"), ImportError("x")):
        assert say(other) == ""


def test_descriptors_that_are_left_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not are_descriptors_short()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with (Path(sys.executable)).open("rb") as file:
        resource.setrlimit(resource.RLIMIT_NOFILE, (file.fileno() + 3, hard))
        try:
            assert are_descriptors_short()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("code", [sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR_NOMEM])
def test_what_sqlite_lacks_is_no_damage(
    code: int, run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(library, seeds=False) as opened:
        error = sqlite3.OperationalError("out of memory")
        error.sqlite_errorcode = code
        database = opened._context.database
        explained = database._explained(error)
    assert isinstance(explained, ExhaustedError)


@pytest.mark.parametrize("number", [6, 8, 9, 10, 12, 15])
def test_whatever_is_short_costs_no_more_than_the_command(
    run: Run, library: Path, tmp_path: Path, number: int
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))

    id = run("search", "model", "--limit", "1").stdout.split()[0]
    assert run("bookmark", id).returncode == 0
    assert run("backup", str(tmp_path / "backup.db")).returncode == 0
    assert run("export-library", str(tmp_path / "library.jsonl")).returncode == 0
    page = tmp_path / "page.txt"
    page.write_text("https://arxiv.org/abs/2401.00001\n")
    current = (library / "cache" / "index" / "current").read_bytes()
    output = str(tmp_path / "out.bib")
    for words in (
        ["search", "model"],
        ["related", id],
        ["tag", id, "+a"],
        ["export", "--force", "-o", output],
        ["backup", str(tmp_path / "other.db")],
        ["export-library", str(tmp_path / "other.jsonl")],
        ["doctor"],
        ["reindex"],
        ["add", str(page)],
        ["import-library", str(tmp_path / "library.jsonl")],
        ["restore", str(tmp_path / "backup.db")],
    ):
        done = run(*words, preexec_fn=limit)
        assert done.returncode in (0, 1, 2), (words, done.stderr)
        for word in ("Traceback", "crashed", "damaged", "sound library"):
            assert word not in done.stderr, (words, done.stderr)
        if done.returncode == 2:
            assert done.stderr.startswith("recto: "), words
        if words[0] in ("search", "related", "doctor"):
            assert (library / "cache" / "index" / "current").read_bytes() == current, words
    assert not list(library.glob("state/crash-*"))
    assert not (library / "damaged").exists()
    assert not list(library.rglob("*.partial*"))
    assert not list(tmp_path.glob(".*.partial"))
    assert run("doctor", "--full").stdout.endswith("All is well.\n")
    with closing(sqlite3.connect(library / "library.db")) as connection:
        (acts,) = connection.execute(
            "SELECT count(*) FROM journal WHERE kind = 'bookmark'"
        ).fetchone()
    assert acts == 1
