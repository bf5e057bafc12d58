"""The journal's clock: milliseconds of the wall, moved on so that later acts have higher ones.

It orders acts that have not seen each other, as Lamport's clocks do (Lamport, "Time, clocks, and
the ordering of events in a distributed system", 1978). One far ahead, of a machine whose clock was
wrong or of a made-up file, counts where it stands but does not move this library's on.
"""

from __future__ import annotations

import time

from ..database.database import Database

AHEAD = 24 * 60 * 60 * 1000
"""Milliseconds by which a clock may be ahead of this machine's and still move it on."""

LATEST = 2**53 - 2
"""The highest clock that is kept; later ones count as it. Every program can count it."""


def now() -> int:
    """Return the wall time in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def reach() -> int:
    """Return the latest clock that moves this library's on."""
    return now() + AHEAD


def next_clock(database: Database) -> int:
    """Return the clock of an act that is recorded now, in this transaction; no act has it yet."""
    present = now()
    newest = database.value("SELECT max(clock) FROM journal WHERE clock < ?", (present + AHEAD,))
    clock = max(int(newest or 0), present) + 1
    while database.row("SELECT 1 FROM journal WHERE clock = ?", (clock,)):
        clock += 1
    return clock
