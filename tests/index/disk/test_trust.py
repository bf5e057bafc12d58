"""Who else may change what a directory holds: owners, modes, what is above, links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from recto.index.disk import trust
from recto.index.disk.trust import stranger_at, stranger_in, stranger_of

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")

STRANGER = 4321
"""A user's number that owns nothing here."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "above" / "index"
    place.mkdir(parents=True)
    place.chmod(0o755)
    place.parent.chmod(0o755)
    return place


@pytest.mark.parametrize(
    ("at", "mode", "is_trusted"),
    [
        ("index", 0o700, True),
        ("index", 0o755, True),
        ("index", 0o775, False),
        ("index", 0o757, False),
        ("index", 0o1777, False),  # others may add files there
        ("above", 0o755, True),
        ("above", 0o775, False),
        ("above", 0o777, False),
        ("above", 0o1777, True),  # nobody else may rename what is in it
    ],
)
def test_a_mode_says_who_may_write(place: Path, at: str, mode: int, is_trusted: bool) -> None:
    assert stranger_at(place) == ""
    path = place if at == "index" else place.parent
    path.chmod(mode)
    told = stranger_at(place)
    assert (told == "") == is_trusted
    assert is_trusted or str(path) in told


@needs_root
def test_an_owner_may_change_the_mode(place: Path) -> None:
    os.chown(place, STRANGER, -1)
    assert stranger_at(place) == f"{place} is not yours."
    os.chown(place, 0, -1)
    os.chown(place.parent, STRANGER, -1)
    assert stranger_at(place) == f"{place.parent} is not yours."


def test_what_is_not_there_yet_is_judged_by_what_is_above(place: Path) -> None:
    assert stranger_at(place / "a" / "b") == ""
    place.chmod(0o777)
    assert str(place) in stranger_at(place / "a" / "b")


def test_a_link_is_followed_and_its_own_place_counts_too(place: Path, tmp_path: Path) -> None:
    links = tmp_path / "links"
    links.mkdir(0o700)
    (links / "index").symlink_to(place)
    (links / "relative").symlink_to("../above/../above/index")
    for name in ("index", "relative"):
        assert stranger_at(links / name) == ""
    place.parent.chmod(0o777)
    for name in ("index", "relative"):
        assert str(place.parent) in stranger_at(links / name)
    place.parent.chmod(0o755)
    links.chmod(0o777)
    assert str(links) in stranger_at(links / "index")
    links.chmod(0o700)
    (links / "loop").symlink_to("loop")
    assert "itself" in stranger_at(links / "loop")


@needs_root
def test_a_link_of_somebody_else_is_not_followed(place: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(place)
    os.chown(link, STRANGER, -1, follow_symlinks=False)
    assert stranger_at(link) == f"{link} is not yours."


def test_files_are_judged_one_by_one(place: Path) -> None:
    for name in ("a", "b"):
        (place / name).write_text("x")
        (place / name).chmod(0o644)
    assert stranger_in(place) == stranger_of(place / "a") == ""
    (place / "b").chmod(0o664)
    assert stranger_in(place) == stranger_of(place / "b") != ""
    (place / "b").unlink()
    (place / "b").symlink_to("a")
    assert str(place / "b") in stranger_in(place)
    (place / "b").unlink()
    place.chmod(0o777)
    assert str(place) in stranger_in(place)
    assert stranger_of(place / "missing") == ""
    if os.geteuid() == 0:
        place.chmod(0o700)
        os.chown(place / "a", STRANGER, -1)
        assert stranger_in(place) == f"{place / 'a'} is not yours."


@needs_root
def test_in_a_namespace_what_is_above_may_be_nobodys(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(place.parent, 65534, -1)
    monkeypatch.setattr(trust, "_is_in_namespace", lambda: True)
    assert stranger_at(place) == ""
    monkeypatch.setattr(trust, "_is_in_namespace", lambda: False)
    assert stranger_at(place) != ""
