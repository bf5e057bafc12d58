"""Papers exported on the shell: which, in which format, to where, and never over a file."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from ...shells import Run, Shell


def titles(shell: Shell, *words: str, stdin: str = "") -> list[str]:
    """Return the titles of what is exported."""
    status, out, err = shell("export", *words, "--format", "jsonl", stdin=stdin)
    assert (status, err) == (0, "")
    return [json.loads(line)["title"] for line in out.splitlines()]


def test_a_query_is_exported_in_the_order_of_the_search(shell: Shell) -> None:
    found = [paper["title"] for paper in shell.objects("search", "pruning", "--limit", "5")]
    assert titles(shell, "pruning", "--limit", "5") == found
    by_title = [paper["title"] for paper in shell.objects("search", "pruning", "--sort", "title")]
    assert titles(shell, "pruning", "--sort", "title") == by_title


def test_a_list_is_exported_in_its_own_order(shell: Shell) -> None:
    one, _, third = shell.ids(3)
    shell.lines("queue", third, one)
    assert [shell.paper(third)["title"], shell.paper(one)["title"]] == titles(
        shell, "--view", "queue"
    )


@pytest.mark.parametrize("words", [["-"], ["--ids", "-"]])
def test_ids_come_from_standard_input(shell: Shell, words: list[str]) -> None:
    ids = shell.ids(3)[::-1]
    assert titles(shell, *words, stdin="\n".join(ids)) == [shell.paper(id)["title"] for id in ids]


def test_bibtex_goes_to_standard_output_and_remarks_beside_it(shell: Shell) -> None:
    status, out, err = shell("export", "--ids", shell.ids(1)[0])
    assert status == 0
    assert out.startswith("@misc{")
    assert "recto: The paper lacks authors. `recto add`" in err


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("papers.bib", "@misc{"),
        ("papers.RIS", "TY  - "),
        ("papers.json", "[\n{"),
        ("papers.md", "# Papers: pruning"),
        ("papers.csv", '\ufeff"id",'),
        ("papers.jsonl", '{"id": '),
        ("papers.html", "<!DOCTYPE html>"),
        ("papers.atom", "<?xml "),
    ],
)
def test_the_ending_of_the_file_tells_the_format(
    shell: Shell, tmp_path: Path, name: str, begin: str
) -> None:
    file = tmp_path / name
    status, out, _ = shell("export", "pruning", "--limit", "2", "-o", str(file))
    assert (status, out) == (0, f"2 papers exported to {file}\n")
    assert file.read_text("utf-8").startswith(begin)
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_a_format_that_is_named_counts_more_than_the_ending(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "papers.bib"
    told = [
        "export",
        "--limit",
        "1",
        "--format",
        "csv",
        "--fields",
        "id",
        "-o",
        str(file),
        "--json",
    ]
    status, out, err = shell(*told)
    assert (status, err) == (0, "")
    assert json.loads(out) == {"file": str(file), "format": "csv", "papers": 1}
    assert file.read_text("utf-8-sig").splitlines()[0] == '"id"'


def test_a_file_is_replaced_only_by_force(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "papers.csv"
    file.write_text("precious")
    file.chmod(0o640)
    err = shell.fails("export", "--limit", "1", "-o", str(file), status=2)
    assert "There is a file" in err
    assert "--force" in err
    assert file.read_text() == "precious"
    shell.lines("export", "--limit", "1", "-o", str(file), "--force")
    assert "precious" not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_new_file_has_the_mode_of_any_other(shell: Shell, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        shell.lines("export", "--limit", "1", "-o", str(tmp_path / "papers.csv"))
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "papers.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--limit", "1", "--format", "csv", "-o"],
        ["export", "--limit", "1", "--format", "csv", "--force", "-o"],
        ["backup"],
        ["export-library"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("leads_to", ["real", "missing", "pipe", "directory", "link"])
def test_no_link_is_written_through_or_replaced(
    shell: Shell, tmp_path: Path, words: list[str], leads_to: str
) -> None:
    (tmp_path / "real").write_text("")  # an empty file is one that an export may replace
    (tmp_path / "directory").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(leads_to)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert "is a symbolic link" in shell.fails(*words, str(tmp_path / "link"), status=2)
    assert (tmp_path / "link").readlink() == Path(leads_to)
    assert (tmp_path / "real").read_text() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    # A directory on the way may be one.
    (tmp_path / "way").symlink_to("directory")
    shell.lines(*words, str(tmp_path / "way" / "file"))
    assert (tmp_path / "directory" / "file").stat().st_size


@pytest.mark.parametrize(
    ("short", "name"), [("csl", "csl-json"), ("Bib", "bibtex"), ("md", "markdown")]
)
def test_formats_have_short_names_both_ways(
    shell: Shell, tmp_path: Path, short: str, name: str
) -> None:
    _, out, _ = shell("export", "--limit", "1", "--format", short)
    assert out == shell("export", "--limit", "1", "--format", name)[1] != ""
    if name != "markdown":
        file = tmp_path / "one"
        file.write_text(out)
        status, told, _ = shell("add", "--format", short, str(file))
        assert (status, "0 new, 1 known" in told) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "bibtx"], "Did you mean bibtex? See"),
        (["-o", "papers.doc"], "tells no format"),
        (["-o", "missing/papers.bib"], "There is no directory missing"),
        (["-o", "."], "tells no format"),
        (["--format", "csv", "-o", "."], "It is a directory"),
        (["--fields", "id"], "no fields to choose"),
        (["--format", "csv", "--fields", "id,titel"], "Did you mean title?"),
        (["pruning", "--ids", "4fmb"], "Either ids or a query"),
        (["--json"], "Name one with -o"),
        (["--formt", "csv"], "Did you mean --format?"),
    ],
    ids=" ".join,
)
def test_mistakes_are_sentences_and_write_nothing(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert said in shell.fails("export", *words, status=2)
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_found_writes_nothing(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "papers.bib"
    assert "No paper matches" in shell.fails("export", "zzzzqqqq", "-o", str(file))
    assert not file.exists()
    assert "There is no paper in the view queue" in shell.fails("export", "--view", "queue")


def test_a_word_spelt_wrong_is_corrected_as_in_a_search(shell: Shell) -> None:
    status, out, err = shell("export", "equivariant", "netwroks", "--format", "jsonl")
    assert status == 0
    assert "this is “equivariant networks”" in err
    assert "quivariant" in out


def test_the_whole_library_goes_through_a_pipe_as_utf8(run: Run) -> None:
    done = run(
        "export", "--format", "csv", "--fields", "title", env={"LANG": "C"}, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 604


def test_the_queue_is_exported_in_its_order(shell: Shell) -> None:
    one, two, three = shell.ids(3)
    shell.lines("queue", three, one, two)
    wanted = [shell.paper(id)["title"] for id in (three, one, two)]
    assert titles(shell, "is:queued") == wanted
    assert titles(shell, "is:queued", "--sort", "title") == sorted(wanted, key=str.casefold)
    shell.lines("tag", two, "+ml")
    shell.lines("tag", one, "+ml")
    assert titles(shell, "tag:ml", "is:queued") == [wanted[2], wanted[1]]


def test_private_texts_are_exported_when_asked_for(shell: Shell) -> None:
    (id,) = shell.ids(1)
    shell.lines("note", id, "my own thought")
    words = ("export", "--ids", id)
    assert "my own thought" not in shell(*words)[1]
    text = shell(*words, "--with", "notes,abstract")[1]
    assert "annote = {my own thought}" in text
    assert "abstract = {" in text
    (shell.library / "config.toml").write_text('export_with = ["notes"]\n')
    assert "annote = {my own thought}" in shell(*words)[1]
    assert "my own thought" not in shell(*words, "--with", "")[1]
    assert "'life' is nothing that exports leave out" in shell(*words, "--with", "life")[2]


def test_what_a_run_of_latex_cites_is_exported(shell: Shell, tmp_path: Path) -> None:
    one, two, _ = shell.ids(3)
    shell.lines("key", one, "Knuth:84")
    shell.lines("key", two, "other")
    aux = tmp_path / "main.aux"
    aux.write_text("\\citation{knuth:84,gone}\n\\citation{other}\n")
    bib = tmp_path / "refs.bib"
    status, out, err = shell("export", "--aux", str(aux), "-o", str(bib), "--json")
    assert status == 1
    assert json.loads(out) == {
        "file": str(bib),
        "format": "bibtex",
        "papers": 2,
        "missing": ["gone"],
    }
    assert "recto: No paper has the key gone." in err
    lines = [line for line in bib.read_text().splitlines() if line.startswith("@")]
    assert lines == ["@misc{knuth:84,", "@misc{other,"]
    aux.write_text("\\citation{other}\n")
    assert shell("export", "--aux", str(aux))[0] == 0
    assert shell("export", "pruning", "--aux", str(aux))[0] == 2
    assert "No such file" in shell("export", "--aux", str(tmp_path / "none.aux"))[2]


def test_a_key_is_printed_and_changed(shell: Shell) -> None:
    (id,) = shell.ids(1)
    (key,) = shell.lines("key", id)
    assert key.endswith(id)
    assert shell.lines("key", id, "knuth84") == [
        f"cited as knuth84  {id}  {shell.paper(id)['title']}"
    ]
    assert shell.paper("knuth84")["cite_key"] == "knuth84"
    assert "key       knuth84" in shell.lines("show", id)
    assert shell.lines("key", "knuth84", "--new")[0].startswith(f"cited as {key}")
    shell.lines("undo")
    assert shell.lines("key", id) == ["knuth84"]
    assert shell.lines("key", id, "")[0].startswith("cited by no key")
    assert shell("key", id, "a b")[0] == 2
    assert shell("key", id, "x", "--new")[0] == 2


def test_a_kept_file_follows_what_commands_do(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "refs.bib"
    (shell.library / "config.toml").write_text(
        f"[[export]]\nquery = 'tag:thesis'\nfile = '{file}'\n"
    )
    one, two = shell.ids(2)
    assert file.exists()
    shell.lines("tag", one, "+thesis")
    assert file.read_text().count("@misc{") == 1
    shell.lines("tag", two, "+thesis")
    assert file.read_text().count("@misc{") == 2
    shell.lines("undo")
    assert file.read_text().count("@misc{") == 1
    file.write_text("mine")
    assert "is not kept up to date" in shell("bookmark", one)[2]
    assert shell.lines("unbookmark", one)
    assert file.read_text() == "mine"
