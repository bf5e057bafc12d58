"""The index of texts: kept up to date with their files, whatever comes between."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from recto.index.errors import SearchIndexError
from recto.index.search.segments import extending
from recto.index.texts import keeping
from recto.index.texts.deriving import UnreadableError
from recto.index.texts.keeping import TextFiles
from recto.index.texts.search import contents
from recto.index.texts.search.text_index import TextIndex

from .made import found, keep, opened, paper

INK = paper("Inks", Intro="Wet inks dry.", Results="Blue inks of state-of-the-art pens dry slowly.")
PENS = paper("Pens", Intro="Pens have inks.", Method="A naïve pen, the U-Net of pens, is dry.")


@pytest.fixture
def files(tmp_path: Path) -> TextFiles:
    files = TextFiles(tmp_path / "texts")
    keep(files, "inkk", INK)
    keep(files, "pens", PENS)
    return files


@pytest.fixture
def index(files: TextFiles, tmp_path: Path) -> TextIndex:
    index = opened(tmp_path, files)
    index.refresh()
    return index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text:inks", {"inkk": "", "pens": "1 Intro"}),
        ("text:drying text:blue", {"inkk": "2 Results"}),
        ("text:(wet blue)", {}),
        ('text:"dry slowly"', {"inkk": "2 Results"}),
        ('text:"slowly dry"', {}),
        ("text:naive", {"pens": "2 Method"}),
        ("text:unet", {"pens": "2 Method"}),
        ('text:"state of the art"', {"inkk": "2 Results"}),
        ("text:slow*", {"inkk": "2 Results"}),
        ("text:=inks", {"inkk": "", "pens": "1 Intro"}),
        ("text:=ink", {}),
        ("text:bleu~", {"inkk": "2 Results"}),
        ("text:method", {"pens": "2 Method"}),
        ("text:moon", {}),
    ],
)
def test_texts_are_found_by_their_sections(
    index: TextIndex, query: str, expected: dict[str, str]
) -> None:
    assert found(index, query) == expected


def test_what_comes_goes_and_changes_is_taken_in(index: TextIndex, files: TextFiles) -> None:
    assert index.state() == "ready"
    keep(files, "moon", paper("Moons", Craters="Ink on the moon."))
    keep(files, "pens", paper("Pens", Intro="Pens of old."))
    (files.directory / "inkk.raw").unlink()
    assert index.state() == "stale"
    assert index.refresh() == 2
    assert index.state() == "ready"
    assert found(index, "text:ink") == {"moon": "1 Craters"}
    assert found(index, "text:pens") == {"pens": ""}
    assert found(index, "text:naive") == {}
    for path in files.directory.iterdir():
        path.unlink()
    assert index.refresh() == 0
    assert found(index, "text:pens") == {}
    assert index.state() == "ready"


def test_nothing_is_written_where_nothing_has_changed(index: TextIndex, tmp_path: Path) -> None:
    before = (tmp_path / "index-texts" / "current").stat()
    index.refresh()
    assert (tmp_path / "index-texts" / "current").stat() == before


def test_a_text_that_cannot_be_read_has_no_words(
    index: TextIndex, files: TextFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UnreadableError("It holds hardly any text.")

    monkeypatch.setattr(keeping, "derive_apart", refuse)
    keep(files, "moon", paper("Moons"))
    (files.directory / "moon.blocks").write_bytes(b"{}\n")
    assert index.refresh() == 3
    assert index.state() == "ready"
    assert found(index, "text:inks") == {"inkk": "", "pens": "1 Intro"}


def test_what_another_version_has_cut_is_indexed_anew(
    index: TextIndex, files: TextFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_HEAD", "another")
    another = opened(tmp_path, files)
    assert another.state() == "stale"
    told: list[tuple[int, int]] = []
    another.refresh(lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)
    assert opened(tmp_path, files).state() == "ready"


def test_what_is_damaged_is_said_and_built_anew(
    index: TextIndex, files: TextFiles, tmp_path: Path
) -> None:
    index.close()
    (generation,) = (tmp_path / "index-texts").glob("g-*")
    (lists,) = generation.glob("*.places")
    data = bytearray(lists.read_bytes())
    data[-3] ^= 16
    lists.write_bytes(data)
    (tmp_path / "index-texts" / "checked").unlink(missing_ok=True)
    again = opened(tmp_path, files)
    assert "is not what was written" in again.check()
    assert again.state() == "missing"
    with pytest.raises(SearchIndexError):
        found(again, "text:ink")
    again.refresh()
    assert found(again, "text:naive") == {"pens": "2 Method"}
    # A file that is cut off is noticed at once.
    (generation,) = (tmp_path / "index-texts").glob("g-*")
    (generation / contents.NAME).write_text("")
    assert again.state() == "missing"
    assert again.refresh() == 2


def test_an_interruption_leaves_what_was_done_and_the_next_call_goes_on(
    files: TextFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extending, "PART", 4)
    for number in range(6):
        keep(files, f"some{number}", paper("Some", One="Ink of one.", Two="Ink.", Three="Ink."))
    index = opened(tmp_path, files)
    loads: list[str] = []
    ends = [5]
    load = files.load_as_made

    def counted(name: str) -> object:
        loads.append(name)
        if len(loads) in ends:
            raise KeyboardInterrupt
        return load(name)

    monkeypatch.setattr(files, "load_as_made", counted)
    with pytest.raises(KeyboardInterrupt):
        index.refresh()
    ends.clear()
    assert index.state() == "stale"
    before = set(found(index, "text:ink"))
    assert before
    assert before < set(files.ids())
    loads.clear()
    assert index.refresh() == 8
    assert not before & set(loads)
    assert set(found(index, "text:ink")) == set(files.ids())
    again = opened(tmp_path / "other", files)
    again.refresh()
    assert found(again, "text:(ink one)") == found(index, "text:(ink one)")


def test_two_that_index_at_once_do_it_once(files: TextFiles, tmp_path: Path) -> None:
    both = [opened(tmp_path, TextFiles(files.directory)) for _ in range(2)]
    threads = [threading.Thread(target=index.refresh) for index in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list((tmp_path / "index-texts").glob("g-*"))) == 1
    assert found(both[0], "text:naive") == found(both[1], "text:naive") == {"pens": "2 Method"}


_KILLED = """
import os, signal, sys
from pathlib import Path
from recto.index.search.segments.generations import Generations
from recto.index.texts.keeping import TextFiles
from recto.index.texts.search.text_index import TextIndex

def end(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

Generations.name = end
root = Path(sys.argv[1])
TextIndex(root / "index-texts", "a-library", TextFiles(root / "texts")).refresh()
"""


def test_a_killed_process_leaves_the_index_of_before(
    index: TextIndex, files: TextFiles, tmp_path: Path
) -> None:
    keep(files, "moon", paper("Moons", Craters="Ink on the moon."))
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "index-texts").glob("g-*"))) == 2
    again = opened(tmp_path, TextFiles(files.directory))
    again.remove_unfinished()
    assert len(list((tmp_path / "index-texts").glob("g-*"))) == 1
    assert again.state() == "stale"
    assert found(again, "text:inks") == {"inkk": "", "pens": "1 Intro"}
    again.refresh()
    assert found(again, "text:moon") == {"moon": ""}
    assert (tmp_path / "index-texts").stat().st_mode & 0o77 == 0
