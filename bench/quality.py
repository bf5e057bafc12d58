"""How well searches find the paper they were made from: `python bench/quality.py FILE`.

Four sets of queries are drawn from a corpus with fixed seeds, each from a paper that is the one
right answer, and asked of Recto, of SQLite's FTS5 and of plain Whoosh in the same run. A fifth, of
questions that people half remember, is asked of the bundled papers. The figure is the mean
reciprocal rank among the first ten: 1 if the paper always comes first.

Recto is asked as its library is: where a query finds next to nothing, the answer is that to the
corrected query.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from baselines import FullText5, PlainWhoosh
from recto.index import Library
from recto.index.search.analysis.words import FUNCTION_WORDS
from recto.index.search.search_index import Document

LOOKED_AT = 10
WORD = re.compile(r"[^\W_]{3,}")

Case = tuple[list[str], bool, int]
"""The words of a query, whether it is being typed, and the paper it is from."""
Engine = Callable[[list[str], bool, int], list[int]]


def significant(text: str) -> list[str]:
    found = dict.fromkeys(word.lower() for word in WORD.findall(text))
    return [word for word in found if word not in FUNCTION_WORDS]


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

    def ask(words: list[str], typing: bool, limit: int) -> list[int]:
        found = library.search(" ".join(words), typing=typing, limit=limit)
        return [hit.paper.rowid for hit in found.hits]

    folder.mkdir()
    return {
        "Recto": ask,
        FullText5.name: FullText5(folder / "fts5.db", documents).search,
        PlainWhoosh.name: PlainWhoosh(folder / "whoosh", documents).search,
    }


def papers_of(library: Library) -> list[Document]:
    papers = library.rows(library.listing("").rowids)
    documents = [Document(paper.rowid, paper.title, paper.abstract) for paper in papers]
    return sorted(documents, key=lambda document: document.rowid)


def report(name: str, cases: list[Case], compared: dict[str, Engine], target: float | None) -> None:
    figures = [mean_reciprocal_rank(cases, engine) for engine in compared.values()]
    cells = "".join(f"{figure:14.3f}" for figure in figures)
    print(f"{name:22}{cells}" + (f"{target:14.3f}" if target else ""), flush=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus")
    arguments.add_argument("--number", type=int, default=400, help="queries of each set")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        with Library.open(folder / "corpus", seeds=False) as library:
            library.add([options.corpus])
            documents = papers_of(library)
            compared = engines(library, documents, folder / "others")
            print(f"{'':22}" + "".join(f"{name:>14}" for name in compared) + f"{'to reach':>14}")
            for name, (make, target) in SETS.items():
                cases = list(make(documents, options.number, options.seed))
                report(name, cases, compared, target)
        with Library.open(folder / "bundled") as library:
            compared = engines(library, papers_of(library), folder / "bundled others")
            report("half remembered", half_remembered(library), compared, None)


if __name__ == "__main__":
    main()
