"""`recto doctor`: looks at everything that can be wrong and says what to do about each."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ....index import Finding
from ...system.plain_text import PrintedPage, printable
from ..arguments import ArgumentParser
from ..command import StandaloneCommand, declare_json
from ..streams import say, say_json


def _declare(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--full", action="store_true", help="read every page and text of the library"
    )
    declare_json(parser)


def _doctor(given: dict[str, Any]) -> int:
    from .diagnosis import findings

    page = PrintedPage.of_stdout()
    is_well = True
    for finding in findings(given["data_dir"], is_full=given["full"]):
        is_well &= finding.state != "wrong"
        if given["json"]:
            say_json(asdict(finding))
        else:
            _say(finding, page)
    if not given["json"]:
        say()
        say("All is well." if is_well else "Something is wrong; see the lines marked with !.")
    return 0 if is_well else 1


def _say(finding: Finding, page: PrintedPage) -> None:
    sign = {"ok": " ", "note": "-", "wrong": "!"}[finding.state]
    head = f"{sign} {finding.name:<13} "
    told = f"{finding.told} {finding.advice}" if finding.advice else finding.told
    if finding.advice and not finding.told.endswith((".", "!", "?")):
        told = f"{finding.told}. {finding.advice}"
    for line in page.wrapped(printable(told), head, " " * len(head)):
        say(line)


COMMANDS = (
    StandaloneCommand(
        "doctor",
        "look at library, index, settings and terminal, and say what to do",
        _declare,
        _doctor,
        example="recto doctor --json | jq 'select(.state != \"ok\")'",
    ),
)
