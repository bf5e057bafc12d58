"""What is copied, as the terminal gets it."""

from __future__ import annotations

import base64
import re

from .conftest import Spawn
from .terminal import Terminal

COPY = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")
"""What puts data on a terminal's clipboard."""


def clipboard(terminal: Terminal) -> list[str]:
    """Return what the terminal was asked to put on its clipboard."""
    return [base64.b64decode(data, validate=True).decode() for data in COPY.findall(terminal.raw)]


def test_the_terminal_gets_each_copy_whole_and_once(spawn: Spawn, indexed: str) -> None:
    terminal = spawn(indexed)
    terminal.wait_for("1/603")
    for key, said in (("y", "title and link"), ("u", "link"), ("b", "BibTeX")):
        terminal.send(f"y{key}")
        terminal.wait_for(f"Copied {said}")
    terminal.send("vvyu")
    terminal.wait_for("Copied link of 2 papers")
    line, link, entry, both = clipboard(terminal)
    assert terminal.raw.count(b"\x1b]52") == 4
    assert (
        line == f"A Hardware-Aware System for Accelerating Deep Neural Network Optimization {link}"
    )
    assert re.fullmatch(r"https://huggingface\.co/papers\?q=A\+Hardware-Aware\+[\w+%-]+", link)
    assert entry.startswith("@misc{hardware-aware-")
    assert entry.endswith("\n}")
    assert both.split("\n")[0] == link
    assert both.count("\n") == 1
    assert "52;c;" not in terminal.text
