"""What the building process runs: `python -m recto.tui.indexing`."""

from __future__ import annotations

import os
import sys

from ..index import Library, RectoError


def main() -> int:
    """Build the index and print one line of two numbers for each step."""
    os.nice(5)
    try:
        with Library.open(seeds=False) as library:
            library.reindex(lambda done, total: print(done, total, flush=True))
    except RectoError as error:
        print(error)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(main())
