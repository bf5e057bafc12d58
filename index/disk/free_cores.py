"""How many cores of the processor this process may use, and how many others leave free."""

from __future__ import annotations

import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux says how much processor time a container may take of how much."""


def free_cores() -> float:
    """Return the cores that are free, this process's own among them; 1.0 where nobody knows.

    Never more than the process is allowed: by affinity, or by the quota of its container.
    """
    allowed = min(float(_allowed()), _quota())
    try:
        busy = os.getloadavg()[0]
    except OSError:
        return 1.0
    # What this process has done in the last minute counts among the load.
    return max(1.0, min(allowed, allowed - busy + 1.0))


def _allowed() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux alone has it
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quota() -> float:
    try:
        most, period = _QUOTA.read_text().split()
        return float("inf") if most == "max" else int(most) / int(period)
    except (OSError, ValueError, ZeroDivisionError):
        return float("inf")
