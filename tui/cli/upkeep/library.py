"""The library as a whole on the shell: counted, indexed, copied, carried to another machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ....index import Library, cells
from ...system.plain_text import count, printable
from ..arguments import ArgumentParser
from ..command import LibraryCommand, declare_json, declare_one_object, say_outcome
from ..streams import input_bytes, output_bytes, say, say_json


def _stats(library: Library, given: dict[str, Any]) -> int:
    stats = library.stats()
    if given["json"]:
        say_json(stats)
        return 0
    width = max(map(cells, stats), default=0)
    for name, value in stats.items():
        say(f"{name.replace('_', ' '):<{width}}  {printable(_in_words(value))}")
    return 0


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_in_words(number)}" for name, number in value.items()) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else "unknown" if value is None else str(value)


def _reindex(library: Library, given: dict[str, Any]) -> int:
    total = library.index.rebuild()
    texts = library.text_search.rebuild()
    told = count(total, "paper") + (f" and {count(texts, 'text')}" if texts else "")
    say_outcome(f"{told} indexed", {"papers": total, "texts": texts}, given)
    return 0


def _declare_backup(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="where to; an older backup is replaced")
    parser.add_argument("--texts", action="store_true", help="the papers' texts too, in FILE.texts")
    declare_one_object(parser)


def _backup(library: Library, given: dict[str, Any]) -> int:
    written = str(library.backup(given["file"]))
    told, value = f"The library is backed up to {written}", {"file": written}
    if given["texts"]:
        path, texts = library.texts.backup(written)
        told += f", {count(texts, 'text')} to {path}"
        value["texts"] = str(path)
    say_outcome(told, value, given)
    return 0


def _declare_restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a backup, or a snapshot beside the library")
    declare_one_object(parser)


def _restore(library: Library, given: dict[str, Any]) -> int:
    kept = str(library.restore(given["file"]))
    told = f"{given['file']} is restored. The library as it was before is kept in {kept}"
    texts = library.texts.restore(given["file"])
    if texts:
        told += f". {count(texts, 'text')} came with it"
    say_outcome(told, {"file": given["file"], "kept": kept, "texts": texts}, given)
    return 0


def _declare_export(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="where to, packed if it ends in .gz; - is standard output"
    )
    declare_json(parser, "say what was written as one JSON object; not with -")


def _export(library: Library, given: dict[str, Any]) -> int:
    if given["file"] == "-":
        with output_bytes() as stream:
            library.export_library(stream)
        return 0
    exported = library.export_library(given["file"])
    papers, acts = count(exported.papers, "paper"), count(exported.acts, "act")
    say_outcome(
        f"{given['file']}: {papers}, {acts}", {"file": given["file"], **asdict(exported)}, given
    )
    return 0


def _declare_import(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="what export-library wrote; - is standard input"
    )
    declare_one_object(parser)


def _import(library: Library, given: dict[str, Any]) -> int:
    is_input = given["file"] == "-"
    report = library.import_library(input_bytes() if is_input else given["file"])
    name = "stdin" if is_input else given["file"]
    told = (
        f"{name}: {count(report.papers, 'paper')}, {report.new_papers:,} new; "
        f"{count(report.acts, 'act')}, {report.new_acts:,} new"
    )
    if report.drafts:
        told += f"; {count(report.drafts, 'half-written note')}"
    if report.waiting:
        told += f"; marks on {count(report.waiting, 'paper')} wait for them"
    say_outcome(told, {"file": given["file"], **asdict(report)}, given)
    return 0


COMMANDS = (
    LibraryCommand(
        "backup",
        "copy the library to a file",
        _declare_backup,
        _backup,
        example="recto backup ~/library.bak",
    ),
    LibraryCommand(
        "restore",
        "put a backup in the library's place",
        _declare_restore,
        _restore,
        example="recto restore ~/library.bak",
    ),
    LibraryCommand(
        "export-library",
        "write everything as JSON Lines, for another machine",
        _declare_export,
        _export,
        example="recto export-library - | ssh laptop recto import-library -",
    ),
    LibraryCommand(
        "import-library",
        "merge an exported library into this one",
        _declare_import,
        _import,
        example="recto import-library library.jsonl.gz",
    ),
    LibraryCommand(
        "stats", "count papers and marks", declare_one_object, _stats, example="recto stats --json"
    ),
    LibraryCommand(
        "reindex",
        "build the search indexes anew",
        declare_one_object,
        _reindex,
        example="recto reindex",
    ),
)
