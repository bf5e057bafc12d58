"""How the bytes of a file are encoded is told by itself, and what is no text costs only itself."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.pages.encodings import UTF_8, WINDOWS, Encoding, Sniffer, encoding_of
from recto.index.pages.streams import TextStream

GUESS = "It is not UTF-8 text, and was read as Windows-1252."
BAD = "A byte that is no text is shown as \ufffd."
TITLE = "Über Tinte – eine “Übersicht” für Ångström"
PAGE = (
    "Get trending papers in your email inbox once a day!\n"
    f"{TITLE}\n"
    "Tinte fließt, und diese Zusammenfassung folgt ihr lange genug, um als eine solche zu gelten, "
    "da alles was viel kürzer ist auch ein Titel sein könnte. Wir zeigen, daß es so ist.\n"
    "· 3 authors\n· May 27, 2024\n"
)
FILES = {
    "bibtex": f"@article{{Müller2019, title = {{{TITLE}}}, year = 2019}}\n",
    "ris": f"TY  - JOUR\nTI  - {TITLE}\nER  - \n",
    "jsonl": json.dumps({"title": TITLE}, ensure_ascii=False) + "\n",
    "json": json.dumps([{"title": TITLE}], ensure_ascii=False, indent=1),
    "oai": "<OAI-PMH><record><metadata><arXiv><id>2401.12345</id>"
    f"<title>{TITLE}</title></arXiv></metadata></record></OAI-PMH>\n",
    "atom": f"<feed><entry><title>{TITLE}</title></entry></feed>\n",
    "text": PAGE,
}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_utf8_is_windows_1252_and_it_is_said(
    empty: Library, tmp_path: Path, kind: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(pack(FILES[kind].encode("cp1252")))
    (report,) = empty.add([path])
    assert (report.error, report.format) == (None, kind)
    assert [problem.reason for problem in report.problems] == [GUESS]
    assert report.problems[0].line == 1 + FILES[kind][: FILES[kind].find("Ü")].count("\n") or 1
    (paper,) = empty.rows(empty.listing("").rowids)
    assert paper.title == TITLE


@pytest.mark.parametrize("kind", FILES)
def test_standard_input_is_read_so_as_well(empty: Library, kind: str) -> None:
    report = empty.add_text("stdin", FILES[kind].encode("cp1252"))
    assert [problem.reason for problem in report.problems] == [GUESS]
    assert empty.rows(empty.listing("").rowids)[0].title == TITLE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("kind", FILES)
def test_marks_and_zeros_tell_wider_characters(empty: Library, kind: str, encoding: str) -> None:
    report = empty.add_text("file", FILES[kind].encode(encoding))
    assert (report.error, report.problems) == (None, ())
    assert empty.rows(empty.listing("").rowids)[0].title == TITLE


@pytest.mark.parametrize("kind", FILES)
def test_single_bad_bytes_cost_only_themselves(empty: Library, kind: str) -> None:
    data = FILES[kind].replace("eine", "e\0\0ine").encode().replace(b"\0\0", b"\xff\xe2\x82")
    report = empty.add_text("file", data)
    assert report.error is None
    assert {problem.reason for problem in report.problems} == {BAD}
    assert empty.rows(empty.listing("").rowids)[0].title == TITLE.replace("eine", "e\ufffdine")


@pytest.mark.parametrize("kind", sorted(set(FILES) - {"jsonl", "json"}))
def test_a_zero_costs_only_itself(empty: Library, kind: str) -> None:
    report = empty.add_text("file", (FILES[kind] + "\n" * 3000).replace("eine", "e\0ine").encode())
    assert {problem.reason for problem in report.problems} == {BAD}
    assert empty.rows(empty.listing("").rowids)[0].title == TITLE.replace("eine", "e\ufffdine")


@pytest.mark.parametrize(
    ("declared", "encoding", "title"),
    [
        ("ISO-8859-1", "cp1252", "Große “Müller”"),
        ("us-ascii", "cp1252", "Große “Müller”"),
        ("iso-8859-15", "iso-8859-15", "Große Müller für 3 €"),
        ("windows-1251", "windows-1251", "Чернила и перья"),
        ("KOI8-R", "koi8-r", "Чернила и перья"),
        ("Shift_JIS", "shift_jis", "漢字とかな"),
        ("EUC-JP", "euc_jp", "漢字とかな"),
        ("GB2312", "gb2312", "汉字研究"),
        ("Big5", "big5", "漢字研究"),
        ("ISO-2022-JP", "iso-2022-jp", "漢字とかな"),
        ("UTF-16", "utf-16", "漢字 Müller"),
        ("UTF-16", "utf-8", "漢字 Müller"),
        ("ISO-8859-1", "utf-8", "漢字 Müller"),
    ],
)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_xml_declares_is_heeded(
    empty: Library, quote: str, declared: str, encoding: str, title: str
) -> None:
    text = f"<?xml version={quote}1.0{quote} encoding={quote}{declared}{quote}?>\n<feed><entry>"
    report = empty.add_text(
        "a.xml", f"{text}<title>{title}</title></entry></feed>".encode(encoding)
    )
    assert (report.error, report.problems) == (None, ())
    assert empty.rows(empty.listing("").rowids)[0].title == title


def test_html_declares_it_as_well(empty: Library) -> None:
    page = (
        '<!doctype html><html><head><meta http-equiv="Content-Type" content="text/html; '
        'charset=iso-8859-2"></head><body><h3><a href="/papers/2401.00001">Łódź inks</a></h3>'
        f"<p>{'The inks of Łódź are read by everybody who is there. ' * 4}</p></body></html>"
    )
    report = empty.add_text("page.html", page.encode("iso-8859-2"))
    assert report.error is None
    assert empty.paper("2401.00001").title == "Łódź inks"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", UTF_8),
        ("é".encode(), UTF_8),
        (b"\xe9", Encoding(WINDOWS, is_guessed=True)),
        (b"a" * 70_000 + b"\xe9", Encoding(WINDOWS, is_guessed=True)),
        (b"\xe9 \0", UTF_8),
        (b"\xe9 " + "é".encode(), UTF_8),
        (b"\xef\xbb\xbf\xe9", UTF_8),
        (b"end \xc3", Encoding(WINDOWS, is_guessed=True)),
        (b"<?xml encoding='latin1'?>\xe9", Encoding(WINDOWS)),
        (b"<?xml encoding='latin1'?>" + "é".encode(), UTF_8),
        (b"<?xml encoding='zip'?>\xe9", Encoding(WINDOWS, is_guessed=True)),
        (b"<?xml encoding='unicode_escape'?>x", UTF_8),
        (b"<?xml encoding='utf-16'?>x", UTF_8),
        (b"Subject: x\nContent-Type: text/plain;\n charset=koi8-r\n\n\xe9", Encoding("koi8-r")),
        (b"<\0a\0", Encoding("utf-16-le")),
        (b"\0<\0a", Encoding("utf-16-be")),
        (b"\0\0\0<", Encoding("utf-32-be")),
        (b"", UTF_8),
    ],
)
def test_what_tells_the_encoding(data: bytes, encoding: Encoding) -> None:
    assert encoding_of(data) == encoding
    for size in (1, 2, 3, 7):
        sniffer = Sniffer()
        for at in range(0, len(data), size if len(data) < 100 else 4096 + size):
            sniffer.feed(data[at : at + (size if len(data) < 100 else 4096 + size)])
        assert sniffer.encoding() == encoding, size


def test_a_pipe_that_is_read_once_is_told_by_what_has_come() -> None:
    class Pipe:
        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def read(self, size: int, /) -> bytes:
            return self._data.read(size)

    stream = TextStream(Pipe(b"one\nM\xfcller\n"), "pipe")
    assert list(stream.lines()) == ["one", "Müller"]
    assert [(problem.line, problem.reason) for problem in stream.problems] == [(2, GUESS)]


def test_of_very_many_bad_bytes_not_all_are_told() -> None:
    stream = TextStream(io.BytesIO("é\n".encode() + b"\xff\n" * 5000), "file")
    assert list(stream.lines()) == ["é", *["\ufffd"] * 5000]
    assert 100 <= len(stream.problems) <= 101
