"""Bytes that are meant as a note, in whatever encoding an editor saves."""

from __future__ import annotations

import pytest
from recto.index import RectoError, decode_note

LONG = "Käse und Brot, “quoted”: 5 €"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (LONG.encode(), LONG, None),
        (b"\xef\xbb\xbf" + LONG.encode(), LONG, None),
        (b"", "", None),
        (b"caf\xe9\n", "café\n", "Windows-1252"),
        (LONG.encode("cp1252"), LONG, "Windows-1252"),
        (b"\xff\xfe" + LONG.encode("utf-16-le"), LONG, "UTF-16"),
        (b"\xfe\xff" + LONG.encode("utf-16-be"), LONG, "UTF-16"),
    ],
)
def test_what_is_no_utf_8_is_read_and_named(data: bytes, text: str, encoding: str | None) -> None:
    assert decode_note(data, "FILE") == (text, encoding)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("one\nwhole é, and a broken ".encode() + b"\xe9 one", 2),  # damaged UTF-8, not Latin-1
        (b"\xe9\0\0\0", 1),
        (b"\n\nnot in Windows-1252: \x81\x8d", 3),
        (b"\xff\xfe\x00\xd8", 1),  # half a surrogate pair
    ],
)
def test_what_would_lose_something_is_refused(data: bytes, line: int) -> None:
    with pytest.raises(RectoError, match=rf"FILE is no text in UTF-8: line {line}\..* as UTF-8"):
        decode_note(data, "FILE")


def test_the_locale_s_own_encoding_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "koi8-r")
    assert decode_note("бумага".encode("koi8-r"), "FILE") == ("бумага", "koi8-r")
    monkeypatch.setattr("locale.getencoding", lambda: "no-such-encoding")
    assert decode_note(b"caf\xe9", "FILE").encoding == "Windows-1252"
