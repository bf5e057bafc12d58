"""Verbs by which the reader says which rows are one paper, and which paper is several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...index import readable

if TYPE_CHECKING:
    from ...index import Paper
    from ..reader.main_screen import MainScreen

_TITLE = 70
"""Characters of a title that the question quotes."""


def merge(screen: MainScreen, count: int | None) -> None:
    """Ask whether the two selected papers are one, showing both, and make one of them."""
    results = screen.results
    chosen = results.selection.papers
    rowids = [rowid for rowid in results.rowids if rowid in chosen]
    if len(rowids) != 2:
        key, select = screen.key("merge"), screen.key("select")
        screen.say(f"{key} makes one of two selected papers; {select} selects.")
        return
    papers = screen.library.rows(rowids)

    def answer(text: str) -> None:
        if text == "y":
            results.selection.drop()
            screen.mark_writer.revise(
                lambda library: library.identities.merge(rowids=rowids), "Nothing was to be made."
            )

    screen.prompt.ask("One paper? y/n", answer, keys=("y", "n"))
    told = " and ".join(map(_told, papers))
    screen.bottom.say(told, is_whole=True, is_above=True)


def split(screen: MainScreen, count: int | None) -> None:
    """Take the paper apart: into those that were merged, else by its sources."""
    _split(screen, None)


def split_source(screen: MainScreen, source: str) -> None:
    """Make a paper of its own of what one source says of this one."""
    _split(screen, source)


def offer_sources(screen: MainScreen, text: str) -> list[str]:
    """Return the sources of the paper that begin so."""
    paper = screen.results.paper
    names = [place.name for place in paper.sources] if paper is not None else []
    return [name for name in names if name.startswith(text)]


def duplicates(screen: MainScreen, count: int | None) -> None:
    """Show the papers that may be the same, those that belong together below each other."""
    screen.finder.show_duplicates()
    merge_key, select = screen.key("merge"), screen.key("select")
    screen.say(
        f"{select} selects, {merge_key} makes one of two; `recto duplicates` says why they are not."
    )


def _split(screen: MainScreen, source: str | None) -> None:
    paper = screen.results.paper
    if paper is not None:
        screen.mark_writer.revise(
            lambda library: library.identities.split(paper, source), "Nothing was to be parted."
        )


def _told(paper: Paper) -> str:
    """Return a paper as the question shows it: enough to tell it from another of its title."""
    title = readable(paper.title)
    title = title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
    facts = [
        *paper.authors[:1],
        (paper.published or "")[:4],
        f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else "",
        paper.doi or "",
        ", ".join(place.name for place in paper.sources[:2]),
    ]
    return f"“{title}” ({', '.join(filter(None, facts))})"
