"""Every file of a library damaged: flipped, cut off, zeroed, grown, filled with noise."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import NamedTuple

from recto.index import Library

from .commands import Commands, Ran
from .ground import FaultError, Figures, Ground, acts_of

STATES = ["used", "logged", "logged without memory", "halfway"]
"""Closed; killed with its log, with and without the memory that shared it; with a journal."""

FIRST = ["library.db", "library.db-wal", "library.db-journal", "library.db-shm"]
"""Files that are damaged more often than the others."""

PAGE = 4096
FRAME = PAGE + 24
"""A page in the log, with its header."""


class Damage(NamedTuple):
    """What was done to which file."""

    file: str
    kind: str
    at: int
    size: int
    """How long the file was."""
    state: str

    @property
    def is_untellable(self) -> bool:
        """Whether docs/promises.md says that acts may be gone without a word after it."""
        if self.file == "library.db-wal":
            is_gone = self.kind in ("removed", "emptied")
            is_last = self.kind == "cut" or self.at >= self.size - FRAME
            return is_gone or ("without" in self.state and is_last)
        return self.file == "library.db-journal"


class Damages:
    """Damages files and looks at what every command makes of it."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands
        with Library.open(ground.copy("used", "untouched"), seeds=False) as library:
            self._ids = [paper.id for paper in library.rows(library.listing("").rowids[:50])]

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Damage one file of one library."""
        state = chance.choice(STATES)
        path = self._ground.copy("halfway" if state == "halfway" else state.split()[0])
        acts = self._acts(path, state)
        if "without" in state:
            (path / "library.db-shm").unlink()
        files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix != ".lock")
        first = [path / name for name in FIRST if (path / name) in files]
        file = chance.choice(first if chance.random() < 0.5 else files)
        damage = damage_file(file, path, chance, state)
        steps = [f"{damage}"]
        figures["damages"] += 1
        try:
            self._look(path, chance, acts, damage, figures, steps)
        except FaultError as fault:
            fault.add_note("\n".join(steps))
            raise

    def _acts(self, path: Path, state: str) -> set[str]:
        """Return the acts that are there, without opening the library itself."""
        copy = self._ground.directory / "looked-at"
        copy.mkdir(exist_ok=True)
        for name in FIRST:
            (copy / name).unlink(missing_ok=True)
            if (path / name).exists():
                (copy / name).write_bytes((path / name).read_bytes())
        return set(acts_of(copy))

    def _look(
        self,
        path: Path,
        chance: random.Random,
        acts: set[str],
        damage: Damage,
        figures: Figures,
        steps: list[str],
    ) -> None:
        wanted = [
            ("search", "pruning", "--limit", "3"),
            ("search", "--limit", "1000"),
            ("show", chance.choice(self._ids)),
            ("log",),
            ("doctor",),
            ("bookmark", chance.choice(self._ids)),
            ("stats",),
            ("export", "--format", "bibtex", "--limit", "9"),
        ]
        said = ""
        for words in (*chance.sample(wanted, 3), ("doctor", "--full"), ("log", "--json")):
            ran = self._commands.run(path, *words)
            steps.append(f"recto {' '.join(words)} # {ran.status} {ran.errors[:300]!r}")
            ran.check()
            said += said_of(ran)
        left = _acts_told(ran) if ran.status == 0 else set()
        lost = acts - left
        if not lost:
            return
        if said:
            figures["acts lost and said"] += len(lost)
            figures["damages with acts lost and said"] += 1
        elif damage.is_untellable or is_changed_letter(lost, left - acts):
            figures["acts lost that nobody can tell"] += len(lost)
        else:
            raise FaultError("acts are lost without a word", f"{len(lost)}", lost=len(lost))


def damage_file(file: Path, path: Path, chance: random.Random, state: str) -> Damage:
    """Do something to a file that its owner would not."""
    data = bytearray(file.read_bytes())
    before = len(data)
    kinds = ["flip", "flip", "flip", "cut", "zero", "noise", "grow", "emptied", "removed"]
    kind = chance.choice(kinds if file.name != "library.db" else kinds[:-2])
    at = chance.randrange(len(data)) if data else 0
    if chance.random() < 0.3:
        at = min(at, chance.randrange(200))
    if kind == "flip" and data:
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "cut":
        del data[at:]
    elif kind in ("zero", "noise"):
        at = at // 512 * 512
        size = min(chance.choice((512, PAGE, 3 * PAGE)), len(data) - at)
        data[at : at + size] = bytes(size) if kind == "zero" else chance.randbytes(size)
    elif kind == "grow":
        data += bytes(chance.choice((1, PAGE))) if chance.random() < 0.5 else chance.randbytes(PAGE)
    if kind == "removed":
        file.unlink()
    else:
        file.write_bytes(b"" if kind == "emptied" else data)
    return Damage(os.fspath(file.relative_to(path)), kind, at, before, state)


def said_of(ran: Ran) -> str:
    """Return what a command said of anything out of order, apart from its work on the index."""
    lines = ran.errors.splitlines()
    if ran.words[0] == "doctor":
        lines += [line for line in ran.output.splitlines() if line.startswith("!")]
    return "\n".join(line for line in lines if "Indexing" not in line and line.strip())


def _acts_told(ran: Ran) -> set[str]:
    return {json.loads(line)["act"] for line in ran.output.splitlines()}


def is_changed_letter(lost: set[str], new: set[str]) -> bool:
    """Tell whether what is lost is there with a letter of its name changed."""
    return all(any(len(a) == len(b) and _differences(a, b) == 1 for b in new) for a in lost)


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
