"""What a file is, is told by its content, packed or not; whole directories; traps are refused."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest
from recto.index import AddReport, Library
from recto.index.pages.kinds import recognise

DUMP = """Get trending papers in your email inbox once a day!
A Paper on the Walks of Wombats at Night
Wombats walk at night, and this abstract follows them for long enough to be taken for the abstract \
of a paper, since what is much shorter could as well be another title, and nobody could tell.
"""
API = [{"paper": {"id": "2405.15738", "title": "Convolutions", "summary": "Of pictures."}}]
FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>
<title>Convolutions</title><id>http://arxiv.org/abs/2405.15738v2</id></entry></feed>"""
BIBTEX = "% made by hand\n@article{key, title = {Convolutions}, eprint = {2405.15738}}\n"
RIS = "TY  - JOUR\nTI  - Convolutions\nAN  - arXiv:2405.15738\nER  - \n"
FILES = {
    "text": DUMP,
    "json": json.dumps(API, indent=1),
    "jsonl": '{"title": "Convolutions", "arxiv_id": "2405.15738"}\n',
    "atom": FEED,
    "bibtex": BIBTEX,
    "ris": RIS,
    "arxiv": "2405.15738\nhttps://arxiv.org/abs/1706.03762v5\n",
}


def add(library: Library, path: Path, content: str | bytes) -> AddReport:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (report,) = library.add([path])
    return report


@pytest.mark.parametrize("pack", [bytes, lzma.compress, gzip.compress], ids=["plain", "xz", "gzip"])
@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_known_by_its_content(
    empty: Library, tmp_path: Path, kind: str, pack: type
) -> None:
    report = add(empty, tmp_path / "no ending", pack(FILES[kind].encode()))
    assert (report.error, report.format, report.records > 0) == (None, kind, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Subscribe](https://huggingface.co/login) to what is no JSON", "text"),
        ("[1] Smith, J. (2020). A paper.", "text"),
        ('\ufeff\n[ {"title": "A"} ]', "json"),
        ('{\n  "title": "A"\n}', "json"),
        ("<!-- saved --><rss version='2.0'></rss>", "atom"),
        ('<!DOCTYPE lolz [<!ENTITY a "b">]><lolz/>', "atom"),
        ("write to me@inproceedings.org, please", "text"),
        ("# mine\n2405.15738  # read soon\n\nhuggingface.co", "arxiv"),
        ("Dear all,\n\nsee arXiv:2405.15738 for more.\n\nYours,\n\nAda\n", "text"),
        ("# mine\n2405.15738\n\narXiv:1706.03762\noops", "arxiv"),
        ("TY - JOUR\nTI - A\n", "ris"),
        (
            "Record #1 of 2\nProvider: A Library\n\nTY  -  JOUR\nAN  -  X\nTI  -  A\nER  -  \n",
            "ris",
        ),
        ("\ufeff1.\r\nTY  - JOUR\r\nTI  - A\r\nER  - \r\n\r\n2.\r\nTY  - JOUR\r\n", "ris"),
        ("Database: ACM\nContent: text/plain\n\nTY  - JOUR\n\nT1  - A\nER  - \n", "ris"),
        ("Exported on 2024-01-05 from somewhere\n\n\n  TY  - CONF\n  TI  - A\n", "ris"),
        ("<1>\nTY  - JOUR\nTI  - A\nER  -\n", "ris"),
        ("We say that TY  - is a tag of RIS, and no more.", "text"),
        ("@article{10.1016/0196-6774(89)90038-2,\n title={A}}", "bibtex"),
        ("@article(key,\n title={A})", "bibtex"),
        ("@article{,\n title={A}}", "bibtex"),
        ("@article{\n  title = {A}\n}", "bibtex"),
        ('@article{say"what",\n title={A}}', "bibtex"),
        ("@article{O'Neil:2019+b, title={A}}", "bibtex"),
        ("@article{Smith and Co 2020,\n title={A}}", "bibtex"),
        ("@misc{a;b/c?d=e, title={x}}", "bibtex"),
        ("@article\n{key\n,\n title={A}}", "bibtex"),
        ("@online{https://a.org/x,title={A}}", "bibtex"),
        ("Cite us:\n```bibtex\n@misc{x(1), title={A}}\n```\n", "bibtex"),
        ('@somebody (said, "x") and @other{smile}, see', "text"),
    ],
)
def test_what_looks_like_something_else(text: str, kind: str) -> None:
    assert recognise(text) == kind


def test_the_format_can_be_forced(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "references"
    path.write_text("Some words of introduction.\n" * 3000 + BIBTEX)
    (report,) = empty.add([path], format="bibtex")
    assert (report.format, report.records) == ("bibtex", 1)
    (report,) = empty.add([path], format="ris")
    assert "No papers in" in str(report.error)


def test_a_name_can_be_given(empty: Library, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(API))
    (report,) = empty.add([path], name="hf daily")
    assert report.name == "hf daily"
    assert [source.name for source in empty.counts().sources] == ["hf daily"]


def test_a_directory_stands_for_the_files_in_it(empty: Library, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "deeper").mkdir(parents=True)
    (pages / "deeper" / "more.ris").write_text(RIS.replace("Convolutions", "Deeper"))
    (pages / "b.txt").write_text(DUMP)
    (pages / "a.json.gz").write_bytes(gzip.compress(json.dumps(API).encode()))
    (pages / "c.txt").write_text("What I want to read some day.\n")
    (pages / ".hidden.ris").write_text(RIS.replace("Convolutions", "Hidden"))
    (pages / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    reports = empty.add([pages])
    assert [(report.name, report.records, report.skipped) for report in reports] == [
        ("a.json.gz", 1, 0),
        ("b.txt", 1, 0),
        ("c.txt", 0, 0),
        ("pages", 0, 1),
    ]
    assert "c.txt" in str(reports[2].error)
    assert empty.counts().all == 2
    assert empty.counts().new == 2  # one import


def test_an_empty_directory_is_told(empty: Library, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (report,) = empty.add([tmp_path / "bare"])
    assert "no files directly in it" in str(report.error)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[" * 1_000_000, "nested too deeply"),
        ('[{"title": "A", "upvotes": ' + "1" * 1_000_000 + "}]", "a number that is none"),
        ('[{"title": ', "It is no JSON"),
        ('{"error": "Invalid date"}', "error answer: Invalid date"),
        ("[]", "shows no papers"),
        ('{"type": "recto-library", "format": 1}\n{"title": "A"}\n', "`recto import-library FILE`"),
        ('<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "b">]><feed>&a;</feed>', "entities"),
        ('<!DOCTYPE f SYSTEM "file:///etc/passwd"><rss/>', "entities"),
        ("<feed>" + "<a>" * 1000, "nested too deeply"),
        ("<?xml version='1.0'?><feed><entry>", "Line 1: It is no well-formed XML"),
        ("<feed/>", "has no entries"),
        ("@article{a, title = {never closed", "The entry breaks off"),
        ("@misc{a, year = 2020}", "It has no title"),
        ("TY  - JOUR\nAU  - Nobody\nER  - \n", "The reference has no title"),
    ],
)
def test_traps_and_wrecks_are_sentences(
    empty: Library, tmp_path: Path, content: str | bytes, reason: str
) -> None:
    report = add(empty, tmp_path / "file", content)
    assert reason in str(report.error)
    assert len(str(report.error)) < 500
    assert empty.counts().all == 0


def test_what_unpacks_to_very_much_is_a_sentence(empty: Library, tmp_path: Path) -> None:
    for content in (
        lzma.compress(b"[" + b" " * 20_000_000, preset=0),
        gzip.compress(b"<feed>" + b"\n" * 50_000_000, compresslevel=1),
    ):
        report = add(empty, tmp_path / "file", content)
        assert "unpacks to more than" in str(report.error)
        assert len(str(report.error)) < 500
    assert empty.counts().all == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[{"title": "Good"},\n {"x": 1},\n {"title": ]', (2, "Record 2: It has no title.")),
        ('[{"title": "Good"},\n {"title": ]', (2, "It is no JSON: Expecting value.")),
        ("<feed><entry><title>Good</title></entry>\n<entry>", (2, "It is no well-formed XML")),
        ("@misc{a,\n title={Good}}\n@misc{b, title={x\n@misc{c, title={Too}}", (3, "breaks off")),
        ("TY  - JOUR\nTI  - Good\nER  -\n\nTY  - JOUR\nER  -\n", (5, "has no title")),
        (
            "2405.15738\n1706.03762\nnothing\n",
            (3, "no arXiv id, DOI or link to one: nothing"),
        ),
    ],
)
def test_good_parts_are_added_and_bad_ones_told(
    empty: Library, tmp_path: Path, content: str, problem: tuple[int, str]
) -> None:
    report = add(empty, tmp_path / "file", content)
    assert report.error is None
    assert report.new > 0
    assert report.problems[0].line == problem[0]
    assert problem[1] in report.problems[0].reason


def test_deep_braces_and_long_words_cost_nothing(empty: Library, tmp_path: Path) -> None:
    deep = "@misc{a, title={" + "{" * 20_000 + "Deep" + "}" * 20_000 + "}}"
    report = add(empty, tmp_path / "deep.bib", deep)
    assert (report.error, report.records) == (None, 1)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_notes_and_tables_are_no_papers(library: Library, name: str) -> None:
    (report,) = library.add([Path(__file__).parents[3] / name])
    assert report.error is not None
    assert report.records == 0
