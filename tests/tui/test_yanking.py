"""Copying: over OSC 52, through tmux, and to a file where neither goes."""

from __future__ import annotations

import base64
import re
import stat
from pathlib import Path

import pytest
from recto.index import Library, RectoError
from recto.tui.clipboard import LIMIT, load_into_tmux, refusal, sequence
from recto.tui.saving import FileThereError, save_text

from .conftest import Reader, ReaderFactory


class Tools:
    """Programs of the test's own, the only ones on the path, that note how they were called."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def put(self, name: str, text: str = "") -> None:
        """Put a program there that notes its arguments and its input, and does this."""
        file = self.path / name
        log = self.path / f"{name}.log"
        file.write_text(
            f'#!/bin/sh\nPATH=/usr/bin:/bin\nprintf "%s\\n" "$@" >> "{log}"\n'
            f'cat > "{log}.in"\n{text}\n'
        )
        file.chmod(0o755)

    def calls(self, name: str) -> list[str]:
        """Return the arguments it was called with."""
        log = self.path / f"{name}.log"
        return log.read_text().split("\n")[:-1] if log.exists() else []

    def taken(self, name: str) -> bytes:
        """Return what it was given on standard input."""
        return (self.path / f"{name}.log.in").read_bytes()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """Only these programs, and an environment that tells nothing of where the test runs."""
    tools = Tools(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tools.path))
    for name in ("TMUX", "STY", "TERM_PROGRAM", "BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("SSH_CONNECTION", "SSH_TTY", "WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.chdir(tmp_path)
    return tools


def copied(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets what is sent to the terminal's clipboard from now on."""
    texts: list[str] = []

    def write(data: str) -> None:
        match = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]*)\x07", data)
        assert match, data
        texts.append(base64.b64decode(match[1]).decode())

    monkeypatch.setattr(reader.app._driver, "write", write)
    return texts


async def test_each_key_copies_its_part_of_the_paper(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        paper = r.main.results.paper
        assert paper is not None
        link = "https://huggingface.co/papers?q=" + paper.title.replace(" ", "+")
        for key, text in (("y", f"{paper.title} {link}"), ("u", link), ("i", paper.id)):
            await r.press("y", key)
            await r.until(lambda text=text: texts[-1:] == [text], key)  # type: ignore[misc]
            await r.sees(f"{len(text.encode()):,} bytes: OSC 52.")
        await r.press("y", "b")
        await r.until(lambda: texts[-1].startswith("@"), "BibTeX")
        await r.sees("Copied BibTeX")
        assert paper.title in texts[-1]


async def test_a_selection_is_copied_in_its_order_and_ends(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        titles = [paper.title for paper in r.main.library.rows(r.main.results.pids[:3])]
        await r.press("v", "v", "v", "y", "y")
        await r.sees("Copied title and link of 3 papers")
        assert [line.partition(" https://")[0] for line in texts[0].split("\n")] == titles
        assert not r.main.results.selected


async def test_inside_tmux_it_goes_both_ways(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "socket,1,0")
    monkeypatch.setenv("TERM", "screen")
    tools.put("tmux")
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "i")
        await r.sees("10 bytes: OSC 52 and tmux.")
        assert tools.calls("tmux") == ["load-buffer", "-w", "-"]
        paper = r.main.results.paper
        assert paper is not None
        assert tools.taken("tmux").decode() == texts[0] == paper.id


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (None, "there is no program tmux"),
        ("echo 'no server running' >&2; exit 1", "no server running"),
        ("exit 3", "tmux ended with status 3"),
        (r"printf '\033]0;x\007bad' >&2; exit 1", "bad"),
    ],
)
async def test_a_tmux_that_fails_is_said_and_harmless(
    reader: ReaderFactory,
    tools: Tools,
    monkeypatch: pytest.MonkeyPatch,
    program: str | None,
    said: str,
) -> None:
    monkeypatch.setenv("TMUX", "socket,1,0")
    if program is not None:
        tools.put("tmux", program)
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "i")
        await r.sees("OSC 52 alone")
        assert said in r.main.bottom.message
        assert "\x1b" not in r.main.bottom.message
        assert len(texts) == 1


def test_a_tmux_that_does_not_answer_is_not_waited_for(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recto.tui.clipboard.TMUX_PATIENCE", 0.2)
    (tools.path / "tmux").write_text("#!/bin/sh\nexec /bin/sleep 1000\n")
    (tools.path / "tmux").chmod(0o755)
    assert load_into_tmux(b"text") == "tmux does not answer"


async def test_what_is_too_much_for_a_terminal_is_written_to_a_file(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "papers.bib"
    file.write_text("mine")
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("V", "G", "y", "b")
        await r.sees("more than terminals take; write to papers.bib")
        await r.press("enter")
        await r.sees("papers.bib is there already; replace it? y/n")
        await r.press("n", "enter")
        await r.sees("papers.bib is as it was")
        assert file.read_text() == "mine"
        assert not texts
        await r.press("V", "g", "g", "y", "b")
        await r.sees("more than terminals take")
        await r.press("enter")
        await r.sees("replace it?")
        await r.press("y", "enter")
        await r.sees("Written to papers.bib")
        assert file.read_text().count("\n@") + 1 == 603
        assert [path.name for path in tmp_path.glob(".recto-*")] == []


async def test_a_terminal_without_a_clipboard_offers_a_file(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with reader(index=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "u")
        await r.sees("The terminal (linux) has no clipboard; write to papers.txt")
        await r.press("enter")
        await r.sees("Written to papers.txt")
        assert (tmp_path / "papers.txt").read_text().startswith("https://huggingface.co/")
        assert not texts


async def test_a_hostile_title_reaches_the_clipboard_clean(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from .shells import PAGE

    page = PAGE.replace("First Paper", "First \x1b]52;c;AAAA\x07\x9b31m\u202e$(id)`id` Paper")
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("page", page.encode())
        library.reindex()
    async with reader(seeds=False) as r:
        texts = copied(r, monkeypatch)
        await r.press("y", "y")
        await r.sees("Copied title and link")
        assert all(sign.isprintable() for sign in texts[0])
        assert "$(id)`id`" in texts[0]


def test_a_sequence_holds_nothing_raw_and_is_wrapped_for_gnu_screen() -> None:
    data = "\x1b\\\x07\x9c".encode() * 500
    plain = sequence(data, {})
    assert re.fullmatch("\x1b]52;c;[A-Za-z0-9+/=]*\x07", plain)
    parts = sequence(data, {"STY": "1.tty"})
    assert all(len(part) < 768 for part in parts.split("\x1b\\"))
    assert re.sub("\x1bP|\x1b\\\\", "", parts) == plain
    assert sequence(data, {"STY": "1.tty", "TMUX": "x"}) == plain
    assert len(sequence(b"x" * LIMIT, {})) == 100_000


@pytest.mark.parametrize(
    ("env", "is_refused"),
    [
        ({"TERM": "linux"}, True),
        ({"TERM": "vt100"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True),
        ({"TERM": "linux", "TMUX": "x"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({}, False),
    ],
)
def test_what_is_known_of_terminals(env: dict[str, str], is_refused: bool) -> None:
    assert (refusal(env) is not None) == is_refused


def test_a_file_is_written_whole_and_over_nothing_unasked(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    save_text(file, ["one", "\n"])
    assert file.read_text() == "one\n"
    with pytest.raises(FileThereError):
        save_text(file, ["two"])
    file.chmod(0o640)
    save_text(file, ["three"], over=True)
    assert file.read_text() == "three"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(file)
    save_text(link, ["four"], over=True)
    assert link.is_symlink()
    assert file.read_text() == "four"

    def breaks() -> list[str]:
        raise RectoError("The library has gone")

    def pieces() -> object:
        yield "half"
        breaks()

    with pytest.raises(RectoError, match="gone"):
        save_text(file, pieces(), over=True)  # type: ignore[arg-type]
    assert file.read_text() == "four"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "link"]


@pytest.mark.parametrize("name", [".", "nosuch/a.txt", "a.txt/b", "/dev/null", "x" * 300, "loop"])
def test_what_cannot_be_a_file_is_a_sentence(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("mine")
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RectoError, match="Nothing was written"):
        save_text(Path(name), ["text"], over=True)
    assert (tmp_path / "a.txt").read_text() == "mine"


async def test_the_list_is_exported_in_the_format_of_the_ending(
    reader: ReaderFactory, tools: Tools, tmp_path: Path
) -> None:
    async with reader(80, 24, index=False) as r:
        await r.press("X")
        await r.sees("export 603 papers to papers.bib")
        await r.press("ctrl+u")
        await r.type("all.csv")
        await r.press("enter")
        await r.sees("Exported 603 papers to all.csv")
        assert len((tmp_path / "all.csv").read_text().splitlines()) >= 604
        for is_there in (False, True):  # the second message must not find the first one's lines
            await r.press("X")
            await r.type("all.ris")
            await r.press("enter")
            if is_there:
                await r.sees("replace it?")
                await r.press("y", "enter")
            await r.until(lambda: "lack a year." in " ".join(map(str.strip, r.lines[-2:])))
        await r.press("v", "v", "X")
        await r.sees("export 2 papers to")
        await r.press("tab", "enter")
        await r.sees("Exported 2 papers to papers.ris")
        assert (tmp_path / "papers.ris").read_text().count("TY  -") == 2
        await r.press("X")
        await r.type("all.docx")
        await r.press("enter")
        await r.sees("The format is told by the ending")
        await r.press("enter", "X")
        await r.sees("export 1 paper to")
        await r.press("escape")
        assert r.main.is_full
