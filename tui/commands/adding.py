"""Papers taken in while one reads: `:add`, watched directories, and what is said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ...index import Interrupted, RectoError, SearchIndexError
from ..system.plain_text import count
from ..system.progress import Pace

if TYPE_CHECKING:
    from ...index import AddReport, Library
    from ..reader.main_screen import MainScreen

MOST_INDEXED = 2000
"""Papers above which what was added is indexed by a process of its own."""

_MOST_FILES = 5000
"""Files of a directory that are looked at for completion."""


def ask(screen: MainScreen, number: int | None) -> None:
    """Ask which file or directory is to be added."""
    screen.prompt.ask("add", lambda text: take(screen, text), complete=complete_path)


def take(screen: MainScreen, text: str) -> None:
    """Add a file, or the files of a directory, while one reads on."""
    if not (named := text.strip()):
        return
    try:
        path = Path(named).expanduser()
    except RuntimeError:  # a home that nobody has
        path = Path(named)
    screen.say(f"Adding {named} …")
    _read(screen, lambda library: library.add([path]), says_nothing_new=True)


def look_at_watched(screen: MainScreen) -> None:
    """Take in what is new in the watched directories, if there are any."""
    if screen.library.sources.watched and _is_writable(screen.library):
        _read(screen, lambda library: library.sources.take_watched(), says_nothing_new=False)


def _is_writable(library: Library) -> bool:
    """Whether anything can be taken in; that it cannot was said when the reader started."""
    try:
        library.journal.check_writable()
    except RectoError:
        return False
    return True


def _read(
    screen: MainScreen,
    work: Callable[[Library], Sequence[AddReport]],
    *,
    says_nothing_new: bool,
) -> None:
    """Read files on a thread of their own, then say what came and count anew."""
    library, pace = screen.library, Pace()

    def tell(done: int, total: int) -> None:
        if not screen.is_running:
            raise Interrupted("The reader was closed")
        if pace.is_due(done):
            screen.call_later(show, _how_far(done, total, pace))

    def show(text: str) -> None:
        if screen.mark_writer.is_adding:
            screen.activity.adding = text

    def told(reports: Sequence[AddReport], error: RectoError | None) -> None:
        screen.mark_writer.is_adding -= 1
        screen.activity.adding = ""
        if screen.results.rowid is None:
            screen.reload()  # it would say that there are no papers
        else:
            screen.mark_writer.reload()
        if library.index.state() != "ready":
            screen.build_index()
        said, is_error = summary(reports, screen.key("new"))
        failures = [str(report.error) for report in reports if report.error]
        screen.unread_files = list(dict.fromkeys([*screen.unread_files, *failures]))
        if error is not None:
            screen.say(str(error), is_error=True)
        elif said or says_nothing_new:
            screen.say(said or "Nothing new: these pages are in the library already.")
        if is_error and error is None:
            screen.bottom.say(said, is_error=True)

    def run() -> None:
        reports: Sequence[AddReport] = ()
        failed: RectoError | None = None
        library.index.progress = tell
        try:
            reports = work(library)
            if reports and screen.state.counts.searches:
                with suppress(SearchIndexError):  # it is built anew then, and counted later
                    library.searches.all()
        except RectoError as error:
            failed = error
        finally:
            library.index.progress = None
        if screen.is_running:
            screen.app.call_from_thread(told, reports, failed)

    library.index.most_at_once = MOST_INDEXED
    screen.mark_writer.is_adding += 1
    screen.run_worker(run, thread=True, group="adding", exit_on_error=False)


def _how_far(done: int, total: int, pace: Pace) -> str:
    share = f"{100 * done // total} %" if total else f"{done:,}"
    return f"adding {share}{pace.words(max(0, total - done), '/s')}".replace(", ", " · ")


def summary(reports: Sequence[AddReport], key: str) -> tuple[str, bool]:
    """Return what came of files in one line, and whether one of them failed.

    `key` shows the new papers. Nothing is said of files that brought nothing.
    """
    errors = [report.error for report in reports if report.error]
    pages = [report for report in reports if report.records and not report.unchanged]
    new = sum(report.new for report in pages)
    parts = []
    if new:
        parts.append(
            f"{count(new, 'new paper')} from {count(len(pages), 'page')}; {key} shows them"
        )
    elif pages:
        parts.append(f"No new papers in {count(len(pages), 'page')}")
    skipped = sum(len(report.problems) for report in pages)
    if skipped:
        parts.append(f"{count(skipped, 'part')} could not be read")
    if errors:
        parts.append(
            str(errors[0])
            if len(errors) == 1
            else f"{len(errors)} files failed; :warnings names them"
        )
    said = ". ".join(part.rstrip(".") for part in parts)
    return (f"{said}." if said else ""), bool(errors)


def complete_path(text: str) -> list[str]:
    """Return what is there whose path begins like a text; a directory ends in `/`."""
    head, slash, begun = text.rpartition("/")
    try:
        directory = Path(head + slash or ".").expanduser()
        entries = list(islice(directory.iterdir(), _MOST_FILES))
        found = [
            f"{head}{slash}{entry.name}{'/' if entry.is_dir() else ''}"
            for entry in entries
            if entry.name.startswith(begun) and (begun or not entry.name.startswith("."))
        ]
    except (OSError, RuntimeError, ValueError):
        return []
    return sorted(found)
