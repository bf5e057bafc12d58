"""Papers in the formats of other programs: read back by those programs' own parsers, unharmed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from recto.index import EXPORT_FIELDS, EXPORT_FORMATS, Library, NotFoundError, Paper, RectoError

TITLES = (
    r"\input{/etc/passwd} and \write18{rm -rf}",
    "Unbalanced { braces",
    "Closing } only",
    "100% of # & _ ~ ^ $x$ signs",
    "@misc{evil, title={x}} BERT",
    "=cmd|' /C calc'!A1",
    "+1 is -1",
    "@SUM(A1)",
    "<script>alert('&amp;')</script> ]]> \"q\"",
    "![link](javascript:x) *b* `c` _d_ ~~e~~ | :smile:",
    "Ends in a backslash\\",
    "--- rule",
    "1. list",
    "# heading",
    "日本語のタイトル",
    "Émile’s σ–algebra “x” ≤ y",
    "TY  - a\ttab",
)
AUTHORS = (
    "Ada Lovelace",
    "Laurens van der Maaten",
    "John Smith Jr.",
    "Gemini Team",
    "Search and Rescue Lab",
    "王小明",
    "others",
    "Ludwig {van} B",
    "de la Cruz",
)
NOTE = "first line\n    - indented = 100% \\cite{x}\n\n# last <b>"


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[Library]:
    """A library of titles that mean something to one format or another, each with marks."""
    page = tmp_path / "page.jsonl"
    records = [
        {
            "title": title,
            "abstract": f"{title} – and more of it. Code: https://example.org/a_b%20c#d&e=1",
            "date": f"2024-05-{number:02}",
            "authors": AUTHORS,
            "arxiv_id": f"2405.{number:05}" if number % 2 else None,
            "tags": ["ml/x", "c_d&%"],
            "note": NOTE,
        }
        for number, title in enumerate(TITLES, 1)
    ]
    page.write_text("".join(json.dumps(record) + "\n" for record in records))
    with Library.open(tmp_path / "hostile", seeds=False) as library:
        (report,) = library.add([page])
        assert (report.records, report.problems) == (len(TITLES), ())
        yield library


def papers_of(library: Library) -> list[Paper]:
    return library.rows(library.listing("", sort="title").rowids)


def written(library: Library, format: str, **options: Any) -> str:
    return library.export(ids=papers_of(library), format=format, **options).text


BIBLATEX = {
    *("title", "author", "year", "month", "day", "eprint", "archiveprefix", "url", "verba"),
    *("abstract", "keywords", "annote"),
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
            if name not in ("url", "verba", "eprint", "month"):
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
    for harmless in (*(f"\\{sign}" for sign in "&%#$_"), r"{\newline}"):
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


def one(directory: Path, format: str, **record: object) -> str:
    """Return a single paper in a format."""
    told = {"title": "A Title", "abstract": "It is short.", **record}
    with Library.open(directory / "one", seeds=False) as library:
        library.add_text("page", json.dumps(told).encode() + b"\n")
        return written(library, format)


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
            "Smith, John, Jr.",
        ]
        assert entry.get("urls", []) == ([paper.link] if paper.link else [])


def test_csl_json_is_what_its_schema_wants(hostile: Library) -> None:
    schema = json.loads((Path(__file__).parent / "csl-schema" / "csl-data.json").read_text())
    items = json.loads(written(hostile, "csl-json"))
    assert list(Draft7Validator(schema).iter_errors(items)) == []
    for item, paper in zip(items, papers_of(hostile), strict=True):
        assert (item["title"], item["note"]) == (paper.title, paper.note)
        assert item["author"][1] == {
            "given": "Laurens",
            "non-dropping-particle": "van der",
            "family": "Maaten",
        }
        assert item["author"][3] == {"literal": "Gemini Team"}


def test_nothing_makes_a_valid_file_too(hostile: Library) -> None:
    assert json.loads(hostile.export(format="csl-json").text) == []
    assert hostile.export(format="bibtex").text == ""
    ElementTree.fromstring(hostile.export(format="atom").text)


def test_no_cell_of_a_table_is_a_formula(hostile: Library) -> None:
    text = written(hostile, "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == EXPORT_FIELDS
    for row, paper in zip(rows, papers_of(hostile), strict=True):
        assert row["title"].removeprefix("'") == paper.title
        assert row["note"] == NOTE
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert text.count("\r\n") == len(TITLES) + 1
    assert text.startswith('"id","title",')


def test_fields_are_chosen_where_there_are_columns(hostile: Library) -> None:
    assert written(hostile, "csv", fields=["title", "id"]).startswith('"title","id"\r\n')
    first = json.loads(written(hostile, "jsonl", fields=["id", "tags"]).splitlines()[0])
    assert first == {"id": papers_of(hostile)[0].id, "tags": ["c_d&%", "ml/x"]}
    with pytest.raises(RectoError, match=r"no fields to choose.*csv and jsonl"):
        hostile.export(format="bibtex", fields=["id"])
    with pytest.raises(RectoError, match=r"'titel'.*Did you mean title\?"):
        hostile.export(format="csv", fields=["titel"])


class Shown(HTMLParser):
    """What a page shows, and what it would fetch or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.titles: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self._stack: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self._stack.append(tag)
        if tag == "h2":
            self.titles.append("")
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self._stack.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._stack:
            self.text += data
        if "h2" in self._stack:
            self.titles[-1] += data


def test_the_page_shows_everything_and_runs_nothing(hostile: Library) -> None:
    text = written(hostile, "html", heading="</title><script>")
    shown = Shown(text)
    assert shown.titles == [paper.title for paper in papers_of(hostile)]
    assert NOTE in shown.text
    assert not shown.tags & {"script", "img", "link", "iframe", "object"}
    assert all(address.startswith("https://") for address in shown.addresses)
    assert "url(" not in text
    assert "@import" not in text


def test_markdown_shows_titles_and_notes_as_they_are(hostile: Library) -> None:
    shown = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(written(hostile, "markdown"))
    )
    for paper in papers_of(hostile):
        escaped = paper.title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f">{escaped.replace(chr(34), '&quot;')}<" in shown, paper.title
    assert shown.count("<h1>") == 1
    assert shown.count("<h2>") == 2
    assert "first line<br" in shown
    assert "\xa0\xa0\xa0\xa0- indented = 100% \\cite{x}</p>" in shown
    assert "<p># last &lt;b&gt;</p>" in shown
    for tag in ("<em>b", "<code", "<hr", "<img", "<script", "<table", "<s>"):
        assert tag not in shown


def test_markdown_groups_by_tag_and_lists_a_paper_in_full_once(
    library: Library, ids: list[str]
) -> None:
    library.tag(ids[:2], add=["beta"])
    library.tag(ids[1:3], add=["alpha"])
    library.bookmark([ids[0]])
    lines = library.export(ids=ids[:4], format="markdown").text.splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert headings == ["# Papers", "## alpha", "## beta", "## Without a tag"]
    second = library.paper(ids[1]).title
    assert sum(second in line for line in lines) == 2
    assert any(line.endswith("· see alpha") for line in lines)
    assert sum("*bookmarked*" in line for line in lines) == 1


ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_keeps_to_its_standard(hostile: Library) -> None:
    text = written(hostile, "atom", heading="a < b")
    feed = ElementTree.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}title") == "a < b"
    entries = feed.findall(f"{ATOM}entry")
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
        assert (part.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        assert len(part.findtext(f"{ATOM}updated") or "") == len("2024-05-01T00:00:00Z")
    for entry, paper in zip(entries, papers_of(hostile), strict=True):
        assert entry.findtext(f"{ATOM}title") == paper.title
        assert entry.findall(f"{ATOM}author/{ATOM}name")
        alternates = [
            link.get("href")
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel") == "alternate"
        ]
        assert alternates == ([paper.link] if paper.link else [])
        assert alternates or entry.findtext(f"{ATOM}content")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert written(hostile, "atom", heading="a < b") == text


def test_remarks_say_what_citations_lack(
    library: Library, hostile: Library, ids: list[str]
) -> None:
    authors, year = library.export(ids=ids[:3]).remarks
    assert authors.startswith("3 of 3 papers lack authors. `recto add`")
    assert "lack" in year
    assert hostile.export(ids=papers_of(hostile)).remarks == ()
    assert library.export(ids=ids, format="csv").remarks == ()
    assert library.export(ids=ids[:1]).remarks[0].startswith("The paper lacks authors.")


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_papers_keep_the_order_in_which_they_are_given(
    library: Library, ids: list[str], format: str
) -> None:
    given = [ids[3], ids[0], ids[7]]
    text = library.export(ids=given, format=format).text
    bare = text.replace("{", "").replace("}", "")
    places = [bare.index(library.paper(id).title[:12]) for id in given]
    assert places == sorted(places)


def test_what_cannot_be_exported_is_a_sentence(library: Library) -> None:
    with pytest.raises(RectoError, match="bibtex, ris"):
        library.export(format="word")
    with pytest.raises(NotFoundError):
        library.export(ids=["zzzzzzzzzz"])
