"""Several processes at once, and processes that are killed: nothing acknowledged is ever lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.journal import fold

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
    ids = [paper.id for paper in library.rows(library.listing("").pids[:30])]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(acts):
        chosen = rng.sample(ids, rng.randint(1, 3))
        act = rng.randrange(4)
        if act == 0:
            library.bookmark(chosen, on=rng.random() < 0.6)
        elif act == 1:
            library.mark_read(chosen, on=rng.random() < 0.6)
        library.tag(chosen, add=[f"{name}-{number}"], remove=[f"{name}-{number - 3}"])
        print(number, *chosen, flush=True)
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def assert_is_sound(library: Library) -> None:
    database, journal = library._database, library._store.journal
    assert database.value("PRAGMA integrity_check") == "ok"
    assert database.rows("PRAGMA foreign_key_check") == []
    assert journal.marks() == fold(journal.touches())
    clocks = [clock for (clock,) in database.rows("SELECT clock FROM journal ORDER BY seq")]
    assert clocks == sorted(set(clocks))


@pytest.mark.parametrize("attempt", range(4))
def test_processes_that_open_a_new_library_at_once_all_succeed(
    tmp_path: Path, attempt: int
) -> None:
    processes = [start(OPEN, tmp_path / "new" / "recto") for _ in range(4)]
    for process in processes:
        go(process)
    for process in processes:
        assert process.communicate(timeout=60) == ("603\n", "")
    with Library.open(tmp_path / "new" / "recto") as library:
        assert library._database.value("SELECT count(*) FROM journal") == 1
        assert_is_sound(library)


def test_marks_of_many_processes_are_all_kept(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    writers, acts = 6, 40
    processes = [start(WRITE, tmp_path, f"w{number}", acts, number) for number in range(writers)]
    for process in processes:
        wait_until_ready(process)
    for process in processes:
        go(process)
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert (len(out.splitlines()), err) == (acts, "")
    with Library.open(tmp_path) as library:
        sql = "SELECT count(*) FROM journal WHERE kind = 'tag'"
        assert library._database.value(sql) == writers * acts
        # Each writer took its tags off again but for the last three.
        assert {name for name, _ in library.counts().tags}.issuperset(
            f"w{writer}-{number}" for writer in range(writers) for number in range(acts - 3, acts)
        )
        assert_is_sound(library)


def test_a_mark_made_elsewhere_is_noticed(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        before = library.change_mark()
        assert library.change_mark() == before
        process = start(WRITE, tmp_path, "other", 1, 0)
        wait_until_ready(process)
        assert library.change_mark() == before
        go(process)
        assert process.communicate(timeout=60)[1] == ""
        assert library.change_mark() != before
        assert ("other-0", 1) in [(name, min(count, 1)) for name, count in library.counts().tags]


def test_a_killed_writer_loses_nothing_it_has_acknowledged(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    rng = random.Random(7)
    for attempt in range(20):
        name = f"k{attempt}"
        processes = [start(WRITE, tmp_path, name + side, 10_000, attempt) for side in "ab"]
        for process in processes:
            wait_until_ready(process)
        for process in processes:
            go(process)
        time.sleep(rng.uniform(0.0, 0.08))
        acknowledged = []
        for process in processes:
            process.kill()
            acknowledged.append(process.communicate(timeout=60)[0].splitlines())
        with Library.open(tmp_path) as library:
            for side, lines in zip("ab", acknowledged, strict=True):
                data = library._database.rows(
                    "SELECT data FROM journal WHERE kind = 'tag' AND data LIKE ? ORDER BY seq",
                    (f'%"tag:{name}{side}-%',),
                )
                # At most the act that was under way is there without having been acknowledged.
                assert len(lines) <= len(data) <= len(lines) + 1
                for number, (row,) in enumerate(data):
                    assert f'"tag:{name}{side}-{number}":1' in row
                if lines:
                    last, *ids = lines[-1].split()
                    for ident in ids if len(data) == len(lines) else ():
                        assert f"{name}{side}-{last}" in library.paper(ident).tags
            assert_is_sound(library)
