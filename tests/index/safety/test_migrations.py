"""Libraries of other versions: older ones brought up to date or left as they are, newer ones read.

There is only one version yet, so the older ones here are made up.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from recto.index import Library, StoreError
from recto.index.database.database import APPLICATION_ID, Database
from recto.index.database.tables import VERSION
from recto.index.safety.migrations import STEPS, Step, bring_up_to_date, migrate
from recto.index.safety.snapshots import snapshots

from ..support import on_disk
from ..support.older import make_older


def make(path: Path) -> None:
    """Make a library as no Recto ever did: version 1 with two tables."""
    database = Database(path, version=1)
    with database.transaction():
        database.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT)")
        database.execute("CREATE TABLE pets(name TEXT, owner INTEGER REFERENCES people)")
        database.execute("INSERT INTO people VALUES (1, 'Ann'), (2, 'Bob')")
        database.execute("INSERT INTO pets VALUES ('Rex', 1), ('Tom', 2)")
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute("PRAGMA user_version=1")
    database.close()


def add_age(database: Database) -> None:
    database.execute("ALTER TABLE people ADD COLUMN age INTEGER")


def make_people_anew(database: Database) -> None:
    database.execute("CREATE TABLE new(id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER)")
    database.execute("INSERT INTO new SELECT id, upper(name), 7 FROM people")
    database.execute("DROP TABLE people")
    database.execute("ALTER TABLE new RENAME TO people")


GOOD: Mapping[int, Step] = {1: add_age, 2: make_people_anew}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    make(path)
    return path


def test_every_version_has_its_step() -> None:
    assert set(STEPS) == set(range(1, VERSION))


def test_an_older_library_goes_through_all_steps_in_order(path: Path) -> None:
    database = Database(path, version=3)
    (sentence,) = bring_up_to_date(database, 3, GOOD)
    assert database.version == 3
    assert database.rows("SELECT * FROM people") == [(1, "ANN", 7), (2, "BOB", 7)]
    assert database.rows("PRAGMA foreign_key_check") == []
    (kept,) = snapshots(path)
    assert str(kept) in sentence
    assert kept.name.endswith("-version-1.db")
    before = Database(kept, version=1, read_only=True)
    assert before.version == 1
    assert before.rows("SELECT * FROM people") == [(1, "Ann"), (2, "Bob")]
    before.close()
    database.close()


def fail(database: Database) -> None:
    database.execute("DELETE FROM pets")
    raise ZeroDivisionError


def orphan(database: Database) -> None:
    database.execute("DROP TABLE people")
    database.execute("CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT)")


@pytest.mark.parametrize("step", [fail, orphan])
def test_a_step_that_fails_leaves_everything_as_it_was(path: Path, step: Step) -> None:
    database = Database(path, version=3)
    with pytest.raises((ZeroDivisionError, StoreError)) as caught:
        migrate(database, 3, {1: add_age, 2: step})
    if step is orphan:
        assert "nothing was changed" in str(caught.value)
    assert database.version == 1
    assert database.rows("SELECT * FROM people") == [(1, "Ann"), (2, "Bob")]
    assert database.value("SELECT count(*) FROM pets") == 2
    database.close()


MIGRATE = """
import sys
from pathlib import Path
from recto.index.database.database import Database
from recto.index.safety.migrations import bring_up_to_date


def slow(database):
    database.execute("ALTER TABLE people ADD COLUMN age INTEGER")
    print("in the middle", flush=True)
    if sys.argv[2] == "kill":
        sys.stdin.readline()
    database.execute("UPDATE people SET age = coalesce(age, 0) + 1")

database = Database(Path(sys.argv[1]), version=2)
bring_up_to_date(database, 2, {1: slow})
print(database.version, database.rows("SELECT age FROM people"))
database.close()
"""


def start(path: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", MIGRATE, str(path), how]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_migration_has_not_happened(path: Path) -> None:
    process = start(path, "kill")
    assert process.stdout
    assert process.stdout.readline() == "in the middle\n"
    process.kill()
    process.communicate()
    database = Database(path, version=3)
    assert database.version == 1
    assert database.rows("SELECT * FROM people") == [(1, "Ann"), (2, "Bob")]
    assert bring_up_to_date(database, 3, GOOD)
    assert database.version == 3
    database.close()


def test_of_several_processes_one_migrates(path: Path) -> None:
    processes = [start(path, "at once") for _ in range(4)]
    answers = [process.communicate(timeout=60) for process in processes]
    assert all(out.endswith("2 [(1,), (1,)]\n") and not err for out, err in answers)
    assert sum(out.startswith("in the middle") for out, _ in answers) == 1


def test_an_older_library_that_cannot_be_written_is_refused(path: Path) -> None:
    database = Database(path, version=3, read_only=True)
    with pytest.raises(StoreError, match=r"older Recto.*read-only.*copy it"):
        bring_up_to_date(database, 3, GOOD)
    database.close()


def test_a_window_of_an_older_recto_stops_writing(path: Path) -> None:
    old = Database(path, version=1)
    new = Database(path, version=3)
    migrate(new, 3, GOOD)
    with pytest.raises(StoreError, match=r"newer Recto.*Close this window"), old.transaction():
        old.execute("DELETE FROM people")
    assert new.value("SELECT count(*) FROM people") == 2
    old.close()
    new.close()


def test_a_newer_library_is_read_and_never_written(library: Library, ids: list[str]) -> None:
    library.bookmark(ids[:2])
    directory = library.locations.data
    on_disk.execute(library, f"PRAGMA user_version={VERSION + 1}")
    library.close()
    with Library.open(directory) as newer:
        (warning,) = newer.warnings
        assert "newer Recto" in warning
        assert "update Recto" in warning
        assert newer.paper(ids[0]).bookmarked
        assert newer.counts().all == 603
        with pytest.raises(StoreError, match="reading only"):
            newer.bookmark(ids[:3])
        assert newer.copies.snapshot_if_due() is None


def test_papers_of_an_older_library_are_recognised_by_the_rule_of_now(tmp_path: Path) -> None:
    path = tmp_path / "old"
    with Library.open(path, seeds=False) as library:
        library.add_text("a.jsonl", b'{"title": "G\xc3\xb6del\'s Nibs", "authors": ["Ann Alpha"]}')
        library.add_text("b.jsonl", b'{"title": "C++ Nibs"}')
        library.add_text("c.txt", b"math/0309136")
        nibs = library.bookmark(library.search("nibs").hits[0].paper).papers[0]
    # As it was when titles had other keys, acts told less, and ids of arXiv had subject classes.
    for statement in (
        "UPDATE titles SET key = 'gödelsnibs' WHERE key = 'godelsnibs'",
        "DELETE FROM titles WHERE key LIKE '~%'",
        "UPDATE titles SET key = 'cnibs' WHERE key = 'c++nibs'",
        "UPDATE papers SET arxiv_id = 'math.gt/0309136' WHERE arxiv_id LIKE 'math%'",
        "UPDATE journal SET papers = json_array(json_array(papers ->> '$[0][0]', NULL)) "
        "WHERE kind = 'bookmark'",
    ):
        on_disk.execute(library, statement)
    make_older(path / "library.db", 2)
    with Library.open(path, seeds=False) as library:
        library.add_text("d.jsonl", b'{"title": "Godel\'s Nibs", "authors": ["A. Alpha"]}')
        library.add_text("e.txt", b"math.GT/0309136")
        library.add_text("f.jsonl", b'{"title": "C Nibs"}')
        assert library.counts().all == 4
        assert library.paper(nibs.id).bookmarked
        assert len(library.paper("math/0309136").sources) == 2
        assert library.journal.agrees()
