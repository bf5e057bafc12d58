"""Files that are no whole export, or hold what no export holds: refused, or made harmless."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, RectoError, SourceError

from ..support import on_disk
from ..support.soundness import assert_is_sound
from .eventful_library import content, lines


def test_a_file_that_is_not_whole_changes_nothing(rich: Library, tmp_path: Path) -> None:
    rich.export_library(tmp_path / "all.jsonl")
    rich.export_library(tmp_path / "all.gz")
    packed, plain = (tmp_path / "all.gz").read_bytes(), (tmp_path / "all.jsonl").read_bytes()
    data = plain.splitlines(keepends=True)
    middle = len(data) // 2
    bad = {
        "cut": b"".join(data[:middle]),
        "cut within a line": b"".join(data[:middle])[:-9],
        "a line is missing": b"".join(data[: middle - 1] + data[middle:]),
        "packed and cut": packed[: len(packed) // 2],
        "packed and spoiled": packed[:5000] + b"spoiled" + packed[5007:],
        "header alone": data[0],
        "empty": b"",
        "a letter": b"Dear aunt,\n",
        "a page": b"A Title\n\n" + b"An abstract. " * 50,
        "a database": b"SQLite format 3\0" + b"\0" * 4080,
        "no object": data[0] + b"[1]\n",
        "a number without end": data[0] + b'{"type":"act","clock":' + b"9" * 5000 + b"}\n",
        "a nest": data[0] + b'{"type":' * 30_000,
        "a newer format": data[0].replace(b'"format":2', b'"format":3') + b"".join(data[1:]),
        "no text": data[0] + b"\xff\xfe\n",
    }
    with Library.open(tmp_path / "other") as other:
        before = content(other)
        for name, text in bad.items():
            (tmp_path / "bad").write_bytes(text)
            with pytest.raises(SourceError) as caught:
                other.import_library(tmp_path / "bad")
            assert "bad" in str(caught.value) or "exported" in str(caught.value), name
            assert content(other) == before, name
        with pytest.raises(SourceError, match="No such file"):
            other.import_library(tmp_path / "missing")
        with pytest.raises(SourceError):
            other.import_library(tmp_path)


MALFORMED: list[dict[str, Any]] = [
    {"type": "paper"},
    {"type": "paper", "id": "abcdefghjk", "title": ""},
    {"type": "paper", "id": "../../etc", "title": "T"},
    {"type": "paper", "id": "abcdefghjk", "title": ["T"]},
    {"type": "paper", "id": "abcdefghjk", "title": "T", "authors": "A"},
    {"type": "page", "source": "s"},
    {"type": "page", "source": 3, "digest": "d"},
    {"type": "places", "source": "s", "digest": "d", "papers": [["abcdefghjk", -1]]},
    {"type": "places", "source": "s", "digest": "d", "papers": {"a": 1}},
    {"type": "act"},
    {"type": "draft", "paper": "abcdefghjk", "text": 7},
]


def file_of(*objects: dict[str, Any]) -> io.BytesIO:
    papers = sum(one.get("type") == "paper" for one in objects)
    acts = sum(one.get("type") == "act" for one in objects)
    end = {"type": "end", "papers": papers, "acts": acts}
    told = [{"type": "recto-library", "format": 1}, *objects, end]
    return io.BytesIO("\n".join(map(json.dumps, told)).encode())


@pytest.mark.parametrize("told", MALFORMED, ids=lambda told: json.dumps(told)[:50])
def test_what_is_malformed_is_refused_as_a_whole(empty: Library, told: dict[str, Any]) -> None:
    good: dict[str, Any] = {"type": "paper", "id": "abcdefghjk", "title": "Good"}
    page: dict[str, Any] = {"type": "page", "source": "s", "digest": "d", "label": ""}
    with pytest.raises(SourceError, match="Nothing was taken in"):
        empty.import_library(file_of(good, page, told))
    assert empty.counts().all == 0
    assert on_disk.value(empty, "SELECT count(*) FROM papers") == 0


def test_foreign_text_is_cleaned(empty: Library) -> None:
    paper = {
        "type": "paper",
        "id": "abcdefghjk",
        "title": "A\x1b[31m Title\u202e",
        "abstract": "Two\nlines\x07 and https://github.com/a/b",
        "authors": ["A\x00nn", "\x1b"],
        "organisation": "\x9bLab",
        "links": ["javascript:alert(1)"],
        "published": "tomorrow",
        "comments": -5,
        "upvotes": 10**30,
        "arxiv_id": "../../etc/passwd",
        "marks": {"bookmark": 1},
        "unknown": {"to": "us"},
    }
    page = {"type": "page", "source": "s\x1b]0;x\x07", "digest": "d", "label": "a\x1b", "import": 1}
    places = {"type": "places", "source": page["source"], "digest": "d"}
    row = {
        "type": "act",
        "act": "0" * 20,
        "machine": "m",
        "window": "shell",
        "clock": 5,
        "wall": "",
        "kind": "add",
        "papers": [],
        "data": {"sources": [{"name": page["source"], "digest": "d", "records": 1}]},
    }
    stream = file_of(
        paper, page, {**places, "papers": [["abcdefghjk", 1]]}, row, {"type": "unknown", "x": 1}
    )
    empty.import_library(stream)
    (shown,) = empty.rows(empty.listing("").rowids)
    assert (shown.title, shown.authors, shown.organisation) == ("A Title", ("Ann",), "ab")
    assert [link.url for link in shown.links] == ["https://github.com/a/b"]
    assert (shown.published, shown.comments, shown.upvotes) == (None, None, None)
    assert (shown.arxiv_id, shown.bookmarked) == (None, False)
    for (name,) in on_disk.rows(empty, "SELECT name || label FROM sources"):
        assert "\x1b" not in name
    assert_is_sound(empty)


def test_random_damage_is_refused_or_harmless(
    rich: Library, empty: Library, tmp_path: Path
) -> None:
    rich.export_library(tmp_path / "all.jsonl")
    data = lines(tmp_path / "all.jsonl")
    keep = [line for line in data if b'"type":"paper"' not in line[:20]] + data[1:60]
    keep = sorted(set(keep), key=data.index)
    rng = random.Random(4)
    outcomes = set()
    for _ in range(60):
        spoiled = bytearray(b"\n".join(keep))
        for _ in range(rng.randint(1, 4)):
            place = rng.randrange(len(spoiled))
            spoiled[place : place + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
        try:
            empty.import_library(io.BytesIO(bytes(spoiled)))
        except RectoError:
            outcomes.add("refused")
        else:
            outcomes.add("taken")
        assert_is_sound(empty)
    assert "refused" in outcomes
