"""The stamp of the index on disk: what it says, and that it is of the files as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from recto.index.search.search_index import Document, SearchIndex

from .small_index import folder, index, live

__all__ = ["folder", "index"]


def test_the_stamp_says_what_was_built(index: SearchIndex, folder: Path) -> None:
    stamp = index.stamp()
    assert stamp
    assert (stamp.rev, stamp.documents, stamp.library_id) == (1, 60, "library")
    assert {path.name: path.stat().st_size for path in live(folder).iterdir()} == stamp.files
    assert folder.stat().st_mode & 0o077 == 0


def test_a_stamp_that_is_asked_for_again_is_that_of_the_files_as_they_are(
    index: SearchIndex, folder: Path
) -> None:
    first = index.stamp()
    assert first
    assert index.stamp() == first
    SearchIndex(folder, "library").update([Document(61, "Another one", "")], 2)
    second = index.stamp()
    assert second and second.rev == 2
    file = live(folder) / next(iter(second.files))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert index.stamp() is None
    file.write_bytes(whole)
    assert index.stamp() == second
    file.rename(folder / "elsewhere")
    assert index.stamp() is None
    (folder / "elsewhere").rename(file)
    (folder / "current").write_bytes(b"{}")
    assert index.stamp() is None


def test_a_stamp_loads_no_whoosh(index: SearchIndex, folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from recto.index.search.search_index import SearchIndex\n"
        f"assert SearchIndex(Path({str(folder)!r}), 'library').stamp().rev == 1\n"
        "assert 'whoosh' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
