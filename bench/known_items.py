"""Queries that are drawn from papers, each of which is the one right answer to its own.

What people remember besides words of a text: an author, a word of their note, a pasted link or
reference, the name of a model with a space where the paper has none.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from recto.index import Library, Paper
from recto.index.search.analysis.words import FUNCTION_WORDS, fold

WORD = re.compile(r"[^\W_]{3,}")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][a-z]+(?:[A-Z][A-Za-z]+|-?[0-9]+)|[A-Z]+-?[0-9]+)(?![\w.-])")
"""Such as `BERTScore`, `Llama3` or `GPT-4`."""
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|-")

LINKS = (
    "https://arxiv.org/abs/{}",
    "arxiv.org/abs/{}v2",
    "https://arxiv.org/pdf/{}v1.pdf",
    "https://arxiv.org/html/{}v1#S1",
    "https://arxiv.org/abs/{}?context=cs",
    "https://huggingface.co/papers/{}",
    "https://hf.co/papers/{}#community",
    "https://www.alphaxiv.org/abs/{}",
    "https://ar5iv.labs.arxiv.org/html/{}",
    "https://doi.org/10.48550/arXiv.{}",
    "arXiv:{}",
    "{}",
)

Case = tuple[list[str], bool, int]
"""The words of a query, whether it is being typed, and the paper it is from."""


def significant(text: str) -> list[str]:
    found = dict.fromkeys(word.lower() for word in WORD.findall(text))
    return [word for word in found if word not in FUNCTION_WORDS]


def draw(papers: Sequence[Paper], number: int, chance: random.Random) -> Iterator[Paper]:
    """Yield papers in an order drawn at random; the caller takes so many as are fit."""
    yield from chance.sample(papers, min(len(papers), 40 * number))


def author_and_word(
    library: Library, papers: Sequence[Paper], number: int, seed: int
) -> list[Case]:
    """The last name of an author and a word of the title: no other paper has both."""
    chance = random.Random(seed)
    holders: dict[str, list[Paper]] = {}
    for paper in papers:
        for name in {last_name(author) for author in paper.authors}:
            holders.setdefault(name, []).append(paper)
    cases: list[Case] = []
    for paper in draw(papers, number, chance):
        names = [last_name(author) for author in paper.authors]
        words = significant(paper.title)
        if not any(names) or not words:
            continue
        name, word = chance.choice([each for each in names if each]), chance.choice(words)
        if sum(word in fold(f"{other.title} {other.abstract}") for other in holders[name]) == 1:
            asked = [name, word]
            chance.shuffle(asked)
            cases.append((asked, False, paper.rowid))
        if len(cases) == number:
            break
    return cases


def last_name(author: str) -> str:
    words = author.split()
    return fold(words[-1]) if words and words[-1].isalpha() and len(words[-1]) > 1 else ""


def note_word(library: Library, papers: Sequence[Paper], number: int, seed: int) -> list[Case]:
    """A word of one's note that no other note has, and a word of the title."""
    chance = random.Random(seed)
    cases: list[Case] = []
    for count, paper in enumerate(draw(papers, number, chance)):
        words = significant(paper.title)
        if not words:
            continue
        name = "".join(chance.choice(part) for part in ("bdgk", "aiou", "lmnr", "aiou", "vxz"))
        word = f"{name}{chance.choice('aeo')}"
        library.note(paper.id, f"Mentioned in the seminar of {word}, see also chapter {count}.")
        cases.append(([word, chance.choice(words)], False, paper.rowid))
        if len(cases) == number:
            break
    kept = Counter(case[0][0] for case in cases)
    return [case for case in cases if kept[case[0][0]] == 1]


def pasted(library: Library, papers: Sequence[Paper], number: int, seed: int) -> list[Case]:
    """A link to the paper, where it has an id, else the reference of a bibliography."""
    chance = random.Random(seed)
    cases: list[Case] = []
    told = Counter(fold(paper.title) for paper in papers)
    for paper in draw(papers, number, chance):
        if paper.arxiv_id:
            cases.append(([chance.choice(LINKS).format(paper.arxiv_id)], False, paper.rowid))
        elif told[fold(paper.title)] == 1 and len(paper.title.split()) > 2:
            cases.append(([reference(paper, chance)], False, paper.rowid))
        if len(cases) == number:
            break
    return cases


def reference(paper: Paper, chance: random.Random) -> str:
    authors = list(paper.authors[:3]) or ["A. Author", "B. Author"]
    year = (paper.published or "2021")[:4]
    style = chance.randrange(3)
    if style == 0:
        return f"{', '.join(authors)}. {paper.title}. In Proc. of the Conference, {year}."
    if style == 1:
        return f"[7] {' and '.join(authors)}, “{paper.title},” Journal 3(2), pp. 1–9, {year}."
    return f"{', '.join(authors)} ({year}). {paper.title}. Journal of Papers, 12, 3-14."


def spaced_name(library: Library, papers: Sequence[Paper], number: int, seed: int) -> list[Case]:
    """A name such as `BERTScore` of one title alone, with a space, and a word of the title."""
    chance = random.Random(seed)
    names = {paper.rowid: _NAME.findall(paper.title) for paper in papers}
    counts = Counter(bare(name) for found in names.values() for name in set(found))
    cases: list[Case] = []
    for paper in draw(papers, number, chance):
        own = [name for name in names[paper.rowid] if counts[bare(name)] == 1]
        words = [word for word in significant(paper.title) if not any(word in bare(n) for n in own)]
        if own and words:
            name = " ".join(filter(None, _SEAM.split(chance.choice(own))))
            cases.append(([name, chance.choice(words)], False, paper.rowid))
        if len(cases) == number:
            break
    return cases


def bare(name: str) -> str:
    return fold(name).replace("-", "")


SETS: dict[str, tuple[Callable[[Library, Sequence[Paper], int, int], list[Case]], float]] = {
    "author and word": (author_and_word, 0.95),
    "note's word": (note_word, 0.95),
    "pasted link": (pasted, 0.95),
    "name with a space": (spaced_name, 0.95),
}
