"""The shell's side of Recto: finding, showing, mistakes, help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from recto.tui.cli.main import main
from recto.tui.cli.table import NAMES, all_commands

from ..shells import Run, Shell

KEYS = (
    "id title abstract authors author_count more_authors published updated published_journal"
    " comments upvotes arxiv_id arxiv_version arxiv_comment categories doi venue volume issue pages"
    " publisher license type keywords remark files collected annotations cite_key links sources"
    " bookmarked read tags note highlights queue done rejected private kept_from score"
)


def test_search_without_words_lists_every_paper(shell: Shell) -> None:
    assert len(shell.lines("search")) == 603


def test_search_finds_words_and_limits(shell: Shell) -> None:
    lines = shell.lines("search", "model", "merging", "--limit", "5")
    assert len(lines) == 5
    assert "Merging" in lines[0]
    assert shell.lines("search", "--limit=5", "model merging") == lines


def test_search_prints_json_with_the_documented_keys(shell: Shell) -> None:
    papers = shell.objects("search")
    assert len(papers) == 603
    assert {" ".join(paper) for paper in papers} == {f"{KEYS} reasons"}
    for paper in papers:
        assert isinstance(paper["id"], str)
        assert all(isinstance(paper[key], list) for key in ("authors", "links", "sources", "tags"))
        assert all(set(place) == {"name", "rank"} for place in paper["sources"])
        assert min(place["rank"] for place in paper["sources"]) >= 1
        assert paper["bookmarked"] is False
        assert paper["read"] is False
        assert paper["upvotes"] is None
    assert sum(paper["published"] is not None for paper in papers) == 39
    found = shell.objects("search", "permutation")
    assert all(isinstance(paper["score"], float) for paper in found)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "title", "comments"])
def test_search_sorts(shell: Shell, sort: str) -> None:
    papers = shell.objects("search", "--sort", sort)
    dates = [paper["published"] for paper in papers if paper["published"]]
    if sort == "newest":
        assert dates == sorted(dates, reverse=True)
    if sort == "oldest":
        assert dates == sorted(dates)
    if sort == "comments":
        assert papers[0]["comments"] == max(paper["comments"] or 0 for paper in papers)
    assert len(papers) == 603


def test_search_that_finds_nothing_exits_1(shell: Shell) -> None:
    assert (
        shell.fails("search", "xylophonequartz") == "recto: No paper matches “xylophonequartz”.\n"
    )
    assert len(shell.fails("search", "xylophonequartz" * 300)) < 200


def test_words_with_one_dash_are_data(shell: Shell) -> None:
    every = len(shell.lines("search"))
    assert 0 < len(shell.lines("search", "-pruning", "network")) < every
    assert "“--xylophonequartz”" in shell.fails("search", "--", "--xylophonequartz")


def test_no_seeds_leaves_the_bundled_pages_out(shell: Shell, tmp_path: Path) -> None:
    other = f"--data-dir={tmp_path / 'other'}"
    assert "no papers" in shell.fails("--no-seeds", other, "search")
    assert "no papers" in shell.fails("search", other)


def test_a_data_directory_may_be_named_before_or_behind(shell: Shell, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert len(shell.lines("--data-dir", str(first), "search", "--limit", "1")) == 1
    assert len(shell.lines("search", "--limit", "1", f"--data-dir={second}")) == 1
    assert (first / "library.db").exists()
    assert (second / "library.db").exists()


def test_show_prints_a_paper_by_the_beginning_of_its_id(shell: Shell) -> None:
    (wanted,) = shell.ids(1)
    sheet = shell.lines("show", wanted)
    assert wanted in sheet[1]
    assert shell.lines("show", wanted[:6]) == sheet
    assert shell.paper(wanted[:6].upper()) == shell.paper(wanted)


def test_show_prints_several_and_names_those_that_are_missing(shell: Shell) -> None:
    first, second = shell.ids(2)
    status, out, err = shell("show", first, "nosuchid", second, "--json")
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == [first, second]
    assert err.startswith("recto: ")
    assert "nosuchid" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["tag", "abc"], "a change"),
        (["tag", "+name"], "a paper's ID"),
        (["tag", "abc", "+"], "no name"),
        (["tag"], "required"),
        (["show"], "required: ID"),
        (["add"], "Name a file, or a directory to watch"),
        (["search", "--sort", "sideways"], "sideways"),
        (["search", "--limit", "many"], "many"),
        (["add", "x", "--year", "last"], "last"),
        (["serach", "x"], "Did you mean search?"),
        (["frobnicate"], "recto --help"),
        (["--jsn"], "no option --jsn"),
        (["show", "abc", "--jsno"], "Did you mean --json?"),
        (["show", "-x"], "write -- before it"),
        (["--fresh", "search"], "--fresh is for the reader"),
        (["search", "--view", "sideways"], "There are all, new, mine, bookmarks"),
        (["search", "--view", "tag"], "tag:NAME"),
        (["tags", "renam", "a", "b"], "Did you mean rename?"),
        (["tags", "rename", "a"], "recto tags rename OLD NEW is meant"),
        (["tags", "delete", "a", "b"], "recto tags delete NAME is meant"),
        (["searches", "save"], "recto searches save NAME QUERY… is meant"),
        (["searches", "save", "name"], "neither words nor a view"),
        (["sources", "rename", "a"], "recto sources rename SOURCE NAME is meant"),
        (["remove"], "required: SOURCE"),
        (["note"], "required: ID."),
        (["note", "abc", "text", "--edit"], "exclude each other"),
        (["note", "-", "-"], "both the id and the note"),
        (["undo", "0"], "from 1"),
        (["undo", "a-b"], "neither a number of steps nor the id of an act"),
    ],
)
def test_a_mistake_is_one_line_and_exits_2(shell: Shell, words: list[str], said: str) -> None:
    assert said in shell.fails(*words, status=2)


def test_stats_count(shell: Shell) -> None:
    (stats,) = shell.objects("stats")
    assert stats["papers"] == 603
    assert any("603" in line for line in shell.lines("stats"))


def test_reindex_says_how_many(shell: Shell) -> None:
    assert shell.lines("reindex") == ["603 papers indexed"]
    assert shell.objects("reindex") == [{"papers": 603, "texts": 0}]


def test_version_and_help(
    run: Run, library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    version = run("--version")
    assert version.stdout.startswith("recto 0.")
    assert (version.returncode, version.stderr) == (0, "")
    shown = run("--help")
    assert shown.returncode == 0
    assert tuple(command.name for command in all_commands()) == NAMES
    for command in all_commands():
        assert f"  {command.name}" in shown.stdout
        assert main([command.name, "-h"]) == 0
        own = capsys.readouterr().out
        assert own.startswith(f"usage: recto {command.name}")
        assert "--data-dir" in own
        if command.name in ("sync", "tag"):  # what they say last is longer than a line
            assert max(map(len, own.splitlines())) <= 80
    assert not library.exists()
