"""Which highlights find their place again in another source of a paper, beside looking for them.

    python bench/highlights.py PAPER.html PAPER.pdf [OTHER.html OTHER.pdf …]

Each sentence of the first file of a pair is highlighted and looked for in the second, and the other
way round, and in its own. It stands right where most of the words there are its own. Beside it
stands what looking for its letters finds. So it is done with a text of which one sentence in ten is
gone and six words in a hundred are others: what is gone must be an orphan. Then 200 passages are
placed in a text of 120,000 letters that is made of all files; the index of its words is made anew
each time.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from figures import median, milliseconds, report
from recto.index import Highlight, Span, Text, place, quote
from recto.index.texts.deriving import derive, form_of
from recto.index.texts.folding import word_letters
from recto.index.texts.word_index import WordIndex

KINDS = ("paragraph", "item", "theorem", "proof", "caption", "footnote")
ENDS = re.compile(r"[.!?](?= |$)")
SHORTEST = 15
"""Letters of a sentence that is highlighted."""
ALIKE = 0.7
LETTERS = 120_000
PASSAGES = 200
RUNS = 7


def read(path: Path) -> Text:
    data = path.read_bytes()
    return derive(data, form_of(data, path.name))


def sentences(text: Text) -> Iterator[Highlight]:
    for number, block in enumerate(text.blocks):
        start = 0
        for end in ENDS.finditer(block.text if block.kind in KINDS else ""):
            passage = quote(text, (number, start), (number, end.end()))
            start = end.end() + 1
            if len(passage.text) >= SHORTEST:
                yield Highlight("x", 1, *passage)


def is_right(text: Text, highlight: Highlight) -> bool:
    spots = place(text, highlight)
    found = " ".join(text.blocks[spot.block].text[spot.start : spot.end] for spot in spots)
    words = word_letters(highlight.text), word_letters(found)
    return bool(spots) and SequenceMatcher(None, *words, autojunk=False).ratio() > ALIKE


def find_again(one: Text, other: Text) -> tuple[int, int, int]:
    """Return how many highlights there are, stand right in the other text, are in it as letters."""
    letters = "".join(word for block in other.blocks for word in word_letters(block.text))
    made = list(sentences(one))
    right = sum(is_right(other, highlight) for highlight in made)
    alike = sum("".join(word_letters(highlight.text)) in letters for highlight in made)
    return len(made), right, alike


def edit(text: Text, rng: random.Random) -> tuple[Text, list[tuple[Highlight, int | None]]]:
    """Return a text with other words, and highlights of the first with their blocks in it now."""
    blocks, made = list(text.blocks), []
    for number, block in enumerate(text.blocks):
        if block.kind not in KINDS or block.rows:
            continue
        said = start = 0
        kept = []
        for match in ENDS.finditer(block.text):
            sentence = block.text[start : match.end()]
            passage = quote(text, (number, start), (number, match.end()))
            start = match.end() + 1
            is_gone = rng.random() < 0.1
            if not is_gone:
                words = sentence.split(" ")
                kept.append(" ".join("other" if rng.random() < 0.06 else word for word in words))
            if len(passage.text) >= SHORTEST:
                made.append((Highlight("x", 1, *passage), None if is_gone else number))
            said = start
        blocks[number] = block._replace(spans=(Span(" ".join([*kept, block.text[said:]])),))
    return text._replace(blocks=tuple(blocks)), made


def place_many(texts: list[Text]) -> tuple[float, float, int]:
    """Return the time that the words of a large text take, that of its passages, its letters."""
    blocks = [block for text in texts for block in text.blocks]
    while sum(len(block.text) for block in blocks) > LETTERS:
        blocks.pop()
    rng = random.Random(1)
    indexed, placed = [], []
    whole = Text(tuple(blocks), "html")
    prose = [n for n, block in enumerate(blocks) if block.kind in KINDS and len(block.text) > 60]
    passages = []
    for _ in range(PASSAGES):
        number = rng.choice(prose)
        start = rng.randrange(len(blocks[number].text) - 40)
        end = min(len(blocks[number].text), start + rng.randint(40, 400))
        passages.append(Highlight("x", 1, *quote(whole, (number, start), (number, end))))
    for run in range(RUNS):
        # Another text each time, so that nothing is known of it.
        text = whole._replace(version=run)
        indexed.append(milliseconds(lambda text=text: WordIndex(text)))
        place(text, passages[0])
        placed.append(milliseconds(lambda text=text: [place(text, one) for one in passages]))
    return median(indexed), median(placed), sum(len(block.text) for block in blocks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    texts = [read(path) for path in files]
    for name, step in (("in the same source", 0), ("in the other source", 1)):
        found = [find_again(texts[at], texts[at ^ step]) for at in range(len(texts))]
        made, right, alike = (sum(one) for one in zip(*found, strict=True))
        beside = f"{100 * alike / made:.1f} %"
        report(f"highlights found again {name}", f"{right} of {made}", beside)
    rng = random.Random(1)
    counts = [0, 0, 0, 0]
    for text in texts:
        other, passages = edit(text, rng)
        for highlight, block in passages:
            spots = place(other, highlight)
            counts[2 * (block is None)] += 1
            is_there = bool(spots) and block in (None, spots[0].block)
            counts[2 * (block is None) + 1] += is_there
    report("highlights found in a text with other words", f"{counts[1]} of {counts[0]}")
    report("highlights of what is gone that stand anywhere", f"{counts[3]} of {counts[2]}")
    indexed, placed, letters = place_many(texts)
    report(f"words of {letters:,} letters", f"{indexed:.1f} ms")
    report(f"{PASSAGES} passages placed there", f"{placed:.1f} ms")


if __name__ == "__main__":
    main()
