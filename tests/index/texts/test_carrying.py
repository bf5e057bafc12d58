"""Texts beside a backup."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from recto.index.errors import StoreError
from recto.index.texts.carrying import carry_in, carry_out
from recto.index.texts.keeping import TextFiles


def archive(path: Path, *members: tuple[str, bytes, bytes]) -> Path:
    with tarfile.open(path, "w") as file:
        for name, kind, data in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, len(data), "/etc/passwd"
            file.addfile(member, io.BytesIO(data))
    return path


def test_what_is_here_already_stays(tmp_path: Path) -> None:
    files = TextFiles(tmp_path / "texts")
    packed = archive(
        tmp_path / "a",
        ("aaaa.raw", tarfile.REGTYPE, b"theirs"),
        ("bbbb.raw", tarfile.REGTYPE, b"b"),
    )
    files.directory.mkdir()
    (files.directory / "aaaa.raw").write_bytes(b"mine")
    assert carry_in(files, packed) == 1
    assert (files.directory / "aaaa.raw").read_bytes() == b"mine"
    (files.directory / "cccc.raw").symlink_to("gone")  # as one that is removed just now
    assert carry_out(files, tmp_path / "b") == 2
    assert carry_in(TextFiles(tmp_path / "other"), tmp_path / "b") == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../evil.raw", tarfile.REGTYPE),
        ("/evil.raw", tarfile.REGTYPE),
        ("evil.blocks", tarfile.REGTYPE),
        ("evil.raw", tarfile.SYMTYPE),
        ("evil.raw", tarfile.LNKTYPE),
        ("evil.raw", tarfile.DIRTYPE),
        ("evil.raw", tarfile.FIFOTYPE),
    ],
)
def test_nothing_else_comes_out_of_such_a_file(tmp_path: Path, name: str, kind: bytes) -> None:
    files = TextFiles(tmp_path / "texts")
    assert carry_in(files, archive(tmp_path / "a", (name, kind, b""))) == 0
    assert [path.name for path in tmp_path.rglob("*") if "evil" in path.name] == []


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    files = TextFiles(tmp_path / "texts")
    packed = archive(tmp_path / "a", ("aaaa.raw", tarfile.REGTYPE, b"x" * 5000))
    for data in (b"no archive" * 100, packed.read_bytes()[:3000]):
        packed.write_bytes(data)
        with pytest.raises(StoreError, match="damaged"):
            carry_in(files, packed)
    assert not list(tmp_path.rglob("*.raw"))
