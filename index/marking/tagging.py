"""Tags as a whole: renamed and deleted everywhere, each in one act."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import NotFoundError
from ..journal.acts import RENAMED, TAG, Act
from ..parts.context import Context
from ..store.reading_lists import nested_names
from ..store.saved_searches import SEARCH, load_searches
from ..tags import tag_name
from ..text import clean
from ..views import View
from .recording import SHOWN, marked

if TYPE_CHECKING:
    from ..journal.fold import Value
    from ..results import Marked

_HELD = (
    "SELECT pid, name, value FROM marks WHERE value IS NOT NULL "
    "AND (name = ? OR (name >= ? AND name < ?)) ORDER BY name, value, clock, pid"
)


class Tags:
    """What is done to a tag and to those nested in it, on all papers that have them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._database = context.database
        self._journal = context.store.journal

    def rename(self, old: str, new: str) -> Marked:
        """Give a tag and those nested in it another name, on all papers that have them.

        Where both names are in use they become one tag. Saved searches of the tag follow. Raises
        NotFoundError for an unknown tag and RectoError for a name that cannot be one.
        """
        old, new = clean(old), tag_name(new)
        with self._database.transaction():
            held = self._tagged(old)
            if old == new:
                return marked(self._context, Act("", "rename-tag", list(held)), list(held)[:SHOWN])
            names = {name for marks in held.values() for name in marks}
            renamed = {name: TAG + tag_name(_renamed(name, TAG + old, new)) for name in names}
            present = self._present(list(held), set(renamed.values()))
            each: list[dict[str, Value]] = []
            for rowid, marks in held.items():
                changes: dict[str, Value] = dict.fromkeys(marks)
                for name, place in marks.items():
                    # Where the paper has the other tag already it keeps its place there.
                    other = renamed[name]
                    kept = None if other in marks else present.get((rowid, other))
                    changes[other] = place if kept is None else kept
                each.append(changes)
            act = self._journal.record(
                "rename-tag",
                list(held),
                each=each,
                library={**self._renamed_searches(old, new), RENAMED + old: new},
                context={"old": old, "new": new},
            )
        return marked(self._context, act, list(held)[:SHOWN])

    def delete(self, name: str) -> Marked:
        """Take a tag and those nested in it off all papers that have them.

        Raises NotFoundError for an unknown tag.
        """
        name = clean(name)
        with self._database.transaction():
            held = self._tagged(name)
            each: list[Mapping[str, Value]] = [dict.fromkeys(marks) for marks in held.values()]
            act = self._journal.record("delete-tag", list(held), each=each, context={"tag": name})
        return marked(self._context, act, list(held)[:SHOWN])

    def _tagged(self, tag: str) -> dict[int, dict[str, Value]]:
        """Return the papers that have a tag or one nested in it, with their places there."""
        held: dict[int, dict[str, Value]] = {}
        for rowid, name, value in self._database.rows(_HELD, (TAG + tag, *nested_names(tag))):
            held.setdefault(rowid, {})[name] = value
        if not held:
            raise NotFoundError(
                "No such tag", f"No paper has the tag {tag!r}.", "`recto tags` lists them."
            )
        return held

    def _present(self, rowids: list[int], names: set[str]) -> dict[tuple[int, str], Value]:
        """Return the places of papers in lists that they are in by now."""
        rows = self._database.rows(
            "SELECT pid, name, value FROM marks WHERE value IS NOT NULL "
            "AND pid IN (SELECT value FROM json_each(?)) "
            "AND name IN (SELECT value FROM json_each(?))",
            (json.dumps(rowids), json.dumps(list(names))),
        )
        return {(rowid, name): value for rowid, name, value in rows}

    def _renamed_searches(self, old: str, new: str) -> dict[str, object]:
        """Return the saved searches of a tag as they are under its new name."""
        renamed: dict[str, object] = {}
        asked = re.compile(rf'(?<![^\s(-])(tag:"?){re.escape(old)}(?=["/\s)]|$)')
        written = new if not re.search(r"\s", new) else ""
        for search in load_searches(self._database):
            view, text = search.view, search.text
            if view.kind == "tag" and f"{view.name}/".startswith(f"{old}/"):
                view = View("tag", _renamed(view.name, old, new))
            if written:
                text = asked.sub(lambda found: found[1] + written, text)
            if (view, text) == (search.view, search.text):
                continue
            told: dict[str, object] = {
                "text": text,
                "view": str(view),
                "sort": search.sort,
                "slot": search.slot,
            }
            if search.standing is not None:
                told["standing"] = search.standing.way
                if search.standing.most is not None:
                    told["most"] = search.standing.most
            renamed[SEARCH + search.name] = told
        return renamed


def _renamed(name: str, old: str, new: str) -> str:
    """Return a tag, or one nested in it, with its new name in place of the old one."""
    return new + name[len(old) :]
