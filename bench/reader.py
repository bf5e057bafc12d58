"""How the benches start Recto's reader: as people do, or with something watched inside.

`python bench/reader.py DIRECTORY` is the reader itself, with what the options say.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

HELD = 0.005
"""Seconds from which one turn of the event loop is written down."""


def command(directory: Path, *options: str) -> list[str]:
    """Return the command that opens a library, without its own marks of an earlier session."""
    if options:
        return [sys.executable, __file__, str(directory), *options]
    return [sys.executable, "-m", "recto.tui", "--data-dir", str(directory)]


def bare_command(directory: Path, titles: list[str]) -> list[str]:
    """Return the command that shows the same titles without Recto."""
    path = directory / "titles.txt"
    path.write_text("\n".join(titles), encoding="utf-8")
    return [sys.executable, str(Path(__file__).with_name("bare_app.py")), str(path)]


def watch(path: Path) -> None:
    """Write down which turns of the event loop take long: wall and processor time, and of what."""
    run = asyncio.events.Handle._run

    def watched(handle: Any) -> None:
        start, used = time.perf_counter(), time.thread_time()
        # The callback is gone once it has run.
        callback = handle._callback
        run(handle)
        wall, cpu = time.perf_counter() - start, time.thread_time() - used
        if wall >= HELD or cpu >= HELD:
            task = getattr(callback, "__self__", None)
            name = task.get_name() if isinstance(task, asyncio.Task) else repr(callback)
            with path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([time.monotonic(), wall * 1000, cpu * 1000, name]) + "\n")

    def collected(phase: str, told: dict[str, int]) -> None:
        if phase == "start":
            collecting[:] = [time.perf_counter(), time.thread_time()]
        elif (wall := time.perf_counter() - collecting[0]) >= HELD:
            cpu = time.thread_time() - collecting[1]
            name = f"collecting garbage of generation {told['generation']}"
            with path.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps([time.monotonic(), wall * 1000, cpu * 1000, name]) + "\n")

    collecting: list[float] = []
    gc.callbacks.append(collected)
    asyncio.events.Handle._run = watched  # type: ignore[method-assign]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory")
    arguments.add_argument("--with-search", action="store_true", help="as people have it")
    arguments.add_argument("--without-search", action="store_true")
    arguments.add_argument("--fresh", action="store_true", help="not where it was left")
    arguments.add_argument("--watch", type=Path)
    options = arguments.parse_args()
    from recto.tui.app import run_reader
    from recto.tui.reader.answers import Answers

    if options.watch:
        watch(options.watch)
    if options.without_search:
        # Not the thread's answer alone: keys typed after a question would wait for it.
        Answers.ask = lambda self, **options: None  # type: ignore[method-assign]
    run_reader(options.directory, fresh=options.fresh)


if __name__ == "__main__":
    main()
