"""The settings file: what is in it, and what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from recto.index.config import Cite, Config, KeptExport


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
