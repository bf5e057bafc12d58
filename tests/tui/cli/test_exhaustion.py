"""Out of descriptors or memory: a sentence and status 2, and nothing is taken for damaged."""

from __future__ import annotations

import errno
import resource
import shutil
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, exhaustion, hold_reserve, is_memory_short, let_go
from recto.index.disk import exhaustion as exhaustion_module
from recto.index.disk.exhaustion import are_descriptors_short
from recto.index.errors import ExhaustedError
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.segments.building import IndexBuilder
from recto.index.search.segments.generations import Generations

from ..shells import Run, Shell, library, run, shell

__all__ = ["library", "run", "shell"]


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


@pytest.fixture(scope="module")
def copied(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a library that has an act, and two copies of it: a backup, and text."""
    place = tmp_path_factory.mktemp("copied")
    shutil.copytree(few, place / "library")
    with Library.open(place / "library", seeds=False) as opened:
        opened.bookmark(opened.search("model").hits[0].paper.id)
        opened.copies.backup(place / "backup.db")
        opened.copies.export_library(place / "library.jsonl")
    return place


@pytest.mark.parametrize("number", [6, 9, 12, 15])
def test_whatever_is_short_costs_no_more_than_the_command(
    run: Run, library: Path, copied: Path, tmp_path: Path, number: int
) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))

    shutil.copytree(copied, tmp_path, dirs_exist_ok=True)
    with Library.open(library, seeds=False) as opened:
        id = opened.search("model").hits[0].paper.id
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


def refuse_memory(*_: object, **__: object) -> None:
    raise MemoryError


def test_what_failed_for_want_of_memory_lets_go_of_it() -> None:
    class Held:
        pass

    alive: list[weakref.ref[Held]] = []

    def hold() -> None:
        held = Held()
        alive.append(weakref.ref(held))
        refuse_memory(held)

    for led in (False, True):
        alive.clear()
        try:
            try:
                hold()
            except MemoryError as error:
                if led:
                    raise OSError from error
                raise
        except (MemoryError, OSError) as error:
            assert alive[0]() is not None
            let_go(error)
            assert alive[0]() is None
            assert error.__traceback__ is not None


@pytest.mark.parametrize("place", ["Papers.add", "IndexBuilder._write_segment"])
def test_the_index_lets_go_of_its_lists_before_anything_else_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    builders: list[weakref.ref[IndexBuilder]] = []
    is_gone: list[bool] = []
    begin = IndexBuilder.__init__

    def begin_watched(self: IndexBuilder, *words: Any, **options: Any) -> None:
        builders.append(weakref.ref(self))
        begin(self, *words, **options)

    directory = tmp_path / "generation"
    directory.mkdir()

    @contextmanager
    def fresh(self: Generations) -> Iterator[Path]:
        try:
            yield directory
        except (MemoryError, ExhaustedError):
            is_gone.append(builders[0]() is None)
            raise

    monkeypatch.setattr(IndexBuilder, "__init__", begin_watched)
    monkeypatch.setattr(f"recto.index.search.segments.building.{place}", refuse_memory)
    monkeypatch.setattr(Generations, "fresh", fresh)
    with pytest.raises((MemoryError, ExhaustedError)):
        SearchIndex(tmp_path / "index", "library").build([Document(1, "Title", "words")], 1)
    assert is_gone == [True]


@pytest.mark.parametrize("error", [MemoryError(), SystemError("error return without exception")])
def test_whatever_fails_without_memory_is_told_as_that(
    shell: Shell, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr("recto.tui.cli.main.is_memory_short", lambda: True)
    monkeypatch.setattr("recto.tui.cli.main._dispatch", fail)
    assert "There is not enough memory" in shell.fails("search", "model", status=2)
    assert not list(shell.library.rglob("crash-*"))


def test_the_last_words_take_no_memory(run: Run, library: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import recto.tui.cli.main as main\n"
        "def refuse(*_, **__):\n"
        "    raise MemoryError\n"
        "main.warn = main._dispatch = refuse\n"
    )
    done = run("search", "model", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr == "recto: There is not enough memory: The system gave Recto no more.\n"


def test_memory_that_is_there_is_not_short() -> None:
    assert not is_memory_short()


def test_the_reserve_is_given_back_where_a_lack_of_memory_is_noticed() -> None:
    for notice in (let_go, exhaustion):
        hold_reserve()
        assert sum(map(len, exhaustion_module._reserve)) >= 4_000_000
        notice(MemoryError())
        assert not exhaustion_module._reserve
