"""How well searches find the paper they were made from: `python bench/quality.py FILE`.

Four sets of queries are drawn from a corpus with fixed seeds, each from a paper that is the one
right answer, and asked of Recto, of SQLite's FTS5 and of plain Whoosh in the same run. Four more,
of what is no word of a text (`known_items.py`), are asked of Recto alone. Another, of questions
that people half remember, is asked of the bundled papers. The figure is the mean reciprocal rank
among the first ten: 1 if the paper always comes first.

Recto is asked as its library is: where a query finds next to nothing, the answer is that to the
corrected query.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import known_items
from baselines import FullText5, PlainWhoosh
from known_items import Case, significant
from recto.index import Library, Paper
from recto.index.search.search_index import Document

LOOKED_AT = 10

Engine = Callable[[list[str], bool, int], list[int]]


def title_words(documents: list[Document], number: int, seed: int) -> Iterator[Case]:
    """Three words of the title, in any order."""
    chance = random.Random(seed)
    for document in draw(documents, number, chance, lambda each: len(significant(each.title)) >= 4):
        yield chance.sample(significant(document.title), 3), False, document.rowid


def abstract_words(documents: list[Document], number: int, seed: int) -> Iterator[Case]:
    """Five of the abstract's less frequent words: from the rarer half, no word being unique."""
    chance = random.Random(seed)
    counts = Counter(word for each in documents for word in significant(each.abstract))

    def rarer(document: Document) -> list[str]:
        known = [word for word in significant(document.abstract) if counts[word] > 1]
        return sorted(known, key=lambda word: (counts[word], word))[: len(known) // 2]

    for document in draw(documents, number, chance, lambda each: len(rarer(each)) >= 10):
        yield chance.sample(rarer(document), 5), False, document.rowid


def as_typed(documents: list[Document], number: int, seed: int) -> Iterator[Case]:
    """The title's first three to five words, the last cut in half."""
    chance = random.Random(seed)
    for document in draw(documents, number, chance, lambda each: len(each.title.split()) >= 5):
        words = document.title.split()[: chance.randint(3, 5)]
        words[-1] = words[-1][: (len(words[-1]) + 1) // 2]
        yield words, True, document.rowid


def misspelt(documents: list[Document], number: int, seed: int) -> Iterator[Case]:
    """Three words of the title, a letter of one of them swapped, dropped or doubled."""
    chance = random.Random(seed)
    for words, typing, rowid in title_words(documents, number, seed):
        place = max(range(3), key=lambda each: (len(words[each]), each))
        words[place] = misspell(words[place], chance)
        yield words, typing, rowid


def misspell(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    match chance.randrange(3):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case _:
            return word[:place] + word[place] + word[place:]


def draw(
    documents: list[Document],
    number: int,
    chance: random.Random,
    is_fit: Callable[[Document], bool],
) -> list[Document]:
    fit = [document for document in documents if is_fit(document)]
    return chance.sample(fit, min(number, len(fit)))


SETS = {
    "three title words": (title_words, 0.945),
    "five abstract words": (abstract_words, 0.99),
    "as typed": (as_typed, 0.97),
    "one misspelt": (misspelt, 0.85),
}


def mean_reciprocal_rank(cases: list[Case], engine: Engine) -> float:
    total = 0.0
    for words, typing, rowid in cases:
        found = engine(words, typing, LOOKED_AT)
        if rowid in found:
            total += 1 / (found.index(rowid) + 1)
    return total / len(cases)


def half_remembered(library: Library) -> list[Case]:
    """Questions written by hand from the abstracts of bundled papers."""
    path = Path(__file__).with_name("half_remembered.txt")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    asked = [line.split(" ", 1) for line in lines]
    return [(question.split(), False, library.paper(id).rowid) for id, question in asked]


def engines(library: Library, documents: list[Document], folder: Path) -> dict[str, Engine]:
    """Return what is compared, each over the same papers."""
    folder.mkdir()
    return {
        **recto(library),
        FullText5.name: FullText5(folder / "fts5.db", documents).search,
        PlainWhoosh.name: PlainWhoosh(folder / "whoosh", documents).search,
    }


def recto(library: Library) -> dict[str, Engine]:
    def ask(words: list[str], typing: bool, limit: int) -> list[int]:
        found = library.search(" ".join(words), typing=typing, limit=limit)
        return [hit.paper.rowid for hit in found.hits]

    return {"Recto": ask}


def papers_of(library: Library) -> list[Paper]:
    rowids = library.listing("").rowids
    parts = (rowids[start : start + 1000] for start in range(0, len(rowids), 1000))
    papers = [paper for part in parts for paper in library.rows(part)]
    return sorted(papers, key=lambda paper: paper.rowid)


def documents_of(papers: list[Paper]) -> list[Document]:
    return [Document(paper.rowid, paper.title, paper.abstract) for paper in papers]


def report(name: str, cases: list[Case], compared: dict[str, Engine], target: float | None) -> None:
    if not cases:
        print(f"{name:22}{'none':>14}")
        return
    figures = [mean_reciprocal_rank(cases, engine) for engine in compared.values()]
    cells = "".join(f"{figure:14.3f}" for figure in figures)
    print(f"{name:22}{cells}" + (f"{target:14.3f}" if target else ""), flush=True)


def measure(library: Library, options: argparse.Namespace, folder: Path) -> None:
    """Print the figures of every set of queries that a library's papers give."""
    papers = papers_of(library)
    documents = documents_of(papers)
    compared = recto(library) if options.alone else engines(library, documents, folder)
    print(f"{len(papers):<22,}" + "".join(f"{name:>14}" for name in compared) + f"{'to reach':>14}")
    for name, (make, target) in SETS.items():
        report(name, list(make(documents, options.number, options.seed)), compared, target)
    # What the others have no fields for is asked of Recto alone.
    alone = recto(library)
    for name, (draw, target) in known_items.SETS.items():
        report(name, draw(library, papers, options.number, options.seed), alone, target)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", nargs="?", help="the bundled papers alone where none is given")
    arguments.add_argument("--number", type=int, default=400, help="queries of each set")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--alone", action="store_true", help="ask Recto, and nobody else")
    arguments.add_argument("--library", type=Path, help="a library of the corpus, to be copied")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        if options.library:
            shutil.copytree(options.library, folder / "corpus")
        if options.library or options.corpus:
            with Library.open(folder / "corpus", seeds=False) as library:
                if options.corpus:
                    library.add([options.corpus])
                measure(library, options, folder / "others")
        with Library.open(folder / "bundled") as library:
            if not (options.library or options.corpus):
                measure(library, options, folder / "others")
            papers = documents_of(papers_of(library))
            compared = recto(library) if options.alone else engines(library, papers, folder / "few")
            report("half remembered", half_remembered(library), compared, None)


if __name__ == "__main__":
    main()
