"""How often spelling is corrected where it was right, and where it was not.

`python bench/corrections.py FILE`: of a corpus, 1,000 words that one to three papers have, and 300
real words that none has (`real_words.txt`), alone and beside a frequent word: none of these is a
misspelling, so that every correction is a false one. Then 500 frequent words of it with one slip of
the fingers, of which as many as possible should be corrected to what they were. All are drawn with
a fixed seed; behind a share stand the bounds of its 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path

from quality import misspell, papers_of
from recto.index import Library
from recto.index.search.analysis.stemming import stem
from recto.index.search.analysis.words import FUNCTION_WORDS, words

RARE, FREQUENT = (1, 3), 20
LENGTH = 4
"""Letters of the shortest words that are drawn."""


def share(number: int, total: int) -> str:
    """Return a share with its interval, in per cent."""
    if not total:
        return "none"
    z, rate = 1.96, number / total
    middle = (rate + z * z / (2 * total)) / (1 + z * z / total)
    spread = z * sqrt(rate * (1 - rate) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    low, high = max(0.0, middle - spread), min(1.0, middle + spread)
    return f"{number:5} of {total:5}{rate:9.1%}  ({low:.1%} to {high:.1%})"


def measure(library: Library, seed: int, shows: bool) -> None:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for paper in papers_of(library):
        counts.update(set(words(f"{paper.title} {paper.abstract}")))
    stems: Counter[str] = Counter()
    for word, number in counts.items():
        stems[stem(word)] += number
    plain = sorted(
        word
        for word in counts
        if word.isascii() and word.isalpha() and len(word) >= LENGTH and word not in FUNCTION_WORDS
    )
    rare = [word for word in plain if RARE[0] <= stems[stem(word)] <= RARE[1]]
    frequent = [word for word in plain if counts[word] >= FREQUENT]
    listed = Path(__file__).with_name("real_words.txt").read_text(encoding="utf-8").split()
    unknown = [word for word in listed if stem(word) not in stems]
    chance.shuffle(unknown)
    unknown = unknown[:300]

    def suggestion(text: str) -> str | None:
        return library.search(text, limit=1).suggestion

    def false(name: str, texts: Sequence[str]) -> None:
        told = [(text, found) for text in texts if (found := suggestion(text))]
        print(f"{name:32}{share(len(told), len(texts))}", flush=True)
        for text, found in told if shows else ():
            print(f"    {text} → {found}")

    false("words of 1 to 3 papers", chance.sample(rare, min(1000, len(rare))))
    false("real words of none", unknown)
    false("real words beside another", [f"{word} {chance.choice(frequent)}" for word in unknown])
    meant = chance.sample([word for word in frequent if len(word) > LENGTH], 500)
    slips = [(word, _slip(word, chance, lambda text: stem(text) in stems)) for word in meant]
    slips = [(word, typed) for word, typed in slips if typed]
    right = 0
    for word, typed in slips:
        found = suggestion(typed)
        right += found is not None and stem(found) == stem(word)
        if shows and (found is None or stem(found) != stem(word)):
            print(f"    {typed} ({word}) → {found}")
    print(f"{'misspelt words put right':32}{share(right, len(slips))}", flush=True)


def _slip(word: str, chance: random.Random, is_known: Callable[[str], bool]) -> str:
    """Return a word with one slip that no paper has; empty where none is found."""
    for _ in range(20):
        typed = misspell(word, chance)
        if typed != word and not is_known(typed):
            return typed
    return ""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", nargs="?", help="the bundled papers where none is given")
    arguments.add_argument("--library", type=Path, help="a library of the corpus, to be copied")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", action="store_true", help="show what is not as it should be")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        made = Path(directory) / "library"
        if options.library:
            shutil.copytree(options.library, made)
        with Library.open(made, seeds=not (options.corpus or options.library)) as library:
            if options.corpus:
                library.add([options.corpus])
            measure(library, options.seed, options.show)


if __name__ == "__main__":
    main()
