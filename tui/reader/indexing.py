"""What the building process runs: `python -m recto.tui.reader.indexing`."""

from __future__ import annotations

import os
import sys

from ...index import Library, RectoError, SearchIndexError


def main() -> int:
    """Bring the index up to date and print one line of two numbers for each step."""
    os.nice(5)
    try:
        with Library.open(seeds=False) as library:
            try:
                library.index.refresh(_tell)
            except SearchIndexError:  # what is there of it may be damaged
                library.index.rebuild(_tell)
            library.text_search.refresh(_tell)
    except RectoError as error:
        print(error)
        return error.exit_status
    return 0


def _tell(done: int, total: int) -> None:
    print(done, total, flush=True)


if __name__ == "__main__":
    sys.exit(main())
