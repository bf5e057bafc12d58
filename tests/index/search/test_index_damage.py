"""Damage to the index on disk: noticed, never answered from, gone with the next build."""

from __future__ import annotations

import io
import json
import os
import pickle
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index.errors import SearchIndexError
from recto.index.search.query.query import Query
from recto.index.search.search_index import SearchIndex
from recto.index.search.storage import damage_reported, guarded
from whoosh.filedb.structfile import StructFile

from .small_index import PAPERS, find, folder, index, live

__all__ = ["folder", "index"]


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flood(path: Path) -> None:
    path.write_bytes(os.urandom(path.stat().st_size))


@pytest.mark.parametrize("pattern", ["*.dic", "*.lists", "*.papers", "*.toc"])
@pytest.mark.parametrize(
    "damage",
    [Path.unlink, truncate, lambda path: path.write_bytes(b""), flood],
    ids=["removed", "truncated", "emptied", "overwritten"],
)
@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damage_is_noticed_and_a_build_repairs_it(
    index: SearchIndex,
    folder: Path,
    pattern: str,
    damage: Callable[[Path], object],
    is_open: bool,
) -> None:
    if is_open:
        assert find(index, "topic3")
    (path,) = live(folder).glob(pattern)
    damage(path)
    other = SearchIndex(folder, "library")
    with pytest.raises(SearchIndexError):
        find(other, "paper topic4")
    if damage is not flood:
        assert index.stamp() is None
        with pytest.raises(SearchIndexError):
            index.update([PAPERS[0]], 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lambda _: None)
        if is_open:
            # What is open may still answer, or say that it cannot.
            try:
                find(index, "paper topic4")
            except SearchIndexError as error:
                assert error.title
    index.build(PAPERS, 3)
    assert len(find(index, "paper")) == 60
    assert len(find(other, "paper")) == 60
    other.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_flipped_bits_end_in_an_answer_or_in_an_error(index: SearchIndex, folder: Path) -> None:
    chance = random.Random(6)
    files = {path: path.read_bytes() for path in live(folder).glob("MAIN_*")}
    assert len(files) == 4
    raised = 0
    for _ in range(150):
        path, sound = chance.choice(list(files.items()))
        damaged = bytearray(sound)
        for _ in range(chance.choice([1, 5, 50])):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        index.close()
        try:
            for text in ("paper", "topic3 common", '"paper 12 on"', "paper 12 top", "t", "wor"):
                index.search(Query.parse(text), typing=True)
        except SearchIndexError:
            raised += 1
        path.write_bytes(sound)
    assert 0 < raised < 150


def test_a_table_that_claims_more_than_memory_holds_is_damage() -> None:
    claimed = pickle.PROTO + b"\x04" + pickle.BINBYTES8 + (1 << 62).to_bytes(8, "little")
    file = guarded(StructFile(io.BytesIO(claimed)))
    with pytest.raises(SearchIndexError, match="no possible size"), damage_reported():
        file.read_pickle()


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"directory": "/etc"}', b"{" * 10_000],
)
def test_a_damaged_stamp_is_no_stamp(index: SearchIndex, folder: Path, content: bytes) -> None:
    (folder / "current").write_bytes(content)
    assert index.stamp() is None
    with pytest.raises(SearchIndexError):
        find(index, "paper")
    index.build(PAPERS, 2)
    assert len(find(index, "paper")) == 60


@pytest.mark.parametrize(
    ("field", "value"),
    [("format", 0), ("whoosh", "2.0.0"), ("library_id", "other"), ("directory", "g-none")],
)
def test_a_foreign_index_is_not_used(
    index: SearchIndex, folder: Path, field: str, value: object
) -> None:
    stamp = json.loads((folder / "current").read_bytes())
    stamp[field] = value
    (folder / "current").write_text(json.dumps(stamp))
    with pytest.raises(SearchIndexError) as error:
        find(index, "paper")
    assert str(error.value).endswith(".")
    index.build(PAPERS, 2)
    assert len(find(index, "paper")) == 60


def test_a_removed_cache_is_missed(index: SearchIndex, folder: Path) -> None:
    assert find(index, "topic3")
    shutil.rmtree(folder)
    with pytest.raises(SearchIndexError):
        find(index, "topic3")
    index.build(PAPERS, 2)
    assert find(index, "topic3")
