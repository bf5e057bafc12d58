"""The README is tested: its commands, its examples, its tables and its links."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from recto.index import (
    COLOR,
    DIGEST_FORMATS,
    EXPORT_FORMATS,
    FORMATS,
    SORTS,
    THEMES,
    Bars,
    Config,
    Paper,
    RectoError,
)
from recto.index.views import ViewKind
from recto.tui.cli.arguments import ArgumentParser
from recto.tui.cli.command import ShellCommand
from recto.tui.cli.settings import load_settings
from recto.tui.cli.table import COMMANDS as SHELL_COMMANDS
from recto.tui.commands.table import COMMANDS
from recto.tui.keys.command import shown
from recto.tui.widgets.help_screen import PANE_NAMES

from .tui.shells import PAGE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language, without their fences."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def test_the_first_screen_has_picture_and_two_commands_of_one_line() -> None:
    first_screen = README.split("\n## ")[0]
    assert "](docs/recto.svg)" in first_screen
    read, test = re.findall(r"^```sh\n(.*)\n```$", first_screen, re.M)
    for command in (read, test):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert read.endswith(" && .venv/bin/recto")
    assert test.endswith(" && .venv/bin/pytest -q -n 4")


def test_ci_runs_the_readme_test_command_word_for_word() -> None:
    test_command = re.findall(r"^```sh\n(.*)\n```$", README, re.M)[1]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"readme_test_command() {{\n    {test_command}\n}}" in script
    assert '"the README\'s test command" readme_test_command' in script


def examples() -> list[tuple[str, str]]:
    """Return (command, expected output) of every console block, in the order of the page."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = f"{command}\n{more.removeprefix('> ')}"
            found.append((command, output))
    return found


def pattern(expected: str) -> str:
    """Return a pattern in which `…` stands for anything, on a line of its own for any lines."""
    parts = (re.escape(line) if line != "…" else r"(?s:.*?)" for line in expected.split("\n"))
    return r"\n".join(parts).replace("…", ".*?").replace(r"\n(?s:.*?)\n", r"\n(?s:.*\n)?")


def test_the_examples_print_what_they_show(tmp_path: Path) -> None:
    """One shell for all: examples build on those before them, as readers do."""
    assert len(examples()) >= 8
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "recto").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m recto.tui "$@"\n')
    (tools / "recto").chmod(0o755)
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    (tmp_path / "saved.txt").write_text(PAGE)
    subprocess.run([tools / "recto", "reindex"], env=env, check=True, capture_output=True)
    for command, expected in examples():
        done = subprocess.run(
            ["bash", "-c", command],
            env=env, cwd=tmp_path, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert re.fullmatch(pattern(expected), done.stdout), f"$ {command}\n{done.stdout}"


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECTO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    (tmp_path / "saved.txt").write_text(PAGE)
    exec(compile(code, "README.md", "exec"), {})


def test_every_command_and_option_is_documented() -> None:
    for command in SHELL_COMMANDS:
        assert f"`recto {command.name}" in README, command.name
    for word in ("--data-dir", "--no-seeds", "--json", "--limit", "--version"):
        assert word in README, word
    assert RectoError.exit_status == 2


def test_the_table_of_commands_has_these_and_no_others() -> None:
    told = re.findall(r"^\| (`recto .*?`) \|", README, re.M)
    names = [name for row in told for name in re.findall(r"`recto ([a-z][a-z-]*)", row)]
    assert sorted(names) == sorted(command.name for command in SHELL_COMMANDS)


def in_code(begins: str, ends: str = ".") -> list[str]:
    """Return what stands in code between the only place where a text begins and its end."""
    (told,) = re.findall(rf"{re.escape(begins)}((?:`[^`]*`|[^`])*?){re.escape(ends)}", README)
    return re.findall(r"`([^`]+)`", told)


def test_the_orders_and_views_of_a_list_are_all_named() -> None:
    assert in_code("`--sort` is one\nof ") == [*SORTS]
    views = in_code("`--view`\nshows a part of the library: ")
    assert {view.partition(":")[0] for view in views} == {*get_args(ViewKind)} - {"all"}


FILES_IN = {
    "text": "saved as text,",
    "linked": "as text\nwith its links",
    "markdown": "as Markdown,",
    "html": "the HTML itself",
    "json": "an answer of the Daily Papers API",
    "jsonl": "JSON Lines;",
    "csl-json": "CSL-JSON;",
    "atom": "arXiv's Atom and\nRSS",
    "bibtex": "; BibTeX,",
    "ris": ", RIS,",
    "arxiv": "a list of arXiv ids",
}
"""What the README calls the kinds of files that papers come in."""


def test_the_formats_are_all_named() -> None:
    assert FILES_IN.keys() == {*FORMATS}
    told = README.partition("### Papers in")[2].partition("```")[0]
    assert not [words for words in FILES_IN.values() if words not in told]
    (endings,) = in_code("The ending of the file tells the format (", ")")
    assert endings.split() == [*EXPORT_FORMATS.values()]
    (names,) = re.findall(r"writes papers as (.+?) \|", README)
    spelt = [name.lower().replace(" lines", "l") for name in re.split(", | or ", names)]
    assert [name.replace(" ", "-") for name in spelt] == [*EXPORT_FORMATS]
    assert sorted(in_code("choose, `--format` is ")) == sorted(DIGEST_FORMATS)


def test_the_settings_are_all_shown_and_understood(tmp_path: Path) -> None:
    (shown_settings,) = blocks("toml")
    told = tomllib.loads(shown_settings)
    assert told.keys() == set(Config._fields)
    assert told["bars"].keys() == set(Bars._fields)
    for setting, choices in (("theme", THEMES), ("color", COLOR)):
        (line,) = re.findall(rf"^{setting} .*", shown_settings, re.M)
        assert not [choice for choice in choices if choice not in line]
    file = tmp_path / "config.toml"
    file.write_text(shown_settings, "utf-8")
    config, mistakes = load_settings(file)
    assert not mistakes
    assert config.keys == told["keys"]


def test_every_key_of_json_is_documented() -> None:
    told = (ROOT / "docs" / "json.md").read_text("utf-8")
    for command in SHELL_COMMANDS:
        parser = ArgumentParser(command.name, "")
        command.declare(parser)
        if "--json" in parser.format_help():
            assert re.search(rf"`{command.name}\b", told), command.name
    paper = Paper(pid=1, id="a", title="A", abstract="")
    for key in paper.as_json():
        assert f"`{key}`" in told, key


@pytest.mark.parametrize("command", SHELL_COMMANDS, ids=lambda command: command.name)
def test_every_example_of_help_is_a_command_line_that_is_understood(command: ShellCommand) -> None:
    (words,) = re.findall(r"\brecto (.+?)(?: \||\)|$)", command.example)[:1]
    name, *given = shlex.split(words)
    assert name == command.name
    parser = ArgumentParser(name, "", are_dashes_data=getattr(command, "are_dashes_data", False))
    command.declare(parser)
    parser.read(given)


def keys_table() -> str:
    """Return the table of keys as the reader's own commands have it."""
    lines = ["| Key | What it does |", "|---|---|"]
    for command in COMMANDS:
        # A table of Markdown ends a cell at a bar, within code too.
        keys = " ".join(f"`{shown(key)}`" for key in command.keys).replace("|", "\\|")
        keys = keys or f"`:{command.id}`"
        place = f" (in {PANE_NAMES[min(command.where)]})" if len(command.where) == 1 else ""
        lines.append(f"| {keys} | {command.help}{place} |")
    return "\n".join(lines)


def test_the_table_of_keys_is_the_reader_s_own() -> None:
    """When this fails: `.venv/bin/python -m tests.test_readme` writes the table anew."""
    assert with_keys_table() == README


def with_keys_table() -> str:
    """Return the README with the table of keys as it should be."""
    before, _, rest = README.partition("<!-- keys -->\n")
    _, _, after = rest.partition("<!-- /keys -->")
    return f"{before}<!-- keys -->\n{keys_table()}\n<!-- /keys -->{after}"


def test_the_guide_to_the_code_names_files_that_exist() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for name in re.findall(r"`((?:index|tui|tests)/[a-z_/]*(?:\.py)?)`", guide):
        assert (ROOT / name).exists(), name


def test_links_lead_to_files_that_exist() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


if __name__ == "__main__":
    (ROOT / "README.md").write_text(with_keys_table(), "utf-8")
