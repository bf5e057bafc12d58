"""How well papers in HTML are read: `python bench/texts.py DIRECTORY`.

DIRECTORY has pages by LaTeXML as `NAME.html` and beside them what was written as `NAME.truth.json`
(see text_measures.py). Measured are Recto, and where they are installed `w3m -dump` and html2text.
Then the processor time of deriving the longest page, and of one of 1.5 MB with its sections
repeated, both beside the import that they need.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from figures import median, milliseconds, report
from recto.index.texts.blocks import Block, Span, Text, pack
from recto.index.texts.deriving import derive
from recto.tui.system.whole_text import plain_text
from text_measures import Measures, measure, words_of

LONG = 1_500_000
TIMES = 5
_SECTION = re.compile(
    r'<section id="S\d+" class="ltx_section">.*?(?=<section id="(?:S\d|bib))', re.S
)
_IMPORT = (
    "import time; before = time.process_time(); import recto.index.texts.child, "
    "recto.index.texts.html.page, justhtml; print(time.process_time() - before)"
)


def main(arguments: list[str]) -> None:
    directory = Path(arguments[0])
    pages = sorted(
        page for page in directory.glob("*.html") if page.with_suffix(".truth.json").exists()
    )
    if not pages:
        raise SystemExit(f"{directory} has no NAME.html with NAME.truth.json.")
    for name, read in _readers():
        found = [(page.stem, measure(_written(page), read(page))) for page in pages]
        if name == "recto":  # of what was written formulas are not counted, so nor are they here
            bare = [measure(_written(page), _without_formulas(page)).total for page in pages]
            report("HTML, recto without formulas", f"words a word {sum(bare) / len(bare):.3f}")
        for stem, measures in found:
            print(f"  {name:<10} {stem:<20} {_told(measures)}")
        mean = Measures(
            *(sum(column) / len(found) for column in zip(*(m for _, m in found), strict=True))
        )
        report(f"HTML, {name}", _told(mean))
    for page in pages:
        _structure(page)
    _costs(max(pages, key=lambda page: page.stat().st_size))


def _readers() -> Iterator[tuple[str, Callable[[Path], str]]]:
    yield "recto", lambda page: "\n".join(plain_text(_text(page)))
    if shutil.which("w3m"):
        yield "w3m", _by_w3m
    if importlib.util.find_spec("html2text"):
        yield "html2text", _by_html2text


def _text(page: Path) -> Text:
    return derive(page.read_bytes(), "html")


def _without_formulas(page: Path) -> str:
    text = _text(page)
    blocks = tuple(
        block._replace(
            spans=tuple(span for span in block.spans if span.kind != "formula"),
            rows=tuple(
                tuple(tuple(span for span in cell if span.kind != "formula") for cell in row)
                for row in block.rows
            ),
        )
        for block in text.blocks
    )
    return "\n".join(plain_text(text._replace(blocks=blocks)))


def _by_w3m(page: Path) -> str:
    run = ["w3m", "-dump", "-T", "text/html", "-cols", "100", str(page)]
    return subprocess.run(run, capture_output=True, text=True, check=True).stdout


def _by_html2text(page: Path) -> str:
    html2text = importlib.import_module("html2text")
    reader = html2text.HTML2Text(bodywidth=0)
    reader.ignore_links = True
    told: str = reader.handle(page.read_text("utf-8"))
    return told


def _written(page: Path) -> list[list[str]]:
    told: list[list[str]] = json.loads(page.with_suffix(".truth.json").read_text("utf-8"))
    return told


def _told(measures: Measures) -> str:
    names = ("in order", "whole", "paragraphs", "words a word", "headings", "notes", "references")
    shown = [
        f"{name} {value:.3f}" if name == "words a word" else f"{name} {100 * value:.2f} %"
        for name, value in zip(names, measures, strict=True)
    ]
    return ", ".join(shown)


def _structure(page: Path) -> None:
    """Say what of the structure of a page is there, by the blocks."""
    text, written = _text(page), _written(page)
    html = page.read_text("utf-8")
    levels = [(words_of(one[1])[-3:], int(one[2])) for one in written if one[0] == "heading"]
    read = [(words_of(block.text)[-3:], block.level) for _, block in text.headings()]
    headings = sum(
        any(level == other and words[-len(tail) :] == tail for tail, other in read)
        for words, level in levels
    )
    cites = [span for span in _spans(text) if span.kind == "cite"]
    labels = text.labelled()
    resolved = sum(
        all(one in labels for one in span.targets) and bool(span.targets) for span in cites
    )
    wanted = len(re.findall(r"<cite\b", html))
    links = [span for span in _spans(text) if span.kind == "reference"]
    led = sum(bool(span.targets) for span in links)
    kinds = Counter(block.kind for block in text.blocks)
    report(
        f"{page.stem}, by blocks",
        f"headings with level {headings}/{len(levels)}, citations {resolved}/{wanted}, "
        f"cross-references {led}/{len(links)}, "
        f"footnotes {kinds['footnote']}/{_count(written, 'footnote')}, "
        f"references {kinds['entry']}/{_count(written, 'ref')}, "
        f"displayed formulas {kinds['formula']} for {_count(written, 'math')} groups",
    )


def _spans(text: Text) -> Iterator[Span]:
    for block in text.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[Span]:
    yield from block.spans
    for row in block.rows:
        for cell in row:
            yield from cell


def _count(written: list[list[str]], kind: str) -> int:
    return sum(one[0] == kind for one in written)


def long_page(html: str) -> str:
    """Return a page with its sections repeated until it has 1.5 MB."""
    sections = _SECTION.findall(html)
    times = max(1, LONG // max(1, sum(map(len, sections))))
    at = html.find('<section id="bib"')
    return html[:at] + "".join(sections) * times + html[at:]


def _costs(page: Path) -> None:
    html = page.read_text("utf-8")
    long = long_page(html)
    run = [sys.executable, "-c", _IMPORT]
    tries = [subprocess.run(run, capture_output=True, check=True) for _ in range(TIMES)]
    needed = 1000 * median(float(one.stdout) for one in tries)
    for told in (html, long):
        spent = median(milliseconds(partial(_derived, told.encode())) for _ in range(TIMES))
        report(f"deriving {len(told) / 1e6:.2f} MB", f"{spent:.0f} ms", f"import {needed:.0f} ms")


def _derived(data: bytes) -> Any:
    return pack(derive(data, "html"))


if __name__ == "__main__":
    main(sys.argv[1:])
