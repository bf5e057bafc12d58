"""How much of a paper is read from its PDF, beside `pdftotext` and plain pypdf in the same run.

A directory holds papers as NAME.pdf with NAME.truth.json, a list of [kind, text] in the order of
reading; in a text U+0001 stands where a formula was, U+0002 where the sign of a footnote was. Kinds
are title, abstract, heading, p, item, thm, ref, footnote, math and what is of floats.

Measured are, in percent: words in the right order (longest common subsequence; floats, footnotes
and formulas apart), whole pieces (of five words and more between formulas, signs and ends of
sentences), paragraphs that stand in one block with nothing foreign in it, words printed per word of
the paper; headings, references, footnotes and citations that are found.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Sequence
from pathlib import Path

from recto.index import Library
from recto.index.search.spelling.vocabulary import Vocabulary
from recto.index.texts.blocks import Text
from recto.index.texts.pdf.reading import read_pdf

MAIN = {"title", "abstract", "heading", "p", "item", "thm", "ref"}
RUNNING = ("abstract", "p", "item", "thm", "ref")
NUMBER = re.compile(r"^(?:\d[\d.]*|[IVX]+|Appendix [A-Z]|[A-Z](?:\.\d)?) ")
CITATION = re.compile(
    r"\[\d+(?:, \d+)*\]|[^\W\d_a-z][\w’-]+(?: et al\.| and [^\W\d_][\w’-]+)?,? \(?\d{4}"
)
RUNS = 3

Truth = list[list[str]]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())


def in_order(wanted: Sequence[str], told: Sequence[str]) -> int:
    """Return how long the longest common subsequence is, by its bits (Hyyrö, 2004)."""
    places: dict[str, int] = defaultdict(int)
    for at, word in enumerate(wanted):
        places[word] |= 1 << at
    full = row = (1 << len(wanted)) - 1
    for word in told:
        matched = row & places[word] if word in places else 0
        row = ((row + matched) | (row - matched)) & full
    return len(wanted) - row.bit_count()


def near(wanted: Sequence[str], told: Sequence[str]) -> float:
    """Return the share of words that stand in order in the stretch that has most of them."""
    size, has = int(len(wanted) * 1.6) + 6, set(wanted)
    hits = [word in has for word in told]
    count = best = end = 0
    for at, hit in enumerate(hits):
        count += hit - (hits[at - size] if at >= size else 0)
        if count > best:
            best, end = count, at
    stretch = told[max(0, end - size - len(wanted)) : end + len(wanted)]
    return in_order(wanted, stretch) / len(wanted)


def measured(truth: Truth, told: str) -> dict[str, float]:
    """Return the measures of a text whose blocks are parted by empty lines."""
    every = words(told)
    joined = f" {' '.join(every)} "
    main = [word for kind, text, *_ in truth if kind in MAIN for word in words(text)]
    pieces = [
        " ".join(words(piece))
        for kind, text, *_ in truth
        if kind in (*RUNNING, "footnote")
        for piece in re.split(r"[\x01\x02]|(?<=[.!?]) ", text)
        if len(words(piece)) >= 5
    ]
    blocks = [words(block) for block in re.split(r"\n[ \t]*\n|\f", told)]
    lines = [" ".join(words(line)) for line in told.splitlines()]
    of_kind = {
        kind: [text for one, text, *_ in truth if one == kind]
        for kind in ("heading", "ref", "footnote")
    }
    names = [" ".join(words(NUMBER.sub("", text))) for text in of_kind["heading"]]
    return {
        "order": 100 * in_order(main, every) / len(main),
        "whole": 100 * sum(f" {piece} " in joined for piece in pieces) / len(pieces),
        "paragraphs": share_of_whole(truth, blocks),
        "total": len(every) / sum(len(words(text)) for kind, text, *_ in truth if kind != "math"),
        "headings": percent(any(ends_with(line, name) for line in lines) for name in names),
        "references": percent(near(words(text), every) > 0.97 for text in of_kind["ref"]),
        "footnotes": percent(near(words(text), every) > 0.97 for text in of_kind["footnote"]),
    }


def ends_with(line: str, name: str) -> bool:
    return line == name or (
        line.endswith(f" {name}") and len(line.split()) <= len(name.split()) + 4
    )


def share_of_whole(truth: Truth, blocks: list[list[str]]) -> float:
    counts = [Counter(block) for block in blocks]
    whole = []
    for kind, text, *_ in truth:
        wanted = words(text)
        if kind not in RUNNING or len(wanted) < 12:
            continue
        count = Counter(wanted)
        best = max(
            range(len(blocks)),
            key=lambda at: (count & counts[at]).total() - 0.2 * len(blocks[at]),
        )
        is_one = in_order(wanted, blocks[best]) >= 0.97 * len(wanted)
        most = 1.15 * len(wanted) + 12 + 12 * text.count("\x01")
        whole.append(is_one and len(blocks[best]) <= most)
    return percent(whole)


def percent(values: object) -> float:
    told = list(values)  # type: ignore[call-overload]
    return 100 * sum(told) / len(told) if told else 100.0


def resolved(truth: Truth, text: Text) -> float:
    """Return the percentage of cited works to whose entry a citation leads; `[2, 5]` cites two.

    The PDF may print `[2], [5]` or `[2]-[5]`, so that works are counted and not brackets.
    """
    entries = {block.label: block for block in text.blocks if block.kind == "entry"}
    cited = " ".join(passage for kind, passage, *_ in truth if kind == "ref")
    wanted = Counter[str]()
    for kind, passage, *_ in truth:
        for found in CITATION.findall(passage) if kind in (*RUNNING[:4], "footnote") else ():
            if found[0] == "[":
                wanted.update(re.findall(r"\d+", found))
            elif author_of(found) in cited:
                wanted[f"{author_of(found)} {found[-4:]}"] += 1
    told = Counter[str]()
    for block in text.blocks:
        for span in block.spans:
            for label in span.targets if span.kind == "cite" else ():
                entry = entries[label]
                year = re.search(r"\d{4}", span.text)
                by_name = f"{author_of(span.text)} {year[0] if year else ''}"
                leads = author_of(span.text) in entry.text and year and year[0] in entry.text
                told[entry.number or (by_name if leads else "")] += 1
    return 100 * (wanted & told).total() / wanted.total() if wanted else 100.0


def author_of(citation: str) -> str:
    return citation.split()[0].rstrip(",")


def as_lines(text: Text) -> str:
    told = []
    for block in text.blocks:
        number = f"[{block.number}]" if block.kind == "entry" else block.number
        shows = block.kind in ("heading", "entry") and block.number
        told.append(f"{number} {block.text}" if shows else block.text)
    return "\n\n".join(told)


def plain(path: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pdftotext(*options: str) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        told = subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, check=True)
        return told.stdout.decode("utf-8", "replace")

    return read


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--library", type=Path, help="the vocabulary of its index is used")
    options = arguments.parse_args()
    before, start = peak(), time.process_time()
    import pypdf  # noqa: F401

    print(f"import of pypdf: {1000 * (time.process_time() - start):.0f} ms CPU")
    if options.library:
        with Library.open(options.library, seeds=False) as library:
            finder = library.index.finder
            measure(options.directory, Vocabulary(lambda ask: finder.ask_reader(ask, wait=True)))
    else:
        measure(options.directory, None)
    print(f"peak memory: {peak():.0f} MB, {peak() - before:.0f} MB more than before")


def measure(directory: Path, vocabulary: Container[str] | None) -> None:
    others = {"pypdf, plain": plain}
    if shutil.which("pdftotext"):
        others |= {"pdftotext": pdftotext(), "pdftotext -raw": pdftotext("-raw")}
    for path in sorted(directory.glob("*.pdf")):
        truth_path = path.with_suffix(".truth.json")
        if not truth_path.exists():
            continue
        truth = json.loads(truth_path.read_text())
        times = []
        for _ in range(RUNS):
            start = time.process_time()
            text = read_pdf(path, vocabulary=vocabulary)
            times.append(time.process_time() - start)
        pages = max(block.page for block in text.blocks)
        figures = measured(truth, as_lines(text)) | {"citations": resolved(truth, text)}
        print(f"{path.stem}, {1000 * statistics.median(times) / pages:.0f} ms CPU a page")
        show("Recto", figures)
        for name, read in others.items():
            show(name, measured(truth, read(path)))


def show(name: str, figures: dict[str, float]) -> None:
    told = "  ".join(
        f"{key} {value:.2f}" if key in ("order", "total") else f"{key} {value:.0f}"
        for key, value in figures.items()
    )
    print(f"  {name:16}{told}")


def peak() -> float:
    """Return the most memory that was resident, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    main()
