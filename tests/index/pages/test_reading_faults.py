"""Whatever a file holds, adding it ends with a report, and what is bad in it costs nothing good.

`RECTO_FUZZ=100000` in the environment tries so many files of each kind, other ones each time.
"""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recto.index import Library, RectoError
from recto.index.adding import parts
from recto.index.database import turns
from recto.index.errors import SourceError
from recto.index.pages.bibliographies import latex_decoder
from recto.index.pages.bibliographies.latex import plain_text
from recto.index.pages.bibliographies.latex_decoder import decoded
from recto.index.pages.files import decode
from recto.index.pages.formats import FORMATS, JSON_LINES, RECORD_FORMATS
from recto.index.pages.json_files.jsonlines import JsonLines
from recto.index.pages.json_files.objects import read_object
from recto.index.pages.kinds import open_records, read_page, recognise
from recto.index.pages.values import NoPaperError
from recto.index.paper import Record

from .reading_texts import SNIPPETS, bytes_of

LONG = int(os.environ.get("RECTO_FUZZ", "0"))

fuzzed = settings(
    max_examples=LONG or 40,
    derandomize=not LONG,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def read(kind: str, data: bytes) -> list[Record]:
    """Return the records of a file; none where it is refused with a sentence."""
    try:
        if kind == JSON_LINES:
            return list(JsonLines(io.BytesIO(data), "file").records())
        if kind in RECORD_FORMATS:
            return list(open_records(kind, io.BytesIO(data), "file").records())
        return list(read_page(kind, decode(data, "file"), "file", None).records)
    except SourceError as error:
        assert error.title
        return []


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_is_read_or_refused_whatever_it_holds(kind: str) -> None:
    @fuzzed
    @given(bytes_of(kind))
    def check(data: bytes) -> None:
        for record in read(kind, data):
            assert record.title
            assert record.title.isprintable()
        recognise(data.decode("utf-8", "replace"))

    check()


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = [
    *("title", "abstract", "summary", "paper", "id", "date", "published", "publishedAt", "authors"),
    *("author", "issued", "number", "URL", "DOI", "keyword", "custom", "note", "tags", "links"),
    *("github", "githubRepo", "projectPage", "organization", "organisation", "upvotes", "comments"),
    *("numComments", "bookmarked", "read", "queue", "done", "kept_from", "arxiv_id", "name"),
    *("versions", "authors_parsed", "categories", "journal-ref", "doi", "paperId", "externalIds"),
    *("journal", "openAccessPdf", "year", "license"),
]


@fuzzed
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8))
def test_an_object_is_a_paper_or_none_whatever_its_values_are(told: dict[str, object]) -> None:
    for one in (told, {"paper": told}, {"title": "A", "author": [told], "issued": told}):
        try:
            record = read_object(one, 1, 1)
        except NoPaperError:
            continue
        assert record.title


@pytest.fixture(scope="module")
def macros() -> list[str]:
    from pylatexenc.latex2text import get_default_latex_context_db as shown
    from pylatexenc.latexwalker import get_default_latex_context_db as known

    names = {
        spec.macroname
        for commands in (shown(), known())
        for category in commands.categories()
        for spec in commands.iter_macro_specs([category])
    }
    return sorted(names)


def test_no_command_of_tex_ends_the_run(macros: list[str]) -> None:
    assert len(macros) > 900
    ends = ("", "{a}", "{a}{b}", "[a]{b}", " x", "{", "}", "[")
    for name, end in itertools.product(macros, ends):
        assert isinstance(plain_text(f"{{\\{name}{end}}} \\{name}{end}"), str)


def test_a_link_in_a_note_shows_its_words_and_its_address(empty: Library) -> None:
    note = r"See \href{https://a.org/x}{the page of it} and \href"
    empty.add_text("a.bib", f"@misc{{a, title={{A}}, annote={{{note}}}}}".encode())
    (paper,) = empty.rows(empty.listing("").rowids)
    assert paper.remark == r"See the page of it (https://a.org/x) and \href"


def test_what_parsers_say_to_their_logs_stays_off_the_screen(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert plain_text(r"\frac \underline{a} \ket \input") is not None
    assert read("bibtex", b"@misc{a, title={A}, title={B}, x y}\n@misc{b") == []
    assert capfd.readouterr().err == ""


BAD = {
    "bibtex": "@misc{{bad{n}, title = {{Bad {n}, year = 2024\n}}\n",
    "ris": "TY  - JOUR\nAU  - Nobody\nER  - \n",
    "json": '{{"title": "Bad {n}, "x": 1}},\n',
    "jsonl": '{{"title": "Bad {n}, "x": 1}}\n',
    "csl-json": '{{"title": "Bad {n}", "author" [}},\n',
    "nbib": "PMID- 9{n}\nAU  - Nobody N\n\n",
    "enw": "%0 Journal Article\n%A Nobody\n\n",
    "wos": "PT J\nAU Nobody, N\nER\n\n",
    "atom": "<entry><title>Bad {n}</entry>\n",
    "oai": "<record><metadata><arXivRaw><title>Bad {n}</metadata></record>\n",
    "arxiv": "24bad{n}\n",
}
GOOD = {
    "bibtex": "@misc{{good{n}, title = {{Good {n}}}, annote = {{It is\n  {n}}} }}\n",
    "ris": "TY  - JOUR\nTI  - Good {n}\nER  - \n",
    "json": '{{"title": "Good {n}", "authors": ["A"]}},\n',
    "jsonl": '{{"title": "Good {n}"}}\n',
    "csl-json": '{{"title": "Good {n}", "author": [{{"family": "A"}}]}},\n',
    "atom": "<entry><title>Good {n}</title></entry>\n",
    "oai": "<record><metadata><arXivRaw><id>2401.{n:05}</id><title>Good {n}</title></arXivRaw>"
    "</metadata></record>\n",
    "nbib": "PMID- 1{n}\nTI  - Good {n}\n\n",
    "enw": "%0 Journal Article\n%T Good {n}\n\n",
    "wos": "PT J\nTI Good {n}\nER\n\n",
    "arxiv": "2401.{n:05}\n",
}
AROUND = {
    "json": ('{"papers": [\n', "{}]}\n"),
    "csl-json": ("[\n", "{}]\n"),
    "atom": ('<feed xmlns="http://www.w3.org/2005/Atom">\n', "</feed>\n"),
    "oai": ("<OAI-PMH><ListRecords>\n", "</ListRecords></OAI-PMH>\n"),
}


def mixed(kind: str, bad: dict[int, bytes], count: int = 1000) -> bytes:
    """Return a file of good records of which some are replaced by bad ones."""

    def lines() -> Iterator[bytes]:
        for number in range(count):
            yield bad.get(number) or GOOD[kind].format(n=number).encode()

    begin, end = AROUND.get(kind, ("", ""))
    return begin.encode() + b"".join(lines()) + end.encode()


@pytest.mark.parametrize("place", [0, 500, 999])
@pytest.mark.parametrize("kind", BAD)
def test_one_bad_record_leaves_all_others(kind: str, place: int) -> None:
    data = mixed(kind, {place: BAD[kind].format(n=place).encode()})
    assert len({record.title for record in read(kind, data)}) == 999


@pytest.mark.parametrize("kind", sorted(set(BAD) - {"arxiv"}))
def test_bytes_that_are_no_utf8_are_windows_1252_where_nothing_is_utf8(kind: str) -> None:
    good = GOOD[kind].format(n=500).encode()
    titles = [r.title for r in read(kind, mixed(kind, {500: good.replace(b"Good", b"G\xf6\x93d")}))]
    assert titles[500] == "Gö“d 500"
    assert len(set(titles)) == 1000


@pytest.mark.parametrize("kind", sorted(set(BAD) - {"arxiv"}))
def test_a_bad_byte_in_utf8_costs_only_itself(kind: str) -> None:
    good = GOOD[kind].format(n=500).encode()
    bad = good.replace(b"Good", "Gö".encode() + b"\xf6d")
    titles = [r.title for r in read(kind, mixed(kind, {500: bad}))]
    assert titles[500] == "Gö�d 500"
    assert len(set(titles)) == 1000


@pytest.mark.parametrize("kind", sorted(BAD))
@fuzzed
@given(place=st.integers(0, 49), data=st.data())
def test_a_bad_record_costs_no_others(kind: str, place: int, data: st.DataObject) -> None:
    """One record is cut short or has something put in; at most itself and a neighbour are lost."""
    good = GOOD[kind].format(n=place).encode()
    at = data.draw(st.integers(0, len(good) - 1))
    piece = data.draw(st.sampled_from([*SNIPPETS[kind], "", "}", '"', "\\", "<"])).encode()
    bad = good[:at] + piece.replace(b"\n", b" ") + good[at + data.draw(st.integers(0, 3)) :]
    titles = {record.title for record in read(kind, mixed(kind, {place: bad or b"\n"}, 50))}
    wanted = {record.title for record in read(kind, mixed(kind, {place: b"\n"}, 50))}
    lost = wanted - titles
    assert len(lost) <= 1, (bad, lost)


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("json", '{"title": "Good 3", "authors": ["A",\n'),
        ("csl-json", '{"title": "Good 3", "author": [{"family": "A"},\n'),
    ],
)
def test_a_list_without_its_end_swallows_nothing(kind: str, bad: str) -> None:
    titles = [record.title for record in read(kind, mixed(kind, {3: bad.encode()}, 50))]
    assert [title for title in titles if title != "Good 3"] == [
        f"Good {number}" for number in range(50) if number != 3
    ]


def test_a_line_too_long_costs_no_other() -> None:
    long = b"x" * (5 << 20)
    for kind, line in (
        ("jsonl", b'{"title": "' + long),
        ("arxiv", long),
        ("ris", b"AB  - " + long),
    ):
        data = mixed(kind, {1: line + b"\n"}, 3)
        assert len(read(kind, data)) == 2, kind


def test_a_note_may_hold_the_beginning_of_an_entry() -> None:
    note = "As it is cited:\n@article{x,\n  title = {X}\n}\nand so on"
    (one, two) = read(
        "bibtex", f"@misc{{a, title={{A}}, annote={{{note}}}}}\n@misc{{b,title={{B}}}}".encode()
    )
    assert (one.title, two.title) == ("A", "B")
    assert one.remark is not None
    assert "@article" in one.remark


@pytest.mark.parametrize("kind", sorted(RECORD_FORMATS - {"csl-json"}))
def test_a_piece_may_end_anywhere(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from recto.index.pages import files

    data = mixed(kind, {7: BAD[kind].format(n=7).encode()}, 20).replace(b"Good", "Göd".encode())
    whole = read(kind, data)
    for size in range(1, 40):
        monkeypatch.setattr(files, "_PIECE", size)
        assert read(kind, data) == whole
    assert len(whole) == 19


def test_what_ends_in_a_part_of_a_file_is_a_report(
    empty: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parts, "PART", 20)
    monkeypatch.setattr(parts, "TOGETHER", 10)
    monkeypatch.setattr(turns, "_TURN", 0)
    for kind in BAD:
        path = tmp_path / kind
        path.write_bytes(mixed(kind, {7: BAD[kind].format(n=7).encode()}, 50))
        (report,) = empty.add([path])
        assert (report.error, report.records) == (None, 49), kind
        (again,) = empty.add([path])
        assert (again.unchanged, again.records) == (True, 49), kind


def test_files_of_any_kind_end_with_a_report(empty: Library) -> None:
    empty.index.most_at_once = 0  # Whoosh names its files by a generator that hypothesis sets back

    @settings(fuzzed, max_examples=LONG or 30)
    @given(st.sampled_from(FORMATS).flatmap(bytes_of))
    def check(data: bytes) -> None:
        report = empty.add_text("file", data)
        assert report.error is None or isinstance(report.error, RectoError)
        json.dumps([problem.reason for problem in report.problems])

    check()


def test_tex_that_is_read_again_and_again_is_left_as_it_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert decoded(r"\emph{Inks} on \textbf{paper}") == "Inks on paper"
    monkeypatch.setattr(latex_decoder, "_TOKENS_A_CHARACTER", 0)
    monkeypatch.setattr(latex_decoder, "_TOKENS", 8)
    assert decoded(r"\emph{Inks} on \textbf{leather}") is None


def test_a_file_of_nothing_but_tex_is_read_in_part_and_says_so(
    empty: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latex_decoder, "_UNITS", 200)
    entries = [
        rf"@misc{{k{n}, title={{Ink \uline{{of {n}}} {{\textless}}kind}}, year={{2020}}}}" "\n"
        for n in range(40)
    ]
    report = empty.add_text("tex.bib", "".join(entries).encode())
    (problem,) = report.problems
    assert "very much TeX" in problem.reason
    titles = {paper.title for paper in empty.rows(empty.listing("").rowids)}
    assert len(titles) == 40
    assert "Ink of 0 <kind" in titles
    assert r"Ink \uline{of 39} <kind" in titles
    assert report.records == 40
