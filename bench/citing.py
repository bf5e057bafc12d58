"""What references and citations cost: `python bench/citing.py CORPUS`.

The papers of CORPUS become a library, and of their authors and titles references are made by a
seed: half of them have a title that is there, three in ten an arXiv id. Measured, in processor
time, are

- finding the papers of one list of references (`gr`), for the first time and again;
- making what is kept of the references of texts, for each text;
- reading that for all texts, and `citing:` of papers that were not asked before.

What is found wrongly, or not at all, is counted, since it is known what every reference is.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from corpora import lines_of
from figures import median
from recto.index import Block, Library, Paper, Span, Text
from recto.index.texts.blocks import pack

SEED = 16
_PLACE = "In Proceedings of the Conference on Imagined Results, pages 12–31"

T = TypeVar("T")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", help="JSON Lines of papers")
    arguments.add_argument("--references", type=int, default=300, help="of one list")
    arguments.add_argument("--texts", type=int, default=3000)
    arguments.add_argument("--each", type=int, default=50, help="references of each text")
    arguments.add_argument("--asked", type=int, default=200, help="papers that are asked for")
    arguments.add_argument("--rounds", type=int, default=9)
    options = arguments.parse_args()
    dice = random.Random(SEED)
    with (
        tempfile.TemporaryDirectory(prefix="recto-bench-") as made,
        Library.open(made, seeds=False) as library,
    ):
        library.index.most_at_once = 0
        library.add_text("corpus.jsonl", "".join(lines_of(options.corpus)).encode())
        rowids = list(library.listing("").rowids)
        print(f"{len(rowids):,} papers")
        _lists(library, dice, rowids, options.references, options.rounds)
        _texts(library, dice, rowids, options.texts, options.each)
        with Library.open(made, seeds=False) as opened:
            _asked(opened, dice, rowids, options.asked)


def _reference(dice: random.Random, paper: Paper) -> tuple[str, bool]:
    """Return a reference to a paper, and whether the library can know it by that."""
    is_known, has_id = dice.random() < 0.5, dice.random() < 0.3 and bool(paper.arxiv_id)
    title = paper.title if is_known else " ".join(reversed(paper.title.split()))
    where = f"arXiv preprint arXiv:{paper.arxiv_id}" if has_id else _PLACE
    return f"{', '.join(paper.authors[:12])}. {title}. {where}, 2020.", is_known or has_id


def _text(dice: random.Random, papers: Sequence[Paper]) -> tuple[Text, list[bool]]:
    told = [_reference(dice, paper) for paper in papers]
    blocks = tuple(
        Block("entry", (Span(words),), number=f"{number}")
        for number, (words, _) in enumerate(told, 1)
    )
    return Text(blocks, "html"), [is_told for _, is_told in told]


def _lists(
    library: Library, dice: random.Random, rowids: Sequence[int], size: int, rounds: int
) -> None:
    first: list[float] = []
    again: list[float] = []
    wrong = lost = told = 0
    for _ in range(rounds):
        papers = library.rows(dice.sample(rowids, min(size, len(rowids))))
        text, known = _text(dice, papers)
        took, found = _timed(lambda text=text: library.references.of(text))  # type: ignore[misc]
        first.append(took)
        again.append(_timed(lambda text=text: library.references.of(text))[0])  # type: ignore[misc]
        told += sum(known)
        for one, paper, is_told in zip(found, papers, known, strict=True):
            wrong += one.rowid not in (None, paper.rowid)
            lost += is_told and one.rowid is None
    print(f"gr of {size}: {median(first):.1f} ms, again {median(again):.1f} ms")
    print(f"of {told:,} references that can be told {lost} are not, {wrong} are another paper's")


def _texts(
    library: Library, dice: random.Random, rowids: Sequence[int], count: int, each: int
) -> None:
    directory: Path = library.locations.texts
    directory.mkdir(exist_ok=True)
    pool = library.rows(dice.sample(rowids, min(20_000, len(rowids))))
    for paper in dice.sample(pool, min(count, len(pool))):
        text, _ = _text(dice, [dice.choice(pool) for _ in range(each)])
        (directory / f"{paper.id}.raw").write_bytes(b'{"digest": "0"}\n' + paper.id.encode())
        (directory / f"{paper.id}.blocks").write_bytes(b'{"of": "0"}\n' + pack(text))
    took, _ = _timed(lambda: library.references.citing("10.1000/nobody"))
    print(f"making what is kept of a text: {took / count:.2f} ms")


def _asked(library: Library, dice: random.Random, rowids: Sequence[int], count: int) -> None:
    references = library.references
    loading, _ = _timed(lambda: references.citing("10.1000/nobody"))
    papers = library.rows(dice.sample(rowids, min(count, len(rowids))))
    times, found = [], 0
    for paper in papers:
        took, citing = _timed(lambda paper=paper: references.citing(paper.id))  # type: ignore[misc]
        times.append(took)
        found += len(citing)
    times.sort()
    print(f"reading all: {loading:.0f} ms")
    print(
        f"citing: {median(times):.1f} ms, p95 {times[len(times) * 95 // 100]:.1f} ms, {found} found"
    )


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds of processor time that something takes, and what it returns."""
    before = time.process_time()
    done = work()
    return 1000 * (time.process_time() - before), done


if __name__ == "__main__":
    main()
