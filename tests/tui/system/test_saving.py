"""Files that are written: whole, over nothing unasked, in the format of their ending."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from recto.index import RectoError
from recto.tui.system.saving import FileThereError, save_text

from ..conftest import ReaderFactory
from ..stand_ins import Tools, tools

__all__ = ["tools"]


def test_a_file_is_written_whole_and_over_nothing_unasked(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    save_text(file, ["one", "\n"])
    assert file.read_text() == "one\n"
    with pytest.raises(FileThereError):
        save_text(file, ["two"])
    file.chmod(0o640)
    save_text(file, ["three"], over=True)
    assert file.read_text() == "three"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(file)
    with pytest.raises(RectoError, match="is a symbolic link"):
        save_text(link, ["four"], over=True)
    assert link.is_symlink()
    assert file.read_text() == "three"

    def breaks() -> list[str]:
        raise RectoError("The library has gone")

    def pieces() -> object:
        yield "half"
        breaks()

    with pytest.raises(RectoError, match="gone"):
        save_text(file, pieces(), over=True)  # type: ignore[arg-type]
    assert file.read_text() == "three"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "link"]


@pytest.mark.parametrize("name", [".", "nosuch/a.txt", "a.txt/b", "/dev/null", "x" * 300, "loop"])
def test_what_cannot_be_a_file_is_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RectoError, match="Nothing was written"):
        save_text(Path(name), ["text"], over=True)
    assert (tmp_path / "a.txt").read_text() == "mine"


async def test_the_list_is_exported_in_the_format_of_the_ending(
    reader: ReaderFactory, tools: Tools, tmp_path: Path
) -> None:
    async with reader(80, 24) as r:
        await r.press("X")
        await r.sees("export 603 papers to papers.bib")
        await r.press("ctrl+u")
        await r.type("all.csv")
        await r.press("enter")
        await r.sees("Exported 603 papers to all.csv")
        assert len((tmp_path / "all.csv").read_text().splitlines()) >= 604
        for is_there in (False, True):  # the second message must not find the first one's lines
            await r.press("X")
            await r.type("all.ris")
            await r.press("enter")
            if is_there:
                await r.sees("replace it?")
                await r.press("y", "enter")
            await r.until(lambda: "lack a year." in " ".join(map(str.strip, r.lines[-2:])))
        await r.press("v", "v", "X")
        await r.sees("export 2 papers to")
        await r.press("tab", "enter")
        await r.sees("Exported 2 papers to papers.ris")
        assert (tmp_path / "papers.ris").read_text().count("TY  -") == 2
        await r.press("X")
        await r.type("all.docx")
        await r.press("enter")
        await r.sees("The format is told by the ending")
        await r.press("enter", "X")
        await r.sees("export 1 paper to")
        await r.press("escape")
        assert r.main.is_full
