"""A paper of every kind of block, small and made up."""

from __future__ import annotations

import hashlib
import json

from recto.index import Block, Library, Span, Text
from recto.index.texts.blocks import pack
from recto.index.texts.file_marks import BLOCKS, RAW

DERIVED_BY = 2
"""What has made the blocks of a file, by its version; those of another are made anew."""

LONG = (
    "Rows that are shuffled alike keep what a layer computes, and so a search over shuffles is a "
    "search over nets that agree. The search is small where layers are narrow, and it is stopped "
    "early where they are not, which loses little of what is gained. "
)

TITLE = "Aligned: Naïve Shuffles of Rows"


def text(sections: int = 3, *, source: str = "arxiv") -> Text:
    """Return a paper with so many sections before its references."""
    blocks = [
        Block("title", (Span(TITLE),), place="front"),
        Block("authors", (Span("Ada Kim, José Ruiz"),), place="front"),
        Block("heading", (Span("Abstract"),), level=1, place="abstract"),
        Block("paragraph", (Span("We shuffle rows. Nets agree then."),), place="abstract"),
    ]
    for number in range(1, sections + 1):
        blocks += section(number)
    blocks += [
        Block("heading", (Span("References"),), level=1, label="refs", place="references"),
        Block(
            "entry",
            (Span("Q. Lee. Other nets. arXiv preprint arXiv:2101.00001, 2021."),),
            number="1",
            label="bib1",
            place="references",
        ),
        Block(
            "entry",
            (Span("R. Moss and T. Oak. A title that nobody has. In Proc. of Nets, 2019."),),
            number="2",
            label="bib2",
            place="references",
        ),
        Block("heading", (Span("Proofs"),), level=1, number="A", label="A1", place="appendix"),
        Block("paragraph", (Span(LONG * 4),), place="appendix"),
    ]
    return Text(tuple(blocks), source, 3)


def section(number: int) -> list[Block]:
    """Return one section with every kind of block, its label `S` and the number."""
    first = (
        Span("Let "),
        Span("w_{1}", "formula"),
        Span(" be a row, as others do "),
        Span("[1, 2]", "cite", ("bib1", "bib2")),
        Span(". See "),
        Span("Table 1", "reference", (f"T{number}",)),
        Span(" and the code"),
        Span("1", "note", (f"fn{number}",)),
        Span(" at "),
        Span("our site", "link", ("https://nets.example/code",)),
        Span(". " + LONG),
        Span("Never", "emphasis"),
        Span(f" skip co-operating rows of section {number}."),
    )
    return [
        Block(
            "heading", (Span(f"Part {number}"),), level=1, number=f"{number}", label=f"S{number}"
        ),
        Block("paragraph", first),
        Block("footnote", (Span(f"Code of part {number}."),), number="1", label=f"fn{number}"),
        Block("heading", (Span("Matching"),), level=2, number=f"{number}.1"),
        Block("paragraph", (Span(LONG * 3),)),
        Block("item", (Span("Rows come first."),), level=1, number="1"),
        Block("item", (Span("Columns follow, one after the other. They are many."),), level=1),
        Block("formula", (Span(r"\alpha = \beta"),), number="4", label=f"E{number}"),
        Block("formula", (Span("L 1 N"),), is_doubtful=True),
        Block("theorem", (Span("Theorem 1. Shuffles form a group. It is finite."),)),
        Block("proof", (Span("Proof. Count them."),)),
        Block("code", (Span("for row in rows:"), Span("    shuffle(row)"))),
        Block("caption", (Span("What is kept."),), number="Table 1"),
        Block("table", rows=table(2), head=1, label=f"T{number}"),
    ]


def table(columns: int) -> tuple[tuple[tuple[Span, ...], ...], ...]:
    """Return a table of three rows, the first of them headings."""
    head = tuple((Span(f"head {n}"),) for n in range(columns))
    rows = (tuple((Span(f"{n}.{row}"),) for n in range(columns)) for row in (1, 2))
    return (head, *rows)


def put(library: Library, rowid: int, paper: Text) -> None:
    """Keep a text as that of a paper of the library."""
    (owner,) = library.rows([rowid])
    directory = library.texts.files.directory
    directory.mkdir(exist_ok=True)
    digest = hashlib.sha256(b"as it came").hexdigest()
    head = {
        "form": "html",
        "name": "paper.html",
        "kept": "2026-11-30T08:00:00Z",
        "digest": digest,
        "version": None,
        "license": "",
        "source": "",
    }
    derived = {"by": DERIVED_BY, "of": digest}
    for ending, told, data in ((RAW, head, b"as it came"), (BLOCKS, derived, pack(paper))):
        (directory / f"{owner.id}{ending}").write_bytes(json.dumps(told).encode() + b"\n" + data)
