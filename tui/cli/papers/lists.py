"""Tags, saved searches and sources on the shell: listed, named, got rid of."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ....index import Library, SavedSearch, SourceCount, Standing, StoreError, View
from ...system.plain_text import columns, count, printable
from ..arguments import ArgumentParser, UsageError, number
from ..command import LibraryCommand, choose_form, declare_json, declare_one_object, say_outcome
from ..streams import say, say_json, warn
from .search import declare_finding, find_view, say_papers

_UNDO = "`recto undo` takes that back."


def _declare_tags(parser: ArgumentParser) -> None:
    parser.usage = "recto tags [rename OLD NEW | delete NAME]"
    parser.add_argument("words", nargs="*", metavar="rename|delete", help="what to do to a tag")
    parser.epilog = "Tags nested in one go along with it: ml/pruning with ml."
    declare_json(parser)


def _tags(library: Library, given: dict[str, Any]) -> int:
    forms = {"rename": ("OLD", "NEW"), "delete": ("NAME",)}
    form, names = choose_form("tags", given["words"], forms)
    if form == "rename":
        old, new = names
        changed = library.tags.rename(old, new).count
        told = f"{old} is now {new} on {count(changed, 'paper')}. {_UNDO}"
        return _outcome(told, {"old": old, "new": new, "papers": changed}, given)
    if form == "delete":
        (name,) = names
        changed = library.tags.delete(name).count
        told = f"{name} is taken off {count(changed, 'paper')}. {_UNDO}"
        return _outcome(told, {"name": name, "papers": changed}, given)
    tags = library.counts().tags
    if given["json"]:
        for name, papers in tags:
            say_json({"name": name, "papers": papers})
    else:
        _say_lines(columns([(name, papers) for name, papers in tags]))
    return _listed(tags, "No paper has a tag yet; recto tag ID +NAME gives it one.")


def _declare_searches(parser: ArgumentParser) -> None:
    parser.usage = "recto searches [save NAME QUERY… | delete NAME | show NAME]"
    parser.add_argument(
        "words", nargs="*", metavar="save|delete|show", help="what to do to a saved search"
    )
    parser.epilog = (
        "save takes --view and --sort too; what is new of its papers can come first in New, or "
        "not be shown. show lists its papers and counts as looking at it; recto search --view "
        "search:NAME does not."
    )
    declare_finding(parser)
    standing = parser.add_mutually_exclusive_group()
    standing.add_argument(
        "--always", action="store_true", help="save: what is new of it comes first in New"
    )
    standing.add_argument(
        "--never", action="store_true", help="save: what is new of it is not shown in New"
    )
    standing.add_argument(
        "--at-most", type=number, metavar="N", help="save: New shows the best N of a day"
    )


def _standing(given: dict[str, Any]) -> Standing | None:
    if given["at_most"] is not None:
        return Standing("at-most", given["at_most"])
    if given["always"] or given["never"]:
        return Standing("always" if given["always"] else "never")
    return None


def _searches(library: Library, given: dict[str, Any]) -> int:
    forms = {"save": ("NAME", "QUERY…"), "delete": ("NAME",), "show": ("NAME",)}
    form, words = choose_form("searches", given["words"], forms)
    if form != "save" and _standing(given) is not None:
        raise UsageError(
            "--always, --never and --at-most go with save",
            hint="A search that is there is saved anew: recto searches save NAME QUERY --never.",
        )
    if form == "save":
        return _save(library, words[0], " ".join(words[1:]), given)
    if form == "delete":
        library.searches.delete(words[0])
        return _outcome(f"{words[0]} is deleted. {_UNDO}", {"name": words[0]}, given)
    if form == "show":
        return _show(library, words[0], given)
    searches = library.searches.all(wait=True)
    did = library.searches.standing.did(wait=True)
    if given["json"]:
        for search in searches:
            say_json(_as_json(search, did))
    else:
        _say_lines(columns([_in_columns(search, did) for search in searches]))
    return _listed(searches, "No search is saved yet; recto searches save NAME QUERY… does it.")


def _save(library: Library, name: str, text: str, given: dict[str, Any]) -> int:
    view = find_view(library, given["view"])
    if not text.strip() and view == View():
        raise UsageError("Nothing was saved", "It has neither words nor a view.")
    standing = _standing(given)
    order = given["sort"] or "relevance"
    saved = library.searches.save(name, text, view, order, standing).search
    key = f"g{saved.slot} opens it in the reader." if saved.slot else "No key is free for it."
    did = library.searches.standing.did(wait=True) if standing else {}
    told = _DID[standing.way].format(count(did[saved.name], "paper")) if standing else ""
    return _outcome(f"{saved.name} is saved. {told}{key}", _as_json(saved, did), given)


_DID = {
    "always": "It puts {} first in New. ",
    "never": "It keeps {} out of New. ",
    "at-most": "It holds {} back from New. ",
}


def _show(library: Library, name: str, given: dict[str, Any]) -> int:
    view = find_view(library, f"search:{name}")
    found = say_papers(library, "", view, given)
    with suppress(StoreError):  # a library that cannot be written can still be read
        library.news.pass_over([paper.rowid for paper in found])
    return 0 if found else 1


def _as_json(search: SavedSearch, did: Mapping[str, int]) -> dict[str, Any]:
    standing = search.standing
    return {
        "name": search.name,
        "key": search.slot,
        "query": search.text,
        "view": str(search.view),
        "sort": search.sort,
        "new": search.new,
        "position": search.position,
        "standing": standing.way if standing else None,
        "most": standing.most if standing else None,
        "did": did.get(search.name, 0) if standing else None,
    }


_ACTS = {"always": "{:,} first", "never": "{:,} hidden", "at-most": "{:,} held back"}


def _in_columns(search: SavedSearch, did: Mapping[str, int]) -> tuple[str | int, ...]:
    asked = f"“{search.text}”" if search.text else ""
    within = "" if search.view == View() else str(search.view)
    order = "" if search.sort in ("relevance", search.view.default_sort) else f"by {search.sort}"
    told = " ".join(filter(None, (" in ".join(filter(None, (asked, within))), order)))
    key = f"g{search.slot}" if search.slot else ""
    new = f"{search.new:,} new" if search.new else ""
    if search.standing is None:
        return search.name, key, new, told
    acts = _ACTS[search.standing.way].format(did.get(search.name, 0))
    return search.name, key, new, f"{told}  {search.standing}: {acts}"


def _declare_sources(parser: ArgumentParser) -> None:
    parser.usage = "recto sources [--days] [rename SOURCE NAME]"
    parser.add_argument("words", nargs="*", metavar="rename", help="what to do to a source")
    parser.add_argument(
        "--days", action="store_true", help="list each day of what is fetched day by day"
    )
    parser.epilog = "An empty NAME gives a source back its own."
    declare_json(parser)


def _sources(library: Library, given: dict[str, Any]) -> int:
    form, names = choose_form("sources", given["words"], {"rename": ("SOURCE", "NAME")})
    if form == "rename":
        old, new = names
        library.sources.rename(old, new)
        told = f"{old} is now called {new}." if new else f"{old} has its own name again."
        return _outcome(f"{told} {_UNDO}", {"name": old, "label": new or None}, given)
    sources: Iterable[SourceCount] = library.counts().sources
    if given["days"]:
        sources = [
            one
            for source in sources
            for one in (library.sources.days(source.name) if source.days else [source])
        ]
    if given["json"]:
        for source in sources:
            say_json(_source_as_json(source))
    else:
        _say_lines(columns([(one.name, one.count, _told_of(one)) for one in sources]))
    return _listed(sources, "The library has no sources; recto add FILE takes one in.")


def _source_as_json(source: SourceCount) -> dict[str, Any]:
    told: dict[str, Any] = {"name": source.name, "label": source.label, "papers": source.count}
    return told | {"days": source.days or None, "new": source.new if source.days else None}


def _told_of(source: SourceCount) -> str:
    """Return what stands behind the papers of a source: its label, and of a stream its days."""
    if not source.days:
        return source.label
    new = [f"{source.new:,} new"] if source.new else []
    return ", ".join((source.label, count(source.days, "day"), *new))


def _declare_remove(parser: ArgumentParser) -> None:
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="the names of pages that were taken in"
    )
    declare_one_object(parser)


def _remove(library: Library, given: dict[str, Any]) -> int:
    names = list(dict.fromkeys(given["sources"]))
    found = {library.sources.find(name) for name in names}
    gone = library.sources.remove(*names).count
    told, it = (
        (f"{names[0]} is", "it") if len(names) == 1 else (f"{len(names)} sources are", "them")
    )
    sentence = f"{told} removed; {count(gone, 'paper')} went out of sight with {it}."
    back = f"`recto undo` brings {'them' if gone else it} back."
    for name in library.following.follows:
        if name in found:  # or what comes tomorrow would be a surprise
            back += f" {name} is still followed; `recto unfollow {shlex.quote(name)}` ends that."
    return _outcome(f"{sentence} {back}", {"names": names, "papers": gone}, given)


def _outcome(text: str, value: dict[str, Any], given: dict[str, Any]) -> int:
    say_outcome(text, value, given)
    return 0


def _say_lines(lines: list[str]) -> None:
    for line in lines:
        say(printable(line))


def _listed(found: object, otherwise: str) -> int:
    """Return the exit status of a list, and say why it is empty if it is."""
    if not found:
        warn(otherwise)
    return 0 if found else 1


COMMANDS = (
    LibraryCommand(
        "tags",
        "list tags, rename and delete them",
        _declare_tags,
        _tags,
        example="recto tags rename rl ml/rl",
    ),
    LibraryCommand(
        "searches",
        "list saved searches, save, show and delete them",
        _declare_searches,
        _searches,
        True,
        example="recto searches save merging model merging --sort newest",
    ),
    LibraryCommand(
        "sources",
        "list the pages that were taken in, rename them",
        _declare_sources,
        _sources,
        example="recto sources rename saved.txt 'Zoo papers'",
    ),
    LibraryCommand(
        "remove",
        "remove sources with what only they hold",
        _declare_remove,
        _remove,
        example="recto remove saved.txt",
    ),
)
