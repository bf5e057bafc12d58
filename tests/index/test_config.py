"""The settings file: what is in it, and what is wrong with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from recto.index.config import Config


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
        "import sys, pathlib; from recto.index.config import Config;"
        f"Config.load(pathlib.Path({str(tmp_path / 'none')!r}));"
        "assert 'tomllib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
