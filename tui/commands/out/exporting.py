"""The verb that exports papers to a file in the format that its ending speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ....index import EXPORT_FORMATS, RectoError, format_of
from ..writing import ask_for_file, complete_file

if TYPE_CHECKING:
    from ...reader.main_screen import MainScreen


def export(screen: MainScreen, count: int | None) -> None:
    """Export the selected papers, or the one that is read in full, or the whole list."""
    take(screen, "")


def take(screen: MainScreen, name: str) -> None:
    """Export them to a file of this name, or ask for one."""
    results = screen.results
    is_chosen = bool(results.selection.count) or screen.is_full
    rowids = results.selection.take_targets() if is_chosen else list(screen.presenter.list.listed)
    if not rowids:
        screen.say("The list has no papers to export.")
        return
    what = f"{len(rowids):,} papers" if len(rowids) > 1 else "1 paper"
    remarks: list[str] = []
    including: list[list[str]] = []

    def named(text: str) -> str:
        """Return the name of the file, and remember what the export is to have besides."""
        name, option, told = text.strip().partition(" --with")
        if option:
            including[:] = [told.replace("=", " ").replace(",", " ").split()]
        return name.strip()

    def make(path: Path) -> Iterable[str]:
        wanted = including[0] if including else None
        export = screen.library.export(rowids=rowids, format=_format(path), including=wanted)
        # The first sentence says what is lacking; what helps is told on the shell.
        remarks.extend(f"{remark.split('. ')[0].rstrip('.')}." for remark in export.remarks)
        return export.pieces

    def said(path: Path) -> str:
        return " ".join((f"Exported {what} to {path}.", *remarks))

    ask_for_file(
        screen,
        f"export {what} to",
        "papers.bib",
        make,
        said,
        names=[f"papers{ending}" for ending in EXPORT_FORMATS.values()],
        check=_format,
        answered=name,
        named=named,
    )


def complete(screen: MainScreen, text: str) -> list[str]:
    """Return the files there are, and the usual names for those of each format."""
    names = [f"papers{ending}" for ending in EXPORT_FORMATS.values()]
    return [*(name for name in names if name.startswith(text)), *complete_file(text)]


def _format(path: Path) -> str:
    """Return the format of a file by its name; raises RectoError where it speaks of none."""
    found = format_of(path.name)
    if found is None:
        endings = ", ".join(EXPORT_FORMATS.values())
        raise RectoError("The format is told by the ending", f"There are {endings}.")
    return found
