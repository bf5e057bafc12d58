"""Several processes at once, and processes that are killed: nothing acknowledged is ever lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.journal import clocks
from recto.index.journal.windows import open_windows

from ..support import on_disk
from ..support.soundness import assert_is_sound

STEADY = """
import time
from recto.index.journal import clocks
clocks.now = lambda: 1_700_000_000_000 + time.monotonic_ns() // 1_000_000
"""
"""Gives the journal a wall clock that nobody sets meanwhile, the same for all processes."""

OPEN = """
import sys
from recto.index import Library
sys.stdin.readline()
with Library.open(sys.argv[1]) as library:
    print(library.counts().all, flush=True)
"""

WRITE = """
import random, sys
from recto.index import Library
directory, name, acts, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
rng = random.Random(seed)
with Library.open(directory) as library:
    ids = [paper.id for paper in library.rows(library.listing("").rowids[:30])]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(acts):
        chosen = rng.sample(ids, rng.randint(1, 3))
        match rng.randrange(4):
            case 0:
                library.bookmark(chosen)
            case 1:
                library.mark_read(chosen)
            case 2:
                library.note(chosen[0], f"{name}-{number}")
            case _:
                library.tag(chosen, add=[f"{name}-{number}"])
        print(number, flush=True)
"""

NURSERY = """
import os, random, sys
from pathlib import Path
from recto.index.journal import history
from recto.index.adding import imports
from recto.index.journal import uniting
from recto.index.journal import undoing
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

directory = Path(sys.argv[1])

def live(name, seed, acks):
    # Random acts for ever; each is acknowledged once the transaction has ended.
    rng = random.Random(seed)
    store = open_store(directory / "library.db", window=rng.choice(("shell", "reader")))
    journal = store.journal
    rowids = [rowid for (rowid,) in store.database.rows("SELECT pid FROM papers LIMIT 30")]
    for number in range(10**9):
        chosen = rng.sample(rowids, rng.randint(1, 3))
        mark = {f"tag:{name}-{number}": "x", f"tag:{name}-{number - 3}": None}
        with store.database.transaction():
            match rng.randrange(8):
                case 0:
                    done = undoing.undo(journal)
                    told = done and f"undo {done.act}"
                case 1:
                    done = undoing.redo(journal)
                    told = done and f"redo {done.act}"
                case 2:
                    changes = {"note": f"{name} {number}"}
                    told = "act " + journal.record("note", chosen[:1], changes).id
                case 3:
                    library = {"removed:" + rng.choice(sources): rng.random() < 0.5}
                    told = "act " + journal.record("remove-source", library=library).id
                case _:
                    told = "act " + journal.record("tag", chosen, mark).id
        os.write(acks, f"{told}\\n".encode() if told else b"")

with_store = open_store(directory / "library.db")
sources = [name for (name,) in with_store.database.rows("SELECT name FROM sources")]
with_store.close()
for line in sys.stdin:
    match line.split():
        case ["live", name, seed]:
            acks = os.open(directory / f"{name}.acks", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
            pid = os.fork()
            if not pid:
                live(name, int(seed), acks)
            os.close(acks)
            print(pid, flush=True)
        case ["kill", pid]:
            os.kill(int(pid), 9)
            print(os.WTERMSIG(os.waitpid(int(pid), 0)[1]), flush=True)
"""


@pytest.fixture(autouse=True)
def _steady_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give this process the clock that the others have."""
    monkeypatch.setattr(clocks, "now", lambda: 1_700_000_000_000 + time.monotonic_ns() // 1_000_000)


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STEADY + script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()


def tell(process: subprocess.Popen[str], line: str = "") -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def ask(process: subprocess.Popen[str], line: str) -> int:
    """Tell the nursery something and return the number it answers."""
    tell(process, line)
    assert process.stdout
    answer = process.stdout.readline()
    assert answer, process.stderr and process.stderr.read()
    return int(answer)


def assert_acts_are_in_order(library: Library) -> None:
    """Check that the library is sound, and that each act has a later time than the one before."""
    assert_is_sound(library)
    clocks = [clock for (clock,) in on_disk.rows(library, "SELECT clock FROM journal ORDER BY seq")]
    assert clocks == sorted(set(clocks))


@pytest.mark.parametrize("attempt", range(4))
def test_processes_that_open_a_new_library_at_once_all_succeed(
    tmp_path: Path, attempt: int
) -> None:
    processes = [start(OPEN, tmp_path / "new" / "recto") for _ in range(4)]
    for process in processes:
        tell(process)
    for process in processes:
        assert process.communicate(timeout=60) == ("603\n", "")
    with Library.open(tmp_path / "new" / "recto") as library:
        assert on_disk.value(library, "SELECT count(*) FROM journal") == 1
        assert_acts_are_in_order(library)


def kinds_of_acts(seed: int, acts: int) -> list[int]:
    """Return which acts a writer of `WRITE` chooses."""
    rng, kinds = random.Random(seed), []
    for _ in range(acts):
        rng.sample(range(30), rng.randint(1, 3))
        kinds.append(rng.randrange(4))
    return kinds


def test_ten_processes_with_two_hundred_acts_each_lose_none(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    writers, acts = 10, 200
    processes = [start(WRITE, tmp_path, f"w{number}", acts, number) for number in range(writers)]
    for process in processes:
        wait_until_ready(process)
    for process in processes:
        tell(process)
    for process in processes:
        out, err = process.communicate(timeout=300)
        assert (out.splitlines(), err) == ([str(number) for number in range(acts)], "")
    with Library.open(tmp_path) as library:
        # A bookmark or a read mark that is there already is no act; a note or a tag is always new.
        sql = "SELECT count(*) FROM journal WHERE kind IN ('note', 'tag')"
        kinds = [kind for seed in range(writers) for kind in kinds_of_acts(seed, acts)]
        assert on_disk.value(library, sql) == sum(kind >= 2 for kind in kinds)
        tags = on_disk.rows(library, "SELECT data FROM journal WHERE kind = 'tag'")
        assert len(library.counts().tags) == len(set(tags)) == len(tags) > 400
        assert_acts_are_in_order(library)


def test_a_mark_made_elsewhere_is_noticed(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        before = library.journal.change_mark()
        assert library.journal.change_mark() == before
        process = start(WRITE, tmp_path, "other", 1, 0)
        wait_until_ready(process)
        before = library.journal.change_mark()
        tell(process)
        assert process.communicate(timeout=60)[1] == ""
        assert library.journal.change_mark() != before


def test_two_hundred_killed_writers_lose_nothing_they_have_acknowledged(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    rng = random.Random(7)
    nursery = start(NURSERY, tmp_path)
    rounds, writers = 40, 5
    acknowledged: set[str] = set()
    known = 0
    for round_ in range(rounds):
        names = [f"k{round_}-{number}" for number in range(writers)]
        pids = [ask(nursery, f"live {name} {rng.randrange(10**6)}") for name in names]
        for pid in rng.sample(pids, writers):
            time.sleep(rng.uniform(0.0, 0.05))  # a moment like any other; nothing rests on it
            assert ask(nursery, f"kill {pid}") == 9
        told: list[str] = []
        for name in names:
            told += (tmp_path / f"{name}.acks").read_text().splitlines()
        with Library.open(tmp_path) as library:
            assert library.warnings == []  # what nobody was told of is no damage
            rows = on_disk.rows(library, "SELECT act, kind, subject FROM journal")
            acts = {f"act {act}" for act, _, subject in rows if subject is None}
            revisions = [f"{kind} {subject}" for _, kind, subject in rows if subject]
            acknowledged |= {line for line in told if line.startswith("act ")}
            assert acknowledged <= acts
            for line in {line for line in told if not line.startswith("act ")}:
                assert told.count(line) <= revisions.count(line)
            # At most the acts that were under way are there without having been acknowledged.
            known += len(told)
            assert known <= len(rows) - 1 <= known + writers * (round_ + 1)
            assert_acts_are_in_order(library)
            assert open_windows(tmp_path / "windows") == frozenset()
    assert len(acknowledged) > rounds * writers
    nursery.communicate(timeout=60)
    assert nursery.returncode == 0
