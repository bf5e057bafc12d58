"""Windows: open while their process lives, whatever way it ends."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index.journal.windows import open_window, open_windows
from recto.index.safety.opening import open_store
from recto.index.store.store import Store

HOLD = """
import sys
from pathlib import Path
from recto.index.journal.windows import open_window
window = open_window(Path(sys.argv[1]))
print(window.id, flush=True)
sys.stdin.readline()
"""


def test_a_window_is_open_until_it_is_closed(tmp_path: Path) -> None:
    one, two = open_window(tmp_path / "windows"), open_window(tmp_path / "windows")
    assert one.id != two.id
    assert one.id.startswith("reader-")
    assert open_windows(tmp_path / "windows") == {one.id, two.id}
    one.close()
    one.close()
    assert open_windows(tmp_path / "windows") == {two.id}
    two.close()
    assert list((tmp_path / "windows").iterdir()) == []


def test_the_window_of_a_killed_process_is_closed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    name = process.stdout.readline().strip()
    assert open_windows(tmp_path) == {name}
    process.kill()
    process.communicate(timeout=60)
    assert (tmp_path / name).exists()
    assert open_windows(tmp_path) == frozenset()
    assert list(tmp_path.iterdir()) == []  # what it left behind is cleared away


def test_the_next_window_clears_away_what_a_killed_one_left(tmp_path: Path) -> None:
    (tmp_path / "reader-0123456789ab").touch()  # as a killed process leaves it: without a lock
    one = open_window(tmp_path)
    two = open_window(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {one.id, two.id}
    one.close()
    two.close()


def test_a_directory_that_cannot_be_written_makes_a_window_without_a_lock(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    window = open_window(tmp_path / "file" / "windows")
    assert window.id.startswith("reader-")
    assert open_windows(tmp_path / "file" / "windows") == frozenset()
    window.close()


@pytest.mark.usefixtures("no_locks")
def test_without_locks_a_window_counts_as_open_while_its_file_is_there(tmp_path: Path) -> None:
    window = open_window(tmp_path)
    assert open_windows(tmp_path) == {window.id}
    window.close()
    assert open_windows(tmp_path) == frozenset()


def test_a_file_that_is_taken_for_a_leftover_before_it_is_locked_makes_no_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock
    stolen: list[str] = []

    def steal_first(descriptor: int, how: int) -> None:
        if not stolen:
            stolen.extend(path.name for path in tmp_path.iterdir())
            (tmp_path / stolen[0]).unlink()
        lock(descriptor, how)

    monkeypatch.setattr("fcntl.flock", steal_first)
    window = open_window(tmp_path)
    assert [window.id] != stolen
    assert open_windows(tmp_path) == {window.id}
    window.close()


def test_a_store_holds_its_window_and_the_shell_none(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    shell, reader = open_store(path), open_store(path, window="reader")
    assert shell.window_id == shell.journal.window == "shell"
    assert reader.window_id == reader.journal.window
    assert set(shell.journal.open_windows()) == {reader.window_id}
    reader.close()
    assert set(shell.journal.open_windows()) == set()
    shell.close()


def test_a_store_that_could_not_be_made_holds_no_window(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        assert open_windows(tmp_path / "windows") == {store.window_id}
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_store(tmp_path / "library.db", window="reader", fill=fail)
    assert open_windows(tmp_path / "windows") == frozenset()
