"""Papers for bibliographies: read back by other programs' own parsers, unharmed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from recto.index import Library

from .foreign_readers import csl_items
from .hostile_papers import TITLES, hostile, one, papers_of, written

__all__ = ["hostile"]


BIBLATEX = {
    *("title", "author", "year", "month", "day", "eprint", "archiveprefix", "url", "verba"),
    *("verbb", "entrysubtype", "abstract", "keywords", "annote"),
}
"""Fields that biblatex's data model knows, or takes for others that it knows."""


def test_bibtex_is_read_back_entry_by_entry(hostile: Library) -> None:
    text = written(hostile, "bibtex")
    library = parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == len(TITLES)
    for entry in library.entries:
        fields = {field.key: str(field.value) for field in entry.fields}
        assert ("url" in fields) == ("eprint" in fields) == ("archiveprefix" in fields)
        for name, value in fields.items():
            assert name in BIBLATEX
            assert depths(value) >= {0}, name
            if name not in ("url", "verba", "verbb", "eprint", "month"):
                assert unescaped(value) == "", (name, value)


def depths(value: str) -> set[int]:
    """Return how deep the braces of a value are nested, as BibTeX counts: blind to backslashes."""
    depth, found = 0, {0}
    for char in value:
        depth += {"{": 1, "}": -1}.get(char, 0)
        found.add(depth)
    assert min(found) == 0
    assert depth == 0
    return found


def unescaped(value: str) -> str:
    """Return the signs of a value that TeX would obey."""
    for harmless in (*(f"\\{sign}" for sign in "&%#$_"), r"{\newline}", "{$x$}"):
        value = value.replace(harmless, "")
    for name in ("backslash", "braceleft", "braceright", "asciitilde", "asciicircum"):
        value = value.replace(f"{{\\text{name}}}", "")
    for name in ("less", "greater", "bar"):
        value = value.replace(f"{{\\text{name}}}", "")
    return "".join(sign for sign in value if sign in "\\%#&$~^_<>|")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("GANs and iPhone: a study of them", "{GANs} and {iPhone}: a study of them"),
        ("3D Gaussian Splatting with R-CNN", "{3D} Gaussian Splatting with {R-CNN}"),
        ("Large-Scale Learning", "Large-Scale Learning"),
        ("On the geometry of Fisher metrics", "On the geometry of {Fisher} metrics"),
        ("A Survey of I and Z", "A Survey of I and {Z}"),
        (r"R&D of \LaTeX", r"{R\&D} of {{\textbackslash}LaTeX}"),
    ],
)
def test_bibtex_protects_only_capitals_that_matter(
    title: str, expected: str, tmp_path: Path
) -> None:
    assert f"  title = {{{expected}}},\n" in one(tmp_path, "bibtex", title=title)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Laurens van der Maaten", "Laurens van der Maaten"),
        ("John Smith Jr.", "Smith, Jr., John"),
        ("Smith, John", "{Smith, John}"),
        ("Gemini Team", "{Gemini Team}"),
        ("Search and Rescue", "{Search and Rescue}"),
        ("others", "{others}"),
        ("OpenAI", "OpenAI"),
        ("王 小明", "{王 小明}"),
    ],
)
def test_bibtex_gives_names_so_that_they_stay_whole(
    name: str, expected: str, tmp_path: Path
) -> None:
    assert f"  author = {{{expected}}},\n" in one(tmp_path, "bibtex", authors=[name])


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json"])
def test_what_is_not_known_is_left_out(format: str, tmp_path: Path) -> None:
    text = one(tmp_path, format, published="--05-20")
    for word in ("author", "AU", "url", "UR", "URL", "year", "PY", "DA", "issued", "None", "null"):
        assert word not in text
    assert "huggingface" not in text


def test_keys_are_readable_and_stay_when_papers_are_added(tmp_path: Path) -> None:
    with Library.open(tmp_path / "keys", seeds=False) as library:
        told = {"title": "Git Re-Basin: Merging Models", "abstract": "Short."}
        library.add_text("first", json.dumps(told).encode() + b"\n")
        before = written(library, "bibtex")
        (paper,) = papers_of(library)
        assert before.startswith(f"@misc{{git-re-basin-{paper.id},\n")
        more = [
            {**told, "authors": ["Ada Lovelace"], "date": "2022-09-11", "arxiv_id": "2209.04836"},
            {"title": "Git Re-Basin: Merging Others", "abstract": "Another."},
        ]
        library.add_text("second", "".join(json.dumps(one) + "\n" for one in more).encode())
        keys = [line for line in written(library, "bibtex").splitlines() if line.startswith("@")]
        assert len(keys) == 2
        assert before.splitlines()[0] in keys


def test_every_key_of_the_bundled_papers_is_its_own(library: Library) -> None:
    text = library.export(rowids=library.listing("").rowids).text
    keys = [line for line in text.splitlines() if line.startswith("@misc{")]
    assert len(set(keys)) == len(keys) == 603
    assert all(key.isascii() and " " not in key for key in keys)


def test_ris_is_read_back(hostile: Library) -> None:
    entries = rispy.loads(written(hostile, "ris"))
    for entry, paper in zip(entries, papers_of(hostile), strict=True):
        assert entry["title"] == paper.title
        assert entry["abstract"] == paper.abstract
        assert entry["keywords"] == list(paper.tags)
        assert entry["authors"][:3] == [
            "Lovelace, Ada",
            "van der Maaten, Laurens",
            "Smith Jr., John",
        ]
        assert entry.get("urls", []) == ([paper.link] if paper.link else [])


def test_csl_json_is_what_its_schema_wants(hostile: Library) -> None:
    items = csl_items(written(hostile, "csl-json"))
    for item, paper in zip(items, papers_of(hostile), strict=True):
        assert (item["title"], item["note"]) == (paper.title, paper.note)
        assert item["author"][1] == {
            "given": "Laurens",
            "non-dropping-particle": "van der",
            "family": "Maaten",
        }
        assert item["author"][3] == {"literal": "Gemini Team"}


def test_remarks_say_what_citations_lack(
    library: Library, hostile: Library, ids: list[str]
) -> None:
    authors, year = library.export(ids=ids[:3]).remarks
    assert authors.startswith("3 of 3 papers lack authors. `recto add`")
    assert "lack" in year
    assert hostile.export(ids=papers_of(hostile)).remarks == ()
    assert library.export(ids=ids, format="csv").remarks == ()
    assert library.export(ids=ids[:1]).remarks[0].startswith("The paper lacks authors.")
