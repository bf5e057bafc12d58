"""How much more a hostile query costs than two words: `python bench/hostile.py FILE`.

Queries that are made to be slow, of every kind that the language has, are asked as while one types
and as after Enter, cold, twice: the lesser counts, since the first also loads code. The figure is
CPU time, as a multiple of what a query of two words takes in the median; what is refused counts
with what it took to refuse it. Then each is asked once more
and given up after random moments: how long until its thread is free, on the wall. Phrases, and
filters at their first use, look at the texts themselves and are shown apart.
"""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from string import ascii_lowercase

from figures import median, report
from libraries import arguments_of, prepared
from recto.index import Library, RectoError, Superseded, ask

TWO_WORDS = (
    "neural network",
    "image segmentation",
    "graph attention",
    "sparse training",
    "language model",
    "object detection",
    "optimal transport",
    "knowledge distillation",
    "bayesian inference",
    "policy gradient",
)
WORDS = re.findall(
    r"\w+",
    """
    learning model neural network deep data image language attention graph training method
    analysis large approach optimization detection generation transformer prediction robust
    efficient representation task framework adversarial reinforcement gradient convolutional
    classification segmentation object recognition video estimation inference knowledge sparse
    feature multi policy agent dynamic domain adaptation semantic visual performance structure
    distribution probabilistic bayesian kernel search online control system algorithm problem
    function linear random
    """,
)
PAIRS = list(zip(WORDS[::2], WORDS[1::2], strict=False))
SIGNS = "-\"():*~=^$\\ '{_.,<"
LONG = 50_000
TEXTS = ("=learning", '"of" OR "the" OR "and"', " ".join(f'-"{a} {b}"' for a, b in PAIRS))
"""Queries that are answered by the texts themselves."""

STALE = 5
"""How often each is given up."""


def slip(word: str) -> str:
    return word[:2] + word[3:4] + word[2:3] + word[4:]


def hostile() -> dict[str, str]:
    """Return queries by what is hostile in them."""
    made = {
        "a* b* ... z*": " ".join(f"{letter}*" for letter in ascii_lowercase),
        "a* OR b* ...": " OR ".join(f"{letter}*" for letter in ascii_lowercase),
        "title:a* ...": " ".join(f"title:{letter}*" for letter in ascii_lowercase),
        "abstract:a* ...": " ".join(f"abstract:{letter}*" for letter in ascii_lowercase),
        "prefixes of two letters": " ".join(a + b + "*" for a in "acdimprst" for b in "aeiou"),
        "prefixes of four letters": " ".join(f"{word[:4]}*" for word in WORDS),
        "frequent words": " ".join(WORDS),
        "OR": " OR ".join(WORDS),
        "OR of pairs": " OR ".join(f"({a} {b})" for a, b in PAIRS),
        "pairs of OR": " ".join(f"({a} OR {b})" for a, b in PAIRS),
        "NOT": " ".join(f"-{word}" for word in WORDS),
        "NOT within OR": " ".join(f"-({a} OR -{b})" for a, b in PAIRS),
        "NOT NOT ...": "NOT " * 3000 + "learning",
        "deep parentheses": "(" * 3000 + "learning" + ")" * 3000,
        "OR in parentheses": "".join(f"({word} OR " for word in WORDS[:15]) + "x" + ")" * 15,
        "word~": " ".join(f"{word}~" for word in WORDS),
        "word~ OR": " OR ".join(f"{word}~" for word in WORDS),
        "long~": " ".join(f"{letter * 40}~" for letter in ascii_lowercase),
        "a~": " ".join(f"{letter}~" for letter in ascii_lowercase),
        "years": " ".join(f"year:{year}.." for year in range(1960, 2024)),
        "dates OR": " OR ".join(f"date:19{year:02}-01..2025" for year in range(1, 64)),
        "-dates": " ".join(f"-date:19{year:02}-01..2025" for year in range(1, 64)),
        "upvotes": " OR ".join(f"upvotes:>{number}" for number in range(64)),
        "added": " OR ".join(f"added:{days}d" for days in range(1, 64)),
        "tags": " OR ".join(f"tag:{word}" for word in WORDS),
        "tags*": " OR ".join(f"tag:{letter}*" for letter in ascii_lowercase),
        "sources": " OR ".join(f"source:{letter}" for letter in ascii_lowercase),
        "notes": " OR ".join(f"note:{letter}" for letter in ascii_lowercase),
        "a name of 25,000 words": "-".join(ascii_lowercase * 1000),
        "names": " ".join(map("-".join, zip(WORDS, WORDS[1:], WORDS[2:], strict=False))),
        "combining marks": "a" + "\u0301" * LONG,
        "Chinese": "".join(chr(0x4E00 + place % 20_000) for place in range(LONG)),
        "one word of 1 MB": "x" * 1_000_000,
        "1 MB of words": (" ".join(WORDS) + " ") * 2000,
        "1 MB of OR": "a OR b* OR " * 100_000,
        "misspelt": " ".join(map(slip, WORDS[:12])),
        "misspelt, long": " ".join(f"con{word * 2}"[:24] for word in WORDS[:12]),
        "letters": " ".join(ascii_lowercase),
    }
    for sign in SIGNS:
        made[f"{LONG:,} of {sign!r}"] = sign * LONG
        made[f"{LONG:,} of 'a{sign}'"] = f"a{sign}" * (LONG // 2)
    return made


class Cold:
    """Asks questions of a library; each finds nothing in memory that another one has left."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.was_refused = False

    def ask(self, text: str, is_typing: bool, stale_after: float | None = None) -> float:
        """Return the CPU time that a query takes, or how late it is given up, in milliseconds."""
        with Library.open(self._directory, seeds=False) as library:
            library.listing("warm authors:>1 has:code", typing=True)
            begin, cpu = time.perf_counter(), time.thread_time()

            def is_stale() -> bool:
                return stale_after is not None and time.perf_counter() - begin > stale_after

            self.was_refused = False
            try:
                ask(
                    library.listing,
                    library.queries.suggestion,
                    text,
                    last_word="unfinished" if is_typing else "entered",
                    correct=not is_typing,
                    limit=300 if is_typing else None,
                    is_stale=is_stale,
                )
            except RectoError:
                self.was_refused = True
            except Superseded:
                pass
            if stale_after is None:
                return 1000 * (time.thread_time() - cpu)
            return 1000 * (time.perf_counter() - begin - stale_after)


def main() -> None:
    arguments = arguments_of(__doc__)
    arguments.add_argument("--seed", type=int, default=1, help="of the moments of giving up")
    options = arguments.parse_args()
    chance = random.Random(options.seed)
    with prepared(options) as directory:
        cold = Cold(directory)
        of_two = [cold.ask(text, typing) for text in TWO_WORDS for typing in (True, False)]
        usual = median(of_two)
        print(f"two words: {usual:.1f} ms of CPU in the median, at most {max(of_two):.1f}")
        ratios, lags = [], []
        for name, text in (hostile() | {text: text for text in TEXTS}).items():
            costs = [min(cold.ask(text, typing) for _ in range(2)) for typing in (True, False)]
            fate = "refused" if cold.was_refused else "answered"
            lag = max(
                cold.ask(text, chance.random() < 0.5, chance.random() * max(costs) / 1000)
                for _ in range(1 if options.quick else STALE)
            )
            if text not in TEXTS:
                ratios.append(max(costs) / usual)
                lags.append(lag)
            print(f"{name[:32]:34}{max(costs) / usual:7.1f}x {fate:9}{max(0, lag):7.0f} ms late")
        report(
            "a hostile query, beside one of two words, CPU",
            f"{max(ratios):.0f}x",
            f"{usual:.1f} ms",
        )
        report("until a query that is not wanted lets go, at most, wall ms", f"{max(lags):.0f}")


if __name__ == "__main__":
    main()
