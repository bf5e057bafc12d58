"""Texts as files beside the library."""

from __future__ import annotations

import json
import stat
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from recto.index.disk import whole_files
from recto.index.errors import StoreError
from recto.index.texts import keeping
from recto.index.texts.blocks import Text
from recto.index.texts.citations import Citations
from recto.index.texts.deriving import UnreadableError
from recto.index.texts.keeping import TextFiles

from .pages import INK

PAPER = f"# Ink\n\n{INK}\n".encode()


@pytest.fixture
def files(tmp_path: Path) -> TextFiles:
    return TextFiles(tmp_path / "texts")


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which forms were derived; a test that has it pays for no process."""
    forms: list[str] = []

    def derive(data: bytes, form: str, **_: object) -> tuple[object, bytes]:
        from recto.index.texts.blocks import pack
        from recto.index.texts.deriving import derive

        forms.append(form)
        text = derive(data, form)
        return text, pack(text)

    monkeypatch.setattr(keeping, "derive_apart", derive)
    return forms


def test_a_text_is_kept_and_read_without_being_derived_again(
    files: TextFiles, derived: list[str]
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md", version=2, license="CC0")
    assert (text.version, text.license) == (2, "CC0")
    assert files.load("4fmbdg4sb2") == text
    assert derived == ["markdown"]
    assert files.raw("4fmbdg4sb2") == PAPER
    kept = files.kept("4fmbdg4sb2")
    assert kept is not None
    assert (kept.form, kept.name, kept.version) == ("markdown", "ink.md", 2)
    assert files.ids() == ["4fmbdg4sb2"]
    assert files.has("4fmbdg4sb2")
    assert files.size() > 100


def test_files_are_their_owners_alone(files: TextFiles, derived: list[str]) -> None:
    files.keep("4fmbdg4sb2", PAPER, "ink.md")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files.directory.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(files.directory.stat().st_mode) == 0o700
    assert len(list(files.directory.iterdir())) == 3


def test_nothing_is_there_before_and_afterwards(files: TextFiles, derived: list[str]) -> None:
    assert (files.ids(), files.size(), files.load("4fmbdg4sb2")) == ([], 0, None)
    assert not files.remove("4fmbdg4sb2")
    files.keep("4fmbdg4sb2", PAPER, "ink.md")
    assert files.remove("4fmbdg4sb2")
    assert files.load("4fmbdg4sb2") is None
    assert list(files.directory.iterdir()) == []


@pytest.mark.parametrize("damage", ["missing", "other version", "torn", "no JSON", "other file"])
def test_what_does_not_hold_is_derived_anew(
    files: TextFiles, derived: list[str], damage: str
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")
    path = files.directory / "4fmbdg4sb2.blocks"
    head, _, packed = path.read_bytes().partition(b"\n")
    if damage == "missing":
        path.unlink()
    elif damage == "other version":
        path.write_bytes(json.dumps({**json.loads(head), "by": 0}).encode() + b"\n" + packed)
    elif damage == "torn":
        path.write_bytes(head + b"\n" + packed[:50])
    elif damage == "no JSON":
        path.write_bytes(b"\x00" * 100)
    else:
        path.write_bytes(json.dumps({**json.loads(head), "of": "0"}).encode() + b"\n" + packed)
    said: list[str] = []
    assert files.load("4fmbdg4sb2", said.append) == text
    assert said == ["The text is being read anew."]
    assert files.load("4fmbdg4sb2", said.append) == text
    assert (len(said), derived) == (1, ["markdown", "markdown"])


def older(files: TextFiles) -> Path:
    """Let a text that is kept be one that an older Recto has derived."""
    path = files.directory / "4fmbdg4sb2.blocks"
    head, _, packed = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps({**json.loads(head), "by": 0}).encode() + b"\n" + packed)
    return path


def test_what_an_older_recto_has_derived_is_told_and_derived_once(
    files: TextFiles, derived: list[str]
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")
    assert (files.outdated(), files.is_ready("4fmbdg4sb2")) == ([], True)
    older(files)
    assert (files.outdated(), files.is_ready("4fmbdg4sb2")) == (["4fmbdg4sb2"], False)
    assert files.renew("4fmbdg4sb2")
    assert (files.outdated(), files.load("4fmbdg4sb2")) == ([], text)
    assert derived == ["markdown", "markdown"]
    assert not files.renew("none")
    assert not files.is_ready("none")


def test_what_cannot_be_derived_any_more_stays_as_it_was(
    files: TextFiles, derived: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")
    older(files)

    def refuse(*_: object, **__: object) -> None:
        derived.append("refused")
        raise UnreadableError("It takes too long.")

    monkeypatch.setattr(keeping, "derive_apart", refuse)
    assert files.load("4fmbdg4sb2") == text
    assert not files.renew("4fmbdg4sb2")  # whoever asks for it has it tried again
    assert files.outdated() == []
    assert files.load("4fmbdg4sb2") == text
    assert derived == ["markdown", "refused", "refused"]


def test_what_cannot_be_read_here_waits_until_it_can(
    files: TextFiles, derived: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")
    older(files)
    monkeypatch.setattr(keeping, "reads", lambda form: False)
    assert files.load("4fmbdg4sb2") == text
    assert files.outdated() == []
    monkeypatch.undo()
    assert files.outdated() == ["4fmbdg4sb2"]


def test_what_is_removed_can_return_for_a_day(files: TextFiles, derived: list[str]) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md", version=3)
    assert files.remove("4fmbdg4sb2", can_return=True)
    assert (files.ids(), files.load("4fmbdg4sb2")) == ([], None)
    assert files.bring_back("4fmbdg4sb2")
    assert not files.bring_back("4fmbdg4sb2")
    assert files.load("4fmbdg4sb2") == text
    files.remove("4fmbdg4sb2", can_return=True)
    files.keep("4fmbdg4sb2", PAPER + b"Other words.", "ink.md")
    assert not files.bring_back("4fmbdg4sb2")  # it would take the place of another
    gone = files.directory / "4fmbdg4sb2.gone"
    removed = gone.stat().st_mtime
    files.forget_gone(removed + 80_000)
    assert gone.exists()
    files.forget_gone(removed + 90_000)
    assert not gone.exists()
    assert files.load("4fmbdg4sb2") is not None
    files.remove("4fmbdg4sb2", can_return=True)
    files.forget_gone(removed + 180_000)
    assert not list(files.directory.iterdir())


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_text_that_is_replaced_or_removed_while_it_is_read_anew(
    files: TextFiles, derived: list[str], monkeypatch: pytest.MonkeyPatch, is_removed: bool
) -> None:
    cites = b"\n## References\n\n[1] A. One. Title. arXiv:%s\n"
    files.keep("4fmbdg4sb2", PAPER + cites % b"2101.00001", "ink.md")
    derive: Callable[..., tuple[Text, bytes]] = vars(keeping)["derive_apart"]

    def meanwhile(data: bytes, form: str, **given: Any) -> tuple[Text, bytes]:
        monkeypatch.setattr(keeping, "derive_apart", derive)
        made = derive(data, form, **given)
        if is_removed:
            files.remove("4fmbdg4sb2")
        else:
            files.keep("4fmbdg4sb2", PAPER + cites % b"2202.00002", "ink.md")
        return made

    monkeypatch.setattr(keeping, "derive_apart", meanwhile)
    files.renew("4fmbdg4sb2")
    if is_removed:
        assert not list(files.directory.iterdir())
        return
    found = Citations(files.directory)
    names = ["arxiv:2101.00001", "arxiv:2202.00002"]
    assert [len(list(found.having([name], []))) for name in names] == [0, 1]
    assert files.load("4fmbdg4sb2") == files.load("4fmbdg4sb2")
    assert [len(list(Citations(files.directory).having([name], []))) for name in names] == [0, 1]


def test_a_file_that_is_no_paper_leaves_what_was_there(
    files: TextFiles, derived: list[str]
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")
    with pytest.raises(UnreadableError):
        files.keep("4fmbdg4sb2", b"<html>", "ink.html")
    assert files.load("4fmbdg4sb2") == text


def test_a_file_that_cannot_be_written_leaves_what_was_there(
    files: TextFiles, derived: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = files.keep("4fmbdg4sb2", PAPER, "ink.md")

    def refuse(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files, "synchronise", refuse)
    with pytest.raises(StoreError):
        files.keep("4fmbdg4sb2", PAPER + b"More.", "ink.md")
    assert files.load("4fmbdg4sb2") == text


def test_a_damaged_file_is_said(files: TextFiles, derived: list[str]) -> None:
    files.keep("4fmbdg4sb2", PAPER, "ink.md")
    raw = files.directory / "4fmbdg4sb2.raw"
    raw.write_bytes(raw.read_bytes()[:-9])
    (files.directory / "4fmbdg4sb2.blocks").unlink()
    with pytest.raises(UnreadableError, match="damaged"):
        files.load("4fmbdg4sb2")
    raw.write_bytes(b"{}\n" + zlib.compress(PAPER))
    assert files.load("4fmbdg4sb2") is None


@pytest.mark.parametrize("id", ["../../etc/passwd", "a/b", "", "A" * 300, ".."])
def test_no_id_leads_out_of_the_directory(files: TextFiles, derived: list[str], id: str) -> None:
    files.keep(id, PAPER, "ink.md")
    assert files.has(id)
    assert {path.parent for path in files.directory.parent.rglob("*.raw")} == {files.directory}
