"""Files that hold what a query finds: written when it changes, and only those of one's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from recto.index import Library

RECORDS = [
    {"title": f"{word} Inks", "abstract": "Short.", "authors": ["Ann Alpha"], "date": "2020"}
    for word in ("Zinc", "Blue", "Red")
]


@contextmanager
def kept(directory: Path, *exports: str) -> Iterator[Library]:
    """Give a library of three papers whose settings keep these files."""
    tables = (f"[[export]]\n{export}\n" for export in exports)
    directory.mkdir(exist_ok=True)
    (directory / "config.toml").write_text("\n".join(tables))
    with Library.open(directory, seeds=False) as library:
        if not library.counts().all:
            library.add_text("page", "".join(json.dumps(one) + "\n" for one in RECORDS).encode())
        yield library


def keys_of(path: Path) -> list[str]:
    lines = path.read_text().splitlines()
    return [line.partition("{")[2].rstrip(",") for line in lines if line.startswith("@")]


def tag(library: Library, *numbers: int) -> None:
    library.tag(rowids=[library.listing("", sort="title").rowids[one] for one in numbers], add="t")


THESIS = "query = 'tag:t'\nfile = '{}'"


def test_a_file_follows_its_query(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    with kept(tmp_path / "recto", THESIS.format(file)) as library:
        assert library.exports.refresh() == []
        assert file.read_text().startswith("% Kept by Recto")
        assert keys_of(file) == []
        tag(library, 2, 0)
        assert library.exports.refresh() == []
        assert keys_of(file) == ["alpha2020blue", "alpha2020zinc"]
        library.undo()
        library.exports.refresh()
        assert keys_of(file) == []


def test_what_has_not_changed_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    with kept(tmp_path / "recto", THESIS.format(file)) as library:
        tag(library, 1)
        library.exports.refresh()
        before = file.stat()
        library.bookmark(rowids=[1])
        library.exports.refresh()
        assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        mark = library.journal.change_mark()
        library.exports.refresh()
        assert library.journal.change_mark() == mark


def test_a_file_of_somebody_else_is_left_alone_and_that_is_said_once(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.write_text("@book{mine, title = {Mine}}\n")
    with kept(tmp_path / "recto", THESIS.format(file)) as library:
        (said,) = library.exports.refresh()
        assert said.startswith(f"{file} is not kept up to date: There is a file of that name")
        assert library.exports.refresh() == []
        assert file.read_text() == "@book{mine, title = {Mine}}\n"
        file.unlink()
        assert library.exports.refresh() == []
        assert keys_of(file) == []
        file.write_text("@book{other, title = {Other}}\n")
        assert len(library.exports.refresh()) == 1


@pytest.mark.parametrize("name", ["r.bib", "r.ris", "r.json", "r.md", "r.csv", "r.jsonl", "r.html",
                                  "r.atom"])  # fmt: skip
def test_every_format_is_known_again(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    with kept(tmp_path / "recto", THESIS.format(file)) as library:
        assert library.exports.refresh() == []
        before = file.read_bytes()
        tag(library, 1)
        assert library.exports.refresh() == []
        assert file.read_bytes() != before
        written = file.read_bytes()
        file.write_bytes(b"mine")
        assert len(library.exports.refresh()) == 1
        file.write_bytes(written)
        tag(library, 2)
        assert library.exports.refresh() == []
        assert file.read_bytes() != written


def test_an_empty_file_may_be_taken(tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    file.touch()
    with kept(tmp_path / "recto", THESIS.format(file)) as library:
        assert library.exports.refresh() == []
        assert file.read_text().startswith("% Kept by Recto")


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ("query = 'x'\nfile = '{}/refs.docx'", "Its ending tells no format"),
        ("query = 'x'\nfile = '{}/none/refs.bib'", "There is no directory"),
        ("query = 'x'\nview = 'qeue'\nfile = '{}/refs.bib'", "There is no view 'qeue'"),
        ("query = 'x'\nwith = ['note', 'life']\nfile = '{}/refs.bib'", "'life' is nothing"),
    ],
)
def test_what_is_wrong_is_said_and_costs_no_other_file(
    tmp_path: Path, export: str, said: str
) -> None:
    good = THESIS.format(tmp_path / "good.bib")
    with kept(tmp_path / "recto", export.format(tmp_path), good) as library:
        (problem,) = library.exports.refresh()
        assert said in problem
        assert (tmp_path / "good.bib").exists()
        assert library.exports.refresh() == []
    # Another reader says it no more either.
    with kept(tmp_path / "recto", export.format(tmp_path), good) as library:
        assert library.exports.refresh() == []


def test_a_view_has_its_order_and_private_texts_stay_at_home(tmp_path: Path) -> None:
    exports = [
        f"view = 'queue'\nfile = '{tmp_path}/queue.md'\nwith = ['notes']",
        f"query = 'is:queued'\nfile = '{tmp_path}/same.md'",
    ]
    with kept(tmp_path / "recto", *exports) as library:
        rowids = list(library.listing("", sort="title").rowids)
        library.queue(rowids=[rowids[2], rowids[0]])
        library.note(library.rows(rowids)[0], "my own thought")
        assert library.exports.refresh() == []
    for name, has_note in (("queue.md", True), ("same.md", False)):
        text = (tmp_path / name).read_text()
        assert text.index("Zinc Inks") < text.index("Blue Inks")
        assert "Red Inks" not in text
        assert ("my own thought" in text) == has_note


def test_paths_begin_at_home_or_at_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    exports = (THESIS.format("~/home.bib"), THESIS.format("beside.bib"))
    with kept(tmp_path / "recto", *exports) as library:
        assert library.exports.refresh() == []
        assert (tmp_path / "home.bib").exists()
        assert os.path.samefile(library.locations.config / "beside.bib",  # noqa: PTH121
                                tmp_path / "recto" / "beside.bib")  # fmt: skip
