"""Where files go: everything in one place when asked, the platform's places otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from recto.index.errors import RectoError
from recto.index.locations import Locations


def test_one_directory_holds_everything(tmp_path: Path) -> None:
    places = Locations.find(tmp_path / "all")

    assert places.database == tmp_path / "all" / "library.db"
    assert places.index == tmp_path / "all" / "cache" / "index"
    assert places.config_file == tmp_path / "all" / "config.toml"
    assert places.state == tmp_path / "all" / "state"
    assert not (tmp_path / "all").exists()


def test_the_variable_counts_unless_a_directory_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTO_DATA_DIR", str(tmp_path / "variable"))

    assert Locations.find().data == tmp_path / "variable"
    assert Locations.find(str(tmp_path / "given")).data == tmp_path / "given"


def test_relative_paths_and_tildes_become_whole(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Locations.find("here").data == tmp_path / "here"
    assert Locations.find("~/there").data == home / "there"


@pytest.mark.parametrize("value", [None, ""])
def test_without_either_the_platform_s_places_count(
    home: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv("RECTO_DATA_DIR")
    if value is not None:
        monkeypatch.setenv("RECTO_DATA_DIR", value)
    places = Locations.find()

    for path in (places.data, places.cache, places.config, places.state):
        assert path.is_relative_to(home)
        assert path.name == "recto" or sys.platform != "linux"
    assert len({places.data, places.cache}) == 2


class Nowhere:
    """A platform that knows no home, as newer and older releases of platformdirs tell it."""

    def __init__(self, *args: object, **options: object) -> None:
        pass

    def __getattr__(self, name: str) -> Path:
        raise RuntimeError("could not determine the home directory")


class Tilde(Nowhere):
    def __getattr__(self, name: str) -> Path:
        return Path("~/.local/share/recto")


@pytest.mark.parametrize("platform", [Nowhere, Tilde])
def test_without_a_home_a_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, platform: type[Nowhere]
) -> None:
    monkeypatch.delenv("RECTO_DATA_DIR")
    monkeypatch.setattr("platformdirs.PlatformDirs", platform)

    with pytest.raises(RectoError, match="--data-dir"):
        Locations.find()


def test_platformdirs_is_not_imported_for_a_given_directory() -> None:
    code = (
        "import sys; from recto.index.locations import Locations; Locations.find('/x');"
        "assert 'platformdirs' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
