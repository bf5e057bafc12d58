"""What the shell offers on Tab: commands, options, and the reader's own tags, searches and sources.

argcomplete's scripts start `recto` with a variable set; nothing here is imported otherwise.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from argcomplete.completers import FilesCompleter
from argcomplete.finders import CompletionFinder

from ...index import EXPORT_FORMATS, WITHHELD, Library, Locations, RectoError
from .arguments import ArgumentParser
from .command import ShellCommand

Names = Callable[[Library], Iterable[str]]

_VIEWS = ("all", "new", "mine", "bookmarks", "unread", "queue", "done")


def complete(top: ArgumentParser, commands: Iterable[ShellCommand]) -> None:
    """Answer the shell and end the process."""
    verbs = top.add_subparsers(parser_class=_SubcommandParser)
    for command in commands:
        parser = verbs.add_parser(command.name, help=command.summary)
        command.declare(parser)
        for action in parser._actions:
            if action.choices:
                continue
            # argcomplete looks for this attribute, which argparse does not declare.
            setattr(action, "completer", _completer(command.name, action))  # noqa: B010
    CompletionFinder()(top, always_complete_options="long")


class _SubcommandParser(ArgumentParser):
    """A parser as argparse makes them for the words of a command line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(str(options["prog"]), "")


def _completer(command: str, action: argparse.Action) -> Callable[..., Any]:
    if action.dest in ("file", "files", "output", "aux", "from_zotero"):
        return FilesCompleter()
    names = _NAMES.get((command, action.dest)) or _NAMES.get(("", action.dest))
    return _nothing if names is None else _from_library(names)


def _nothing(**_: object) -> list[str]:
    """Offer nothing, not even files, where only the reader knows what to write."""
    return []


def _from_library(names: Names) -> Callable[..., list[str]]:
    """Return a completer that asks the library, where there is one: none is made for a Tab."""

    def offer(prefix: str, parsed_args: argparse.Namespace, **_: object) -> list[str]:
        data_dir = getattr(parsed_args, "data_dir", None)
        try:
            if not Locations.find(data_dir).database.exists():
                return []
            with Library.open(data_dir) as library:
                return [name for name in names(library) if name.startswith(prefix)]
        except RectoError:
            return []  # a Tab is no place for sentences

    return offer


def _tags(library: Library) -> list[str]:
    return [name for name, _ in library.counts().tags]


def _searches(library: Library) -> list[str]:
    return [search.name for search in library.counts().searches]


def _sources(library: Library) -> list[str]:
    return [source.name for source in library.counts().sources]


def _pages(library: Library) -> list[str]:
    """Return the sources, a stream by its days."""
    return [
        one.name
        for source in library.counts().sources
        for one in (library.sources.days(source.name) if source.days else [source])
    ]


def _follows(library: Library) -> list[str]:
    return library.following.follows


def _fetched(library: Library) -> list[str]:
    return [*_follows(library), *(command.name for command in library.config.fetch.command)]


def _cite_keys(library: Library) -> list[str]:
    return library.keys.all()


def _views(library: Library) -> list[str]:
    return [
        *_VIEWS,
        *(f"tag:{name}" for name in _tags(library)),
        *(f"source:{name}" for name in _sources(library)),
        *(f"search:{name}" for name in _searches(library)),
    ]


_NAMES: dict[tuple[str, str], Names] = {
    ("", "view"): _views,
    ("fetch", "names"): _fetched,
    ("unfollow", "names"): _follows,
    ("export", "format"): lambda _: EXPORT_FORMATS,
    ("export", "including"): lambda _: WITHHELD,
    ("key", "id"): _cite_keys,
    ("show", "ids"): _cite_keys,
    ("highlights", "ids"): _cite_keys,
    ("highlights", "remove"): lambda library: (one.id for one in library.highlights.all()),
    ("text", "id"): _cite_keys,
    ("remove", "sources"): _sources,
    ("split", "source"): _pages,
    ("tag", "words"): lambda library: [f"+{name}" for name in _tags(library)],
    ("tags", "words"): lambda library: ["rename", "delete", *_tags(library)],
    ("searches", "words"): lambda library: ["save", "show", "delete", *_searches(library)],
    ("sources", "words"): lambda library: ["rename", *_sources(library)],
}
"""What names can stand for an argument, by command (or any) and the argument's name."""
