"""Recoveries that are killed, gone on with, or begun by several processes at once."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.database.guard import recovered

from ..support.soundness import assert_is_sound
from .damages import KILLED, Worn, acts, garble_first_page, worn

__all__ = ["worn"]


RECOVER = """
import sys
from recto.index import Library
print("go", flush=True)
with Library.open(sys.argv[1]) as library:
    print(len(library.log()))
"""


DIE = """
import os, signal, sys
from recto.index import Library

left = 0

def count(frame, event, argument):
    global left
    name = os.path.basename(frame.f_code.co_filename)
    if event in ("call", "c_call") and name in ("recovery.py", "copying.py"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

def recover(directory, steps):
    global left
    left = steps
    sys.setprofile(count)
    Library.open(directory).close()
    sys.setprofile(None)
    return steps - left

recover(sys.argv[1], 0)  # what is imported on the way is no step
print(recover(sys.argv[2], 0), flush=True)
for line in sys.stdin:
    steps, directory = line.rstrip("\\n").split(" ", 1)
    child = os.fork()
    if child == 0:
        recover(directory, int(steps))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Says how many steps a recovery takes, and has one killed at the step it is told each time."""


@pytest.fixture
def little(few: Path, tmp_path: Path) -> Worn:
    """A worn library of few papers."""
    shutil.copytree(few, tmp_path / "recto")
    return Worn(tmp_path / "recto")


def test_a_recovery_killed_at_any_step_is_finished_or_begun_anew(
    little: Worn, tmp_path: Path
) -> None:
    garble_first_page(little.path)
    damaged = little.path.read_bytes()
    for name in ("first", "second"):
        shutil.copytree(little.directory, tmp_path / name)
    stages = set()
    with subprocess.Popen(
        [sys.executable, "-c", DIE, str(tmp_path / "first"), str(tmp_path / "second")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as killed:  # fmt: skip
        assert killed.stdin
        assert killed.stdout
        steps = int(killed.stdout.readline())
        chosen = {*random.Random(3).sample(range(1, steps), 16), *range(steps - 20, steps)}
        for step in sorted(chosen):
            directory = tmp_path / f"copy{step}"
            shutil.copytree(little.directory, directory)
            print(step, directory, file=killed.stdin, flush=True)
            assert killed.stdout.readline() == "-9\n"
            stages.add(
                ((directory / "damaged").exists(), recovered(directory / "library.db").exists())
            )
            with Library.open(directory) as library:
                assert acts(library) == little.after
                assert_is_sound(library)
            asides = list((directory / "damaged").glob("*.db"))
            assert asides
            assert all(aside.read_bytes() == damaged for aside in asides)
            assert not (directory / "recovery").exists()
            shutil.rmtree(directory)
    # Before anything was moved, on the way, and after.
    assert stages >= {(False, False), (True, True), (True, False)}


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_each_step_of_putting_it_in_its_place_can_be_the_last(worn: Worn, steps: int) -> None:
    """The log of the damaged file must never be laid over the recovered one."""
    good = worn.path.read_bytes()
    command = [sys.executable, "-c", KILLED, str(worn.directory), *worn.ids[:2]]
    subprocess.run(command, capture_output=True, check=False)
    garble_first_page(worn.path)
    recovered(worn.path).write_bytes(good)
    for ending in ("-wal", "-shm")[:steps]:
        Path(f"{worn.path}{ending}").unlink()
    if steps == 3:
        recovered(worn.path).replace(worn.path)
    with Library.open(worn.directory) as library:
        assert acts(library) == worn.after
        assert_is_sound(library)
    assert not recovered(worn.path).exists()


def test_processes_that_start_at_once_recover_once(worn: Worn) -> None:
    garble_first_page(worn.path)
    command = [sys.executable, "-c", RECOVER, str(worn.directory)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in processes:
        assert process.communicate(timeout=120) == (f"go\n{len(worn.after)}\n", "")
    assert len(list((worn.directory / "damaged").glob("*.db"))) == 1
