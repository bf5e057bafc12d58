"""An index that others may write to is not believed, nor whatever class its files name."""

from __future__ import annotations

import json
import marshal
import os
import pickle
import sys
from collections import Counter
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace
from typing import Any

import pytest
from recto.index import Library
from recto.index.errors import DistrustedIndexError, SearchIndexError
from recto.index.safety.examination import examine
from recto.index.search.schema import read_contents
from recto.index.search.search_index import Document, SearchIndex
from recto.index.search.segments.generations import Generations
from recto.index.search.storage import Storage, guarded
from whoosh.filedb.structfile import BufferFile

from .small_index import PAPERS, find, folder, index, live

__all__ = ["folder", "index"]


def found_by(data_dir: Path) -> tuple[list[str], list[str], Path]:
    """Return what a search finds, what is said meanwhile, and where the index is."""
    said: list[str] = []
    with Library.open(data_dir, notice=said.append) as library:
        found = [hit.paper.title for hit in library.search("model").hits]
        said += library.warnings
        return found, said, Path(library.stats()["cache"])


@pytest.fixture
def data_dir(few: Path, tmp_path: Path) -> Path:
    """A library that nobody has open."""
    copytree(few, tmp_path / "recto")
    return tmp_path / "recto"


@pytest.fixture
def wanted(data_dir: Path) -> list[str]:
    """What a search finds there while nobody has touched the index."""
    return found_by(data_dir)[0]


@pytest.mark.parametrize("name", ["cache/index", "cache", "."])
def test_an_index_where_others_may_write_is_built_elsewhere(data_dir: Path, name: str) -> None:
    wanted, _, place = found_by(data_dir)
    assert place == data_dir / "cache" / "index"
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    (data_dir / name).chmod(0o777)
    found, said, elsewhere = found_by(data_dir)
    assert found == wanted
    assert not elsewhere.is_relative_to(data_dir)
    assert elsewhere.stat().st_mode & 0o777 == 0o700
    assert any(str(elsewhere) in sentence and "chmod go-w" in sentence for sentence in said)
    assert any(str(elsewhere) in finding.told for finding in examine(data_dir))
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before
    kept = (elsewhere / "current").stat().st_mtime_ns
    assert found_by(data_dir)[0] == wanted
    assert (elsewhere / "current").stat().st_mtime_ns == kept  # it is there for the next time
    (data_dir / name).chmod(0o700)
    assert found_by(data_dir)[2] == place


def test_without_any_place_of_ones_own_the_index_lasts_as_long_as_the_process(
    data_dir: Path, wanted: list[str], home: Path
) -> None:
    (data_dir / "cache" / "index").chmod(0o777)
    home.chmod(0o777)
    found, said, _ = found_by(data_dir)
    assert found == wanted
    assert any("until this ends" in sentence for sentence in said)


@pytest.mark.parametrize("what", ["file", "directory", "name", "link"])
def test_files_that_others_may_write_are_not_opened(
    data_dir: Path, wanted: list[str], tmp_path: Path, what: str
) -> None:
    directory = data_dir / "cache" / "index"
    generation = live(directory)
    segment = next(generation.glob("*.lists"))
    if what == "file":
        segment.chmod(0o664)
    elif what == "directory":
        generation.chmod(0o775)
    elif what == "name":
        (directory / "current").chmod(0o666)
    else:
        segment.replace(tmp_path / "moved")
        segment.symlink_to(tmp_path / "moved")
    with pytest.raises(DistrustedIndexError):
        library_id = json.loads((directory / "current").read_bytes())["library_id"]
        Generations(directory, library_id).read()
    found, said, place = found_by(data_dir)
    assert found == wanted
    assert place == directory
    assert any("built anew" in sentence for sentence in said)
    assert live(directory) != generation
    assert found_by(data_dir)[1] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_somebody_else_is_not_opened(index: SearchIndex, folder: Path) -> None:
    os.chown(next(live(folder).glob("*.lists")), 4321, -1)
    with pytest.raises(DistrustedIndexError):
        find(SearchIndex(folder, "library"), "paper")
    index.build(PAPERS, 2)
    assert len(find(index, "paper")) == 60


def test_who_may_write_is_looked_at_again_whenever_files_are_opened(
    index: SearchIndex, folder: Path
) -> None:
    assert len(find(index, "paper")) == 60
    assert index.stamp() is not None
    next(live(folder).glob("*.lists")).chmod(0o664)
    index.close()
    with pytest.raises(DistrustedIndexError):
        find(index, "paper")
    assert index.stamp() is None


def write_toc(generation: Path, segments: object) -> None:
    """Put objects in the place of the list of segments, as whoever may write the file can."""
    path = next(generation.glob("*.toc"))
    data = path.read_bytes()
    end = next(at for at in range(len(data)) if _is_pickle_to_the_end(data[at:]))
    path.write_bytes(data[:end] + pickle.dumps(segments, -1))
    current = generation.parent / "current"
    stamp = json.loads(current.read_bytes())
    stamp["files"][path.name] = path.stat().st_size
    current.write_text(json.dumps(stamp))


def _is_pickle_to_the_end(data: bytes) -> bool:
    if data[:1] != b"\x80":
        return False
    stream = BytesIO(data)
    try:
        pickle.Unpickler(stream).load()
    except Exception:  # noqa: BLE001 - whatever bytes that are none say
        return False
    return not stream.read()


@pytest.mark.parametrize("foreign", [Counter("a"), Fraction(1, 2), [Fraction]])
def test_an_index_that_names_a_class_of_others_is_refused_and_built_anew(
    data_dir: Path, wanted: list[str], foreign: object
) -> None:
    write_toc(live(data_dir / "cache" / "index"), [foreign])
    found, said, _ = found_by(data_dir)
    assert found == wanted
    name = "collections.Counter" if isinstance(foreign, Counter) else "fractions.Fraction"
    assert any(name in sentence and "built anew" in sentence for sentence in said)
    assert found_by(data_dir)[1] == []


def test_every_file_is_opened_so_that_it_names_nothing_else(tmp_path: Path) -> None:
    storage: Any = Storage(str(tmp_path))  # type: ignore[no-untyped-call]
    for value in ({"a": [1, "b", b"c", {2}, None, 1.5]}, Fraction(1, 2)):
        with storage.create_file("x") as file:
            file.write_pickle(value)
        with storage.open_file("x") as file:
            if isinstance(value, Fraction):
                with pytest.raises(SearchIndexError, match=r"fractions\.Fraction"):
                    file.read_pickle()
            else:
                assert file.read_pickle() == value
    with pytest.raises(SearchIndexError):
        guarded(BufferFile(pickle.dumps(Fraction(1, 2)))).read_pickle()


def test_nothing_of_whoosh_unpickles_what_is_on_the_disk(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that Recto asks of Whoosh: building, extending, merging, deleting, searching."""
    SearchIndex(folder / "other", "library").build(PAPERS[:1], 1)  # loads what will be needed

    def refuse(*_: object, **__: object) -> object:
        raise AssertionError("a pickle was read as it is")

    unlimited = [pickle.load, pickle.loads, pickle.Unpickler, marshal.load, marshal.loads]
    patched = 0
    for name, module in list(sys.modules.items()):
        if not name.startswith("whoosh."):
            continue
        for attribute, value in list(vars(module).items()):
            if value is pickle:
                fake = SimpleNamespace(**vars(pickle) | {"load": refuse, "loads": refuse})
                monkeypatch.setattr(module, attribute, fake)
            elif any(value is one for one in unlimited):
                monkeypatch.setattr(module, attribute, refuse)
            else:
                continue
            patched += 1
    assert patched >= 5
    index = SearchIndex(folder, "library")
    index.build(PAPERS, 1)
    for rev in range(2, 12):  # more small segments than are left unmerged
        index.update([Document(100 + rev, f"Later {rev}", "common words")], rev, [rev])
        assert 100 + rev in find(index, "later")
    assert len(read_contents(live(folder))) <= 4
    assert find(index, "topic3")
    index.close()
