"""`recto completions`: the script that lets a shell complete `recto` on Tab."""

from __future__ import annotations

from typing import Any

from ..arguments import ArgumentParser
from ..command import StandaloneCommand
from ..streams import say

SHELLS = ("bash", "zsh", "fish")


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def _completions(given: dict[str, Any]) -> int:
    from argcomplete.shell_integration import shellcode

    say(shellcode(["recto"], shell=given["shell"]).strip())
    return 0


COMMANDS = (
    StandaloneCommand(
        "completions",
        "print what lets bash, zsh or fish complete recto on Tab",
        _declare,
        _completions,
        example='eval "$(recto completions bash)"',
    ),
)
