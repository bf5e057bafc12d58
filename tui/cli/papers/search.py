"""Papers on the shell: found and shown."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ....index import (
    EXAMPLES,
    SORTS,
    Highlighter,
    Library,
    NotFoundError,
    Paper,
    Query,
    RectoError,
    Results,
    SavedSearch,
    View,
    taste_in_words,
)
from ...system.origins import origin_page
from ...system.plain_text import PrintedPage, count, entry, printable, quoted, sheet
from ..arguments import ArgumentParser, UsageError, nearest, number
from ..command import LibraryCommand, declare_ids, declare_json, named_ids
from ..streams import say, say_json, warn

if TYPE_CHECKING:
    from ....index import Ranked, TasteReason

_SNIPPETS = 20
"""Papers, the first ones, of whose texts a sentence is shown: each is read for that."""

NO_TASTE = "Nothing has taught what you want yet; recto queue ID or recto taste --from FILE do."

_PLAIN = ("all", "new", "mine", "bookmarks", "unread", "queue", "done")
_NAMED = ("tag", "source", "search")
"""Kinds of views, those without and those with a name."""


def declare_finding(parser: ArgumentParser) -> None:
    """Declare which papers are to be listed, how many and in which order."""
    parser.add_argument("--limit", type=number, metavar="N", help="at most N papers")
    parser.add_argument(
        "--sort", choices=SORTS, help="the order; list is that of the queue, a tag or a page"
    )
    parser.add_argument(
        "--view",
        metavar="VIEW",
        default="all",
        help=f"only papers of {', '.join(_PLAIN[1:])}, "
        + " or ".join(f"{kind}:NAME" for kind in _NAMED),
    )
    declare_json(parser)


def find_view(library: Library, text: str) -> View:
    """Return the view that a text names, which must be there; raises RectoError where it is not."""
    kind, _, name = text.partition(":")
    if text in _PLAIN:
        return View.parse(text)
    if kind not in _NAMED or not name:
        known = [*_PLAIN, *(f"{kind}:NAME" for kind in _NAMED)]
        raise UsageError(f"There is no view “{text}”", hint=f"There are {', '.join(known)}.")
    counts = library.counts()
    if kind == "source":
        # A source goes by its file's name and by the one it is shown by.
        names = [source.name for source in counts.sources]
        with suppress(RectoError):
            name = library.sources.find(name)
            names.append(name)
    elif kind == "search":
        names = [search.name for search in counts.searches]
    else:
        names = [tag for tag, _ in counts.tags]
    if name not in names:
        plural = "searches" if kind == "search" else f"{kind}s"
        hint = nearest(name, names) or f"recto {plural} lists them."
        raise NotFoundError(f"There is no {kind} “{name}”", hint=hint)
    return View.parse(f"{kind}:{name}")


def find_search(library: Library, name: str) -> SavedSearch | None:
    """Return a saved search by its name."""
    searches = (search for search in library.counts().searches if search.name == name)
    return next(searches, None)


def say_found(library: Library, text: str, view: View, given: dict[str, Any]) -> int:
    """Print the papers of a view that a text finds; 1 when there are none."""
    return 0 if say_papers(library, text, view, given) else 1


def say_papers(library: Library, text: str, view: View, given: dict[str, Any]) -> Sequence[Paper]:
    """Print the papers of a view that a text finds, and return them."""
    sort, asked = given["sort"] or "relevance", text
    if view.kind == "search" and (saved := find_search(library, view.name)):
        sort, asked = given["sort"] or saved.sort, f"({saved.text}) {text}"
    results = library.search(
        text, limit=given["limit"], sort=sort, view=view, correct=not given.get("exact")
    )
    if sort == "taste" and not library.taste.is_known:
        warn(NO_TASTE)
    if sort == "rising" and not library.sources.has_history():
        warn("Nothing rises yet: no paper's upvotes were seen on several days.")
    for hint in results.hints:
        warn(hint)
    if results.suggestion is not None:
        found = f"{quoted(text)} finds little; this is {quoted(results.suggestion)}."
        warn(f"{found} --exact searches as typed.")
        asked = results.suggestion
    for reading in library.queries.readings(asked, view=view):
        words = shlex.quote(printable(reading.query))
        warn(f"{printable(reading.told)}: recto search {words}")
    page = PrintedPage.of_stdout()
    matches = Highlighter(Query.parse(asked)) if page.has_colour else None
    is_ranked = sort == "taste" and library.taste.is_known
    rowids = [hit.paper.rowid for hit in results.hits] if is_ranked else []
    ranked = {one.rowid: one for one in library.taste.ranked(rowids)} if rowids else {}
    ids = named_papers(library, ranked.values()) if given["json"] else {}
    _say_hits(results, page, matches, is_json=given["json"], ranked=ranked, ids=ids)
    if is_ranked:
        library.taste.save()
    if not results.hits:
        place = "" if view == View() else f" in the view {view}"
        if text.strip():
            warn(f"No paper{place} matches {quoted(text)}.")
        else:
            warn(f"There is no paper{place}." if place else "The library has no papers yet.")
        return ()
    if page.width is not None and not given["json"]:
        shown, total = len(results.hits), results.total
        say()
        say(count(total, "paper") if shown >= total else f"{shown:,} of {count(total, 'paper')}")
    return [hit.paper for hit in results.hits]


def _say_hits(
    results: Results,
    page: PrintedPage,
    matches: Highlighter | None,
    *,
    is_json: bool,
    ranked: Mapping[int, Ranked],
    ids: Mapping[int, str],
) -> None:
    texts = None if page.width is None else results.texts
    for place, hit in enumerate(results.hits):
        if is_json:
            reasons = [reason._asdict() for reason in hit.reasons]
            one = ranked.get(hit.paper.rowid)
            if one is not None:
                reasons += reasons_as_json(one.reasons, ids)
            score = hit.score if one is None else one.score
            say_json({**hit.paper.as_json(score), "reasons": reasons})
            continue
        found = texts.snippet(hit.paper.rowid) if texts and place < _SNIPPETS else None
        snippet = "" if found is None else found.text
        marked = texts.highlighter if texts is not None and page.has_colour else None
        one = ranked.get(hit.paper.rowid)
        why = taste_in_words(one.reasons) if one else ()
        for line in entry(hit.paper, page, matches, hit.reasons, snippet, marked, why):
            say(line)


def named_papers(library: Library, ranked: Iterable[Ranked]) -> dict[int, str]:
    """Return the ids of the papers that reasons come from, by their row numbers."""
    told = {rowid for one in ranked for reason in one.reasons for rowid in reason.papers}
    return {paper.rowid: paper.id for paper in library.rows(sorted(told))}


def reasons_as_json(reasons: Iterable[TasteReason], ids: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return reasons of a taste as `reasons` of a paper tells them, with the ids of papers."""
    return [
        {
            "field": one.kind,
            "text": one.text,
            "part": one.part,
            "papers": [ids[rowid] for rowid in one.papers if rowid in ids],
        }
        for one in reasons
    ]


def _declare_search(parser: ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORD", help="what to look for; none: all")
    parser.add_argument("--exact", action="store_true", help="correct no spelling")
    parser.add_argument(
        "--help-query", action="store_true", help="list what a query can say, with examples"
    )
    declare_finding(parser)


def _search(library: Library, given: dict[str, Any]) -> int:
    if given["help_query"]:
        width = max(len(example) for example, _ in EXAMPLES if len(example) < 40)
        for example, meaning in EXAMPLES:
            say(f"{example:<{width}}  {meaning}")
        return 0
    view = find_view(library, given["view"])
    return say_found(library, " ".join(given["words"]), view, given)


def _declare_related(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the paper")
    parser.add_argument("--limit", type=number, default=20, metavar="N", help="at most N papers")
    declare_json(parser)


def _related(library: Library, given: dict[str, Any]) -> int:
    results = library.related(given["id"], given["limit"])
    page = PrintedPage.of_stdout()
    _say_hits(results, page, None, is_json=given["json"], ranked={}, ids={})
    if not results.hits:
        warn("No paper shares words of weight with it.")
    return 0 if results.hits else 1


def _declare_show(parser: ArgumentParser) -> None:
    declare_ids(parser)
    parser.add_argument(
        "--sources", action="store_true", help="tell which source says what, and what counts"
    )


def _origins(library: Library, paper: Paper) -> dict[str, Any]:
    fields = [asdict(field) for field in library.corrections.sources(paper)]
    return {"id": paper.id, "title": paper.title, "fields": fields}


def _named(library: Library, words: Sequence[str]) -> list[Paper | RectoError]:
    """Return the papers that words name, or together name as a title or a reference.

    What one of them does not name is an error in its place.
    """
    found: list[Paper | RectoError] = []
    for word in words:
        try:
            found.append(library.paper(word))
        except RectoError as error:
            papers = library.rows(library.queries.named(word))
            found.extend(papers or [error])
    if len(words) > 1 and any(isinstance(one, RectoError) for one in found):
        found = [*library.rows(library.queries.named(" ".join(words)))] or found
    return found


def _show(library: Library, given: dict[str, Any]) -> int:
    status = 0
    page = PrintedPage.of_stdout()
    is_first = True
    for paper in _named(library, named_ids(given["ids"])):
        if isinstance(paper, RectoError):
            warn(str(paper))
            status = max(status, paper.exit_status)
            continue
        if given["json"]:
            say_json(_origins(library, paper) if given["sources"] else paper.as_json())
            continue
        if not is_first:
            say()
        is_first = False
        for line in sheet(paper, page):
            say(line)
        if given["sources"]:
            say()
            for line in origin_page(library.corrections.sources(paper), page):
                say(line)
    return status


COMMANDS = (
    LibraryCommand(
        "search",
        "find papers by words, or list them all",
        _declare_search,
        _search,
        True,
        example="recto search '\"lottery ticket\" OR title:sparse' is:unread --limit 5",
    ),
    LibraryCommand(
        "related",
        "find the papers nearest to one",
        _declare_related,
        _related,
        example="recto related 4fmb --limit 5",
    ),
    LibraryCommand(
        "show",
        "print papers in full",
        _declare_show,
        _show,
        example="recto show 4fmb https://arxiv.org/abs/1803.03635",
    ),
)
