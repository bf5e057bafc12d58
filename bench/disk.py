"""How much room a library takes on disk: `python bench/disk.py FILE`.

The index in bytes for every paper, and `library.db` beside the text it holds: titles, abstracts,
authors, links, in UTF-8.
"""

from __future__ import annotations

from figures import report
from libraries import arguments_of, prepared
from recto.index import Library


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    with prepared(options) as directory:
        with Library.open(directory, seeds=False) as library:
            rowids = library.listing("").rowids
            held = 0
            for start in range(0, len(rowids), 1000):
                for paper in library.rows(rowids[start : start + 1000]):
                    texts = [paper.title, paper.abstract, *paper.authors, paper.organisation or ""]
                    texts += [link.url for link in paper.links]
                    held += sum(len(text.encode()) for text in texts)
            database, index = library.locations.database, library.locations.index
        size = sum(path.stat().st_size for path in database.parent.glob("library.db*"))
        # A generation shares files with the one before it, by links that a copy does not keep.
        files = [path for path in index.rglob("*") if path.is_file()]
        indexed = sum({path.name: path.stat().st_size for path in files}.values())
    report("index, bytes a paper", f"{indexed / len(rowids):.0f}")
    report("`library.db`, times the text it holds", f"{size / held:.2f}")


if __name__ == "__main__":
    main()
