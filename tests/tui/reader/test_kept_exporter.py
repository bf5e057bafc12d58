"""Files that the settings want kept, looked after for a stand-in of the screen."""

from __future__ import annotations

from pathlib import Path

from recto.index import Library
from recto.tui.reader.kept_exporter import KeptExporter

from ..shells import PAGE
from ..stages import Stage


async def test_what_is_begun_as_the_reader_is_left_is_written(tmp_path: Path) -> None:
    file = tmp_path / "marked.bib"
    (tmp_path / "recto").mkdir()
    (tmp_path / "recto" / "config.toml").write_text(
        f"[[export]]\nquery = 'is:bookmarked'\nfile = '{file}'\n"
    )
    with Library.open(tmp_path / "recto", seeds=False) as library:
        library.add_text("page.txt", PAGE.encode())
        stage = Stage(library)
        exporter = KeptExporter(library, stage)
        exporter.start()
        await stage.settle()
        library.bookmark(rowids=library.listing("").rowids)
        stage.look()
        exporter.close()  # before what was begun has its turn
        assert file.read_text().count("@") == 2
        await stage.settle()
