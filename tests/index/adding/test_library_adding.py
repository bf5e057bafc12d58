"""Pages added through the library: found at once, as one import, and refused one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import (
    AddReport,
    Library,
    SourceError,
    View,
)

from ..support import on_disk

PAGE = (
    """\
Get trending papers in your email inbox once a day!
Get trending papers in your email inbox!
SubscribeQuokka Nets: Marsupial Attention Everywhere
"""
    + "We teach small networks to smile at passing marsupials of any kind. " * 6
    + """
Wombat Search in Cubic Spaces
"""
    + "We search for cubes in burrows and find that they are well hidden there. " * 6
    + "\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "quokka.txt"
    path.write_text(PAGE)
    return path


def test_a_page_is_found_when_it_was_added(library: Library, page: Path) -> None:
    seen = []
    before = library.journal.change_mark()
    reports = library.add([page], progress=lambda done, total: seen.append((done, total)))
    assert reports == [AddReport("quokka.txt", records=2, new=2, format="text")]
    assert seen == [(1, 1)]
    assert library.journal.change_mark() != before
    assert library.index.state() == "ready"
    (hit,) = library.search("quokka marsupial").hits
    assert hit.score is not None
    assert hit.paper.sources[0].name == "quokka.txt"
    assert library.listing("").rowids[0] == hit.paper.rowid
    counts = library.counts()
    assert (counts.all, counts.new) == (605, 2)
    assert library.listing("", view=View("new")).total == 2
    assert library.add([page])[0].unchanged
    assert library.add_text("stdin", page.read_bytes()) == AddReport(
        "stdin", records=2, new=0, known=2, format="text"
    )


def test_pages_of_one_call_are_one_import(library: Library, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("Wombat", "Bilby"))
    assert [report.new for report in library.add([page, other])] == [2, 1]
    titles = [paper.title for paper in library.rows(library.listing("").rowids[:3])]
    assert titles[0].startswith("Quokka")
    assert library.counts().new == 3
    assert on_disk.value(library, "SELECT count(*) FROM journal WHERE kind = 'add'") == 2


def test_what_cannot_be_read_leaves_the_others_alone(
    library: Library, page: Path, tmp_path: Path
) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x7fELF\0\0\0\1" * 100,
        "latin.txt": "Café\n".encode("latin-1") * 50,
        "letter.txt": b"Dear aunt,\n\nhow are you?\n",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    before = library.counts()
    (tmp_path / "bare").mkdir()
    paths = [*(tmp_path / name for name in bad), tmp_path / "bare", tmp_path / "none.txt", page]
    reports = library.add(paths)
    assert [report.error is None for report in reports] == [False] * 6 + [True]
    assert all(isinstance(report.error, SourceError) for report in reports[:-1])
    assert all(len(str(report.error).splitlines()) == 1 for report in reports)
    assert library.counts().all == before.all + 2
    new = [source.name for source in library.counts().sources if not source.is_bundled]
    assert new == ["quokka.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_list_is_taken_in_whatever_its_encoding(empty: Library, encoding: str) -> None:
    told = "".join(
        f"TY  - JOUR\nTI  - Wombat burrow {number}\nAB  - {'Wombats dig. ' * 600}\nER  - \n"
        for number in range(100)
    )

    report = empty.add_text("burrows.ris", told.encode(encoding))

    assert (report.error, report.new, report.format) == (None, 100, "ris")
