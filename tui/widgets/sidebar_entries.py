"""What the sidebar lists: a line for each view, tag, saved search and source, with its count."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...index import Counts, SourceCount, View

_CHECKSUM = re.compile(r"(?<=.)[._-]?[0-9a-f]{12,}(?:[._-].*)?$", re.I)


class SidebarEntry(NamedTuple):
    """One line of the sidebar; without a view it is a heading, a file name or a gap."""

    label: str
    papers: int | None = None
    view: View | None = None
    aside: str = ""
    """What stands dim behind the label: the words that a source's papers have in common, or what is
    new in a stream."""
    unit: str = ""
    """What is counted, where it is not all the papers of the view."""


_ALL = View()

FOLD = View("source")
"""What the line stands for that shows all sources, or fewer."""

BUNDLED = View("source", "/bundled")
"""What the line stands for that shows the bundled pages, or hides them; no source's name is one."""

_ACTS = {"always": "first", "never": "hidden", "at-most": "held back"}
"""What becomes of the new papers that a standing search finds."""

_UNFOLDED = 10
"""Sources that are shown while the others are folded."""


def entries_of(
    counts: Counts, view: View = _ALL, *, is_unfolded: bool = False, has_bundled: bool = False
) -> list[SidebarEntry]:
    """Return the sidebar's lines for these counts.

    Of many sources only the newest are shown, and that of `view`, unless all are asked for; the
    line at their end says how many there are besides. Once there are others the bundled pages
    stand at the foot, in one line, or (`has_bundled`) each below it.
    """
    entries = [
        SidebarEntry("All", counts.all, View("all")),
        SidebarEntry("New", counts.new, View("new")),
        SidebarEntry("Mine", counts.mine, View("mine")),
        SidebarEntry("Bookmarks", counts.bookmarks, View("bookmarks")),
        SidebarEntry("Unread", counts.unread, View("unread")),
        SidebarEntry("Queue", counts.queue, View("queue")),
    ]
    if counts.done:
        entries.append(SidebarEntry("Done", counts.done, View("done")))
    if counts.searches:
        entries += [SidebarEntry(""), SidebarEntry("Searches")]
        for search in counts.searches:
            label = f"{search.slot} {search.name}" if search.slot else search.name
            view_of = View("search", search.name)
            told, unit = search.new, "new"
            if search.standing is not None:
                told, unit = search.did, _ACTS[search.standing.way]
            entries.append(SidebarEntry(label, told or None, view_of, unit=unit))
    if counts.tags:
        entries += [SidebarEntry(""), SidebarEntry("Tags")]
        for tag, count in counts.tags:
            depth, _, name = tag.count("/"), None, tag.rpartition("/")[2]
            entries.append(SidebarEntry("  " * depth + name, count, View("tag", tag)))
    own = [source for source in counts.sources if not source.is_bundled]
    if own:
        entries += [SidebarEntry(""), SidebarEntry("Sources")]
        shown, folded = own, len(own) - _UNFOLDED
        if folded > 0 and not is_unfolded:
            shown = [
                source
                for place, source in enumerate(own)
                if place < _UNFOLDED or View("source", source.name) == view
            ]
        entries += map(_of_source, shown)
        if folded > 0:
            left_out = len(own) - len(shown)
            entries.append(
                SidebarEntry(f"… {left_out} more" if left_out else "… fewer", None, FOLD)
            )
    bundled = [source for source in counts.sources if source.is_bundled]
    if bundled:
        entries += [SidebarEntry(""), SidebarEntry("Bundled pages", counts.bundled, BUNDLED)]
        entries += [
            _of_source(source)
            for source in bundled
            if has_bundled or View("source", source.name) == view
        ]
    return entries


def _of_source(source: SourceCount) -> SidebarEntry:
    """Return the line of a source: its name, or the one that the reader gave it, comes first.

    Of a name that a program made up of a checksum only the rest is shown, so that words have room.
    A stream goes by its title, with what is new in it.
    """
    if source.days:
        aside = f"{source.new:,} new" if source.new else ""
        return SidebarEntry(source.label, source.count, View("source", source.name), aside)
    name, aside = (source.label, "") if source.is_named else (source.name, source.label)
    if aside and (made := _CHECKSUM.search(name)):
        name = name[: made.start()]
    return SidebarEntry(name, source.count, View("source", source.name), aside)
