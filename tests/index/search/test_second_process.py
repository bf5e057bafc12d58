"""Segments written by a second process: the same as by one, and lost without harm."""

from __future__ import annotations

import contextlib
import gc
import marshal
import os
import selectors
import signal
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from recto.index.disk import free_cores
from recto.index.search.postings.files import ENDINGS
from recto.index.search.schema import read_contents
from recto.index.search.segments import building, extending, second_process
from recto.index.search.segments.collecting import Papers
from recto.index.search.segments.documents import Document
from recto.index.search.segments.extending import Extension, extend
from recto.index.search.segments.generations import Generations
from recto.index.search.segments.second_process import SecondProcess
from recto.index.search.segments.vocabulary import Vocabulary

from .test_segments import papers


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extending, "PART", 40)
    monkeypatch.setattr(extending, "_LARGE_PART", 40)
    monkeypatch.setattr(building, "_FEW", 5)
    monkeypatch.setattr(building, "_IN_ARRAYS", 25)
    monkeypatch.setattr(second_process, "_WORTH", 100)
    monkeypatch.setattr(second_process, "free_cores", lambda: 2.0)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[SecondProcess]:
    """Every second process that was given papers, once for each time."""
    told: list[SecondProcess] = []
    give = SecondProcess.give

    def note(self: SecondProcess, *args: object, **options: object) -> None:
        told.append(self)
        give(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(SecondProcess, "give", note)
    return told


def contents(folder: Path, documents: list[Document], *, is_whole: bool = False) -> list[bytes]:
    """Build an index and return its files, in the order of their segments."""
    generations = Generations(folder, "library")
    told: list[tuple[int, int]] = []
    extension = Extension(documents, 7, total=len(documents), is_whole=is_whole)
    with generations.lock(wait=True):
        stamp = extend(generations, None, extension, lambda *now: told.append(now))
    assert (stamp.documents, stamp.upto, stamp.rev) == (len(documents), 0, 7)
    assert told == sorted(told)
    path = generations.path(stamp)
    notes = read_contents(path)
    return [(path / f"{note.name}{ending}").read_bytes() for note in notes for ending in ENDINGS]


@pytest.fixture
def documents() -> list[Document]:
    return papers(5, 330)


@pytest.mark.parametrize("is_whole", [False, True])
def test_a_second_process_writes_the_same(
    is_whole: bool,
    documents: list[Document],
    tmp_path: Path,
    given: list[SecondProcess],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    two = contents(tmp_path / "two", documents, is_whole=is_whole)
    assert len(given) > 8
    assert len(set(map(id, given))) == 1
    monkeypatch.setattr(second_process, "free_cores", lambda: 1.0)
    number = len(given)
    assert contents(tmp_path / "one", documents, is_whole=is_whole) == two
    assert len(given) == number


def _pid(second: SecondProcess) -> int:
    assert second._process is not None
    return second._process.pid


@pytest.mark.parametrize("at", [1, 4])
def test_a_second_process_that_is_killed_costs_nothing(
    at: int, documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give, number = SecondProcess.give, 0

    def kill(self: SecondProcess, *args: object, **options: object) -> None:
        nonlocal number
        number += 1
        give(self, *args, **options)  # type: ignore[arg-type]
        if number == at:
            os.kill(_pid(self), signal.SIGKILL)

    monkeypatch.setattr(SecondProcess, "give", kill)
    killed = contents(tmp_path / "killed", documents)
    assert number > at
    monkeypatch.setattr(second_process, "free_cores", lambda: 1.0)
    assert contents(tmp_path / "one", documents) == killed


def test_a_second_process_takes_no_code_from_where_one_is(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, trace = tmp_path / "here", tmp_path / "trace"
    here.mkdir()
    for name in ("array", "selectors", "subprocess"):
        (here / f"{name}.py").write_text(f"open({str(trace)!r}, 'w'); raise SystemExit(1)")
    monkeypatch.chdir(here)
    second = SecondProcess()
    collected = Papers()
    for document in documents[:30]:
        collected.add(document)
    (tmp_path / "segment").mkdir()
    try:
        second.give(tmp_path / "segment", "name", collected, use_arrays=False)
        second.wait()
        assert not second._is_lost
    finally:
        second.close()
    assert not trace.exists()


def test_where_no_process_can_be_started_one_does_all(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> object:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(second_process, "_started", refuse)
    refused = contents(tmp_path / "refused", documents)
    monkeypatch.setattr(second_process, "free_cores", lambda: 1.0)
    assert contents(tmp_path / "one", documents) == refused


def test_what_a_second_process_cannot_write_is_told_as_ever(
    documents: list[Document], tmp_path: Path, given: list[SecondProcess]
) -> None:
    second = SecondProcess()
    collected = Papers()
    for document in documents[:30]:
        collected.add(document)
    try:
        second.give(tmp_path / "nowhere", "name", collected, use_arrays=False)
        pid = _pid(second)
        with pytest.raises(FileNotFoundError):
            second.wait()
    finally:
        second.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_an_interruption_ends_the_second_process(
    documents: list[Document], tmp_path: Path, given: list[SecondProcess]
) -> None:
    pids = []

    def stop(done: int, total: int) -> None:
        if given and given[-1]._process is not None:
            pids.append(_pid(given[-1]))
            raise KeyboardInterrupt

    generations = Generations(tmp_path / "index", "library")
    with generations.lock(wait=True), pytest.raises(KeyboardInterrupt):
        extend(generations, None, Extension(documents, 7, total=330), stop)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
    named = json_directory(generations)
    assert {path.name for path in (tmp_path / "index").glob("g-*")} == named


def json_directory(generations: Generations) -> set[str]:
    """Return the name of the generation in use, if there is one."""
    stamp = generations.mark() and generations.read()
    return {stamp.directory} if stamp else set()


def test_words_that_are_sent_are_the_same_there() -> None:
    own = Vocabulary()
    for text in ("graph", "graphs", "U-Net", "the", "graphing", "networks", "u^2-net"):
        _ = own[text]
    other = Vocabulary.of(marshal.loads(marshal.dumps(own.told())))
    assert (own.parts, own.joined, own.words, own.terms) == (
        other.parts,
        other.joined,
        other.words,
        other.terms,
    )
    assert (own.stem_of, own.placed_as, own.form_of) == (
        other.stem_of,
        other.placed_as,
        other.form_of,
    )
    assert [own.forms(term) for term in own.stem_of] == [other.forms(term) for term in own.stem_of]


def test_words_are_let_go_of_without_the_garbage_collector() -> None:
    collected = Papers()
    collected.add(Document(1, "U-Nets for graphs", r"They $\alpha$-weigh \textbf{the} graph."))
    words = weakref.ref(collected.vocabulary)
    gc.disable()
    try:
        del collected
        assert words() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("allowed", "quota", "load", "free"),
    [
        (2, "max 100000\n", 1.0, 2.0),
        (2, "max 100000\n", 2.2, 1.0),
        (8, "100000 100000\n", 0.0, 1.0),
        (8, "300000 100000\n", 0.5, 3.0),
        (1, "max 100000\n", 0.0, 1.0),
        (2, "what", 0.2, 2.0),
    ],
)
def test_a_core_is_free_that_is_allowed_and_that_nobody_uses(
    allowed: int,
    quota: str,
    load: float,
    free: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    monkeypatch.setattr(free_cores, "_QUOTA", file)
    monkeypatch.setattr(free_cores, "_allowed", lambda: allowed)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0))
    assert free_cores.free_cores() == free


def test_where_the_load_is_not_known_no_core_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError("no load")

    monkeypatch.setattr(os, "getloadavg", refuse)
    assert free_cores.free_cores() == 1.0


_KILLED = """
import os, signal, sys
from pathlib import Path
from recto.index.search.segments import building, extending, second_process
from recto.index.search.segments.documents import Document
from recto.index.search.segments.generations import Generations

extending.PART = extending._LARGE_PART = 40
building._FEW, building._IN_ARRAYS, second_process._WORTH = 5, 25, 100
second_process.free_cores = lambda: 2.0
give, number = second_process.SecondProcess.give, 0

def kill(self, *args, **options):
    global number
    give(self, *args, **options)
    number += 1
    if number == 4:
        print(self._process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

second_process.SecondProcess.give = kill
documents = [Document(row, f"Graph {row}", f"Wombats {row} dig burrows") for row in range(1, 331)]
generations = Generations(Path(sys.argv[1]), "library")
with generations.lock(wait=True):
    extending.extend(generations, None, extending.Extension(documents, 7, total=330), None)
"""


def test_a_second_process_ends_with_the_one_that_is_killed(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    pid = int(killed.stdout)
    if hasattr(os, "pidfd_open"):
        with contextlib.suppress(ProcessLookupError):  # it has ended by now
            descriptor = os.pidfd_open(pid)
            with selectors.DefaultSelector() as selector:
                selector.register(descriptor, selectors.EVENT_READ)
                selector.select()
            os.close(descriptor)
    generations = Generations(tmp_path / "index", "library")
    stamp = generations.read()
    assert 40 <= stamp.documents < 330
    assert stamp.upto == stamp.documents
    generations.remove_unfinished()
    assert len(list((tmp_path / "index").glob("g-*"))) <= 2
