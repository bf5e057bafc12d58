"""How `recto text` gets the text of a paper: from a file, from here, from services."""

from __future__ import annotations

import sys
from typing import Any

from ....index import Library, NotFoundError, Paper, Text
from ...system.plain_text import count, printable, quoted
from ..command import say_outcome
from ..streams import read_input, say, warn


def text_of(library: Library, paper: Paper, given: dict[str, Any]) -> Text:
    """Return the text of a paper, which is taken in or fetched first where that is wanted.

    Where nobody has one the abstract is printed. Raises NotFoundError then.
    """
    if given["file"] == "-":
        return library.texts.add_data(paper, read_input(), "stdin")
    if given["file"] is not None:
        return library.texts.add(paper, given["file"])
    text = library.texts.get(paper)
    if text is None:
        return _from_elsewhere(library, paper, given)
    if given["again"]:
        return _again(library, paper, text)
    if (newer := library.texts.newer(paper, text)) is not None:
        warn(f"v{newer} is out, this is v{text.version}; recto text {paper.id} --again fetches it.")
    return text


def _from_elsewhere(library: Library, paper: Paper, given: dict[str, Any]) -> Text:
    found = library.texts.from_disk(paper, _say_asked)
    if found.text is not None:
        return found.text
    tried = found.tried
    if not paper.arxiv_id:
        raise _nothing(paper, tried)
    if (refused := library.following.refusal) is not None:
        raise _nothing(paper, (*tried, str(refused)))
    is_agreed = given["yes"] or given["again"] or library.texts.may_fetch
    if not (is_agreed or _is_agreed(library)):
        raise _nothing(paper, tried)
    found = library.texts.fetch(paper, _say_asked)
    if found.text is not None:
        return found.text
    if not given["json"]:
        say(printable(paper.title))
        if paper.abstract:
            say()
            say(printable(paper.abstract))
    told = " ".join((*tried, found.told))
    hint = f"recto text {paper.id} --from FILE takes one in."
    raise NotFoundError("There is no text of this paper", told, hint)


def _again(library: Library, paper: Paper, text: Text) -> Text:
    """Fetch a text anew; where that cannot be done say so, and return the one that is here."""
    found = library.texts.fetch(paper, _say_asked, again=True)
    if found.text is None:
        warn(f"It stays as it is. {found.told}")
    return found.text or text


def read_anew(library: Library, paper: Paper) -> None:
    """Read again what was given as the text of a paper."""
    if library.texts.kept(paper) is not None and not library.texts.renew(paper.id):
        warn("It cannot be read anew; what was read of it before stays.")


def read_all_anew(library: Library, given: dict[str, Any]) -> int:
    """Read all texts anew that an older Recto has read, and say how many that were."""
    names = library.texts.outdated()
    done = 0
    for at, name in enumerate(names, 1):
        _say_asked(f"reading {at} of {count(len(names), 'text')}")
        done += library.texts.renew(name)
    told = f"{count(done, 'text')} read anew." if names else "All texts are read as well as can be."
    if done < len(names):
        told += f" {count(len(names) - done, 'text')} cannot be, and stay as they were."
    say_outcome(told, {"texts": len(names), "read": done}, given)
    return 0


def how_again(paper: Paper, *, was_fetched: bool) -> str:
    """Return how one gets a text again that was removed."""
    how = "--yes fetches" if was_fetched and paper.arxiv_id else "--from FILE gives"
    return f"recto text {paper.id} {how} it again"


def _is_agreed(library: Library) -> bool:
    """Ask whether services may be asked, where there is somebody to answer."""
    if not _is_terminal():
        return False
    sys.stderr.write("Fetch its text from arxiv.org? y once, Y always, else not: ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    if answer == "Y":
        library.texts.may_fetch = True
    return answer in ("y", "Y")


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _say_asked(told: str) -> None:
    """Say who is asked: services want to be asked slowly."""
    if sys.stderr is not None and sys.stderr.isatty():
        warn(told)


def _nothing(paper: Paper, tried: tuple[str, ...]) -> NotFoundError:
    """Return the sentence on a paper without a text: how it gets one."""
    hint = f"Give it: recto text {paper.id} --from FILE, as HTML, Markdown, plain text or PDF."
    if paper.arxiv_id:
        address = printable(f"https://arxiv.org/html/{paper.arxiv_id}")
        hint = f"recto text {paper.id} --yes fetches it; or save {address} and give it with --from."
    told = " ".join((f"None was given yet for {quoted(paper.title)}.", *tried))
    return NotFoundError("There is no text of this paper", told, hint)
