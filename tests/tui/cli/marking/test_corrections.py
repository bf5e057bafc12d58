"""Papers corrected on the shell, by words and in an editor of the reader's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ...shells import Shell


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that edits: it gets the file's name as its argument."""
    path = tmp_path / "editor.py"
    monkeypatch.setenv("VISUAL", f"{sys.executable} {path}")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return path


def replacing(old: str, new: str, more: str = "") -> str:
    return (
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(path.read_text().replace({old!r}, {new!r}))\n{more}"
    )


def left_behind(path: Path) -> list[Path]:
    return list(path.glob("recto-*/*"))


def test_fields_are_corrected_and_given_back(shell: Shell) -> None:
    (first,) = shell.ids(1)
    title = shell.paper(first)["title"]
    said = shell.lines("edit", first, "title=Inks=Pens", "published=2024-05")
    assert said == ["Corrected title, published of “Inks=Pens”."]
    paper = shell.paper(first)
    assert (paper["title"], paper["published"]) == ("Inks=Pens", "2024-05")
    assert shell.objects("edit", first, "title=") == [{**paper, "title": title}]
    assert "is not FIELD=VALUE" in shell.fails("edit", first, "title", status=2)
    assert "is given twice" in shell.fails("edit", first, "title=a", "title=b", status=2)
    assert "cannot be the doi" in shell.fails("edit", first, "doi=a", status=2)
    assert "nosuchid" in shell.fails("edit", "nosuchid", "title=a")


def test_who_says_what_is_printed(shell: Shell, tmp_path: Path) -> None:
    page = tmp_path / "my.bib"
    page.write_text("@misc{a, title = {Inks}, author = {Ann A}, year = 2024}")
    other = tmp_path / "their.ris"
    other.write_text("TY  - JOUR\nTI  - Inks\nAU  - A, Ann\nPY  - 2023\nER  - \n")
    shell.lines("add", str(page), str(other))
    (found,) = shell.objects("search", "inks", "author:ann")
    shell.lines("edit", found["id"], "doi=10.1000/182")
    lines = shell.lines("show", found["id"], "--sources")
    assert "* you" in "\n".join(lines)
    at = lines.index("published")
    assert [" ".join(line.split()) for line in lines[at + 1 : at + 4]] == [
        "* their.ris 2023",
        "my.bib 2024",
        "- what counts with a year; the exactest; arXiv before bibliographies before pages; "
        "the earliest",
    ]
    (told,) = shell.objects("show", found["id"], "--sources")
    assert told["id"] == found["id"]
    (published,) = (field for field in told["fields"] if field["field"] == "published")
    assert (published["value"], published["disagree"], published["corrected"]) == (
        "2023",
        True,
        False,
    )
    assert [one["source"] for one in published["said"] if one["counts"]] == ["their.ris"]


def test_a_paper_is_corrected_in_the_editor(shell: Shell, editor: Path, tmp_path: Path) -> None:
    (first,) = shell.ids(1)
    shell.lines("edit", first, "title=Walks of wombats")
    editor.write_text(replacing("of wombats", "with wombats"))
    assert shell.lines("edit", first) == ["Corrected title of “Walks with wombats”."]
    assert shell.paper(first)["title"] == "Walks with wombats"
    assert left_behind(tmp_path) == []


def test_what_cannot_be_taken_stays_in_its_file(shell: Shell, editor: Path, tmp_path: Path) -> None:
    (first,) = shell.ids(1)
    paper = shell.paper(first)
    editor.write_text(replacing("@", "Dear aunt "))
    said = shell.fails("edit", first, status=2)
    (path,) = left_behind(tmp_path)
    assert f"Nothing was changed; what was written is in {path}." in said
    assert path.read_text().startswith("Dear aunt ")
    path.unlink()
    editor.write_text(replacing("title", "booktitle", "sys.exit(3)"))
    said = shell.fails("edit", first, status=2)
    (path,) = left_behind(tmp_path)
    assert f"The editor ended with status 3. What it left is in {path}." in said
    path.unlink()
    editor.write_text("import sys\nopen(sys.argv[1], 'ab').write(b'\\xff')")
    assert "not UTF-8" in shell.fails("edit", first, status=2)
    left_behind(tmp_path)[0].unlink()
    assert shell.paper(first) == paper


def test_an_editor_that_may_not_have_waited_keeps_the_file(
    shell: Shell, editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = shell.ids(1)
    editor.write_text("")
    said = shell.fails("edit", first, status=2)
    (path,) = left_behind(tmp_path)
    assert "came back and nothing was saved. Set EDITOR to one that waits" in said
    assert str(path) in said
    path.unlink()
    monkeypatch.setattr("recto.tui.system.correcting.is_known_to_wait", lambda: True)
    assert shell.fails("edit", first, status=2) == "recto: Nothing was changed.\n"
    assert left_behind(tmp_path) == []
