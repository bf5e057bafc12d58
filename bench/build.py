"""What building the index costs: `python bench/build.py FILE`.

Papers per CPU-second, peak memory and bytes per paper, beside Whoosh's own writer with its defaults
on the same fields. Each runs in a process of its own, which reads the corpus as it goes.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from corpora import iterate_documents
from figures import report
from libraries import QUICK, arguments_of
from recto.index.search.search_index import SearchIndex


def build_recto(path: Path, corpus: str, most: int | None) -> None:
    SearchIndex(path, "bench").build(iterate_documents(corpus, most), 1)


def build_plain(path: Path, corpus: str, most: int | None) -> None:
    from whoosh import index
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import NGRAMWORDS, NUMERIC, TEXT, Schema

    schema = Schema(
        rowid=NUMERIC(stored=True),
        text=TEXT(analyzer=StemmingAnalyzer(), phrase=False),
        edges=NGRAMWORDS(minsize=1, maxsize=4, at="start", queryor=False),
    )
    path.mkdir()
    writer = index.create_in(str(path), schema).writer()
    for document in iterate_documents(corpus, most):
        text = f"{document.title} {document.abstract}"
        writer.add_document(rowid=document.rowid, text=text, edges=document.title)
    writer.commit()


def run(
    build: Callable[[Path, str, int | None], None],
    corpus: str,
    most: int | None,
    answer: Connection,
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "index"
        start = time.process_time()
        build(path, corpus, most)
        seconds = time.process_time() - start
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((seconds, size, peak))


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--most", type=int, help="papers to read of the corpus")
    arguments.add_argument("--without-whoosh", action="store_true")
    options = arguments.parse_args()
    if options.corpus is None:
        raise SystemExit("build.py needs a corpus: the bundled papers are built in no time.")
    if options.quick:
        options.most = QUICK
    start = time.process_time()
    number = sum(1 for _ in iterate_documents(options.corpus, options.most))
    reading = time.process_time() - start
    builders = {"Recto": build_recto, "Whoosh's writer": build_plain}
    if options.without_whoosh:
        del builders["Whoosh's writer"]
    print(f"{number:,} papers {'per CPU-s':>16}{'peak MB':>10}{'bytes each':>12}")
    told: list[str] = []
    for name, build in builders.items():
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=run, args=(build, options.corpus, options.most, there))
        process.start()
        seconds, size, peak = here.recv()
        process.join()
        rate = number / (seconds - reading)
        print(f"{name:20}{rate:10.0f}{peak:10.0f}{size / number:12.0f}", flush=True)
        told.append(f"{rate:.0f} / {peak:.0f}")
    report("index build, papers per CPU-second / peak MB", *told)


if __name__ == "__main__":
    main()
