"""A whole library as a file of JSON Lines, and such a file into a library.

docs/library-format.md describes the file. Both ways need the memory of some hundred papers.
"""

from __future__ import annotations

import gzip
import io
import json
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from ..database.connections import explained
from ..database.database import Database
from ..database.tables import VERSION
from ..disk.temporary import TemporaryDirectory
from ..disk.whole_files import is_link, open_special, whole_file
from ..errors import SourceError, StoreError
from ..journal.uniting import load_rows
from ..store.store import Store
from .canonical import tell_canonically
from .copying import copy_out
from .incoming import MergeReport, merge_objects
from .outgoing import Reading, describe

FORMAT = 2
"""The version of the format that is written; 1 is read too, others are refused."""

_KIND = "recto-library"
_PACKED = b"\x1f\x8b"
_DATABASE = b"SQLite format 3\0"
_LONGEST_LINE = 1 << 28
"""Bytes of the longest line taken in: an act on a million papers has a third of it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    papers: int
    acts: int


def export_library(
    store: Store, target: Path | BinaryIO, *, canonical: Literal["", "acts", "all"] = ""
) -> Exported:
    """Write the library to a file, compressed if its name ends in `.gz`, or to a stream.

    An older export of that name is replaced once the new one is complete. What is `canonical` is
    no export but what machines in step have alike, papers among that if it is of `all`. Raises
    StoreError.
    """
    if not isinstance(target, Path):
        return _write(store, target, canonical=canonical)
    if not target.parent.is_dir():
        raise StoreError("Nothing was exported", f"There is no directory {target.parent}.")
    with explained(target):
        if is_link(target):
            raise StoreError(
                "Nothing was exported",
                f"{target} is a symbolic link.",
                "Name the file itself, or another one.",
            )
        if target.exists() and not target.is_file() and not target.is_dir():
            with open_special(target) as stream:
                return _write(store, stream, canonical=canonical)
        _refuse_target(target)
        with whole_file(target, is_private=True) as partial, partial.open("wb") as stream:
            is_packed = target.suffix == ".gz"
            return _write(store, stream, is_packed=is_packed, canonical=canonical)


def import_library(store: Store, source: Path | BinaryIO) -> MergeReport:
    """Unite an exported library with this one: all of it or, where it is not whole, nothing.

    What it tells that was here before changes nothing. Raises SourceError and StoreError.
    """
    name = str(source) if isinstance(source, Path) else "the library on standard input"
    try:
        stream = source.open("rb") if isinstance(source, Path) else source
    except OSError as error:
        raise SourceError(f"Cannot read {name}", f"{error.strerror}.") from error
    try:
        report = MergeReport()
        with store.database.transaction():
            for objects in _libraries(stream, name):
                report = report.with_other(merge_objects(store, objects))
        return report
    finally:
        if isinstance(source, Path):
            stream.close()


def _write(
    store: Store, stream: BinaryIO, *, is_packed: bool = False, canonical: str = ""
) -> Exported:
    """Write everything as it is at one moment, although others go on writing."""
    if is_packed:
        # Without a time in it the same library makes the same file.
        with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
            return _write(store, cast(BinaryIO, packed), canonical=canonical)
    if canonical:
        return _write_canonical(store, stream, has_papers=canonical == "all")
    papers = acts = 0
    with _still(store.database) as database:
        machine = database.value("SELECT value FROM meta WHERE key = 'machine'")
        written = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        stream.write(_line({"type": _KIND, "format": FORMAT, "written": written, "by": machine}))
        for told in describe(Reading(database), load_rows(database)):
            papers += told["type"] == "paper"
            acts += told["type"] == "act"
            stream.write(_line(told))
    stream.write(_line({"type": "end", "papers": papers, "acts": acts}))
    stream.flush()
    return Exported(papers, acts)


def _write_canonical(store: Store, stream: BinaryIO, *, has_papers: bool) -> Exported:
    papers = acts = 0
    with _still(store.database) as database:
        for line in tell_canonically(database, papers=has_papers):
            acts += line.startswith('{"act":')
            papers += line.endswith('"type":"paper"}\n')
            stream.write(line.encode("utf-8", "surrogatepass"))
    stream.flush()
    return Exported(papers, acts)


@contextmanager
def _still(database: Database) -> Iterator[Database]:
    """Give the library as it is at one moment, without making writers wait meanwhile."""
    if database.read_only or database.value("PRAGMA journal_mode") == "wal":
        with database.moment():
            yield database
        return
    with TemporaryDirectory() as directory:
        copy = directory.path / "library.db"
        copy_out(database, copy)
        with closing(Database(copy, version=VERSION, read_only=True)) as still:
            yield still


def _line(told: Mapping[str, Any]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _libraries(stream: BinaryIO, name: str) -> Iterator[Iterator[Mapping[str, Any]]]:
    """Yield what each exported library in a file tells, to be read before the next one.

    Some put several into one, one behind the other, or have a program merge them line by line.
    """
    lines = _lines(stream, name)
    head: Mapping[str, Any] | None = next(lines, {})
    while head is not None:
        _check_head(head, name)
        yield _objects(lines, name)
        head = next(lines, None)


def _check_head(head: Mapping[str, Any], name: str) -> None:
    if head.get("type") != _KIND:
        raise SourceError(
            f"{name} is no exported library",
            "Its first line does not say so.",
            "`recto export-library FILE` makes one; saved pages are added with `recto add`.",
        )
    if head.get("format") not in (1, FORMAT):
        raise SourceError(
            f"{name} cannot be read",
            "A newer Recto has written it.",
            "Update Recto, or export it with this version.",
        )


def _objects(lines: Iterator[Mapping[str, Any]], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield what a file tells between a first and a last line, which have to be there.

    Of two that were merged line by line both have to be there twice; how much there is between
    them nobody knows then.
    """
    papers = acts = 0
    open_ = heads = 1
    pages: dict[str, tuple[object, object]] = {}
    is_doubtful = False
    for told in lines:
        kind = told.get("type")
        if kind == "end":
            open_ -= 1
            if open_ == 0:
                if heads > 1 or (told.get("papers"), told.get("acts")) == (papers, acts):
                    return
                break
        elif kind == _KIND:
            _check_head(told, name)
            open_, heads = open_ + 1, heads + 1
        else:
            papers += kind == "paper"
            acts += kind == "act"
            if kind == "page":
                named = told.get("source"), told.get("digest")
                is_doubtful |= pages.setdefault(str(told.get("page")), named) != named
            yield told
        if is_doubtful and heads > 1:
            raise SourceError(
                f"{name} cannot be told apart",
                "Two exports in it were merged line by line, and different pages of them have one "
                "number; nothing was taken in.",
                "Import each of the two by itself.",
            )
    raise SourceError(
        f"{name} is not whole",
        "Its end is missing, or something between; nothing was taken in.",
        "Copy or export it again.",
    )


def _lines(stream: BinaryIO, name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON objects of a file, one of each line."""
    number = 0
    try:
        for line in _raw_lines(stream, name):
            number += 1
            if len(line) > _LONGEST_LINE:
                raise ValueError("it is too long")
            told = json.loads(line)
            if not isinstance(told, dict):
                raise ValueError("it is no JSON object")
            yield told
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"Cannot read {name}", f"Line {number + 1}: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{name} is no exported library",
            f"Line {number} cannot be understood: {error}.",
            "Nothing was taken in.",
        ) from error


def _raw_lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield lines, unpacked where they are compressed, whatever the file's name says."""
    raw = cast(io.RawIOBase, stream)
    buffered = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)
    beginning = buffered.peek(len(_DATABASE))
    if beginning.startswith(_DATABASE):
        raise SourceError(
            f"{name} is no exported library",
            "It is a database.",
            "`recto restore FILE` goes back to a backup.",
        )
    if beginning.startswith(_PACKED):
        buffered = io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=buffered)))
    while line := buffered.readline(_LONGEST_LINE + 1):
        yield line


def _refuse_target(target: Path) -> None:
    """Raise StoreError for a file that an export must not replace."""
    if target.is_dir():
        raise StoreError("Nothing was exported", f"{target} is a directory.", "Name a file in it.")
    if target.exists():
        with target.open("rb") as stream:
            beginning = stream.read(64)
        if beginning and not beginning.startswith(
            (_PACKED, b'{"act":', b'{"type":"%b"' % _KIND.encode())
        ):
            raise StoreError(
                "Nothing was exported",
                f"{target} is there already and is no exported library.",
                "Name another file, or remove it first.",
            )
