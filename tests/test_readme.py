"""README, CONTRIBUTING and `docs/` are tested: commands, examples, tables, paths and links."""

from __future__ import annotations

import inspect
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Collection
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
    Library,
    Paper,
    RectoError,
)
from recto.index.views import ViewKind
from recto.tui.cli.arguments import ArgumentParser
from recto.tui.cli.command import ShellCommand
from recto.tui.cli.settings import load_settings
from recto.tui.cli.table import all_commands
from recto.tui.commands.table import COMMANDS
from recto.tui.keys.command import shown
from recto.tui.widgets.help_screen import PANE_NAMES

from .tui.shells import PAGE

ROOT = Path(__file__).parent.parent

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for folder in (".", "docs", "bench", "seeds")
    for path in sorted((ROOT / folder).glob("*.md"))
}
"""What there is to read, by its place."""

README, GUIDE = PAGES["README.md"], PAGES["CONTRIBUTING.md"]
KEYS, SHELL, PAPERS = PAGES["docs/keys.md"], PAGES["docs/shell.md"], PAGES["docs/papers.md"]
SETTINGS, JSON_KEYS, PYTHON = (
    PAGES["docs/settings.md"],
    PAGES["docs/json.md"],
    PAGES["docs/python.md"],
)


def blocks(language: str, page: str) -> list[str]:
    """Return the code blocks of a language in a text, without their fences."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.M | re.S)


def with_blocks(language: str) -> list[str]:
    """Return the pages that have code blocks of a language."""
    return [name for name, page in PAGES.items() if blocks(language, page)]


def test_first_screen_and_guide_are_read_in_a_quarter_of_an_hour() -> None:
    assert len(README.split()) + len(GUIDE.split()) <= 3300, "what grows moves to docs/"


def test_the_first_screen_has_picture_and_two_commands_of_one_line() -> None:
    first_screen = README.split("\n## ")[0]
    assert "](docs/recto.svg)" in first_screen
    read, test = re.findall(r"^```sh\n(.*)\n```$", first_screen, re.M)
    for command in (read, test):
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert read.endswith(" && .venv/bin/recto")
    assert test.endswith(" && .venv/bin/pytest -q -n 4")


def test_the_picture_is_the_morning_list_with_reasons() -> None:
    """When this fails: `.venv/bin/python docs/picture.py` draws it anew."""
    picture = (ROOT / "docs" / "recto.svg").read_text("utf-8").replace("&#160;", " ")
    for words in ("New, best first", "always: “", "little of yours in them", "✗"):
        assert words in picture, words
    assert len(picture) < 50_000
    assert "@font-face" not in picture, "it must fetch nothing"


def test_ci_runs_the_readme_test_command_word_for_word() -> None:
    test_command = re.findall(r"^```sh\n(.*)\n```$", README, re.M)[1]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"readme_test_command() {{\n    {test_command}\n}}" in script
    assert '"the README\'s test command" readme_test_command' in script


def examples(page: str) -> list[tuple[str, str]]:
    """Return (command, expected output) of every console block, in the order of the page."""
    found = []
    for block in blocks("console", page):
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


def test_there_are_examples_of_all_that_the_shell_does() -> None:
    wanted = ("README.md", "docs/data.md", "docs/papers.md", "docs/shell.md", "docs/sync.md")
    assert sorted(with_blocks("console")) == sorted(wanted)
    shown = [command for name in wanted for command, _ in examples(PAGES[name])]
    assert len(shown) >= 40
    used = " ".join(shown)
    for name in (
        *("search", "related", "show", "add", "id", "export", "bookmark", "queue", "done", "tag"),
        *("tags", "note", "searches", "sources", "remove", "log", "undo", "redo", "rebuild-marks"),
        *("backup", "restore", "export-library", "import-library"),
    ):
        assert re.search(rf"\brecto (--\S+( other)? )*{name}\b", used), name


@pytest.mark.parametrize("name", with_blocks("console"))
def test_the_examples_print_what_they_show(name: str, tmp_path: Path) -> None:
    """One library for each page: examples build on those before them, as readers do."""
    assert len(examples(PAGES[name])) >= 5
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
    for command, expected in examples(PAGES[name]):
        done = subprocess.run(
            ["bash", "-c", command],
            env=env, cwd=tmp_path, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        assert re.fullmatch(pattern(expected), done.stdout), f"$ {command}\n{done.stdout}"


def test_there_are_examples_in_python() -> None:
    assert {"README.md", "docs/python.md"} == {*with_blocks("python")}
    assert len(blocks("python", PYTHON)) >= 2


@pytest.mark.parametrize("name", with_blocks("python"))
def test_the_python_examples_run_and_print_what_they_show(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One library for each page; a comment beneath what prints is what it prints."""
    monkeypatch.setenv("RECTO_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "saved.txt").write_text(PAGE)
    names: dict[str, object] = {}
    for code in blocks("python", PAGES[name]):
        exec(compile(code, name, "exec"), names)
        printed = capsys.readouterr().out.splitlines()
        if shown := re.findall(r"^ *print\(.*\)\n *# (.+)$", code, re.M):
            assert printed == shown
        else:
            assert printed or "print" not in code


def test_what_a_library_offers_in_python_is_all_told(tmp_path: Path) -> None:
    own, parts = PYTHON.partition("## Its parts")[::2]
    told = re.findall(r"`(\w+)`", own.partition("## What a library has itself")[2])
    with Library.open(tmp_path, seeds=False) as library:
        public = {name for name in dir(library) if not name.startswith("_")}
        methods = {name for name in public if inspect.ismethod(getattr(library, name))}
        assert sorted(told) == sorted(methods)
        rows = dict(re.findall(r"^\| `library\.(\w+)` \| (.+) \|$", parts, re.M))
        facts = {"id", "config", "locations", "mistakes", "warnings"}
        assert rows.keys() == public - methods - facts
        for part, line in rows.items():
            for name in re.findall(r"`(\w+)`", line):
                assert hasattr(getattr(library, part), name), f"library.{part}.{name}"


def test_every_command_and_option_is_documented() -> None:
    for command in all_commands():
        assert f"`recto {command.name}" in SHELL, command.name
    told = "".join(PAGES[f"docs/{name}.md"] for name in ("shell", "papers", "data"))
    for word in ("--data-dir", "--no-seeds", "--json", "--limit", "--version"):
        assert word in told, word
    assert RectoError.exit_status == 2


def test_the_table_of_commands_has_these_and_no_others() -> None:
    told = re.findall(r"^\| (`recto .*?`) \|", SHELL, re.M)
    names = [name for row in told for name in re.findall(r"`recto ([a-z][a-z-]*)", row)]
    assert sorted(names) == sorted(command.name for command in all_commands())


def in_code(page: str, begins: str, ends: str = ".") -> list[str]:
    """Return what stands in code between the only place where a text begins and its end."""
    (told,) = re.findall(rf"{re.escape(begins)}((?:`[^`]*`|[^`])*?){re.escape(ends)}", page)
    return re.findall(r"`([^`]+)`", told)


def test_the_orders_and_views_of_a_list_are_all_named() -> None:
    assert in_code(SHELL, "`--sort` is one\nof ") == [*SORTS]
    views = in_code(SHELL, "`--view`\nshows a part of the library: ")
    assert {view.partition(":")[0] for view in views} == {*get_args(ViewKind)} - {"all"}


FILES_IN = {
    "text": "saved as text,",
    "linked": "as text with its links",
    "markdown": "as Markdown,",
    "html": "or as HTML:",
    "mail": "mails of arXiv and alerts of Google Scholar",
    "json": "answers of the Daily Papers API",
    "jsonl": "JSON Lines:",
    "csl-json": "CSL-JSON",
    "atom": "as Atom or RSS",
    "oai": "answers of OAI-PMH",
    "bibtex": "BibTeX,",
    "ris": ", RIS",
    "nbib": "PubMed's `.nbib`",
    "enw": "EndNote's `.enw`",
    "wos": "Web of Science",
    "arxiv": "a list of arXiv ids",
}
"""What docs/papers.md calls the kinds of files that papers come in."""


def test_the_formats_are_all_named() -> None:
    assert FILES_IN.keys() == {*FORMATS}
    told = PAPERS.partition("## Papers in")[2].partition("```")[0]
    assert not [words for words in FILES_IN.values() if words not in told]
    assert not [name for name in FORMATS if f"`{name}`" not in told]
    (endings,) = in_code(PAPERS, "The ending of the file tells the format (", ")")
    assert endings.split() == [*EXPORT_FORMATS.values()]
    (names,) = re.findall(r"writes papers as (.+?) \|", SHELL)
    spelt = [name.lower().replace(" lines", "l") for name in re.split(", | or ", names)]
    assert [name.replace(" ", "-") for name in spelt] == [*EXPORT_FORMATS]
    assert sorted(in_code(PAPERS, "choose, `--format` is ")) == sorted(DIGEST_FORMATS)


def test_the_settings_are_all_shown_and_understood(tmp_path: Path) -> None:
    (shown_settings,) = blocks("toml", SETTINGS)
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
    for command in all_commands():
        parser = ArgumentParser(command.name, "")
        command.declare(parser)
        if "--json" in parser.format_help():
            assert re.search(rf"`{command.name}\b", JSON_KEYS), command.name
    paper = Paper(rowid=1, id="a", title="A", abstract="")
    for key in paper.as_json():
        assert f"`{key}`" in JSON_KEYS, key


@pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.name)
def test_every_example_of_help_is_a_command_line_that_is_understood(command: ShellCommand) -> None:
    (words,) = re.findall(r"\brecto (.+?)(?: \||\)|$)", command.example)[:1]
    name, *given = shlex.split(words)
    assert name == command.name
    parser = ArgumentParser(name, "", are_dashes_data=getattr(command, "are_dashes_data", False))
    command.declare(parser)
    parser.read(given)


IN_TEXTS = {"Text": ("A paper's text", "text"), "Highlight": ("While marking text", "marking")}
"""Groups of keys that have a pane of their own: how they are headed, and that pane."""

LISTED = {PANE_NAMES[pane] for pane in ("list", "abstract", "full")}


def places(where: Collection[str]) -> str:
    """Return the panes of a command in words."""
    names = ["lists", "abstracts"] if {"list", "abstract", "full"} <= {*where} else []
    rest = [name for pane, name in PANE_NAMES.items() if pane in where]
    words = [*names, *(rest if not names else [name for name in rest if name not in LISTED])]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def keys_table() -> str:
    """Return the tables of keys as the reader's own commands have them, one for each group."""
    lines = []
    for group in dict.fromkeys(command.group for command in COMMANDS):
        heading, pane = IN_TEXTS.get(group, (group, "list"))
        lines += [f"## {heading}", "", "| Key | What it does |", "|---|---|"]
        for command in COMMANDS:
            if command.group != group:
                continue
            # A table of Markdown ends a cell at a bar, within code too.
            keys = " ".join(f"`{shown(key)}`" for key in command.keys).replace("|", "\\|")
            keys = keys or f"`:{command.id}`"
            place = "" if pane in command.where else f" (in {places(command.where)})"
            row = f"| {keys} | {command.help}{place} |"
            slot = re.fullmatch("(.*)g([1-9])(.*) [1-9](.*)", row)
            if slot is None:
                lines.append(row)
            elif slot[2] == "1":
                lines.append("| `g1` … `g9` | the saved search of that number |")
        lines.append("")
    return "\n".join(lines[:-1])


def test_the_table_of_keys_is_the_reader_s_own() -> None:
    """When this fails: `.venv/bin/python -m tests.test_readme` writes the table anew."""
    assert with_keys_table() == KEYS


def with_keys_table() -> str:
    """Return the page of keys with its table as it should be."""
    before, _, rest = KEYS.partition("<!-- keys -->\n")
    _, _, after = rest.partition("<!-- /keys -->")
    return f"{before}<!-- keys -->\n{keys_table()}\n<!-- /keys -->{after}"


def test_the_keys_of_the_readme_are_the_reader_s() -> None:
    told = README.partition("## In the reader\n")[2].partition("\n\n")[0]
    keys = re.findall(r"`([^`]+)`", told.partition("[")[0])
    assert len(keys) > 10
    assert not {*keys} - {shown(key) for command in COMMANDS for key in command.keys}


PATH = re.compile(r"`((?:index|tui|tests|docs|bench|seeds)/[\w./-]*)`")


@pytest.mark.parametrize("name", PAGES)
def test_paths_are_those_of_files_that_exist(name: str) -> None:
    for path in PATH.findall(PAGES[name]):
        assert (ROOT / path).exists(), path
        assert path.endswith("/") == (ROOT / path).is_dir(), path


def test_the_tests_of_the_promises_exist() -> None:
    names = re.findall(r"`(test_\w+\.py)`", PAGES["docs/promises.md"])
    assert len(names) > 10
    assert not {*names} - {path.name for path in ROOT.glob("tests/index/**/*.py")}


def test_the_guide_tells_the_ways_and_the_rooms_by_their_files() -> None:
    assert len(PATH.findall(GUIDE)) > 60
    below = "index/parts index/journal index/search tui/reader tui/widgets tui/keys tui/commands"
    for folder in below.split():
        assert f"`{folder}/" in GUIDE, folder


@pytest.mark.parametrize("house", ["tui", "index"])
def test_the_rooms_are_told_in_the_order_of_their_contract(house: str) -> None:
    table = GUIDE.partition(f"| `{house}/`, from above |")[2].partition("\n\n")[0]
    told = [
        re.sub("`|/|\\.py", "", row).replace(" and ", " : ").replace(", ", " | ")
        for row in re.findall(r"^\| (`.+?) \|", table, re.M)
    ]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (layers,) = (
        contract["layers"]
        for contract in contracts["contracts"]
        if contract.get("containers") == [f"recto.{house}"]
    )
    assert [{*row.split(" ")} for row in told] == [{*row.split(" ")} for row in layers]
    for room in re.findall(r"`([\w.]+/?)`", "".join(re.findall(r"^\| (`.+?) \|", table, re.M))):
        assert (ROOT / house / room).exists(), room
        assert room.endswith("/") == (ROOT / house / room).is_dir(), room


def anchors(page: str) -> set[str]:
    """Return what a link can name of a page: its headings, as GitHub makes anchors of them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page, flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-") for text in headings}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_files_and_headings_that_exist(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", PAGES[name]):
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file.read_text("utf-8")), target


def test_every_page_is_led_to_from_the_readme() -> None:
    found, waiting = {"README.md"}, ["README.md"]
    while waiting:
        name = waiting.pop()
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+\.md)", PAGES[name]):
            path = ((ROOT / name).parent / target).resolve().relative_to(ROOT.resolve()).as_posix()
            if path not in found:
                found.add(path)
                waiting.append(path)
    assert found == PAGES.keys()


if __name__ == "__main__":
    (ROOT / "docs" / "keys.md").write_text(with_keys_table(), "utf-8")
