"""Papers taken in on the shell, and told which they are."""

from __future__ import annotations

import os
from typing import Any

from ....index import (
    FORMATS,
    AddReport,
    Interrupted,
    Library,
    NamedPapers,
    SearchIndexError,
    name_of,
)
from ...system.plain_text import count, printable
from ..arguments import ArgumentParser, UsageError, format_name, year
from ..command import LibraryCommand, declare_one_object, say_outcome
from ..streams import input_bytes, say, say_json, warn
from ..termination import terminated_gently

_WHO = {"arxiv": "arXiv", "doi": "Crossref"}
"""Who is asked for papers by which names."""


def _declare_add(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a file of papers, packed or not, a directory of such files, or an arXiv id, a link "
        "or a DOI that names a paper to be fetched; - reads stdin",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        type=format_name,
        metavar="FORMAT",
        help=f"what the files are, where their content does not tell: {', '.join(FORMATS)}",
    )
    parser.add_argument("--name", metavar="NAME", help="the name of the source; else the file's")
    parser.add_argument(
        "--year", type=year, metavar="YEAR", help="the year of dates that do not name one"
    )
    parser.add_argument(
        "--notes",
        choices=("remark", "mine"),
        default="remark",
        help="whose the notes in files of other programs are: a remark of the paper's, or mine",
    )
    parser.add_argument(
        "--keywords",
        choices=("keywords", "tags"),
        default="keywords",
        help="what keywords in files of other programs become: the paper's, or my tags",
    )
    parser.add_argument(
        "--watched",
        action="store_true",
        help="read what is new or has changed in the watched directories; so does no FILE at all",
    )
    parser.add_argument(
        "--from-zotero",
        nargs="?",
        const="",
        metavar="DIR",
        help="take in Zotero's own library, also while Zotero runs; DIR where it is not found",
    )
    parser.add_argument(
        "--groups", action="store_true", help="with --from-zotero: the libraries of groups too"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per file")
    parser.epilog = "Every day: curl -s https://huggingface.co/api/daily_papers | recto add -"


def _add(library: Library, given: dict[str, Any]) -> int:
    files: list[str] = given["files"]
    with terminated_gently():
        return _add_all(library, files, given)


def _add_all(library: Library, files: list[str], given: dict[str, Any]) -> int:
    library.index.most_at_once = 0  # it is, once it was said what came in
    reports = _read(library, files, given) if files else []
    zotero: str | None = given["from_zotero"]
    if zotero is not None:
        options = {"name": None if files else given["name"], "with_groups": given["groups"]}
        reports.append(library.add_zotero(zotero or None, **options))
    elif given["groups"]:
        raise UsageError("Wrong arguments", "--groups goes with --from-zotero.")
    if given["watched"] or not (files or zotero is not None):
        for mistake in library.mistakes:  # which directories are watched is a setting
            warn(mistake)
        if not library.sources.watched:
            raise UsageError(
                "Nothing to add",
                hint='Name a file, or a directory to watch in config.toml: watch = ["~/papers"].',
            )
        seen = library.sources.take_watched()
        reports += seen
        if not seen and not given["json"]:
            say("Nothing is new in the watched directories.")
    for report in reports:
        _say_report(report, is_json=given["json"])
    if any(report.records for report in reports):
        _make_findable(library)
    return max((report.error.exit_status for report in reports if report.error), default=0)


def _make_findable(library: Library) -> None:
    """Bring the search index up to date; where that fails the next search tries again."""
    try:
        library.index.refresh()
    except SearchIndexError as error:
        warn(str(error))
    except KeyboardInterrupt as stop:
        raise Interrupted(
            "Interrupted", "Everything is in the library; the next search goes on with its index."
        ) from stop


def _read(library: Library, files: list[str], given: dict[str, Any]) -> list[AddReport]:
    options = {name: given[name] for name in ("year", "format", "notes", "keywords")}
    if given["name"] is not None and len(files) > 1:
        raise UsageError("One name is for one file", f"{len(files)} are named.")
    reports: list[AddReport] = []
    # A file of that name goes before the paper that it would name.
    names = [file for file in files if name_of(file) and not os.path.lexists(file)]
    files = [file for file in files if file not in names]
    if names:
        reports.append(named_report(library.following.add_named(names)))
    while files:
        # Standard input cannot be named among paths: what stands before and behind it goes apart.
        before = files[: files.index("-")] if "-" in files else files
        if before:
            reports += library.add(before, name=given["name"], **options)
        if len(before) < len(files):
            name = given["name"] or "stdin"
            reports.append(library.add_text(name, input_bytes(), **options))
        files = files[len(before) + 1 :]
    return reports


def named_report(named: NamedPapers) -> AddReport:
    """Return what became of papers that were asked for by name, as of those in a file."""
    remarks = [f"{name.value} is not known to {_WHO[name.kind]}." for name in named.unknown]
    if named.error is not None:
        by_name = "What is not told is in the library by its name alone; "
        remarks += [str(named.error), f"{by_name}`recto fetch --complete` fills it in."]
    return AddReport(
        "named",
        records=named.records,
        new=named.new,
        known=named.records - named.new,
        remarks=tuple(remarks),
    )


def _say_report(report: AddReport, *, is_json: bool) -> None:
    if report.error:
        warn(str(report.error))
        return
    name = printable(report.name)
    if report.skipped:
        warn(f"{name}: {count(report.skipped, 'file')} without text passed by.")
        return
    if is_json:
        problems = [{"line": found.line, "reason": found.reason} for found in report.problems]
        counts = {"records": report.records, "new": report.new, "known": report.known}
        state = {"unchanged": report.unchanged, "problems": problems, "format": report.format}
        state["remarks"] = list(report.remarks)
        say_json({"name": report.name, **counts, **state})
        return
    records = count(report.records, "record")
    if report.unchanged:
        say(f"{name}: {records}, nothing changed: this page is in the library already")
    else:
        more = f"; gone on with after {report.continued:,}" if report.continued else ""
        say(f"{name}: {records}, {report.new:,} new, {report.known:,} known{more}")
    for problem in report.problems:
        place = f"line {problem.line}: " if problem.line else ""
        say(f"  {place}{printable(problem.reason)}")
    for remark in report.remarks:
        say(f"  {printable(remark)}")


def _declare_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the paper, by its id or the beginning of it")
    parser.add_argument("arxiv", metavar="ARXIV", help="its arXiv id, or a link to it")
    declare_one_object(parser)


def _id(library: Library, given: dict[str, Any]) -> int:
    identified = library.marks.identify(given["id"], given["arxiv"])
    (paper,) = identified.papers
    text = f"arXiv:{paper.arxiv_id}  {paper.id}  {paper.title}"
    if identified.is_merged:
        text += "  (two papers are one now)"
    say_outcome(text, paper.as_json(), given)
    return 0


COMMANDS = (
    LibraryCommand(
        "add",
        "take files of papers into the library",
        _declare_add,
        _add,
        example="curl -s https://huggingface.co/api/daily_papers | recto add -",
    ),
    LibraryCommand(
        "id", "give a paper its arXiv id", _declare_id, _id, example="recto id 4fmb 2209.04836"
    ),
)
