"""Every command that writes, killed with `kill -9` at a random moment of the time it takes."""

from __future__ import annotations

import random
import shlex
import shutil
from pathlib import Path

from recto.index import Library

from .commands import Commands, Ran
from .ground import FaultError, Figures, Ground, acts_of, check_soundness
from .writes import NAMES, Write, Writes

SHORT, TOGETHER = 3, 8
"""Commands that are killed in one library, one after the other."""


class Kills:
    """Kills commands and looks at what is left."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands
        self._lengths: dict[str, float] = {}
        """How many seconds a command takes, by its name; measured before it is first killed."""
        self._together = TOGETHER

    def shorten(self) -> None:
        """Kill fewer commands in each library."""
        self._together = SHORT

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Kill a few commands in a new library."""
        names = chance.sample(NAMES, self._together)
        for name in names:
            if name not in self._lengths:
                path = self._ground.copy("used")
                write = Writes(random.Random(1), path).draw(name)
                self._lengths[name] = self._run(path, write).check().seconds
        path = self._ground.copy("used")
        shutil.rmtree(self._ground.directory / "outside")
        writes = Writes(chance, path)
        steps: list[str] = []
        try:
            for name in names:
                write = writes.draw(name)
                moment = chance.uniform(0.0, 1.05) * self._lengths[name]
                steps.append(f"recto {shlex.join(write.words)[:300]} # for {moment:.4f} s")
                self._kill(path, write, moment, figures)
            steps.append("what comes next")
            self._check_next_runs(path, writes, figures)
        except FaultError as fault:
            fault.add_note("\n".join(steps))
            raise

    def _run(self, path: Path, write: Write, kill_after: float | None = None) -> Ran:
        return self._commands.run(path, *write.words, stdin=write.stdin, kill_after=kill_after)

    def _kill(self, path: Path, write: Write, moment: float, figures: Figures) -> None:
        before = acts_of(path)
        ran = self._run(path, write, moment).check()
        figures["kills" if ran.is_killed else "commands that were faster"] += 1
        with Library.open(path, seeds=False) as library:
            if library.warnings:
                raise FaultError("a warning after a mere kill", "\n".join(library.warnings))
            check_soundness(library)
            after = acts_of(path)
            is_replaced = write.replaces is not None and after[-1:] != before[-1:]
            wanted = write.replaces if is_replaced and write.replaces else tuple(before)
            if lost := set(wanted) - set(after):
                raise FaultError("acts are lost", f"{len(lost)} of {len(wanted)}", lost=len(lost))
            figures["acts acknowledged"] += len(set(after) - set(before))
            if ran.is_acknowledged and not write.holds(library):
                told = f"status {ran.status}, {ran.output!r}, {ran.errors!r}"
                raise FaultError("what was acknowledged is not in force", told, lost=1)
            has_acts = len(after) > len(before)
            is_whole = write.begins or write.holds
            if not ran.is_acknowledged and has_acts and not is_replaced and not is_whole(library):
                raise FaultError("half an act", f"{len(after) - len(before)} rows of the journal")

    def _check_next_runs(self, path: Path, writes: Writes, figures: Figures) -> None:
        """Check that everything is as if nothing had happened, once the next commands have run."""
        acts = acts_of(path)
        for name in ("bookmark", "backup", "export-library", "export", "reindex"):
            write = writes.draw(name)
            acts = acts_of(path)
            if self._run(path, write).check().status:
                raise FaultError("the next command fails", shlex.join(write.words))
            with Library.open(path, seeds=False) as library:
                if not write.holds(library):
                    raise FaultError("the next command has no effect", shlex.join(write.words))
            if not set(acts) <= set(acts_of(path)):
                raise FaultError("acts are lost", shlex.join(write.words), lost=1)
        ran = self._commands.run(path, "doctor", "--full").check()
        if ran.status:
            raise FaultError("doctor finds something", ran.output)
        for directory in (path, writes.outside):
            # An export has each of several names: what is left of one stays until that one's next.
            left = [one.name for one in directory.rglob("*.partial*")]
            names = ("backup", "library.jsonl", "papers.")
            if directory == path and left:
                raise FaultError("unfinished files stay", str(left))
            for name in left:
                if not name[1:].startswith(names):
                    raise FaultError("unfinished files stay", str(left))
            figures["unfinished files of other names"] += len(left)
