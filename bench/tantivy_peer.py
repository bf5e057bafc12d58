"""What tantivy takes for the same: `python bench/tantivy_peer.py CORPUS DIRECTORY`.

Runs where tantivy is installed (`pip install tantivy==0.27.0`), without Recto. It indexes a corpus
with one thread into one segment (title and abstract with positions, stemmed; every edge n-gram of
the titles' words), then answers the keystrokes of `queries.txt`: every finished word in title
(three times as heavy) or abstract, the last one as the beginning of a title's word or whole
anywhere; the best 50, all of them counted. It prints figures as JSON; CPU time of the process.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tantivy

LIMIT = 50
HEAP = 256 << 20
"""Bytes that the writer may take: with less it makes many segments, to be merged afterwards."""
EVERY = 3
PASSES = 2
_WORD = re.compile(r"[^\W_]+")


def keystrokes(every: int = EVERY) -> list[str]:
    """Return every so many of the beginnings of the queries."""
    path = Path(__file__).with_name("queries.txt")
    queries = path.read_text(encoding="utf-8").splitlines()
    return [line[:end] for line in queries for end in range(1, len(line) + 1)][::every]


def papers(corpus: str) -> Iterator[tuple[str, str]]:
    opened: Any = lzma.open if corpus.endswith(".xz") else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield record["title"], record.get("abstract") or ""


def schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pid", fast=True)
    builder.add_text_field("title", tokenizer_name="en_stem", index_option="position")
    builder.add_text_field("abstract", tokenizer_name="en_stem", index_option="position")
    builder.add_text_field("edges", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def edges(title: str) -> str:
    """Return all beginnings of a title's words, each once."""
    words = _WORD.findall(title.lower())
    return " ".join(dict.fromkeys(word[:end] for word in words for end in range(1, len(word) + 1)))


def build(corpus: str, path: Path) -> None:
    """Index a corpus; one segment is left."""
    path.mkdir(parents=True)
    index = tantivy.Index(schema(), str(path))
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for number, (title, abstract) in enumerate(papers(corpus), 1):
        document = tantivy.Document()
        document.add_unsigned("pid", number)
        document.add_text("title", title)
        document.add_text("abstract", abstract)
        document.add_text("edges", edges(title))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Peer:
    """An open index that answers keystrokes."""

    def __init__(self, path: Path) -> None:
        self._schema = schema()
        index = tantivy.Index(self._schema, str(path))
        index.reload()
        self._searcher = index.searcher()
        steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        steps = steps.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english"))
        self._analyzer = steps.build()

    def search(self, text: str) -> tuple[list[int], int]:
        """Return the best papers and how many there are."""
        words = _WORD.findall(text.lower())
        if not words:
            return [], 0
        needs = [(tantivy.Occur.Must, self._word(word)) for word in words[:-1]]
        last = words[-1]
        is_open = text[-1:].isalnum()
        needs.append((tantivy.Occur.Must, self._open(last) if is_open else self._word(last)))
        found = self._searcher.search(tantivy.Query.boolean_query(needs), LIMIT, count=True)
        addresses = [address for _, address in found.hits]
        return self._searcher.fast_field_values("pid", addresses), found.count or 0

    def _fields(self, word: str) -> list[Any]:
        (stem,) = self._analyzer.analyze(word)[:1] or [word]
        title = tantivy.Query.term_query(self._schema, "title", stem)
        abstract = tantivy.Query.term_query(self._schema, "abstract", stem)
        return [tantivy.Query.boost_query(title, 3.0), abstract]

    def _word(self, word: str) -> Any:
        return tantivy.Query.disjunction_max_query(self._fields(word))

    def _open(self, word: str) -> Any:
        begun = tantivy.Query.term_query(self._schema, "edges", word)
        return tantivy.Query.disjunction_max_query([begun, *self._fields(word)])


def ask(path: Path, every: int, passes: int) -> list[list[float]]:
    """Return the CPU milliseconds of every keystroke, pass by pass."""
    peer = Peer(path)
    times: list[list[float]] = []
    for _ in range(passes):
        times.append([])
        for text in keystrokes(every):
            start = time.process_time()
            peer.search(text)
            times[-1].append((time.process_time() - start) * 1000)
    return times


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--every", type=int, default=EVERY)
    arguments.add_argument("--passes", type=int, default=PASSES)
    options = arguments.parse_args()
    told: dict[str, Any] = {}
    if not options.directory.exists():
        start = time.process_time()
        for _ in papers(options.corpus):
            pass
        reading, start = time.process_time() - start, time.process_time()
        build(options.corpus, options.directory)
        told["build_cpu_s"] = time.process_time() - start - reading
    files = [path for path in options.directory.rglob("*") if path.is_file()]
    told["bytes"] = sum(path.stat().st_size for path in files)
    told["keystrokes"] = ask(options.directory, options.every, options.passes)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    main()
