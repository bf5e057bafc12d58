"""Where libraries meet: as the settings say, and otherwise while a library is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index.config import Config
from recto.index.errors import SyncError
from recto.index.locations import Locations
from recto.index.parts.meeting_places import Given, MeetingPlaces


def places(root: Path, settings: str) -> MeetingPlaces:
    root.mkdir(exist_ok=True)
    locations = Locations.find(root)
    locations.config_file.write_text(f"[sync]\n{settings}\n")
    config, mistakes = Config.load(locations.config_file)
    assert not mistakes
    return MeetingPlaces(locations, config)


def test_the_settings_name_a_folder_and_a_repository(tmp_path: Path) -> None:
    told = f"folder = '{tmp_path}/meet'\ngit = 'host:recto.git'\npapers = 'all'"
    found = places(tmp_path / "library", told)
    assert (found.folder, found.git, found.papers) == (tmp_path / "meet", "host:recto.git", "all")
    folder, git = found.ways()
    assert (folder.name, folder.folder) == (f"folder:{tmp_path}/meet", tmp_path / "meet")
    assert git.name.startswith("git:")


def test_nowhere_are_no_ways(tmp_path: Path) -> None:
    found = places(tmp_path / "library", "")
    assert (found.folder, found.git, found.ways(), found.wishes()) == (None, "", [], {})


def test_what_is_given_goes_before_the_settings_and_can_be_taken_back(tmp_path: Path) -> None:
    found = places(tmp_path / "library", f"folder = '{tmp_path}/one'")
    before = found.given
    found.given = Given(folder=tmp_path / "two", papers="all")
    way = found.folder_way()
    assert way is not None and way.folder == tmp_path / "two"
    assert found.papers == "all"
    found.given = before
    assert found.folder == tmp_path / "one"


def test_an_address_that_is_none_is_told_when_the_way_is_wanted(tmp_path: Path) -> None:
    found = places(tmp_path / "library", "git = '--upload-pack=x'")
    with pytest.raises(SyncError):
        found.ways()
