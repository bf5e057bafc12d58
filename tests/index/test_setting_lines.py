"""One setting is written into a settings file, and the rest of it stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import Config, RectoError, write_setting

_KEPT = '# mine\ntheme = "dark"  # at night\n\n[keys]\nqueue = "Q"\n'


def _written(tmp_path: Path, text: str | None, value: str = "~/Sync/recto") -> str:
    path = tmp_path / "recto" / "config.toml"
    if text is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert write_setting(path, "sync", "folder", value)
    config, mistakes = Config.load(path)
    assert (config.sync.folder, mistakes) == (value, [])
    assert not write_setting(path, "sync", "folder", value)
    return path.read_text("utf-8")


def test_a_file_keeps_what_it_has(tmp_path: Path) -> None:
    line = '[sync]\nfolder = "~/Sync/recto"\n'
    assert _written(tmp_path, None) == line
    assert _written(tmp_path, _KEPT) == f"{_KEPT}\n{line}"
    table = '[sync]  # with others\n# folder = ""  # a text\nevery = 5\n\n[keys]\nqueue = "Q"\n'
    assert _written(tmp_path, table) == table.replace(
        '# folder = ""  # a text', 'folder = "~/Sync/recto"'
    )
    other = table.replace('# folder = ""  # a text', ' folder = "/media/stick"')
    assert _written(tmp_path, other) == table.replace(
        '# folder = ""  # a text', 'folder = "~/Sync/recto"'
    )
    assert _written(tmp_path, "[sync]\nevery = 5\n", 'a "b"\\c').startswith("[sync]\nfolder = ")


@pytest.mark.parametrize(
    "text", ["sync.every = 5\n", "sync = {every = 5}\n", "[sync\n", "sync = 5\n", "\xff"]
)
def test_a_file_that_is_written_otherwise_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(RectoError, match=r'under \[sync\]: folder = "/a"'):
        write_setting(path, "sync", "folder", "/a")
    assert path.read_bytes() == text.encode("latin-1")


def test_a_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "recto.toml"
    target.parent.mkdir()
    target.write_text(_KEPT)
    link = tmp_path / "config.toml"
    link.symlink_to(target)
    assert write_setting(link, "sync", "git", "host:recto.git")
    assert link.is_symlink()
    assert target.read_text().endswith('[sync]\ngit = "host:recto.git"\n')
