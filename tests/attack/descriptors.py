"""Every command that writes, with too few file descriptors to do it."""

from __future__ import annotations

import random
import shlex

from recto.index import Library

from .commands import Commands
from .ground import FaultError, Figures, Ground, acts_of, check_soundness
from .writes import NAMES, Writes

TOGETHER = 6
ALONE = 0.25
"""The part of commands that run in a process of their own, which then imports everything too."""


class Descriptors:
    """Runs commands that cannot open what they need."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground, self._commands = ground, commands

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Run a few commands on a new library."""
        path = self._ground.copy("used")
        writes, steps = Writes(chance, path), list[str]()
        try:
            for name in chance.sample(NAMES, TOGETHER):
                write = writes.draw(name)
                is_alone = chance.random() < ALONE and not write.stdin
                limit = chance.randint(8, 24) if is_alone else chance.randint(4, 24)
                steps.append(f"recto {shlex.join(write.words)[:300]} # {limit} descriptors")
                before = acts_of(path)
                run = self._commands.run_alone if is_alone else self._commands.run
                more = {} if is_alone else {"stdin": write.stdin}
                ran = run(path, *write.words, descriptors=limit, **more)
                figures["commands without descriptors"] += 1
                if "damaged" in ran.errors + ran.output:
                    raise FaultError("called damaged for want of descriptors", ran.errors)
                ran.check()
                with Library.open(path, seeds=False) as library:
                    check_soundness(library)
                    if not set(write.replaces or before) <= set(acts_of(path)):
                        raise FaultError("acts are lost", "", lost=1)
                    if ran.status == 0 and not write.holds(library):
                        raise FaultError("what was acknowledged is not in force", str(ran), lost=1)
        except FaultError as fault:
            fault.add_note("\n".join(steps))
            raise
