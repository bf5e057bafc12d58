"""Pages taken in on the shell: files, standard input, reports, mistakes."""

from __future__ import annotations

import json
from pathlib import Path

from .shells import PAGE, Run, Shell


def test_add_says_what_was_read_and_what_was_new(shell: Shell, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert shell.lines("add", str(page)) == ["page.txt: 2 records, 2 new, 0 known"]
    assert shell.lines("search", "marsupials")[0].endswith("First Paper: on marsupials")
    assert "nothing changed" in shell.lines("add", str(page))[0]
    assert len(shell.lines("search")) == 605


def test_add_goes_on_after_a_file_that_cannot_be_read(shell: Shell, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    missing = str(tmp_path / "missing.txt")
    status, out, err = shell("add", missing, str(tmp_path / "empty.txt"), str(tmp_path), str(page))
    assert (status, out) == (2, "page.txt: 2 records, 2 new, 0 known\n")
    assert err.count("recto: ") == err.count("\n") == 3
    assert "missing.txt" in err


def test_add_reports_what_it_skipped_with_its_line(shell: Shell, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{PAGE}A Title Whose Abstract Is Missing\n")
    lines = shell.lines("add", str(page))
    assert lines[0].startswith("page.txt: ")
    assert any(line.startswith("  line 7: ") for line in lines[1:]), lines
    (report,) = shell.objects("add", str(page))
    assert report["unchanged"] is True
    assert [problem["line"] for problem in report["problems"]] == [7]


def test_add_takes_the_year_of_dates_without_one(
    shell: Shell, tmp_path: Path, seed_paths: list[Path]
) -> None:
    other = f"--data-dir={tmp_path / 'other'}"
    (page,) = (path for path in seed_paths if path.name.startswith("003_"))
    shell.lines("--no-seeds", other, "add", str(page), "--year", "2019")
    papers = shell.objects("search", other)
    assert {paper["published"][:4] for paper in papers if paper["published"]} >= {"2019"}


def test_add_reads_standard_input_among_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE.replace("Paper", "Report"))
    done = run("add", str(tmp_path / "page.txt"), "-", "--no-seeds", input=PAGE)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "page.txt: 2 records, 2 new, 0 known",
        "stdin: 2 records, 2 new, 0 known",
    ]
    (line,) = run("search", "marsupials", "first", "report", "--json").stdout.splitlines()
    assert json.loads(line)["sources"] == [{"name": "page.txt", "rank": 1}]
