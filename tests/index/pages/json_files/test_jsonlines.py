"""JSON Lines into the library: good lines are taken in, bad ones told, traps refused."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import threading
from pathlib import Path

import pytest
from recto.index import Library

from ...support.bounded import run_in_memory

PAPER = {
    "title": "Mamba for poets",
    "abstract": "A state space model that writes verses, with code at https://example.org/verses.",
    "date": "2024-05-01",
    "authors": ["Ada Ångström", "Émile Zola"],
    "arxiv_id": "2405.00001",
    "upvotes": 7,
    "comments": 2,
    "github": "https://github.com/ada/verses",
    "stars": 9000,
}


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def add(library: Library, path: Path, data: bytes) -> tuple[int, str]:
    path.write_bytes(data)
    (report,) = library.add([path])
    return report.records, str(report.error or "")


@pytest.mark.parametrize("pack", [bytes, lzma.compress, gzip.compress], ids=["plain", "xz", "gzip"])
@pytest.mark.parametrize("name", ["papers.jsonl", "no ending"])
def test_a_file_is_known_by_its_content(
    empty: Library, tmp_path: Path, pack: type, name: str
) -> None:
    assert add(empty, tmp_path / name, pack(lines(PAPER))) == (1, "")
    (hit,) = empty.search("mamba verses").hits
    paper = hit.paper
    assert paper.title == PAPER["title"]
    assert paper.authors == ("Ada Ångström", "Émile Zola")
    assert (paper.author_count, paper.upvotes, paper.comments) == (2, 7, 2)
    assert (paper.published, paper.arxiv_id) == ("2024-05-01", "2405.00001")
    assert [link.url for link in paper.links] == [
        "https://example.org/verses",
        "https://github.com/ada/verses",
    ]
    assert paper.links[1].kind == "code"
    (again,) = empty.add([tmp_path / name])
    assert again.unchanged
    assert not again.new


def test_a_longer_abstract_keeps_the_code(empty: Library, tmp_path: Path) -> None:
    add(empty, tmp_path / "one.jsonl", lines(PAPER))
    longer = {"title": PAPER["title"], "abstract": "Quite another text without links. " * 9}
    add(empty, tmp_path / "two.jsonl", lines(longer))
    (hit,) = empty.search("mamba").hits
    assert [link.url for link in hit.paper.links] == ["https://github.com/ada/verses"]


def test_bad_lines_are_told_and_good_ones_added(empty: Library, tmp_path: Path) -> None:
    data = (
        b"\xef\xbb\xbf" + lines(PAPER) + b"\n   \r\n" + b'{"title": "Cut \n' + b"[1, 2]\n"
        b'{"abstract": "no title"}\n{"title": 5}\n{"title": "\\u0000\\u200b"}\n'
        b'{"title": "\xff\xfe}\n' + b"[" * 100_000 + b"\n"
        b'{"title": "The last one has no line break", "upvotes": -3, "date": "2024-13-77"}'
    )
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(data)
    (report,) = empty.add([path])
    assert report.error is None
    assert (report.records, report.new) == (2, 2)
    assert [problem.line for problem in report.problems] == [4, 5, 6, 7, 8, 9, 9, 10]
    assert all(problem.reason.endswith(".") for problem in report.problems)
    paper = empty.search("last line break").hits[0].paper
    assert (paper.upvotes, paper.published, paper.abstract) == (None, None, "")


def test_of_very_many_bad_lines_the_number_is_told(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(lines(PAPER) + b"{no}\n" * 5000)
    (report,) = empty.add([path])
    assert report.records == 1
    assert len(report.problems) == 101
    assert "4,900" in report.problems[-1].reason


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("2024-06-07T12:00:00Z", "2024-06-07"),
        ("yesterday", None),
        (20240607, None),
        ("0000-01-01", None),
    ],
)
def test_dates(empty: Library, tmp_path: Path, value: object, published: str | None) -> None:
    add(empty, tmp_path / "dated.jsonl", lines({**PAPER, "date": value}))
    assert empty.search("mamba").hits[0].paper.published == published


def test_foreign_text_is_cleaned(empty: Library, tmp_path: Path) -> None:
    hostile = {"title": "A \x1b]0;title\x07red\x1b[31m\u202e one", "authors": ["B\x1b[2J", 4, ""]}
    add(empty, tmp_path / "hostile.jsonl", lines(hostile))
    paper = empty.search("red").hits[0].paper
    assert paper.title == "A red one"
    assert paper.authors == ("B",)


@pytest.mark.parametrize(
    "data",
    [
        lzma.compress(lines(PAPER))[:-20],
        lzma.compress(lines(PAPER) * 500)[:150] + b"\xff" * 50,
        gzip.compress(lines(PAPER))[:-9],
        gzip.compress(lines(PAPER))[:-3],
        b"\x1f\x8b\x08" + b"\0" * 40,
        b'{"x": 1}\n{"y": 2}\n',
        b'{"title": "' + b"x" * (5 << 20),
        b"{}",
    ],
    ids=["cut xz", "torn xz", "cut gz", "cut end", "no gz", "no titles", "long line", "nothing"],
)
def test_what_is_no_list_of_papers_is_refused_whole(
    empty: Library, tmp_path: Path, data: bytes
) -> None:
    records, error = add(empty, tmp_path / "refused", data)
    assert records == 0
    assert error.endswith(".")
    assert "refused" in error
    assert empty.counts().all == 0


def test_several_packed_streams_are_one_file(empty: Library, tmp_path: Path) -> None:
    other = {"title": "The second stream"}
    packed = lzma.compress(lines(PAPER)) + lzma.compress(lines(other)) + b"\0" * 8
    zipped = gzip.compress(lines(PAPER)) + gzip.compress(lines(other))
    assert add(empty, tmp_path / "two.xz", packed) == (2, "")
    assert add(empty, tmp_path / "two.gz", zipped) == (2, "")


def test_a_packed_page_is_a_page(empty: Library, tmp_path: Path, seed_paths: list[Path]) -> None:
    data = gzip.compress(seed_paths[0].read_bytes())
    records, error = add(empty, tmp_path / "page.txt.gz", data)
    assert records > 100
    assert not error


def bomb(line: bytes) -> bytes:
    """A file of some kilobytes that unpacks to a quarter of a gigabyte."""
    packer = lzma.LZMACompressor(preset=0)
    piece = line * ((1 << 20) // len(line))
    parts = [packer.compress(piece) for _ in range(1 << 8)]
    return b"".join(parts) + packer.flush()


@pytest.mark.parametrize(
    "line", [lines({"title": "again", "abstract": "x " * 2000}), b"\0"], ids=["papers", "zeros"]
)
def test_a_bomb_is_refused_in_little_memory(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "bomb.xz"
    path.write_bytes(lzma.compress(lines(PAPER)) + bomb(line))
    assert path.stat().st_size < 200_000
    code = (
        "import sys; from recto.index import Library\n"
        "with Library.open(sys.argv[1], seeds=False) as library:\n"
        "    (report,) = library.add([sys.argv[2]])\n"
        "    print(report.error, library.counts().all)\n"
    )
    done = run_in_memory(1 << 30, code, tmp_path / "recto", path)
    assert done.returncode == 0, done.stderr
    assert "Cannot read" in done.stdout
    assert done.stdout.endswith(". 0\n")


def test_a_pipe_is_read_once(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(gzip.compress(lines(PAPER)),))
    writer.start()
    (report,) = empty.add([path])
    writer.join()
    assert (report.records, report.error) == (1, None)


def test_standard_input_may_be_packed(empty: Library) -> None:
    report = empty.add_text("stdin", lzma.compress(lines(PAPER)))
    assert (report.records, report.name) == (1, "stdin")
    broken = empty.add_text("stdin", lzma.compress(lines(PAPER))[:-10])
    assert broken.error
