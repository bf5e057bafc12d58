"""Seeds of random cases: some in every run of the tests, many where `RECTO_FUZZ` is set."""

from __future__ import annotations

import os


def seeds(some: int, many: int) -> range:
    """Return the seeds to try: the first of those that a long run tries."""
    return range(many if os.environ.get("RECTO_FUZZ") else some)
