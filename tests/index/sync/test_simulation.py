"""Five machines by seed, whose files are torn and whose processes are killed, become the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support.chances import seeds
from .simulation import simulate


@pytest.mark.parametrize("seed", seeds(4, 60))
def test_five_machines_become_the_same_whatever_happens_to_their_files(
    seed: int, tmp_path: Path
) -> None:
    simulate(tmp_path, seed, 60)
