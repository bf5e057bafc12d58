"""Forms told by content, and deriving in a process with limits."""

from __future__ import annotations

import os
import resource
import sys
import threading
from pathlib import Path

import pytest
from recto.index.errors import Interrupted
from recto.index.texts import apart, child
from recto.index.texts.apart import derive_apart
from recto.index.texts.blocks import unpack
from recto.index.texts.deriving import UnreadableError, derive, form_of

from .pages import INK, page, para, section

HTML = page(section("S1", "1", "Ink", para(INK))).encode()


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (HTML, "a.txt", "html"),
        (b"\xef\xbb\xbf<html><p>a", "", "html"),
        (b"<!DOCTYPE html>\n<html>", "", "html"),
        (b"\n%PDF-1.5\n", "a.html", "pdf"),
        (b"Title: A\n\nURL Source: https://a.org\n\nMarkdown Content:\nA", "", "huggingface"),
        (b"# Ink\n\nIt dries.", "", "markdown"),
        (b"Ink\n\nIt dries.", "a.md", "markdown"),
        (b"# Ink\n\nIt dries.", "a.txt", "plain"),
        (b"Ink\n\nIt dries, see [1].", "", "plain"),
        (b"", "", "plain"),
    ],
)  # fmt: skip
def test_the_content_tells_the_form(data: bytes, name: str, form: str) -> None:
    assert form_of(data, name) == form


def test_a_process_of_its_own_says_the_same_wherever_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("json", "resource", "justhtml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit")
    text, packed = derive_apart(HTML, "html")
    assert text == derive(HTML, "html") == unpack(packed)
    assert text.blocks[1].text == INK.strip()


def test_the_process_asks_which_words_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (
        'return real(b"ink dries " * 20 + b" ".join(b"%d" % (one in words) for one in WORDS), form)'
    )
    script = tmp_path / "stubborn.py"
    script.write_text(
        "from recto.index.texts import child, deriving\nimport sys\n"
        'WORDS = ("large-scale", "größe", "nothing", "two words", "a\\nb")\n'
        f"real = deriving.derive\ndef derive(data, form, words, part=None):\n    {body}\n"
        "child.derive = derive\nchild.main(sys.argv[1:])\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "_CHILD", "stubborn")
    vocabulary = {"large-scale", "größe", "two words", "a"}
    text, _ = derive_apart(b"", "plain", vocabulary=vocabulary)
    assert text.blocks[0].text.endswith("ink dries 1 1 0 0 0")


def test_other_encodings_are_read() -> None:
    html = f'<html><head><meta charset="iso-8859-1"></head><body><p>Größe. {INK}</p>'
    text = derive(html.encode("latin-1"), "html")
    assert text.blocks[0].text.startswith("Größe.")
    assert derive(f"Größe. {INK}".encode("cp1252"), "plain").blocks[0].text.startswith("Größe.")


def test_a_page_without_a_paper_is_refused_with_a_sentence() -> None:
    html = b"<html><body><h1>No HTML for '2401.00042v1'</h1><p>Try the PDF.</p></body></html>"
    with pytest.raises(UnreadableError, match="hardly any text"):
        derive_apart(html, "html")


def test_what_is_far_too_large_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGEST", 10)
    with pytest.raises(UnreadableError, match="MB"):
        derive_apart(HTML, "html")


def stubborn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let the process that derives do something else behind its limits."""
    script = tmp_path / "stubborn.py"
    script.write_text(
        "from recto.index.texts import child, deriving\nimport sys\n"
        "child.SECONDS, child.MEMORY = 1, 50 << 20\n"
        f"def derive(data, form, words, part=None):\n    {body}\n"
        "child.derive = derive\nchild.main(sys.argv[1:])\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "_CHILD", "stubborn")


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn(tmp_path, monkeypatch, "import resource\n    resource.setrlimit(resource.RLIMIT_CPU, (0, 1))\n    while True: pass")  # fmt: skip # noqa: E501
    with pytest.raises(UnreadableError, match="too long"):
        derive_apart(HTML, "html")


def test_what_waits_for_ever_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn(tmp_path, monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(UnreadableError, match="too long"):
        derive_apart(HTML, "html", patience=0.1)


def test_what_is_stopped_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn(tmp_path, monkeypatch, "import time; time.sleep(600)")
    stopped = threading.Event()
    stopped.set()
    with pytest.raises(Interrupted):
        derive_apart(HTML, "html", stopped=stopped)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to this limit")
def test_what_takes_too_much_memory_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn(tmp_path, monkeypatch, "bytearray(1 << 30)")
    with pytest.raises(UnreadableError, match="MB of memory"):
        derive_apart(HTML, "html")


def test_what_recurses_too_deep_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn(tmp_path, monkeypatch, "derive(data, form, words)")
    with pytest.raises(UnreadableError, match="too deep"):
        derive_apart(HTML, "html")


@pytest.mark.parametrize("body", ["raise ValueError", "import os; os._exit(0)"])
def test_what_fails_otherwise_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    stubborn(tmp_path, monkeypatch, body)
    with pytest.raises(UnreadableError, match="damaged"):
        derive_apart(HTML, "html")


def test_the_process_has_limits() -> None:
    assert child.SECONDS <= 20
    assert child.MEMORY <= 300 << 20
    assert child._size() > 1 << 20
    assert child._size() % resource.getpagesize() == 0
    assert os.nice(0) < 19


DIV, NOTE, ITEM = "<div>", '<span class="ltx_note">', "<ul><li>"


@pytest.mark.parametrize(
    "hostile",
    [
        DIV * 20_000,
        f"<p {' '.join(f'a{at}' for at in range(20_000))}>",
        "<b><i><u><a>x<p>" * 500,
        "<table>" + "<b>x<tr>" * 1000,
        "<!--" * 10_000,
        "<a b='" * 10_000,
        NOTE * 2000,
        ITEM * 2000,
        "<table>" + "<tr>" + "<td colspan=99999 rowspan=99999>x" * 500,
        "<math alttext='x'>" * 5000,
        "<pre>" + "\n" * 100_000,
        f"<h2>{'<cite>' * 500}",
    ],
)
def test_hostile_pages_leave_what_was_before_them(hostile: str) -> None:
    text = derive(f"<body><p>{INK}</p>{hostile}".encode(), "html")
    assert text.blocks[0].text == INK.strip()
