"""Five machines that sync by seed: `python -m bench.sync_simulation --runs 1000 --acts 200`.

Run from the checkout. Each run is that of `tests/index/sync/simulation.py`: acts, undo, private
papers, torn, lost and conflicting files, kills, clocks that are years apart, two places to meet, of
which one is a repository of git in every fourth run. Then each act is accounted for. `--watched`
sees after each step besides that a machine's papers and marks are those that a look at all makes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from recto.index import RectoError

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.index.sync.git.repositories import bare
from tests.index.sync.meeting import Machine
from tests.index.sync.simulation import simulate


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=0, help="the first one")
    arguments.add_argument("--runs", type=int, default=1000)
    arguments.add_argument("--acts", type=int, default=200)
    arguments.add_argument("--watched", action="store_true")
    options = arguments.parse_args()
    wrong = 0
    begun = time.process_time()
    for seed in range(options.seed, options.seed + options.runs):
        place = Path(tempfile.mkdtemp(prefix="recto-bench-"))
        os.environ["RECTO_DATA_DIR"] = str(place / "settings")
        try:
            repository = bare(place / "recto.git") if seed % 4 == 3 else None
            watch = see_all if options.watched else pass_by
            simulate(place, seed, options.acts, repository=repository, watch=watch)
        except (AssertionError, KeyError, OSError, RectoError) as error:
            if not place.is_dir():
                # Libraries go on in files that are gone; only the folders are seen to be missing.
                raise SystemExit(
                    f"Somebody has removed {place}; nothing is told by that."
                ) from error
            wrong += 1
            traceback.print_exc()
            print(f"seed {seed}: {error!r}", flush=True)
        else:
            print(f"seed {seed} ok", file=sys.stderr, flush=True)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    spent = time.process_time() - begun
    print(f"{options.runs} runs of {options.acts} acts: {wrong} differ; {spent:.0f} s of CPU")


def see_all(machine: Machine) -> None:
    """See that a full look finds what looks at few have made."""
    assert machine.store.journal.agrees(), machine.name


def pass_by(machine: Machine) -> None:
    """See nothing."""


if __name__ == "__main__":
    main()
