"""The doctor on a sound library and on broken ones, the settings, and completion on Tab."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from recto.index.disk import whole_files

from ...shells import PAGE, Shell


def states(shell: Shell) -> dict[str, str]:
    """Return what the doctor finds, by name; the worst of several."""
    found: dict[str, str] = {}
    _status, out, _err = shell("doctor", "--json")
    for line in out.splitlines():
        finding = json.loads(line)
        assert finding["told"]
        assert finding["advice"] or finding["state"] != "wrong"
        if found.get(finding["name"]) != "wrong":
            found[finding["name"]] = finding["state"]
    return found


def test_a_sound_library_is_well(shell: Shell) -> None:
    shell.lines("search", "pruning")
    status, out, err = shell("doctor")
    assert (status, err) == (0, "")
    assert out.endswith("\nAll is well.\n")
    assert "603 papers, 1 act, " in out
    found = states(shell)
    assert found["library"] == found["index"] == found["settings"] == "ok"
    assert {"Recto", "Python", "packages", "TERM", "colours", "clipboard", "tmux", "SSH"} <= {
        *found
    }


def test_looking_makes_no_library(shell: Shell, tmp_path: Path) -> None:
    elsewhere = tmp_path / "nowhere"
    status, out, _err = shell("doctor", "--data-dir", str(elsewhere))
    assert status == 0
    assert "none yet" in out
    assert not elsewhere.exists()


def test_a_damaged_library_is_wrong_and_left_as_it_is(shell: Shell) -> None:
    shell.lines("search", "pruning")
    library = shell.library / "library.db"
    for beside in ("-wal", "-shm"):
        library.with_name(library.name + beside).unlink(missing_ok=True)
    data = bytearray(library.read_bytes())
    data[4096 : 4096 * 40] = os.urandom(4096 * 39)
    library.write_bytes(data)
    status, out, _err = shell("doctor")
    assert status == 1
    assert "! library" in out
    assert out.endswith("see the lines marked with !.\n")
    assert library.read_bytes() == bytes(data)


@pytest.mark.parametrize("table", ["texts", "titles", "journal", "touched", "marks"])
def test_a_page_that_nobody_can_read_is_wrong(shell: Shell, table: str) -> None:
    shell("bookmark", *shell.ids(1))
    library = shell.library / "library.db"
    with closing(sqlite3.connect(library)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = connection.execute(sql, (table,)).fetchone()
    data = bytearray(library.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    library.write_bytes(data)
    for words in (["doctor"], ["doctor", "--full"]):
        status, out, err = shell(*words)
        assert (status, err) == (1, "")
        assert "! library" in out


def test_a_damaged_index_and_bad_settings_are_wrong(shell: Shell) -> None:
    shell.lines("search", "pruning")
    (shell.library / "config.toml").write_text("seeds = 3\n")
    files = [path for path in (shell.library / "cache").rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0xFF
    largest.write_bytes(data)
    found = states(shell)
    assert found["index"] == found["settings"] == "wrong"
    assert found["library"] == "ok"


def test_a_watched_directory_that_is_missing_is_wrong(shell: Shell, tmp_path: Path) -> None:
    (shell.library / "config.toml").write_text(f'watch = ["{tmp_path}", "{tmp_path}/none"]\n')
    found = [json.loads(line) for line in shell("doctor", "--json")[1].splitlines()]
    watched = {one["told"]: one["state"] for one in found if one["name"] == "watched"}
    assert watched == {str(tmp_path): "ok", f"{tmp_path}/none": "wrong"}


def test_the_settings_that_hold_are_shown(shell: Shell) -> None:
    path = shell.library / "config.toml"
    lines = shell.lines("config")
    assert lines[0] == f"# {path} (none yet)"
    assert "seeds = true" in lines
    path.write_text('seeds = false\nnonsense = 1\n\n[keys]\nbookmark = ["B"]\n')
    status, out, err = shell("config")
    assert status == 1
    assert "nonsense is not a setting" in err
    assert "seeds = false" in out.splitlines()
    assert 'bookmark = ["B"]' in out.splitlines()
    (told,) = json.loads(f"[{shell('config', '--json')[1]}]")
    assert told["file"] == str(path)
    assert told["settings"]["seeds"] is False


def test_keys_that_no_command_can_have_are_named(shell: Shell) -> None:
    path = shell.library / "config.toml"
    path.write_text(
        '[keys]\nbookmark = "t"\nqueue = "g"\nnonsense = "x"\n'
        'done = "ctrl+s"\ntag = "W"\nread-on = 3\n'
    )
    told = json.loads(shell("config", "--json")[1])
    mistakes = [
        f"{path}: nonsense is no command to put a key on.",
        f"{path}: done cannot be on ctrl+s: terminals stop their output on it; it stays on d.",
        f"{path}: read-on must be a key or a list of keys, not 3; it stays on Space.",
        f"{path}: queue cannot be on g: gg for first begins with it; it stays on a.",
    ]
    assert told["mistakes"] == mistakes
    assert told["settings"]["keys"] == {"bookmark": "t", "tag": "W"}
    status, out, err = shell("config")
    assert (status, err) == (1, "".join(f"recto: {mistake}\n" for mistake in mistakes))
    assert out.splitlines()[-3:] == ["[keys]", 'bookmark = "t"', 'tag = "W"']
    found = [json.loads(line) for line in shell("doctor", "--json")[1].splitlines()]
    wrong = [one for one in found if one["state"] == "wrong"]
    assert [one["told"] for one in wrong] == mistakes
    assert {one["name"] for one in wrong} == {"settings"}


def test_mistakes_are_told_where_the_settings_count(shell: Shell, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    text = f'nonsense = 1\nwatch = ["{pages}"]\n[keys]\nnonsense = "x"\n'
    (shell.library / "config.toml").write_text(text)
    shell.lines("search", "pruning", "--limit", "1")
    shell.lines("add", "-", stdin=PAGE)
    status, out, err = shell("add")
    assert (status, out) == (0, "Nothing is new in the watched directories.\n")
    assert err.endswith("nonsense is not a setting.\n")
    assert err.count("\n") == 1
    new = tmp_path / "new"
    new.mkdir()
    (new / "config.toml").write_text("seeds = 0\n")
    assert "seeds must be true or false" in shell("stats", "--data-dir", str(new))[2]
    assert shell("stats", "--data-dir", str(new))[2] == ""


def test_what_is_shown_of_the_settings_can_be_read_again(shell: Shell) -> None:
    path = shell.library / "config.toml"
    path.write_text('seeds = false\n\n[keys]\nall = ["g a", "x"]\n"odd name" = "y"\n')
    _status, shown, _err = shell("config")
    path.write_text(shown)
    assert shell("config")[1].splitlines()[1:] == shown.splitlines()[1:]


def test_an_editor_gets_every_setting_as_a_comment(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/^# seeds = true/seeds = false/' \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    shell.lines("config", "--edit")
    text = (shell.library / "config.toml").read_text()
    assert "\nseeds = false  # true or false\n" in text
    assert '# theme = "terminal"  # terminal, dark, light or high-contrast' in text
    assert "# [bars]\n# search = true  # true or false" in text
    assert "seeds = false" in shell.lines("config")
    monkeypatch.setenv("VISUAL", str(tmp_path / "none"))
    assert "cannot be started" in shell.fails("config", "--edit", status=2)


def test_settings_that_a_file_lacks_are_added_as_comments(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    path = shell.library / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    own = '# Mine.\ntheme = "dark"\n\n[bars]\nkeys = false\n'
    path.write_text(own)
    shell.lines("config", "--edit")
    text = path.read_text()
    assert own in text
    assert text.count("theme =") == text.count("[bars]") == 1
    assert "# seeds = true" in text.partition("# Mine.")[0]
    told = shell.lines("config")
    assert 'theme = "dark"' in told
    assert "keys = false" in told
    shell.lines("config", "--edit")
    assert path.read_text() == text


def test_new_settings_are_written_wholly_or_not_at_all(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shell.library / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    left = path.with_name(".config.toml.0123456789ab.partial")
    left.write_text("# The settings of Rec")
    monkeypatch.setenv("VISUAL", "true")

    with monkeypatch.context() as full:

        def refuse(_path: Path) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        full.setattr(whole_files, "synchronise", refuse)
        said = shell.fails("config", "--edit", status=2)
    assert "cannot be written" in said
    assert os.strerror(errno.ENOSPC) in said
    assert not path.exists()

    shell.lines("config", "--edit")
    assert path.read_text().startswith("# The settings of Recto.")
    assert not list(path.parent.glob(".*.partial"))


def test_new_settings_are_written_where_a_link_leads(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, kept = shell.library / "config.toml", tmp_path / "kept.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(kept)
    monkeypatch.setenv("VISUAL", "true")

    shell.lines("config", "--edit")

    assert path.is_symlink()
    assert kept.read_text().startswith("# The settings of Recto.")


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completions_are_a_script_for_each_shell(shell: Shell, name: str) -> None:
    script = "\n".join(shell.lines("completions", name))
    assert "recto" in script
    assert "_ARGCOMPLETE" in script


def test_bash_can_read_its_script(shell: Shell) -> None:
    script = "\n".join(shell.lines("completions", "bash"))
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("recto book", {"bookmark "}),
        ("recto search --so", {"--sort "}),
        ("recto search --sort new", {"newest "}),
        ("recto tag abc +ml", {"+ml/merging ", "+mlops ", "+ml "}),
        ("recto remove 000", {"000_2335cc7c60d74d8b.txt "}),
        ("recto completions f", {"fish "}),
        ("recto export --format bib", {"bibtex "}),
    ],
)
def test_tab_offers_what_fits(shell: Shell, tmp_path: Path, typed: str, offered: set[str]) -> None:
    shell.lines("tag", "4fmb", "+ml/merging", "+mlops")
    answer = tmp_path / "answer"
    env = {
        **os.environ,
        "RECTO_DATA_DIR": str(shell.library),
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": typed,
        "COMP_POINT": str(len(typed)),
        "COMP_TYPE": "9",
    }
    code = "from recto.tui.cli.main import run; run()"
    subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
    found = {word if word.endswith(" ") else word + " " for word in answer.read_text().split("\n")}
    assert found == offered
