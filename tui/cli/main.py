"""The command `recto`: reads its words, runs a command or the reader, answers for every failure."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ...index import RectoError, exhaustion, hold_reserve, is_memory_short, let_go
from .streams import drop_output, flush, hold_standard_files, soften, warn

if TYPE_CHECKING:
    from ...index import Library
    from .arguments import ArgumentParser
    from .command import LibraryCommand, StandaloneCommand

CRASHED = 70
"""The exit status after a failure of Recto's own (EX_SOFTWARE of sysexits.h)."""

_LAST_WORDS = b"recto: There is not enough memory: The system gave Recto no more.\n"
_WITHOUT_MEMORY = 2


def run() -> NoReturn:
    """Be the console script: run what the command line asks for and exit."""
    hold_standard_files()
    gc.disable()  # what is loaded now stays: to look for garbage among it takes milliseconds
    if "_ARGCOMPLETE" in os.environ:
        from .tab import complete
        from .table import all_commands
        from .top_parser import top_parser

        complete(top_parser(), all_commands())
    try:
        try:
            status = main()
        finally:
            drop_output()
    except MemoryError:
        with suppress(OSError):
            os.write(2, _LAST_WORDS)  # all else that speaks takes more
        os._exit(_WITHOUT_MEMORY)
    if threading.active_count() > 1:
        # All is said and on disk. Whoever is still at work would be waited for, perhaps for ever,
        # or be stopped wherever he is, with locks that the end of the interpreter waits for.
        atexit._run_exitfuncs()  # programs that were started end
        os._exit(status)
    sys.exit(status)


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit status; no error leaves this function."""
    soften()
    given: dict[str, Any] = {}
    try:
        hold_reserve()
        status = _dispatch(sys.argv[1:] if argv is None else argv, given)
        flush()
    except RectoError as error:
        if exhaustion(error) is not None:
            let_go(error)
        drop_output()
        warn(str(error))
        return error.exit_status
    except BrokenPipeError:
        # Whoever read the output has seen enough: end as a tool does that SIGPIPE has ended.
        drop_output()
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        drop_output()
        return 128 + signal.SIGINT
    except Exception as error:  # noqa: BLE001 - written down and reported, not swallowed
        exhausted = exhaustion(MemoryError() if is_memory_short() else error)
        if exhausted is not None:
            let_go(error)
        drop_output()
        if exhausted is not None:
            warn(str(exhausted))
            return exhausted.exit_status
        # Before Python 3.12 what ends the program while a class is made comes in a RuntimeError.
        if isinstance(error.__cause__, KeyboardInterrupt):
            return 128 + signal.SIGINT
        if isinstance(error.__cause__, SystemExit):
            return int(error.__cause__.code or 0)
        _report_crash(error, given)
        return CRASHED
    return status


def _dispatch(argv: list[str], given: dict[str, Any]) -> int:
    """Do what the words ask for; `given` is filled, so that a failure can be put down beside it."""
    from .top_parser import top_parser  # late, as all that makes much when it is loaded

    top = top_parser()
    options, _none, rest = top.split(argv, stop_at_data=True)
    try:
        given.update(vars(top.parse_args(options)))
        if not rest:
            return _read(given)
        command = _command(rest[0])
        given.update(_parser_of(command, given).read(rest[1:]))
    except SystemExit as done:  # --help and --version have printed what was asked for
        return int(done.code or 0)
    from ...index import Library
    from ..system.progress import Progress
    from .command import StandaloneCommand

    gc.enable()  # commands make much that does not stay
    if isinstance(command, StandaloneCommand):
        return command.run(given)
    seeds = given["seeds"] and not command.begins_empty(given)
    with Library.open(given["data_dir"], seeds, notice=warn) as library:
        for warning in library.warnings:
            warn(warning)
        before = library.journal.change_mark()
        if library.locations.note_files.exists():
            from .marking.saved_notes import take_saved_notes

            take_saved_notes(library)
        with Progress() as progress:
            library.index.progress = progress
            status = command.run(library, given)
            if library.config.export:
                _keep_exports(library, before)
        return status


def _keep_exports(library: Library, before: int) -> None:
    """Write the files anew that the settings want kept, where something has changed."""
    if library.journal.change_mark() != before or not library.exports.is_complete:
        flush()
        for problem in library.exports.refresh():
            warn(problem)


OTHER_NAMES = {
    **dict.fromkeys(("list", "ls", "find", "grep"), "Did you mean search?"),
    **dict.fromkeys(("rm", "delete"), "Did you mean remove?"),
    **dict.fromkeys(("import", "new"), "Did you mean add?"),
}
"""What people type for a command, and what is asked of them then."""


def _command(name: str) -> LibraryCommand | StandaloneCommand:
    from .arguments import UsageError, nearest
    from .table import NAMES, command_named  # the reader needs none of them

    if name in NAMES:
        return command_named(name)
    near = OTHER_NAMES.get(name) or nearest(name, NAMES)
    raise UsageError(
        f"There is no command “{name}”", hint=near or "recto --help lists the commands."
    )


def _parser_of(
    command: LibraryCommand | StandaloneCommand, given: dict[str, Any]
) -> ArgumentParser:
    """Return the parser of a command's words; refuse what before them is for the reader alone."""
    from .arguments import ArgumentParser, UsageError, add_common_options

    for name in ("fresh", "theme", "color", "ascii"):
        if given[name]:
            raise UsageError("Wrong arguments", f"--{name} is for the reader, not a command.")
    parser = ArgumentParser(
        command.name,
        f"{command.summary[:1].upper()}{command.summary[1:]}.",
        are_dashes_data=command.are_dashes_data,
    )
    command.declare(parser)
    add_common_options(parser)
    parser.add_example(command.example)
    return parser


def _read(given: dict[str, Any]) -> int:
    """Open the reader, where there is a terminal to open it on."""
    streams = {"input": sys.stdin, "output": sys.stdout, "error": sys.stderr}
    for name, stream in streams.items():
        # Textual reads keys from the first, takes its size from the second, paints on the third.
        if stream is None or not stream.isatty():
            raise RectoError(
                "The reader needs a terminal",
                f"Standard {name} is not one.",
                "Commands such as recto search work without; recto --help lists them.",
            )
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        raise RectoError(
            "The reader needs a terminal that can move its cursor",
            f"TERM is {term or 'not set'}.",
            "Commands such as recto search work on any.",
        )
    from ..system.early_keys import kept_keys

    with kept_keys():
        from ..app import run_reader  # Textual takes 100 ms to import; nothing else pays for it

        return run_reader(
            given["data_dir"],
            given["seeds"],
            given["fresh"],
            theme=given["theme"],
            color=given["color"],
            is_ascii=given["ascii"],
        )


def _report_crash(error: Exception, given: dict[str, Any]) -> None:
    from ...index import Locations
    from .crash import save_report

    directories: list[Path] = []
    with suppress(RectoError, OSError):  # the report then goes to the temporary directory
        directories.append(Locations.find(given.get("data_dir")).state)
    path = save_report(error, directories)
    where = f"What happened is in {path}; please report it." if path else "No report was written."
    warn(f"Recto has crashed ({type(error).__name__}). {where}")
