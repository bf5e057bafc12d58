"""The texts of what is queued, fetched on the shell."""

from __future__ import annotations

import signal
import sys
from typing import Any

from ....index import Library, QueuedText, QueueOutcome
from ...system.plain_text import count, printable, quoted
from ...system.whole_text import source_name
from ..streams import flush, say, say_json, warn
from ..termination import terminated_gently

_RESTING = 75
"""The exit status where a service rests, of which nobody has to be told unasked."""


def fetch_texts(library: Library, given: dict[str, Any]) -> int:
    """Fetch the texts of what is queued, since the reader asks for it; return the exit status."""
    is_told = not given["quiet"]

    def took(one: QueuedText) -> None:
        if given["json"]:
            say_json(_as_json(library, one))
        elif is_told:
            say(_line(one))
        flush()

    if (refused := library.following.refusal) is not None:
        raise refused
    with terminated_gently(signal.SIGHUP):  # a command that is run ends with it
        outcome = library.texts.fetch_queued(took, _say_asked if is_told else _say_nothing)
    if is_told and not given["json"]:
        say(_summary(outcome))
    return _status(outcome, is_told=is_told)


def fetch_texts_too(library: Library, given: dict[str, Any]) -> int:
    """Fetch them after other things, where the settings want that; return the exit status."""
    if not library.config.text.with_queue or library.following.refusal is not None:
        return 0
    is_told = not (given["quiet"] or given["json"])

    def took(one: QueuedText) -> None:
        if is_told and one.text is not None:
            say(_line(one))
            flush()

    with terminated_gently(signal.SIGHUP):
        outcome = library.texts.fetch_queued(
            took, _say_asked if is_told else _say_nothing, is_asked=False
        )
    return _status(outcome, is_told=is_told)


def _status(outcome: QueueOutcome, *, is_told: bool) -> int:
    """Say what has ended it before its end, and return the exit status."""
    if outcome.error is None:
        return 0
    if is_told or outcome.error.exit_status != _RESTING:
        warn(f"Still to come: {count(outcome.left, 'text')}. {outcome.error}")
    return outcome.error.exit_status


def _line(one: QueuedText) -> str:
    title = quoted(one.paper.title)
    if one.text is not None:
        return f"{title}: {source_name(one.text)}"
    return printable(f"{title}: none. {' '.join(one.tried)}")


def _summary(outcome: QueueOutcome) -> str:
    if outcome == QueueOutcome(0, 0, 0):
        return "The texts of what is queued are here."
    told = [f"{count(outcome.came, 'text')} came"]
    if outcome.nowhere:
        told.append(f"of {count(outcome.nowhere, 'paper')} there is none")
    return f"{', '.join(told)}."


def _as_json(library: Library, one: QueuedText) -> dict[str, Any]:
    text = one.text
    return {
        "id": one.paper.id,
        "title": one.paper.title,
        "source": text.source if text is not None else None,
        "version": text.version if text is not None else None,
        "license": (text.license or None) if text is not None else None,
        "link": library.texts.link(one.paper) if text is not None else None,
        "tried": list(one.tried),
    }


def _say_asked(told: str) -> None:
    """Say who is asked, where somebody waits for it."""
    if sys.stderr is not None and sys.stderr.isatty():
        warn(told)


def _say_nothing(_: str) -> None:
    """Leave unsaid who is asked."""
