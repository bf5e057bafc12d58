"""The library as a whole on the shell: backups, and the road to another machine."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ...shells import Run, Shell


def told(path: Path) -> list[bytes]:
    """Return what an exported library tells, without its first line, which has a time in it."""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()[1:]


def marked(shell: Shell) -> list[str]:
    """Mark some papers and return their ids."""
    ids = shell.ids(3)
    shell.lines("bookmark", ids[0])
    shell.lines("note", ids[0], "why")
    shell.lines("tag", *ids, "+mine/own")
    shell.lines("queue", *ids[::-1])
    shell.lines("undo")
    shell.lines("searches", "save", "mine", "model", "--view", "tag:mine")
    shell.lines("remove", "004_05c17e50d41e7094.txt")
    return ids


def test_a_backup_is_restored(shell: Shell, tmp_path: Path) -> None:
    backup = tmp_path / "library.bak"
    first, second = shell.ids(2)
    shell.lines("bookmark", first)
    assert shell.lines("backup", str(backup)) == [f"The library is backed up to {backup}"]
    shell.lines("bookmark", second)
    (report,) = shell.objects("restore", str(backup))
    assert report["file"] == str(backup)
    assert [shell.paper(id)["bookmarked"] for id in (first, second)] == [True, False]
    (line,) = shell.lines("restore", report["kept"])
    assert line.startswith(f"{report['kept']} is restored. The library as it was before is kept in")
    assert shell.paper(second)["bookmarked"] is True
    assert shell.objects("backup", str(backup)) == [{"file": str(backup)}]


def test_what_is_no_backup_is_neither_restored_nor_replaced(shell: Shell, tmp_path: Path) -> None:
    other = tmp_path / "thesis.tex"
    other.write_text("ten years of work")
    for path in (other, tmp_path / "missing", tmp_path, shell.library / "library.db"):
        shell.fails("restore", str(path), status=2)
    for path in (other, tmp_path, shell.library / "library.db", tmp_path / "no" / "such"):
        shell.fails("backup", str(path), status=2)
        shell.fails("export-library", str(path), status=2)
    assert other.read_text() == "ten years of work"
    assert len(shell.lines("search")) == 603


@pytest.mark.parametrize("name", ["library.jsonl", "library.jsonl.gz"])
def test_an_exported_library_is_the_same_elsewhere(shell: Shell, tmp_path: Path, name: str) -> None:
    first, *_ = marked(shell)
    file, again = tmp_path / name, tmp_path / f"again-{name}"
    elsewhere = f"--data-dir={tmp_path / 'elsewhere'}"
    (line,) = shell.lines("export-library", str(file))
    acts = len(shell.lines("log"))
    assert line.endswith(f" papers, {acts} acts")
    (report,) = shell.objects(elsewhere, "--no-seeds", "import-library", str(file))
    assert report["new_papers"] == report["papers"] > 500
    assert report["new_acts"] == report["acts"] == acts
    shell.lines(elsewhere, "export-library", str(again))
    assert told(again) == told(file)
    assert shell.lines("log", elsewhere) == shell.lines("log")
    assert shell.lines("search", elsewhere) == shell.lines("search")
    assert shell.lines("show", first, elsewhere) == shell.lines("show", first)


def test_importing_twice_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    marked(shell)
    file = tmp_path / "library.jsonl"
    shell.lines("export-library", str(file))
    acts = len(shell.lines("log"))
    (line,) = shell.lines("import-library", str(file))
    assert line.startswith(f"{file}: ")
    assert line.endswith(f" papers, 0 new; {acts} acts, 0 new")
    again = tmp_path / "again.jsonl"
    shell.lines("export-library", str(again))
    assert told(again) == told(file)


def test_two_libraries_become_one(shell: Shell, tmp_path: Path) -> None:
    here, there = shell.ids(2)
    other, file = f"--data-dir={tmp_path / 'other'}", tmp_path / "library.jsonl"
    shell.lines("tag", here, "+here")
    shell.lines("tag", there, "+there", other)
    shell.lines("export-library", str(file), other)
    shell.lines("import-library", str(file))
    assert [tag["name"] for tag in shell.objects("tags")] == ["here", "there"]


def test_a_library_goes_through_a_pipe(run: Run, tmp_path: Path) -> None:
    first = run("search", "--limit", "1").stdout.split()[0]
    run("bookmark", first)
    recto = f"'{sys.executable}' -m recto.tui"
    done = subprocess.run(
        ["bash", "-c", f"{recto} export-library - | {recto} --data-dir '{tmp_path / 'other'}' "
         "--no-seeds import-library - --json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["new_papers"], report["new_acts"]) == (603, 2)


def test_what_is_no_exported_library_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    shell.lines("export-library", str(whole))
    acts = len(shell.lines("log"))
    lines = whole.read_bytes().splitlines(keepends=True)
    for data in (b"", b"\xff\xfe", b"{}\n", b"".join(lines[:-1]), b"".join(lines[:-9]) + lines[-1]):
        said = shell.fails("import-library", "-", stdin=data, status=2)
        assert "standard input" in said
    for path in (tmp_path / "missing", tmp_path):
        assert str(path) in shell.fails("import-library", str(path), status=2)
    assert len(shell.lines("log")) == acts


def test_an_export_to_a_full_or_closed_output_is_a_sentence(run: Run, tmp_path: Path) -> None:
    run("search", "--limit", "1")
    recto = f"'{sys.executable}' -m recto.tui export-library -"
    for end in (">/dev/full", ">&-"):
        done = subprocess.run(
            ["bash", "-c", f"{recto} {end}"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.startswith("recto: Nothing can be printed")
        assert done.stderr.count("\n") == 1
    done = subprocess.run(
        ["bash", "-c", f"{recto} | head -c 9; echo ${{PIPESTATUS[0]}} >&2"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == "141\n"
