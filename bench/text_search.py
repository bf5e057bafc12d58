"""What whole papers cost to be searched: `python bench/text_search.py CORPUS DIRECTORY`.

DIRECTORY has papers in HTML by LaTeXML, `NAME.html`. Of their sections, with what stands in them
besides sentences (headings, formulas, tables, footnotes, references), and of the sentences of the
abstracts in CORPUS texts of 100,000 letters are put together by a seed: words are as frequent as in
the abstracts. Measured are

- indexing, in letters a second of processor time, beside Whoosh as it comes, which is given the
  same sections (of fewer texts: the more it has the slower it gets), with positions;
- `text:` beside `title:` of the same words, phrases, and several words, none of them asked before;
- titles and abstracts searched by the library with those texts, beside one without, in turns;
- what the index takes of the disk.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpora import lines_of
from figures import median, milliseconds, report, share, spread
from recto.index import Library
from recto.index.texts.blocks import Block, Span, Text, pack
from recto.index.texts.deriving import derive
from recto.index.texts.file_marks import BLOCKS, RAW
from recto.index.texts.keeping import TextFiles
from recto.index.texts.kept import Kept
from recto.index.texts.search.sections import sections_of

SEED = 16
LETTERS = 100_000
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", help="JSON Lines of papers")
    arguments.add_argument("directory", type=Path, help="papers in HTML by LaTeXML")
    arguments.add_argument("--texts", type=int, default=3000)
    arguments.add_argument("--whoosh", type=int, default=150, help="texts that Whoosh is given")
    arguments.add_argument("--queries", type=int, default=200)
    arguments.add_argument("--kept", type=Path, help="a directory that keeps the libraries")
    options = arguments.parse_args()
    records = [json.loads(line) for line in lines_of(options.corpus)]
    pages = sorted(options.directory.glob("*.html"))
    if not pages:
        raise SystemExit(f"{options.directory} has no NAME.html.")
    with tempfile.TemporaryDirectory(prefix="recto-bench-") as made:
        root = options.kept or Path(made)
        bare, full = root / "bare", root / "full"
        if not (full / "complete").exists():
            _make(bare, full, options.corpus, records, pages, options.texts)
        _index(full, options.whoosh)
        _ask(bare, full, records, options.queries)


def _make(
    bare: Path,
    full: Path,
    corpus: str,
    records: Sequence[dict[str, Any]],
    pages: Sequence[Path],
    number: int,
) -> None:
    """Make a library of the corpus, and a copy of it with texts."""
    for directory in (bare, full):
        shutil.rmtree(directory, ignore_errors=True)
    bare.mkdir(parents=True)
    with Library.open(bare, seeds=False) as library:
        library.add([corpus])
        if library.index.state() != "ready":
            library.index.rebuild()
    shutil.copytree(bare, full)
    with Library.open(full, seeds=False) as library:
        rowids = list(library.listing("", sort="list").rowids)
        random.Random(SEED).shuffle(rowids)
        papers = library.rows(rowids[:number])
        files = library.texts.files
        files.directory.mkdir(mode=0o700)
        texts = texts_of(records, pages, SEED)
        for paper, text in zip(papers, texts, strict=False):
            _keep(files, paper.id, text)
    (full / "complete").touch()


def _keep(files: TextFiles, name: str, text: Text) -> None:
    """Keep a text as if it had been derived: to derive so many takes an hour."""
    told = Kept("markdown", "made.md", "2026-01-01T00:00:00+00:00", _EMPTY)
    files._write(name, RAW, told._asdict(), b"")
    files._write_blocks(name, _EMPTY, pack(text))
    assert (files.directory / f"{name}{BLOCKS}").exists()


def texts_of(records: Sequence[dict[str, Any]], pages: Sequence[Path], seed: int) -> Iterator[Text]:
    """Yield texts without end."""
    draw = random.Random(seed)
    sentences = [
        sentence
        for record in records
        for sentence in _SENTENCE.split(record.get("abstract") or "")
        if sentence
    ]
    sections = [
        section for page in pages for section in _sections(derive(page.read_bytes(), "html"))
    ]
    while True:
        title = draw.choice(records)["title"]
        blocks = [Block("title", (Span(title),), place="front")]
        letters = 0
        while letters < LETTERS:
            for block in draw.choice(sections):
                blocks.append(_other(block, draw, sentences, records))
                letters += len(blocks[-1].text)
        yield Text(tuple(blocks), "markdown")


def _other(
    block: Block,
    draw: random.Random,
    sentences: Sequence[str],
    records: Sequence[dict[str, Any]],
) -> Block:
    """Return a block with other sentences, or another heading."""
    if block.kind in ("paragraph", "item", "footnote"):
        count = max(1, block.text.count(". "))
        told = " ".join(draw.choice(sentences) for _ in range(count))
        return block._replace(
            spans=(Span(told), *(span for span in block.spans if span.kind != "text"))
        )
    if block.kind == "heading":
        words = draw.choice(records)["title"].split()
        return block._replace(spans=(Span(" ".join(words[: draw.randint(1, 4)])),))
    return block


def _sections(text: Text) -> Iterator[list[Block]]:
    found: list[Block] = []
    for block in text.blocks:
        if block.kind == "heading" and found:
            yield found
            found = []
        if block.kind not in ("title", "authors"):
            found.append(block)
    if found:
        yield found


def _index(directory: Path, of_whoosh: int) -> None:
    with Library.open(directory, seeds=False) as library:
        files = library.texts.files
        names = files.ids()
        letters = [_letters(files, name) for name in names[:of_whoosh]]
        usual = sum(letters) / len(letters)
        start, wall = time.process_time(), time.monotonic()
        library.text_search.rebuild()
        took, on_wall = time.process_time() - start, time.monotonic() - wall
        rate = usual * len(names) / took
        beside = _whoosh(files, names[:of_whoosh])
        report(
            f"{len(names):,} texts indexed, letters a second of CPU",
            f"{rate / 1e6:.2f} million ({took:.0f} s, {on_wall:.0f} s on the wall), "
            f"{rate / beside:.1f}x",
            f"Whoosh {beside / 1e6:.2f} million, of {len(letters)} texts",
        )
        _, size = library.text_search.size()
        report(
            "index of texts, bytes a letter",
            f"{size / (usual * len(names)):.2f} ({size / 1e6:.0f} MB, {usual:.0f} letters a text)",
        )


def _letters(files: TextFiles, name: str) -> int:
    text = files.load(name)
    assert text is not None
    return sum(len(section.heading) + len(section.body) for section in sections_of(text))


def _whoosh(files: TextFiles, names: Sequence[str]) -> float:
    """Return how many letters a second Whoosh indexes as it comes, reading them included."""
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.index import create_in

    schema = Schema(number=NUMERIC(stored=True), heading=TEXT, body=TEXT)
    letters = 0
    start = time.process_time()
    with tempfile.TemporaryDirectory() as directory:
        writer = create_in(directory, schema).writer(limitmb=512)
        for number, name in enumerate(names):
            text = files.load(name)
            assert text is not None
            for section in sections_of(text):
                writer.add_document(number=number, heading=section.heading, body=section.body)
                letters += len(section.heading) + len(section.body)
        writer.commit()
    return letters / (time.process_time() - start)


def _ask(bare: Path, full: Path, records: Sequence[dict[str, Any]], number: int) -> None:
    draw = random.Random(SEED)
    words = _drawn(draw, [record["title"] for record in records], number)
    pairs = [(draw.choice(words), draw.choice(words)) for _ in range(number)]
    abstracts = [record.get("abstract") or "" for record in records]
    phrases = list(_phrases(draw, abstracts, number))
    with Library.open(full, seeds=False) as library, Library.open(bare, seeds=False) as other:
        for one in (library, other):
            one.listing("title:network pruning", wait=True)
        library.listing("text:network", wait=True)
        titles = _times(library, [f"title:{word}" for word in words])
        kinds = {
            "a word": [f"text:{word}" for word in words],
            "two words": [f"text:({one} {two})" for one, two in pairs],
            "a phrase": [f'text:"{phrase}"' for phrase in phrases],
            "a beginning": [f"text:{word[:4]}*" for word in words],
        }
        for kind, queries in kinds.items():
            found = _times(library, queries)
            times = share(found, 0.95) / share(titles, 0.95)
            report(
                f"text: {kind}, ms p50/p95/max",
                f"{spread(found, 2)}, p95 {times:.1f}x",
                f"title: a word {spread(titles, 2)}",
            )
        _compare(library, other, [*words, *(f"{one} {two}" for one, two in pairs)])


def _compare(library: Library, other: Library, queries: Sequence[str]) -> None:
    """Ask a library with texts and one without the same in turns."""
    shares: dict[str, list[float]] = {}
    found = [query for query in queries if _finds(other, query)]
    kinds = {
        "title": [f"title:{query.split()[0]}" for query in queries],
        "title and abstract": found,
        "what no abstract has": [query for query in queries if query not in found],
    }
    for _ in range(7):
        for kind, asked in kinds.items():
            one = sum(_times(library, asked))
            shares.setdefault(kind, []).append(one / sum(_times(other, asked)))
    for kind, times in shares.items():
        told = f"{median(times):.3f}x of {len(kinds[kind])} queries"
        report(f"{kind}, with texts beside without", told)


def _finds(library: Library, query: str) -> bool:
    listing = library.listing(query)
    return listing.total > 0 and not listing.is_partial


def _times(library: Library, queries: Sequence[str]) -> list[float]:
    return [milliseconds(lambda query=query: library.listing(query)) for query in queries]


def _drawn(draw: random.Random, texts: Sequence[str], number: int) -> list[str]:
    words = sorted({word.lower() for text in texts for word in _WORD.findall(text)})
    drawn: dict[str, None] = {}
    while len(drawn) < min(number, len(words)):
        found = _WORD.findall(draw.choice(texts))
        if found:
            drawn[draw.choice(found).lower()] = None
    return list(drawn)


def _phrases(draw: random.Random, texts: Sequence[str], number: int) -> Iterator[str]:
    while number:
        words = draw.choice(texts).split()
        if len(words) > 10:
            at = draw.randrange(len(words) - 3)
            told = " ".join(words[at : at + 3])
            if all(word.isalpha() for word in told.split()):
                yield told
                number -= 1


if __name__ == "__main__":
    sys.exit(main())
