"""Opening links: on the desktop, in a browser of the terminal, or on their way to one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from recto.index import Library, Outbox
from recto.tui.system.browser import Browser, find_browser, is_remote, start_apart

from ...conftest import ReaderFactory
from ...shells import PAGE
from ...stand_ins import Tools, copied, tools

__all__ = ["tools"]

SSH = "10.0.0.1 5000 10.0.0.2 22"


@pytest.mark.parametrize(
    ("answer", "env", "expected"),
    [
        (None, {}, False),
        (None, {"SSH_CONNECTION": SSH}, True),
        (None, {"SSH_TTY": "/dev/pts/1"}, True),
        # a pane made over SSH and looked at from the machine itself now, and the other way round
        (f"echo SSH_CONNECTION='{SSH}'", {"TMUX": "x"}, True),
        ("echo -SSH_CONNECTION", {"TMUX": "x", "SSH_CONNECTION": SSH, "SSH_TTY": "y"}, False),
        ("echo unknown variable >&2; exit 1", {"TMUX": "x", "SSH_CONNECTION": SSH}, True),
        ("exit 1", {"TMUX": "x"}, False),
        (None, {"TMUX": "x", "SSH_CONNECTION": SSH}, True),
    ],
)
def test_tmux_knows_where_its_pane_is_looked_at(
    tools: Tools, answer: str | None, env: dict[str, str], expected: bool
) -> None:
    if answer is not None:
        tools.put("tmux", answer)
    assert is_remote(env) == expected
    asked = ["show-environment", "SSH_CONNECTION"] if answer is not None else []
    assert tools.calls("tmux") == asked


DESKTOP, FAR = {"DISPLAY": ":0"}, {"SSH_CONNECTION": SSH, "DISPLAY": ":10"}


@pytest.mark.parametrize(
    ("programs", "env", "name", "has_terminal"),
    [
        (["xdg-open", "firefox"], DESKTOP, "xdg-open", False),
        (["firefox"], {"WAYLAND_DISPLAY": "w"}, "firefox", False),
        (["xdg-open", "w3m"], {}, None, False),
        (["xdg-open", "w3m"], FAR, None, False),
        (["xdg-open", "w3m"], FAR | {"BROWSER": "w3m"}, "w3m", True),
        (["firefox", "w3m"], FAR | {"BROWSER": "nosuch:firefox"}, "firefox", True),
        (["firefox", "w3m"], DESKTOP | {"BROWSER": "w3m"}, "w3m", True),
        (["firefox", "surf"], DESKTOP | {"BROWSER": "surf %s &"}, "surf", False),
        (["w3m"], {"BROWSER": "w3m"}, "w3m", True),
        (["xdg-open"], FAR | {"BROWSER": "nosuch"}, None, False),
        (["xdg-open"], FAR | {"BROWSER": "'unclosed"}, None, False),
        ([], DESKTOP, None, False),
    ],
)
def test_the_browser_is_one_that_can_be_seen(
    tools: Tools,
    programs: Sequence[str],
    env: dict[str, str],
    name: str | None,
    has_terminal: bool,
) -> None:
    for program in programs:
        tools.put(program)
    browser = find_browser(env | {"PATH": str(tools.path)})
    assert (browser.name if browser else None) == name
    assert browser is None or browser.has_terminal == has_terminal


def test_a_link_is_one_word_of_the_command() -> None:
    url = "https://example.org/?a=1&b=$(id);"
    assert Browser(("w3m", "-o", "x=1"), True).command(url) == ["w3m", "-o", "x=1", url]
    assert Browser(("b", "--url=%s"), True).command(url) == ["b", f"--url={url}"]


def test_a_browser_that_fails_at_once_is_told(tools: Tools, tmp_path: Path) -> None:
    tools.put("good")
    tools.put("bad", "exit 4")
    assert start_apart([str(tools.path / "good"), "https://example.org"]) is None
    assert tools.calls("good") == ["https://example.org"]
    assert "ended with status 4" in (start_apart([str(tools.path / "bad")]) or "")
    assert "no such program" in (start_apart([str(tmp_path / "none")]) or "")


async def test_on_a_desktop_the_page_opens_without_the_terminal(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tools.put("xdg-open", f"[ -t 0 ] || [ -t 1 ] || tty > {tools.path}/tty; true")
    async with reader() as r:
        await r.press("o")
        await r.until(lambda: "is open in xdg-open" in r.main.bottom.message, "opened")
        (url,) = tools.calls("xdg-open")
        assert url.startswith("https://huggingface.co/papers?q=A+Hardware-Aware+System")
        assert (tools.path / "tty").read_text() == "not a tty\n"
        assert not Outbox(r.main.library.locations.outbox).links()


@pytest.mark.parametrize("failing", [False, True])
async def test_far_away_the_link_is_shown_in_full_copied_and_kept(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch, failing: bool
) -> None:
    if failing:
        monkeypatch.setenv("DISPLAY", ":0")
        tools.put("xdg-open", "exit 3")
    else:
        monkeypatch.setenv("SSH_CONNECTION", SSH)
        tools.put("w3m")
        tools.put("xdg-open")
    async with reader(80, 24) as r:
        texts = copied(r, monkeypatch)
        await r.press("o")
        await r.sees("copied and in the outbox")
        assert len(texts[0]) > 80
        await r.until(lambda: texts[0] in "".join(map(str.strip, r.lines[-4:])), "the whole link")
        (link,) = Outbox(r.main.library.locations.outbox).links()
        paper = r.main.results.paper
        assert paper is not None
        assert (link.url, link.title) == (texts[0], paper.title)
        assert tools.calls("w3m") == []
        assert ("ended with status 3" in r.main.bottom.message) == failing
        await r.press("j")
        await r.sees("2/603")
        await r.until(lambda: "/ search" in r.lines[-1], "one line again")


async def test_the_code_opens_and_several_are_asked_about(
    reader: ReaderFactory, tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    tools.put("firefox")
    one, two, three = (f"https://github.com/a/{name}" for name in ("one", "two", "three"))
    page = PAGE.replace("and this abstract carries", f"see {one}, and this abstract carries")
    page = page.replace("and this abstract counts", f"see {two} and {three} as it counts")
    with Library.open(tmp_path / "library", seeds=False) as library:
        library.add_text("page", page.encode())
        library.index.rebuild()
    async with reader(seeds=False) as r:
        await r.press("g", "x")
        await r.sees(f"{one} is open in firefox")
        await r.press("j", "g", "x")
        await r.sees("2 links")
        await r.press("tab", "enter")
        await r.until(lambda: len(tools.calls("firefox")) == 2, "opened")
        assert tools.calls("firefox")[-1] in (two, three)
        await r.press("g", "x")
        await r.type("nosuch")
        await r.press("enter")
        await r.sees("names no nosuch")
        assert len(tools.calls("firefox")) == 2


async def test_no_code_is_a_sentence_and_many_pages_are_asked_about(
    reader: ReaderFactory, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/9")
    async with reader() as r:
        texts = copied(r, monkeypatch)
        await r.press("g", "x")
        await r.sees("names no place with code")
        await r.press(*"vvvvvvvo")
        await r.sees("open 7 pages? y/n")
        await r.press("enter")
        assert not Outbox(r.main.library.locations.outbox).links()
        await r.press(*"vvo")
        await r.sees("2 links (copied and in the outbox)")
        assert texts[-1].count("\n") == 1
