"""How long the whole list takes in its default order: `python bench/order.py FILE`.

Asked of a library that was just opened, so that nothing is kept of it yet; processor time, the
median of nine.
"""

from __future__ import annotations

from figures import median, milliseconds, report
from libraries import arguments_of, prepared
from recto.index import Library

TIMES = 9


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    times = []
    with prepared(options) as directory:
        for _ in range(1 if options.quick else TIMES):
            with Library.open(directory, seeds=False) as library:
                library.journal.change_mark()
                times.append(milliseconds(lambda: library.listing("")))
    report("the whole list in default order, CPU ms", f"{median(times):.1f}")


if __name__ == "__main__":
    main()
