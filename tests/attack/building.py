"""Files added while a second process writes the index: either of them killed, others adding too.

Whatever happens, the next search finds all papers that are there, and `recto doctor` is content.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from recto.index import Library

from .commands import Commands, Ran
from .ground import FaultError, Figures, Ground, check_soundness

PAPERS = 900
"""Papers of a file; the parts here are small, so that it has many."""
SHORT, TOGETHER = 2, 5
"""Files that are added to one library, one after the other."""


class Building:
    """Kills who adds and who writes the index for it."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands
        self._seconds = 0.0
        """How long it takes to add a file."""
        self._together = TOGETHER

    def shorten(self) -> None:
        """Add fewer files."""
        self._together = SHORT

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Add files to one library, each as something happens."""
        if not self._seconds:
            path = self._ground.copy("small")
            self._seconds = self._add(path, self._page("first"), "").check().seconds
        path = self._ground.copy("small")
        steps: list[str] = []
        try:
            for number in range(self._together):
                what = chance.choice(
                    ("kill", "child", "both", "add beside", "reindex beside", "damage")
                )
                moment = chance.uniform(0.0, 1.1) * self._seconds
                steps.append(f"add {number}: {what} at {moment:.3f} s")
                self._happen(path, f"{number}", what, moment, figures)
                if what == "damage":
                    steps.append(self._damage(path, chance))
                if chance.random() < 0.6:
                    steps.append("look")
                    self._check(path)
            self._check(path)
        except (FaultError, AssertionError) as fault:
            fault.add_note("\n".join(steps))
            raise

    def _page(self, name: str) -> Path:
        page = self._ground.directory / f"{name}.jsonl"
        lines = (
            json.dumps({"title": f"Kind {at} of {name}", "abstract": f"word{at} w{name} " * 9})
            for at in range(PAPERS)
        )
        page.write_text("".join(f"{line}\n" for line in lines))
        return page

    def _add(self, path: Path, page: Path, child: str, kill_after: float | None = None) -> Ran:
        return self._commands.call(path, "add_by_two", str(page), child, kill_after=kill_after)

    def _happen(self, path: Path, name: str, what: str, moment: float, figures: Figures) -> None:
        """Add a file while something happens."""
        page = self._page(name)
        child = f"{moment * 0.8}" if what in ("child", "both") else ""
        other = None
        if what.endswith("beside"):
            page_beside = str(self._page(f"{name}b"))
            words = ("add", page_beside) if what.startswith("add") else ("reindex",)
            other = subprocess.Popen(
                [sys.executable, "-m", "recto.tui", "--data-dir", str(path), *words],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=self._commands.env,
                cwd=self._ground.directory,
            )
        ran = self._add(path, page, child, moment if what in ("kill", "both") else None).check()
        figures["kills" if ran.is_killed else "files added"] += 1
        if other is not None:
            told, _ = other.communicate()
            if other.returncode or "Traceback" in told:
                raise FaultError("one who added beside", f"{other.returncode}\n{told}")
        if ran.is_acknowledged:
            with Library.open(path, seeds=False) as library:
                if f"{name}.jsonl" not in {one.name for one in library.counts().sources}:
                    raise FaultError("what was acknowledged is not there", name, lost=1)

    def _damage(self, path: Path, chance: random.Random) -> str:
        """Flip a bit of a file of the index; return which."""
        index = [one for one in path.rglob("g-*/*") if one.is_file() and one.stat().st_size]
        if not index:
            return "no index"
        file = chance.choice(sorted(index))
        data = bytearray(file.read_bytes())
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        file.unlink()  # other generations may have it by a link
        file.write_bytes(data)
        for note in path.rglob("checked"):
            note.unlink()
        return f"bit {at} of {file.name}"

    def _check(self, path: Path) -> None:
        """Check that everything is found; what is damaged is found out by `doctor` or before."""
        self._commands.run(path, "search", "word1", "--limit", "1").check()
        ran = self._commands.run(path, "doctor", "--full").check()
        if ran.status:
            self._commands.run(path, "reindex").check()
            ran = self._commands.run(path, "doctor", "--full").check()
        if ran.status:
            raise FaultError("doctor finds something", ran.output + ran.errors)
        with Library.open(path, seeds=False) as library:
            check_soundness(library)
            counts = library.counts()
            for source in counts.sources:
                if not source.name.endswith(".jsonl"):
                    continue
                name = source.name.removesuffix(".jsonl")
                found = library.search(f"w{name}", limit=None).total
                if found != source.count:
                    raise FaultError("not all are found", f"{found} of {source.count} of {name}")
            left = [one.name for one in path.rglob("g-*") if one.is_dir()]
            if len(left) > 2:
                raise FaultError("unfinished generations stay", str(left))
