"""What the shell prints is harmless, and failures of streams, places and Recto are sentences."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from recto.index import Library
from recto.tui.cli.main import main

from ..shells import PAGE, Run, Shell

Output = pytest.CaptureFixture[str]


def test_a_closed_pipe_is_quiet(run: Run) -> None:
    run("search", "--limit", "1")
    for command in ("search", "search --json", "show $(recto search --limit 200 | cut -c-10)"):
        script = f"recto() {{ '{sys.executable}' -m recto.tui \"$@\"; }}; recto {command} | head -1"
        done = run_shell(f"{script}; echo ${{PIPESTATUS[0]}}")
        assert done.stderr == ""
        assert len(done.stdout.splitlines()) == 2
        assert done.stdout.splitlines()[-1] in ("141", "0")


def run_shell(script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script in the environment that `run` gives to a command."""
    return subprocess.run(
        ["bash", "-c", script],
        env={"PATH": os.environ["PATH"], "RECTO_DATA_DIR": os.environ["RECTO_DATA_DIR"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_full_or_closed_output_is_a_sentence(run: Run) -> None:
    assert run("stats", "--json").returncode == 0
    for end in (">/dev/full", ">&-"):
        for command in ("search", "stats", "search --json", "--version", "--help", "show -h"):
            script = f"'{sys.executable}' -m recto.tui {command} {end}; echo $? >&2"
            done = run_shell(script)
            assert done.stderr.startswith("recto: Nothing can be printed")
            assert done.stderr.endswith("\n2\n")
            assert done.stderr.count("\n") == 2


def test_a_closed_error_output_and_input_do_no_harm(run: Run) -> None:
    assert run("stats", "--json").returncode == 0
    recto = f"'{sys.executable}' -m recto.tui"
    done = run_shell(f"{recto} show nosuch 2>&-; echo $?; {recto} add - <&-; echo $?")
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


def test_nothing_a_terminal_would_obey_is_printed(
    library: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(library, capsys, monkeypatch)
    page = tmp_path / "pa\x1b]0;ge\x07.txt"
    page.write_text(
        PAGE.replace("First Paper", "\x1b[31mRed\x1b]52;c;aGk=\x07 \x9b1m \u202eback\u202c \u200bz")
    )
    outputs = [shell("add", str(page), str(page) + "x", "--no-seeds")]
    outputs += [shell("search", *more) for more in ([], ["--json"], ["\x1b[2J\u202e"])]
    found = json.loads(outputs[2][1].splitlines()[0])
    outputs += [shell("show", found["id"], *more) for more in ([], ["--json"])]
    outputs += [
        shell("show", "\x1b[2J"),
        shell("tag", found["id"], "+\x1b[31mx\u202e"),
        shell("\x9b1m"),
    ]
    evil = "\x1b]0;x\x07\u202e"
    outputs += [shell("note", found["id"], evil), shell("note", found["id"]), shell("tags")]
    outputs += [shell("searches", "save", evil, evil + "red"), shell("searches", "show", evil)]
    outputs += [shell("sources", "rename", found["sources"][0]["name"], f"a{evil}")]
    for command in ("searches", "sources", "log"):
        outputs += [shell(command), shell(command, "--json")]
    for words in (["remove", evil], ["tags", "delete", evil], ["undo", evil], ["restore", evil]):
        outputs.append(shell(*words))
    outputs.append(shell("search", "--view", f"tag:{evil}"))
    for done in outputs:
        for line in [*done[1].split("\n"), *done[2].split("\n")]:
            assert line.isprintable(), (done, line)


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
    for place in (tmp_path / "file", tmp_path / "file" / "library"):
        done = run("search", "--data-dir", str(place))
        assert done.returncode == 2
        assert done.stderr.startswith("recto: ")
        assert done.stderr.count("\n") == 1


def test_a_home_that_does_not_exist_is_made_or_a_sentence(run: Run, tmp_path: Path) -> None:
    env = {"RECTO_DATA_DIR": "", "HOME": str(tmp_path / "not" / "there")}
    assert len(run("search", env=env).stdout.splitlines()) == 603
    (tmp_path / "file").touch()
    done = run("search", env={**env, "HOME": str(tmp_path / "file" / "home")})
    assert done.returncode == 2
    assert done.stderr.startswith("recto: ")
    assert done.stderr.count("\n") == 1
