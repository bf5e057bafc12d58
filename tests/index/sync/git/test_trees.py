"""Files united with those of a repository: no line is lost, whatever came first and how often."""

from __future__ import annotations

import gzip
import itertools
import random
from pathlib import Path

import pytest
from recto.index.sync.git.trees import Files, changes, is_own_name, read_tree
from recto.index.sync.layout import ROOT

from ...support.chances import seeds

NAME = f"{ROOT}/machine1/000001.jsonl"
LINES = [f"line {number}\n".encode() for number in range(6)]


def lines(files: Files) -> set[bytes]:
    """Return all lines of all files."""
    found: set[bytes] = set()
    for name in files.names():
        data = (files.folder / name).read_bytes()
        data = gzip.decompress(data) if name.endswith(".gz") else data
        found |= set(data.splitlines(keepends=True))
    return found


def replica(place: Path) -> Files:
    (place / ROOT).mkdir(parents=True)
    return Files(place, place / "files.json")


@pytest.mark.parametrize("seed", seeds(3, 100))
@pytest.mark.parametrize("own", ["machine1", "another"])
def test_the_same_files_in_any_order_leave_the_same_lines(
    seed: int, own: str, tmp_path: Path
) -> None:
    rng = random.Random(seed)
    fork = b"".join(LINES[:2]) + b"a copied library's line\n"
    states = [(NAME, b"".join(LINES[:number])) for number in range(1, 7)]
    states += [(f"{NAME}.gz", gzip.compress(b"".join(LINES), mtime=0)), (NAME, fork)]
    some = rng.sample(states, 4)
    told = set().union(
        *(
            (gzip.decompress(data) if name.endswith(".gz") else data).splitlines(keepends=True)
            for name, data in some
        )
    )
    for number, order in enumerate(itertools.permutations(some)):
        if rng.random() < 0.5:
            continue
        files = replica(tmp_path / str(number))
        for _ in range(2):
            for name, data in order:
                files.take(name, "0" * 40, data, own)
        assert lines(files) == told
        before = {name: (files.folder / name).read_bytes() for name in files.names()}
        for name, data in before.items():
            files.take(name, "0" * 40, data, own)
        assert before == {name: (files.folder / name).read_bytes() for name in files.names()}


@pytest.mark.parametrize(
    ("name", "is_own"),
    [("000001.jsonl", True), ("é" * 100, True), ("é" * 101, False), ("a\nb", False)],
)
def test_a_name_that_no_file_system_takes_is_none_of_ours(name: str, is_own: bool) -> None:
    assert is_own_name(f"{ROOT}/machine1/{name}") == is_own


def test_a_machine_goes_on_with_its_own_file_and_others_are_as_the_repository_has_them(
    tmp_path: Path,
) -> None:
    here, there = b"both\nhere\n", b"both\nthere\n"
    for own, kept, other in (("machine1", here, there), ("another", there, here)):
        files = replica(tmp_path / own)
        files.take(NAME, "0" * 40, here, own)
        files.take(NAME, "1" * 40, there, own)
        assert (files.folder / NAME).read_bytes() == kept
        (copy,) = [name for name in files.names() if name != NAME]
        assert (files.folder / copy).read_bytes() == other and ".copy-" in copy
        assert files.object_of(copy) == ""  # to be given to the repository


@pytest.mark.parametrize(
    "name",
    [
        "recto-sync-1/../x.jsonl",
        "recto-sync-1/machine/.hidden",
        "recto-sync-1/.git/config",
        "recto-sync-1/machine/a/b.jsonl",
        "recto-sync-1/machine",
        "recto-sync-1/machine/a\nb",
        "recto-sync-2/machine/000001.jsonl",
        "README.md",
        "../recto-sync-1/machine/000001.jsonl",
        f"recto-sync-1/machine/{'x' * 300}",
    ],
)
def test_odd_names_are_none_of_recto(name: str) -> None:
    assert not is_own_name(name)
    assert is_own_name("recto-sync-1/machine/000001 (conflicted copy).jsonl")
    entries = read_tree(f"100644 blob {'a' * 40}\t{name}\0".encode())
    assert [entry.is_taken for entry in entries] == [False]
    # What is not taken is not removed either.
    assert list(changes({}, entries)) == []


def test_links_are_not_written_through(tmp_path: Path) -> None:
    files = replica(tmp_path / "files")
    (tmp_path / "elsewhere").mkdir()
    (files.folder / ROOT / "machine1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        files.take(NAME, "0" * 40, b"line\n", "another")
    assert list((tmp_path / "elsewhere").iterdir()) == []
