"""The settings file: what is in it, and what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from recto.index.config import Cite, Config, KeptExport
from recto.index.fetch_settings import Fetch, FetchCommand, days_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_missing_file_is_no_mistake(path: Path) -> None:
    assert Config.load(path) == (Config(seeds=True), [])
    assert Config.load(path / "below") == (Config(), [])


def test_settings_are_read(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbfseeds = false\r\n")

    assert Config.load(path) == (Config(seeds=False), [])


def test_mistakes_are_named_and_the_rest_counts(path: Path) -> None:
    path.write_text('sedes = true\nseeds = "no"\n["a\\u001bb"]\nx = 1\n')
    config, warnings = Config.load(path)

    assert config == Config()
    assert [warning.removeprefix(f"{path}: ") for warning in warnings] == [
        "sedes is not a setting.",
        "seeds must be true or false, not 'no'.",
        "ab is not a setting.",
    ]


def test_a_number_is_not_true(path: Path) -> None:
    path.write_text("seeds = 0\n")

    assert Config.load(path)[0] == Config()
    assert len(Config.load(path)[1]) == 1


@pytest.mark.parametrize(
    "data", [b"seeds = maybe\n", b"seeds", b"\xff\xfe", b"= \x1b[31m\n", b"\0"]
)
def test_a_file_that_cannot_be_read_leaves_the_defaults(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    config, warnings = Config.load(path)

    assert config == Config()
    assert len(warnings) == 1
    assert str(path) in warnings[0]
    assert warnings[0].isprintable()


def test_a_directory_in_its_place_is_reported(tmp_path: Path) -> None:
    assert "cannot be read" in Config.load(tmp_path)[1][0]


def test_tomllib_is_imported_only_for_a_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from recto.index.config import Cite, Config, KeptExport;"
        f"Config.load(pathlib.Path({str(tmp_path / 'none')!r}));"
        "assert 'tomllib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_files_that_are_kept_are_read_one_by_one(path: Path) -> None:
    path.write_text(
        "export_with = ['notes']\n[[export]]\nquery = 'tag:t'\nfile = 'a.bib'\n"
        "[[export]]\nfile = 'b.bib'\n[[export]]\nview = 'queue'\nfile = 'c.md'\nwith = ['notes']\n"
        "[[export]]\nquery = 3\nfile = 'd.bib'\nformat = 'ris'\n"
    )
    config, warnings = Config.load(path)
    assert config.export_with == ("notes",)
    assert config.export == (
        KeptExport("tag:t", "a.bib"),
        KeptExport("", "c.md", "queue", ("notes",)),
    )
    assert [warning.removeprefix(f"{path}: ") for warning in warnings] == [
        "export 2 must have a file, and a query or a view.",
        "export 4.query must be a text, not 3.",
        "export 4.format is not a setting.",
        "export 4 must have a file, and a query or a view.",
    ]
    again = tomllib.loads(config.as_toml())
    assert Config.read(again, "again") == (config, [])


@pytest.mark.parametrize("text", ["[export]\nwith = ['notes']", "export = 'a.bib'", "export = [1]"])
def test_one_that_is_no_list_of_tables_is_named(path: Path, text: str) -> None:
    path.write_text(text + "\n")
    config, warnings = Config.load(path)
    assert config.export == ()
    assert warnings
    assert all("export 1" in warning for warning in warnings)


@pytest.mark.parametrize(
    "key", ["", "{author}{year}{word}", "x{id}", "{authors}:{words}-{arxiv}", "{{}}{id}"]
)
def test_a_template_of_keys_asks_for_what_there_is(path: Path, key: str) -> None:
    path.write_text(f"[cite]\nkey = '{key}'\n")
    assert Config.load(path) == (Config(cite=Cite(key)), [])


@pytest.mark.parametrize(
    "key", ["fixed", "{title}", "{author", "{author!r}", "{year:4}", "{}", "}"]
)
def test_another_template_is_named(path: Path, key: str) -> None:
    path.write_text(f"[cite]\nkey = '{key}'\n")
    config, (warning,) = Config.load(path)
    assert config == Config()
    assert "cite.key must have some of {author}, {authors}" in warning


def test_what_is_set_about_fetching_is_read_and_written(path: Path) -> None:
    path.write_text(
        "[fetch]\nenabled = false\nkeep = '12w'\n"
        "[[fetch.command]]\nname = 'lab'\nrun = 'echo \"x\" | cat'\n"
        '[[fetch.command]]\nname = \'a.b-c_2\'\nrun = """one\ntwo"""\n'
    )
    config, warnings = Config.load(path)
    assert not warnings
    commands = (FetchCommand("lab", 'echo "x" | cat'), FetchCommand("a.b-c_2", "one\ntwo"))
    assert config.fetch == Fetch(enabled=False, keep="12w", command=commands)
    assert Config.read(tomllib.loads(config.as_toml()), "again") == (config, [])
    assert config.as_json()["fetch"]["command"][0] == {"name": "lab", "run": 'echo "x" | cat'}


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("command = 'x'", "fetch.command 1 must be a table that begins with [[fetch.command]]."),
        ("command = [{run = 'x'}]", "must have a name of letters, digits, '.', '_' and '-'."),
        ("command = [{name = 'a b', run = 'x'}]", "'.', '_' and '-', not 'a b'."),
        ("command = [{name = '', run = 'x'}]", "not ''."),
        ("command = [{name = 'HF', run = 'x'}]", "must be another: HF is Hugging Face."),
        ("command = [{name = 'a'}]", "fetch.command 1 must have what to run, as a text."),
        ("command = [{name = 'a', run = 3}]", "fetch.command 1 must have what to run, as a text."),
        (
            "command = [{name = 'a', run = ' '}]",
            "fetch.command 1 must have what to run, as a text.",
        ),
        ("keep = 90", "fetch.keep must be a time such as '90d' or '12w', or '', not 90."),
        ("keep = '90'", "or '', not '90'."),
        ("keep = '0d'", "or '', not '0d'."),
        ("enabled = 0", "fetch.enabled must be true or false, not 0."),
    ],
)
def test_what_is_wrong_about_fetching_is_named(path: Path, text: str, mistake: str) -> None:
    path.write_text(f"[fetch]\n{text}\n")
    config, (warning,) = Config.load(path)
    assert warning.startswith(f"{path}: fetch.")
    assert warning.endswith(mistake)
    assert config == Config()


def test_a_command_stays_beside_one_that_cannot_be_used(path: Path) -> None:
    path.write_text(
        "[fetch]\ncommand = [{name = 'a', run = 'x'}, {name = 'a', run = 'y'}, "
        "{name = 'b', run = 'z', every = 3}]\n"
    )
    config, warnings = Config.load(path)
    assert config.fetch.command == (FetchCommand("a", "x"), FetchCommand("b", "z"))
    assert [warning.removeprefix(f"{path}: ") for warning in warnings] == [
        "fetch.command 2.name must be another: there is one a already.",
        "fetch.command 3.every is not a setting.",
    ]


@pytest.mark.parametrize(
    ("text", "days"), [("", None), ("90d", 90), ("12w", 84), ("6m", 180), ("1y", 365)]
)
def test_a_time_is_told_in_days(text: str, days: int | None) -> None:
    assert days_of(text) == days
