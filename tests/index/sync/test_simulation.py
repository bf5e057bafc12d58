"""Five machines by seed, whose files are torn and whose processes are killed, become the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support.chances import seeds
from .git.repositories import bare
from .simulation import simulate


@pytest.mark.parametrize("seed", seeds(4, 60))
def test_five_machines_become_the_same_whatever_happens_to_their_files(
    seed: int, tmp_path: Path
) -> None:
    simulate(tmp_path, seed, 60)


@pytest.mark.parametrize("seed", seeds(1, 30))
def test_machines_become_the_same_that_meet_in_a_folder_and_in_a_repository(
    seed: int, tmp_path: Path
) -> None:
    simulate(tmp_path, 1000 + seed, 60, repository=bare(tmp_path / "recto.git"))
