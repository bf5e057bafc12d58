"""The shell's side of Recto: what each command prints, where, and what it exits with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library
from recto.tui import headless
from recto.tui.cli import main

SEEDS = Path(__file__).parents[2] / "seeds"

KEYS = (
    "id title abstract authors author_count published comments upvotes arxiv_id links sources"
    " bookmarked read tags score"
)

PAGE = """Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
SubscribeFirst Paper: on marsupials
Marsupials carry their young in a pouch, and this abstract carries the words that tests look for. \
It is as long as the abstracts that such pages have, because what is much shorter could as well be \
another title, and nobody could tell.
Second Paper
Kangaroos are counted from the air in dry country, and this abstract counts as the second one. \
It is as long as the abstracts that such pages have, because what is much shorter could as well be \
another title, and nobody could tell.
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of its own for each test, new when the test starts."""
    path = tmp_path / "library"
    monkeypatch.setenv("RECTO_DATA_DIR", str(path))
    return path


@pytest.fixture
def run(library: Path, tmp_path: Path) -> Run:
    """Runs `recto` as a process of its own."""

    def start(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "RECTO_DATA_DIR": str(library),
            **options.pop("env", {}),
        }
        return subprocess.run(
            [sys.executable, "-m", "recto.tui", *words],
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **{"stdin": subprocess.DEVNULL, **options} if "input" not in options else options,
        )

    return start


Output = pytest.CaptureFixture[str]


def listed(capsys: Output, *words: str) -> list[str]:
    """Return the lines that a command prints, which must go well."""
    assert main([*words]) == 0
    captured = capsys.readouterr()
    assert without_notices(captured.err) == ""
    return captured.out.splitlines()


def without_notices(err: str) -> str:
    """Return what is on standard error besides that a new library is being indexed."""
    return re.sub(r"^recto: Indexing [0-9,]+ papers for search\.\n", "", err)


def test_search_without_words_lists_every_paper(library: Path, capsys: Output) -> None:
    assert len(listed(capsys, "search")) == 603


def test_search_finds_words_and_limits(library: Path, capsys: Output) -> None:
    lines = listed(capsys, "search", "model", "merging", "--limit", "5")
    assert len(lines) == 5
    assert "Merging" in lines[0]
    assert listed(capsys, "search", "--limit=5", "model merging") == lines


def test_search_prints_json_with_the_documented_keys(library: Path, capsys: Output) -> None:
    papers = [json.loads(line) for line in listed(capsys, "search", "--json")]
    assert len(papers) == 603
    assert {" ".join(paper) for paper in papers} == {KEYS}
    for paper in papers:
        assert isinstance(paper["id"], str)
        assert all(isinstance(paper[key], list) for key in ("authors", "links", "sources", "tags"))
        assert all(set(place) == {"name", "rank"} for place in paper["sources"])
        assert min(place["rank"] for place in paper["sources"]) >= 1
        assert paper["bookmarked"] is False
        assert paper["read"] is False
        assert paper["upvotes"] is None
    assert sum(paper["published"] is not None for paper in papers) == 39
    found = [json.loads(line) for line in listed(capsys, "search", "permutation", "--json")]
    assert all(isinstance(paper["score"], float) for paper in found)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title", "comments"])
def test_search_sorts(library: Path, capsys: Output, sort: str) -> None:
    papers = [json.loads(x) for x in listed(capsys, "search", "--sort", sort, "--json")]
    dates = [paper["published"] for paper in papers if paper["published"]]
    if sort == "newest":
        assert dates == sorted(dates, reverse=True)
    if sort == "oldest":
        assert dates == sorted(dates)
    if sort == "comments":
        assert papers[0]["comments"] == max(paper["comments"] or 0 for paper in papers)
    assert len(papers) == 603


def test_search_that_finds_nothing_exits_1(library: Path, capsys: Output) -> None:
    assert main(["search", "xylophonequartz"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert without_notices(captured.err) == "recto: No paper matches “xylophonequartz”.\n"


def test_words_with_one_dash_are_data(library: Path, capsys: Output) -> None:
    assert main(["search", "-xylophonequartz", "-n"]) in (0, 1)
    assert "option" not in capsys.readouterr().err
    assert main(["search", "--", "--limit"]) in (0, 1)
    assert "option" not in capsys.readouterr().err


def test_no_seeds_leaves_the_bundled_pages_out(library: Path, capsys: Output) -> None:
    assert main(["--no-seeds", "search"]) == 1
    assert "no papers" in capsys.readouterr().err
    assert main(["search", "--no-seeds"]) == 1


def test_a_data_directory_may_be_named_before_or_behind(tmp_path: Path, capsys: Output) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert main(["--data-dir", str(first), "search", "--limit", "1"]) == 0
    assert main(["search", "--limit", "1", f"--data-dir={second}"]) == 0
    assert (first / "library.db").exists()
    assert (second / "library.db").exists()
    capsys.readouterr()


def ids(capsys: Output, number: int) -> list[str]:
    return [line.split()[0] for line in listed(capsys, "search", "--limit", str(number))]


def test_show_prints_a_paper_by_the_beginning_of_its_id(library: Path, capsys: Output) -> None:
    (wanted,) = ids(capsys, 1)
    sheet = listed(capsys, "show", wanted)
    assert wanted in sheet[1]
    assert listed(capsys, "show", wanted[:6]) == sheet
    assert listed(capsys, "show", wanted[:6].upper(), "--json") == listed(
        capsys, "show", "--json", wanted
    )


def test_show_prints_several_and_names_those_that_are_missing(
    library: Path, capsys: Output
) -> None:
    first, second = ids(capsys, 2)
    assert main(["show", first, "nosuchid", second, "--json"]) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == [first, second]
    assert captured.err.startswith("recto: ")
    assert "nosuchid" in captured.err
    assert captured.err.count("\n") == 1


def test_marks_are_set_and_taken_off(library: Path, capsys: Output) -> None:
    first, second = ids(capsys, 2)

    def now(paper: str) -> dict[str, Any]:
        shown = json.loads(listed(capsys, "show", paper, "--json")[0])
        return {key: shown[key] for key in ("bookmarked", "read", "tags")}

    assert listed(capsys, "bookmark", first, second)[0].startswith(f"bookmarked  {first}  ")
    listed(capsys, "read", first)
    listed(capsys, "tag", first, "+later", "+ml/pruning", "--", "+a b")
    assert now(first) == {"bookmarked": True, "read": True, "tags": ["a b", "later", "ml/pruning"]}
    assert now(second) == {"bookmarked": True, "read": False, "tags": []}
    listed(capsys, "unbookmark", first)
    listed(capsys, "unread", first)
    listed(capsys, "tag", "-later", first)
    assert now(first) == {"bookmarked": False, "read": False, "tags": ["a b", "ml/pruning"]}


def test_marks_are_set_on_all_or_none(library: Path, capsys: Output) -> None:
    (first,) = ids(capsys, 1)
    assert main(["bookmark", first, "nosuchid"]) == 1
    assert "nosuchid" in capsys.readouterr().err
    assert json.loads(listed(capsys, "show", first, "--json")[0])["bookmarked"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tag", "abc"], "a change"),
        (["tag", "+name"], "a paper's ID"),
        (["tag", "abc", "+"], "no name"),
        (["tag"], "required"),
        (["show"], "required: ID"),
        (["add"], "required: FILE"),
        (["search", "--sort", "sideways"], "sideways"),
        (["search", "--limit", "many"], "many"),
        (["add", "x", "--year", "last"], "last"),
        (["serach", "x"], "Did you mean search?"),
        (["frobnicate"], "recto --help"),
        (["--jsn"], "no option --jsn"),
        (["show", "abc", "--jsno"], "Did you mean --json?"),
        (["show", "-x"], "write -- before it"),
    ],
)
def test_a_mistake_is_one_line_and_exits_2(
    library: Path, capsys: Output, words: list[str], said: str
) -> None:
    assert main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("recto: ")
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_add_says_what_was_read_and_what_was_new(
    library: Path, tmp_path: Path, capsys: Output
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert listed(capsys, "add", str(page)) == ["page.txt: 2 records, 2 new, 0 known"]
    assert listed(capsys, "search", "marsupials")[0].endswith("First Paper: on marsupials")
    assert "nothing changed" in listed(capsys, "add", str(page))[0]
    assert len(listed(capsys, "search")) == 605


def test_add_goes_on_after_a_file_that_cannot_be_read(
    library: Path, tmp_path: Path, capsys: Output
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    missing = str(tmp_path / "missing.txt")
    assert main(["add", missing, str(tmp_path / "empty.txt"), str(tmp_path), str(page)]) == 2
    captured = capsys.readouterr()
    assert captured.out == "page.txt: 2 records, 2 new, 0 known\n"
    said = without_notices(captured.err)
    assert said.count("recto: ") == said.count("\n") == 3
    assert "missing.txt" in captured.err


def test_add_reports_what_it_skipped_with_its_line(
    library: Path, tmp_path: Path, capsys: Output
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"{PAGE}A Title Whose Abstract Is Missing\n")
    lines = listed(capsys, "add", str(page))
    assert lines[0].startswith("page.txt: ")
    assert any(line.startswith("  line 7: ") for line in lines[1:]), lines


def test_add_takes_the_year_of_dates_without_one(
    library: Path, tmp_path: Path, capsys: Output
) -> None:
    (page,) = SEEDS.glob("003_*.txt")
    listed(capsys, "--no-seeds", "add", str(page), "--year", "2019")
    papers = [json.loads(line) for line in listed(capsys, "search", "--json", "--no-seeds")]
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


def test_stats_count(library: Path, capsys: Output) -> None:
    stats = json.loads(listed(capsys, "stats", "--json")[0])
    assert stats["papers"] == 603
    assert any("603" in line for line in listed(capsys, "stats"))


def test_reindex_says_how_many(library: Path, capsys: Output) -> None:
    assert listed(capsys, "reindex") == ["603 papers indexed"]


def test_version_and_help(run: Run, library: Path) -> None:
    version = run("--version")
    assert version.stdout.startswith("recto 0.")
    assert (version.returncode, version.stderr) == (0, "")
    shown = run("--help")
    assert shown.returncode == 0
    for command in headless.COMMANDS:
        assert f"  {command.name}" in shown.stdout
        own = run(command.name, "-h")
        assert own.returncode == 0
        assert own.stdout.startswith(f"usage: recto {command.name}")
        assert "--data-dir" in own.stdout
    assert not library.exists()


def test_a_closed_pipe_is_quiet(run: Run) -> None:
    run("search", "--limit", "1")
    for command in ("search", "search --json", "show $(recto search --limit 200 | cut -c-10)"):
        script = f"recto() {{ '{sys.executable}' -m recto.tui \"$@\"; }}; recto {command} | head -1"
        done = run_shell(f"{script}; echo ${{PIPESTATUS[0]}}", run)
        assert done.stderr == ""
        assert len(done.stdout.splitlines()) == 2
        assert done.stdout.splitlines()[-1] in ("141", "0")


def run_shell(script: str, run: Run) -> subprocess.CompletedProcess[str]:
    """Run a shell script in the environment that `run` gives to a command."""
    where = run("stats", "--json")
    assert where.returncode == 0
    return subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], "RECTO_DATA_DIR": os.environ["RECTO_DATA_DIR"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_full_or_closed_output_is_a_sentence(run: Run) -> None:
    for end in (">/dev/full", ">&-"):
        for command in ("search", "stats", "search --json", "--version", "--help", "show -h"):
            script = f"'{sys.executable}' -m recto.tui {command} {end}; echo $? >&2"
            done = run_shell(script, run)
            assert done.stderr.startswith("recto: Nothing can be printed")
            assert done.stderr.endswith("\n2\n")
            assert done.stderr.count("\n") == 2


def test_a_closed_error_output_and_input_do_no_harm(run: Run) -> None:
    recto = f"'{sys.executable}' -m recto.tui"
    done = run_shell(f"{recto} show nosuch 2>&-; echo $?; {recto} add - <&-; echo $?", run)
    assert done.stdout == "1\n2\n"
    assert done.stderr.startswith("recto: ")


@pytest.mark.parametrize("locale", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX"}])
def test_a_narrow_encoding_spells_out_what_it_lacks(
    run: Run, tmp_path: Path, locale: dict[str, str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE.replace("First Paper", "Schrödinger’s 漢字"), encoding="utf-8")
    env = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **locale}
    assert run("add", str(page), "--no-seeds").returncode == 0
    found = run("search", "marsupials").stdout.split()[0]
    for words in (["search"], ["show", found, "--json"], ["search", "--json"], ["stats"]):
        done = run(*words, env=env)
        assert (done.returncode, done.stderr) == (0, "")
        if "--json" in words:
            titles = [json.loads(line)["title"] for line in done.stdout.splitlines()]
            assert "Schrödinger’s 漢字: on marsupials" in titles


def test_nothing_a_terminal_would_obey_is_printed(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "pa\x1b]0;ge\x07.txt"
    page.write_text(
        PAGE.replace("First Paper", "\x1b[31mRed\x1b]52;c;aGk=\x07 \x9b1m \u202eback\u202c \u200bz")
    )
    outputs = [run("add", str(page), str(page) + "x", "--no-seeds")]
    outputs += [run("search", *more) for more in ([], ["--json"], ["\x1b[2J\u202e"])]
    found = json.loads(outputs[2].stdout.splitlines()[0])
    outputs += [run("show", found["id"], *more) for more in ([], ["--json"])]
    outputs += [run("show", "\x1b[2J"), run("tag", found["id"], "+\x1b[31mx\u202e"), run("\x9b1m")]
    for done in outputs:
        for line in [*done.stdout.split("\n"), *done.stderr.split("\n")]:
            assert line.isprintable(), (done.args, line)


def test_titles_that_look_like_markup_are_printed_as_they_are(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE.replace("First Paper", "[red][/x] [@click=app.quit]"))
    run("add", str(page), "--no-seeds")
    assert "[red][/x] [@click=app.quit]: on marsupials" in run("search").stdout


def test_the_reader_wants_a_terminal(run: Run, library: Path) -> None:
    done = run()
    assert done.returncode == 2
    assert done.stderr.startswith("recto: The reader needs a terminal: Standard input is not one.")
    assert done.stderr.count("\n") == 1
    assert not library.exists()


def test_a_crash_is_two_sentences_and_a_report(
    library: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        secret = "never written down"
        raise LookupError(len(secret))

    monkeypatch.setattr(Library, "stats", fail)
    assert main(["stats"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("recto: Recto has crashed (LookupError). What happened is in ")
    (report,) = library.rglob("crash-*.log")
    assert str(report) in said
    assert report.stat().st_mode & 0o777 == 0o600
    text = report.read_text()
    assert "LookupError: 18" in text
    assert "in fail" in text
    assert "secret = 'never" not in text


def test_an_interrupt_exits_130(
    library: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "stats", interrupt)
    assert main(["stats"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_directory_that_cannot_be_written_is_a_sentence(run: Run, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(0o500)
    done = run("search", "--data-dir", str(closed / "library"))
    assert done.returncode == 2
    assert done.stderr.startswith("recto: ")
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_hold_a_library_is_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "library", Path("/proc/library")):
        done = run("search", "--data-dir", str(place))
        assert done.returncode == 2
        assert done.stderr.startswith("recto: ")
        assert done.stderr.count("\n") == 1


def test_a_home_that_does_not_exist_is_made_or_a_sentence(run: Run, tmp_path: Path) -> None:
    env = {"RECTO_DATA_DIR": "", "HOME": str(tmp_path / "not" / "there")}
    assert len(run("search", env=env).stdout.splitlines()) == 603
    done = run("search", env={**env, "HOME": "/proc/none"})
    assert done.returncode == 2
    assert done.stderr.startswith("recto: ")
    assert done.stderr.count("\n") == 1
