"""Pages taken in on the shell: files, standard input, reports, mistakes."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ...shells import PAGE, Run, Shell


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
    bare = tmp_path / "bare"
    bare.mkdir()
    missing = str(tmp_path / "missing.txt")
    status, out, err = shell("add", missing, str(tmp_path / "empty.txt"), str(bare), str(page))
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


def test_add_reads_what_the_api_answers_from_a_pipe(run: Run) -> None:
    told = [{"paper": {"id": "2405.15738", "title": "Convolutions", "summary": "Of pictures."}}]
    done = run("add", "-", "--name", "hf daily", "--json", "--no-seeds", input=json.dumps(told))
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert (report["name"], report["format"], report["new"]) == ("hf daily", "json", 1)


def test_add_reads_packed_lines_and_forced_formats_from_a_pipe(run: Run, tmp_path: Path) -> None:
    lines = json.dumps({"title": "Wombats"}) + "\n"
    done = run("add", "-", "--no-seeds", input=lines * 3)
    assert (done.returncode, done.stdout) == (0, "stdin: 3 records, 1 new, 2 known\n")
    done = run("add", "-", "--format", "jsonl", input="\n\n [] \n" + lines)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "stdin: 1 record, 0 new, 1 known")


def test_add_takes_directories_and_passes_by_pictures(shell: Shell, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "page.txt").write_text(PAGE, encoding="utf-8")
    (pages / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    status, out, err = shell("add", str(pages))
    assert (status, out) == (0, "page.txt: 2 records, 2 new, 0 known\n")
    assert err == "recto: pages: 1 file without text passed by.\n"


def test_a_directory_is_one_step_of_undo(shell: Shell, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / "pages").mkdir(exist_ok=True)
        (tmp_path / "pages" / name).write_text(PAGE.replace("First", f"First of {name}"))
    shell.lines("add", str(tmp_path / "pages"))
    assert shell.lines("undo") == ["Undone: added 2 pages (4 papers)."]
    assert [line.split("  ")[-1] for line in shell.lines("log", "--limit", "4")] == [
        *("Undone: added b.txt (2 papers).", "Undone: added a.txt (2 papers)."),
        *("Added b.txt (2 papers). (undone)", "Added a.txt (2 papers). (undone)"),
    ]
    assert shell.lines("redo") == ["Redone: added 2 pages (4 papers)."]
    assert shell("undo", "2")[0] == 0
    assert shell.objects("stats")[0]["papers"] == 603


def test_add_reads_watched_directories(shell: Shell, tmp_path: Path) -> None:
    assert "watch =" in shell.fails("add", status=2)
    pages = tmp_path / "pages"
    pages.mkdir()
    (shell.library / "config.toml").write_text(f'watch = ["{pages}"]\n')
    assert shell.lines("add") == ["Nothing is new in the watched directories."]
    (pages / "page.txt").write_text(PAGE, encoding="utf-8")
    os.utime(pages / "page.txt", (1_700_000_000, 1_700_000_000))
    assert shell.lines("add", "--watched") == ["page.txt: 2 records, 2 new, 0 known"]
    assert shell.lines("add") == ["Nothing is new in the watched directories."]


def test_add_wants_one_name_for_one_file(shell: Shell) -> None:
    assert "One name is for one file" in shell.fails("add", "a", "b", "--name", "c", status=2)


def test_id_gives_a_paper_its_arxiv_id(shell: Shell) -> None:
    one, other = shell.ids(2)
    (line,) = shell.lines("id", one, "https://arxiv.org/abs/2405.15738v2")
    assert line.startswith(f"arXiv:2405.15738  {one}  ")
    assert shell.paper("2405.15738")["id"] == one
    (line,) = shell.lines("id", other, "2405.15738")
    assert line.endswith("(two papers are one now)")
    assert "no arXiv id" in shell.fails("id", one, "x", status=2)


def test_an_id_is_taken_back_from_the_last_paper_too(shell: Shell) -> None:
    id = shell.ids(603)[-1]
    shell.lines("id", id, "2405.15738")
    (undone,) = shell.lines("undo")
    assert undone.startswith("Undone: gave “")
    assert "one of two" not in undone
    assert shell.paper(id)["arxiv_id"] is None
    shell.lines("redo")
    assert shell.paper(id)["arxiv_id"] == "2405.15738"


def test_rising_is_an_order_that_says_what_it_lacks(shell: Shell) -> None:
    status, out, err = shell("search", "--sort", "rising", "--limit", "2")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "seen on several days" in err
