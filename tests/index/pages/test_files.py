"""Files that are read, and files that are refused with a sentence."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from recto.index.errors import SourceError
from recto.index.pages.files import decode, iterate_pieces, load_stream, open_source
from recto.index.pages.streams import TextStream


def load(path: Path) -> bytes:
    with open_source(path) as stream:
        return load_stream(stream, path.name)


def read(path: Path) -> str:
    return decode(load(path), path.name)


@pytest.mark.parametrize(
    "data",
    [
        "Poincaré\n".encode(),
        "Poincaré\n".encode("utf-8-sig"),
        "Poincaré\n".encode("utf-16"),
        b"\xfe\xff" + "Poincaré\n".encode("utf-16-be"),
    ],
)
def test_text_is_read_in_unicode(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)

    assert read(path) == "Poincaré\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It is empty."),
        (b" \r\n\t\n", "It is empty."),
        (b"\xef\xbb\xbf", "It is empty."),
        (b"\xff\xfe", "It is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "It is a picture."),
        (b"what\x00\x01\x02is\x00\x05this\x00", "It is a binary file, not text."),
        (b"%PDF-1.7\n%\xe2\xe3\n", "It is a PDF file, not a saved page."),
        (b"a" * (1 << 20), "It has no line break in its first megabyte."),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(data)

    with pytest.raises(SourceError) as caught:
        read(path)
    assert caught.value.message == sentence
    assert "page.txt" in caught.value.title


def test_missing_and_unreadable_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("text\n")
    for path, sentence in [
        (tmp_path, "It is a directory."),
        (tmp_path / "none", "There is no such file."),
        (tmp_path / "file" / "below", "There is no such file."),
        (tmp_path / "nul\0", "There is no such file."),
        (tmp_path / "loop", "It is a link that leads in a circle."),
        (tmp_path / ("n" * 300), "Its name is too long."),
    ]:
        with pytest.raises(SourceError) as caught:
            load(path)
        assert caught.value.message == sentence
        assert caught.value.title.isprintable()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("text\n")
    path.chmod(0)

    with pytest.raises(SourceError, match="permission denied"):
        load(path)


class Endless:
    """A stream without an end that counts what was taken from it."""

    def __init__(self, piece: bytes) -> None:
        self.piece = piece
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        self.taken += size
        return (self.piece * (size // len(self.piece) + 1))[:size]


@pytest.mark.parametrize("piece", [b"a", b"\x00\n"])
def test_a_huge_file_that_is_no_text_is_not_read_to_its_end(piece: bytes) -> None:
    stream = Endless(piece)

    with pytest.raises(SourceError):
        load_stream(stream, "huge")
    assert stream.taken == 1 << 20


def test_what_is_far_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recto.index.pages.files.LARGEST", 3 << 20)

    with pytest.raises(SourceError, match="larger than 3 MB"):
        load_stream(Endless(b"line\n"), "huge")


class Drip:
    """A pipe that gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        return self.rest.read(min(size, 1))


def test_a_pipe_is_read_to_its_end() -> None:
    assert load_stream(Drip(b"one\ntwo\n"), "stdin") == b"one\ntwo\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_text_is_read_piece_by_piece(encoding: str) -> None:
    text = "Poincaré\n" * (1 << 17)
    data = text.encode(encoding)

    assert len(list(iterate_pieces(io.BytesIO(data), "long"))) > 2
    assert b"".join(iterate_pieces(io.BytesIO(data), "long")) == data
    assert "".join(TextStream(io.BytesIO(data), "long").pieces()) == text


def test_what_turns_out_to_be_no_text_later_on_is_refused() -> None:
    data = b"line\n" * (1 << 17) + b"\0" * 999

    with pytest.raises(SourceError, match="binary file"):
        list(iterate_pieces(io.BytesIO(data), "long"))
    with pytest.raises(SourceError, match="binary file"):
        list(TextStream(io.BytesIO(data), "long").pieces())
