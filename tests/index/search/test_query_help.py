"""The examples of the help are what they say they are."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from recto.index import Kept, Library, Paper
from recto.index.search.query.fields import FIELDS
from recto.index.search.query.help import EXAMPLES
from recto.index.search.query.query import Query

from ..support import on_disk
from ..texts.search.made import keep, paper

TEXT_OF = "4fmbdg4sb2"


def has(paper: Paper, pattern: str) -> bool:
    return bool(re.search(pattern, f"{paper.title}\n{paper.abstract}", re.IGNORECASE))


IS_RIGHT: dict[str, Callable[[Paper], bool]] = {
    "network pruning": lambda p: has(p, "network") and has(p, "prun"),
    "how to prune networks": lambda p: has(p, "network") and has(p, "prun"),
    "unet": lambda p: has(p, r"U-?Net|U\^2-?Net|U\$?\^2\$?-?Net"),
    "llama 3": lambda p: has(p, r"llama-?3|llama") and has(p, "3"),
    '"lottery ticket"': lambda p: has(p, r"lottery\W+ticket\b"),
    "pruning OR sparsity": lambda p: has(p, "prun|spars"),
    "pruning -network": lambda p: has(p, "prun") and not has(p, r"\bnetwork"),
    "pruning NOT (network OR quantization)": lambda p: (
        has(p, "prun") and not has(p, r"\bnetwork|\bquantiz")
    ),
    "regulari*": lambda p: has(p, r"\bregulari"),
    "prunning~": lambda p: has(p, r"prun|\brun"),
    "=pruned": lambda p: has(p, r"\bpruned\b"),
    "title:pruning": lambda p: "prun" in p.title.lower(),
    'abstract:"state of the art"': lambda p: bool(
        re.search(r"state\W+of\W+the\W+art\b", p.abstract, re.IGNORECASE)
    ),
    'text:"weight matching"': lambda p: p.id == TEXT_OF,
    "author:hinton": lambda p: "Geoffrey Hinton" in p.authors,
    'author:"LeCun, Y."': lambda p: "Yann A. LeCun" in p.authors,
    "tag:ml": lambda p: bool({"ml", "ml/pruning"} & set(p.tags)),
    "note:idea": lambda p: "idea" in (p.note or ""),
    "highlight:bound": lambda p: any("bound" in one.text for one in p.highlights),
    "source:003": lambda p: any("003" in place.name for place in p.sources),
    "via:lottery": lambda p: p.kept_from is not None and p.kept_from.query == "the lottery",
    "id:a": lambda p: p.id.startswith("a"),
    "arxiv:1803.03635": lambda p: p.arxiv_id == "1803.03635",
    "doi:10.1038": lambda p: (p.doi or "").startswith("10.1038"),
    "cat:cs.LG": lambda p: "cs.LG" in p.categories,
    'venue:"neural information"': lambda p: "Neural Information" in (p.venue or ""),
    "keyword:inks": lambda p: "Fountain Pen Inks" in p.keywords,
    "type:thesis": lambda p: p.type == "thesis",
    "key:knuth1984": lambda p: p.cite_key == "Knuth1984",
    "citing:1803.03635": lambda p: p.note == "An idea for later",
    "is:unread": lambda p: not p.read,
    "has:code": lambda p: any(link.kind == "code" for link in p.links),
    "year:2024": lambda p: (p.published or "").startswith("2024"),
    "date:2024-03..2024-09": lambda p: "2024-03" <= (p.published or "") < "2024-10",
    "added:7d": lambda p: True,
    "comments:>3": lambda p: (p.comments or 0) > 3,
    "tag:(ml OR vision)": lambda p: bool({"ml", "ml/pruning", "vision"} & set(p.tags)),
    "(pruning OR sparsity) is:unread -tag:done has:code year:2023..": lambda p: (
        has(p, "prun|spars")
        and not p.read
        and "done" not in p.tags
        and bool(p.links)
        and (p.published or "") >= "2023"
    ),
}


@pytest.fixture(scope="module")
def marked(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library in which each example finds something: to be asked, not changed."""
    data_dir = tmp_path_factory.mktemp("marked") / "library"
    shutil.copytree(seeded, data_dir)
    with Library.open(data_dir) as library:
        mark(library)
        yield library


def mark(library: Library) -> None:
    """Mark papers, and have some be what the examples ask for."""
    rowids = list(library.listing("").rowids)
    library.bookmark(rowids=rowids[:3], via=Kept("the lottery", "all"))
    library.tag(rowids=rowids[3:6], add=["ml/pruning"])
    library.tag(rowids=rowids[6:8], add=["vision", "done"])
    library.mark_read(rowids=rowids[:100])
    papers = library.rows(rowids)
    library.note(papers[9].id, "An idea for later")
    library.highlights.add(papers[10].rowid, "The bound is $O(n)$, which is tight.")
    coded = [p.rowid for p in papers if IS_RIGHT["has:code"](p) and has(p, "prun|spars")]
    with on_disk.store_of(library) as store, store.database.transaction():
        execute = store.database.execute
        execute("UPDATE papers SET comments = pid % 7, arxiv_id = '1803.03635' WHERE pid = 20")
        execute("UPDATE papers SET published = '2024-05-01' WHERE pid = ?", (coded[-1],))
        execute("UPDATE papers SET published = '2024-10-01' WHERE pid = 30")
        execute(
            """UPDATE texts SET authors = '["Geoffrey Hinton", "Yann A. LeCun"]' WHERE pid = 30"""
        )
        details: dict[str, object] = {
            "venue": "Advances in Neural Information",
            "categories": ["cs.LG"],
        }
        details |= {"type": "thesis", "keywords": ["Fountain Pen Inks"]}
        execute("UPDATE texts SET details = ? WHERE pid = 40", (json.dumps(details),))
        execute("UPDATE papers SET doi = '10.1038/nature14539' WHERE pid = 50")
        execute("UPDATE papers SET rev = ?", (store.next_rev(),))
    library.keys.change(papers[11], "Knuth1984")
    keep(library.texts.files, TEXT_OF, paper("Ink", Method="Weight matching of inks."))
    reference = "1. J. Frankle. Tickets. arXiv:1803.03635, 2018."
    text = f"# An idea\n\n{'Tickets win now and then. ' * 9}\n\n## References\n\n{reference}\n"
    library.texts.add_data(papers[9], text.encode(), "idea.md")


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES])
def test_an_example_finds_what_it_says(marked: Library, example: str) -> None:
    results = marked.search(example, limit=None)
    assert results.hints == ()
    assert results.hits
    found = {hit.paper.id for hit in results.hits}
    right = {
        paper.id for paper in marked.rows(marked.listing("").rowids) if IS_RIGHT[example](paper)
    }
    stems = {"network pruning", "how to prune networks", "pruning OR sparsity", "unet", "llama 3"}
    if example in stems or "NOT" in example or "~" in example or "(pruning" in example:
        # Words that begin alike need not have the same stem.
        assert found <= right or "-" in example or "NOT" in example
        assert found
    else:
        assert found == right


def test_every_field_has_an_example() -> None:
    told = " ".join(f"{example} {meaning}" for example, meaning in EXAMPLES)
    assert [field for field in FIELDS if f"{field}:" not in told] == []
    assert not any(Query.parse(example).hints for example, _ in EXAMPLES)
    assert all(example[0] and example[1] for example in EXAMPLES)
