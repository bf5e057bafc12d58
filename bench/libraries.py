"""The libraries that the benches measure: a corpus taken in and indexed, made once and copied."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recto.index import Library
from recto.index.search.search_index import Document

QUICK = 40
"""Papers with which a script is only tried out."""


def arguments_of(text: str | None) -> argparse.ArgumentParser:
    """Return the arguments that every script takes which measures a library."""
    arguments = argparse.ArgumentParser(description=text)
    arguments.add_argument("corpus", nargs="?", help="the bundled papers where none is given")
    arguments.add_argument(
        "--libraries", type=Path, help="a directory that keeps the libraries for the next script"
    )
    arguments.add_argument(
        "--quick", action="store_true", help="few papers, measured once: does the script run?"
    )
    return arguments


@contextmanager
def prepared(options: argparse.Namespace) -> Iterator[Path]:
    """Give the directory of a library with the corpus in it, its index built; a copy of its own."""
    with tempfile.TemporaryDirectory(prefix="recto-bench-") as directory:
        made = Path(directory) / "library"
        if options.libraries is None:
            _make(made, options)
        else:
            kept = options.libraries / name_of(options.corpus, options.quick)
            if not (kept / "complete").exists():
                shutil.rmtree(kept, ignore_errors=True)
                _make(kept, options)
                (kept / "complete").touch()
            shutil.copytree(kept, made)
        yield made


def name_of(corpus: str | None, quick: bool) -> str:
    """Return the name of the directory that keeps a corpus."""
    name = Path(corpus).name if corpus else "bundled"
    return f"quick-{name}" if quick else name


def _make(directory: Path, options: argparse.Namespace) -> None:
    directory.mkdir(parents=True)
    with Library.open(directory, seeds=options.corpus is None) as library:
        if options.corpus and options.quick:
            library.add_text(Path(options.corpus).name, beginning(options.corpus))
        elif options.corpus:
            library.add([options.corpus])
        if library.index.state() != "ready":
            library.index.rebuild()


def beginning(corpus: str) -> bytes:
    """Return the first lines of a corpus."""
    from corpora import lines_of

    return "".join(lines_of(corpus, QUICK)).encode()


def documents_of(options: argparse.Namespace, most: int | None = None) -> list[Document]:
    """Return the texts of the corpus, numbered from 1."""
    if options.corpus:
        from corpora import load_documents

        return load_documents(options.corpus, most)
    with tempfile.TemporaryDirectory() as directory, Library.open(directory) as library:
        papers = library.rows(library.listing("").rowids[:most])
        return [
            Document(number, paper.title, paper.abstract) for number, paper in enumerate(papers, 1)
        ]


def titles_of(directory: Path) -> list[str]:
    """Return the titles of a library, in the order of its list."""
    with Library.open(directory, seeds=False) as library:
        rowids = library.listing("").rowids
        parts = (rowids[start : start + 1000] for start in range(0, len(rowids), 1000))
        return [paper.title for part in parts for paper in library.rows(part)]
