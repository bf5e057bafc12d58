"""Whole libraries as JSON Lines: there and back again, through files, streams and pipes."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, StoreError, View
from recto.index.safety.exchange import Exported

from ..support import on_disk
from ..support.soundness import assert_is_sound
from .eventful_library import content, lines
from .kept_copies import mode

__all__ = ["mode"]


FORMAT = Path(__file__).parents[3] / "docs" / "library-format.md"


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_there_and_back_again_everything_is_the_same(
    rich: Library, empty: Library, tmp_path: Path, name: str
) -> None:
    exported = rich.export_library(tmp_path / name)
    acts = on_disk.value(rich, "SELECT count(*) FROM journal")
    assert exported == Exported(on_disk.value(rich, "SELECT count(*) FROM papers"), acts)
    report = empty.import_library(tmp_path / name)
    assert (report.new_papers, report.new_acts, report.drafts) == (exported.papers, acts, 1)
    assert content(empty) == content(rich)
    assert_is_sound(empty)
    empty.export_library(tmp_path / "again.jsonl")
    assert lines(tmp_path / "again.jsonl")[1:] == lines(tmp_path / name)[1:]
    # What people see is the same too: lists in their order, papers with all that is on them.
    for view in (View(), View("queue"), View("tag", "ml"), View("bookmarks"), View("new")):
        one, other = (
            [shown.as_json() for shown in library.rows(library.listing("", view=view).rowids)]
            for library in (rich, empty)
        )
        assert one == other
    assert empty.search("pruning").total == rich.search("pruning").total


def test_a_second_time_and_one_s_own_changes_nothing(
    rich: Library, empty: Library, tmp_path: Path
) -> None:
    path = tmp_path / "all.jsonl"
    rich.export_library(path)
    before, rev = content(rich), on_disk.rev(rich)
    report = rich.import_library(path)
    assert (report.new_papers, report.new_pages, report.new_acts, report.drafts) == (0, 0, 0, 0)
    assert report.papers == len(before["papers"])
    assert (content(rich), on_disk.rev(rich)) == (before, rev)
    empty.import_library(path)
    rev = on_disk.rev(empty)
    empty.import_library(path)
    assert (content(empty), on_disk.rev(empty)) == (before, rev)


def test_each_line_is_as_the_document_says(rich: Library, tmp_path: Path) -> None:
    """The document names every type and every key, and no others."""
    rich.export_library(tmp_path / "all.jsonl")
    document = FORMAT.read_text()
    told = [json.loads(line) for line in lines(tmp_path / "all.jsonl")]
    assert [told[0]["type"], told[-1]["type"]] == ["recto-library", "end"]
    order = list(dict.fromkeys(one["type"] for one in told[1:-1]))
    assert order == ["page", "paper", "act", "position", "draft"]
    for one in told:
        (section,) = re.findall(
            rf"^## [^\n]*`{one['type']}`.*?(?=^## |\Z)", document, re.MULTILINE | re.DOTALL
        )
        for key in one:
            assert key == "type" or f"`{key}`" in section, (one["type"], key)
    first = next(one for one in told if one["type"] == "paper" and one["marks"])
    assert first["marks"]
    pages = {one["page"] for one in told if one["type"] == "page"}
    records = [record for one in told if one["type"] == "paper" for record in one["records"]]
    assert {page for page, _, _ in records} == pages


def test_a_stream_is_as_good_as_a_file(rich: Library, empty: Library, tmp_path: Path) -> None:
    stream = io.BytesIO()
    rich.export_library(stream)
    rich.export_library(tmp_path / "all.jsonl")
    assert stream.getvalue().splitlines()[1:] == lines(tmp_path / "all.jsonl")[1:]
    empty.import_library(io.BytesIO(gzip.compress(stream.getvalue())))
    assert content(empty) == content(rich)
    stream.close()


def test_a_pipe_is_written_to_and_not_replaced(rich: Library, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    rich.export_library(pipe)
    reader.join()
    assert pipe.is_fifo()
    assert received[0].splitlines()[-1].startswith(b'{"type":"end"')


def test_only_an_older_export_is_replaced(library: Library, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear aunt")
    for target in (letter, tmp_path, library.locations.database):
        before = target.read_bytes() if target.is_file() else b""
        with pytest.raises(StoreError, match="Nothing was exported"):
            library.export_library(target)
        assert (target.read_bytes() if target.is_file() else b"") == before
    with pytest.raises(StoreError):
        library.export_library(tmp_path / "no" / "such" / "file")
    (tmp_path / "empty").touch()
    for name in ("a.jsonl", "a.jsonl", "a.gz", "a.gz", "empty"):
        library.export_library(tmp_path / name)
    assert not list(tmp_path.glob(".*"))


def test_others_write_meanwhile_and_the_export_is_of_one_moment(
    library: Library, ids: list[str], mode: str
) -> None:
    directory = library.locations.data
    library.close()

    class Busy(io.BytesIO):
        """Somebody marks a paper and adds one between any two lines."""

        def write(self, data: Any) -> int:
            if random.random() < 0.05:
                other.bookmark(ids[:1], on=random.random() < 0.5)
            return super().write(data)

    with Library.open(directory) as library, Library.open(directory) as other:
        assert on_disk.value(library, "PRAGMA journal_mode") == mode
        before = on_disk.value(library, "SELECT count(*) FROM journal")
        stream = Busy()
        exported = library.export_library(stream)
        assert on_disk.value(library, "SELECT count(*) FROM journal") > before
        assert exported.acts == before
        told = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert sum(one["type"] == "act" for one in told) == before
        stream.close()


MEMORY = """
import resource, sys
from pathlib import Path
from recto.index import Library
from recto.index.adding.imports import Source, take_in
from recto.index.safety.opening import open_store
from recto.index.paper import Record

directory, count = Path(sys.argv[1]), int(sys.argv[2])
text = "We show that this is a long abstract of a paper. " * 20
with Library.open(directory / "a", seeds=False) as library:
    records = (Record(f"Paper {n}", text + str(n), n, n) for n in range(1, count + 1))
    store = open_store(directory / "a" / "library.db")
    with store.database.transaction():
        take_in(store, [Source("all", "d", records)], 1)
    store.close()
    library.marks.mark_all_read(library.listing("").rowids)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    library.export_library(directory / "all.jsonl")
with Library.open(directory / "b", seeds=False) as library:
    print(library.import_library(directory / "all.jsonl").new_papers)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) // 1024)
"""


def test_memory_does_not_grow_with_the_library(tmp_path: Path) -> None:
    """Eight thousand papers are 8 MB of text; neither way are they in memory together."""
    command = [sys.executable, "-c", MEMORY, str(tmp_path), "8000"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    papers, megabytes = map(int, done.stdout.split())
    assert papers == 8000
    assert megabytes < 8
