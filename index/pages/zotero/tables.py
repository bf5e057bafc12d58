"""The tables of Zotero's database, read item by item; see `resource/schema/userdata.sql` there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...errors import SourceError
from .snapshot import CopiedDatabase

_TOGETHER = 500
"""Items whose rows are read together."""

_DEEPEST = 50
"""Collections within collections; in a circle there would be no end."""

_NEEDED = {
    "items": "itemID itemTypeID",
    "itemTypes": "itemTypeID typeName",
    "fields": "fieldID fieldName",
    "itemData": "itemID fieldID valueID",
    "itemDataValues": "valueID value",
}
"""Without these a database is not Zotero's, or of a release before 5."""

_READ = {
    "items": "dateAdded libraryID key",
    "creators": "creatorID firstName lastName fieldMode",
    "creatorTypes": "creatorTypeID creatorType",
    "itemCreators": "itemID creatorID creatorTypeID orderIndex",
    "collections": "collectionID collectionName parentCollectionID",
    "collectionItems": "collectionID itemID",
    "tags": "tagID name",
    "itemTags": "itemID tagID type",
    "itemNotes": "itemID parentItemID note title",
    "itemAttachments": "itemID parentItemID linkMode contentType path",
    "itemAnnotations": "itemID parentItemID type text comment color pageLabel sortIndex",
    "deletedItems": "itemID",
    "deletedCollections": "collectionID",
    "libraries": "libraryID type",
}
"""What is read besides; some of it came with later releases."""

AUTOMATIC = 1
"""The type of tags that came with an item; those of its reader have 0."""


class Creator(NamedTuple):
    """A person or a body, and what it has to do with an item."""

    type: str
    first: str
    last: str
    is_one_field: bool
    """The name is not divided, as that of a body."""


class Tag(NamedTuple):
    """A tag, of its reader's or automatic."""

    name: str
    is_automatic: bool


class Note(NamedTuple):
    """A note as HTML."""

    html: str
    title: str


class Annotation(NamedTuple):
    """Something marked in a file: a highlight, a remark, a picture."""

    type: int
    key: str
    added: str
    text: str
    comment: str
    color: str
    page: str
    tags: tuple[str, ...]


@dataclass(slots=True)
class Attachment:
    """A file or a page of the web that belongs to an item."""

    mode: int
    key: str
    content_type: str
    path: str
    fields: dict[str, str] = field(default_factory=dict)
    annotations: list[Annotation] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """One item at the top of a library, with all that belongs to it."""

    id: int
    key: str
    library: int
    type: str
    added: str
    fields: dict[str, str] = field(default_factory=dict)
    creators: list[Creator] = field(default_factory=list)
    collections: list[tuple[str, ...]] = field(default_factory=list)
    """Each by its name and those that it lies in, the outermost first."""
    tags: list[Tag] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


class ZoteroTables:
    """An open database of Zotero's; raises SourceError where it is another program's."""

    def __init__(self, database: CopiedDatabase) -> None:
        self._database = database
        for table, columns in _NEEDED.items():
            if not database.has(table, columns):
                raise SourceError(
                    f"Cannot read {database.name}",
                    f"It has no table “{table}” as Zotero has had since its version 5.",
                    "Let Zotero open its library, which brings it up to date.",
                )
        has_libraries = database.has("libraries")
        for table, columns in _READ.items():
            database.complete(table, columns)
        if not has_libraries:
            self._rows("UPDATE items SET libraryID = 1")
            self._rows("INSERT INTO libraries(libraryID, type) VALUES (1, 'user')")
        self._collections = self._collection_paths()

    def item_ids(self, *, with_groups: bool = False) -> list[int]:
        """Return the items at the top of the reader's own library, the newest first.

        What lies in the trash, or came by a feed, is no item of a library.
        """
        types = ["user", "publications", *(["group"] if with_groups else [])]
        return [number for number, _ in self._top(types)]

    def count_group_items(self) -> int:
        """Return how many papers there are in the libraries of groups."""
        bare = ("note", "attachment")
        return sum(type not in bare for _, type in self._top(["group"]))

    def items(self, ids: Sequence[int]) -> Iterator[Item]:
        """Yield items with all that belongs to them, in this order."""
        for start in range(0, len(ids), _TOGETHER):
            yield from self._read(ids[start : start + _TOGETHER])

    def _top(self, libraries: Iterable[str]) -> list[tuple[int, str]]:
        return self._rows(
            "SELECT i.itemID, t.typeName FROM items i JOIN itemTypes t USING(itemTypeID) "
            "JOIN libraries l ON l.libraryID = i.libraryID "
            "LEFT JOIN itemNotes n ON n.itemID = i.itemID "
            "LEFT JOIN itemAttachments a ON a.itemID = i.itemID "
            "WHERE l.type IN (SELECT value FROM json_each(?)) AND t.typeName <> 'annotation' "
            "AND i.itemID NOT IN (SELECT itemID FROM deletedItems) "
            "AND coalesce(a.parentItemID, CASE t.typeName WHEN 'note' THEN n.parentItemID END) "
            "IS NULL ORDER BY i.dateAdded DESC, i.itemID DESC",
            list(libraries),
        )

    def _read(self, ids: Sequence[int]) -> Iterator[Item]:
        items = {
            number: Item(number, _text(key), library, _text(type), _text(added))
            for number, key, library, type, added in self._rows(
                "SELECT i.itemID, i.key, i.libraryID, t.typeName, i.dateAdded FROM items i "
                "JOIN itemTypes t USING(itemTypeID) "
                "WHERE i.itemID IN (SELECT value FROM json_each(?))",
                ids,
            )
        }
        children = self._children(items)
        for number, values in self._fields([*items]).items():
            items[number].fields = values
        for number, type, first, last, is_one_field in self._rows(
            "SELECT c.itemID, t.creatorType, n.firstName, n.lastName, n.fieldMode = 1 "
            "FROM itemCreators c JOIN creators n USING(creatorID) "
            "JOIN creatorTypes t USING(creatorTypeID) "
            "WHERE c.itemID IN (SELECT value FROM json_each(?)) ORDER BY c.itemID, c.orderIndex",
            ids,
        ):
            creator = Creator(_text(type), _text(first), _text(last), bool(is_one_field))
            items[number].creators.append(creator)
        for number, collection in self._rows(
            "SELECT itemID, collectionID FROM collectionItems "
            "WHERE itemID IN (SELECT value FROM json_each(?)) ORDER BY itemID, collectionID",
            ids,
        ):
            if path := self._collections.get(collection):
                items[number].collections.append(path)
        owners = {**{number: number for number in items}, **children}
        for number, tag in self._tags([*owners]):
            items[owners[number]].tags.append(tag)
        for number in ids:
            if number in items:
                yield items[number]

    def _children(self, items: dict[int, Item]) -> dict[int, int]:
        """Give items their notes and attachments; return the item of each of these."""
        owners: dict[int, int] = {}
        ids = [*items]
        attached = self._rows(
            "SELECT a.itemID, coalesce(a.parentItemID, a.itemID), a.linkMode, i.key, "
            "a.contentType, a.path FROM itemAttachments a "
            "JOIN items i USING(itemID) WHERE (a.itemID IN (SELECT value FROM json_each(?1)) "
            "OR a.parentItemID IN (SELECT value FROM json_each(?1))) "
            "AND a.itemID NOT IN (SELECT itemID FROM deletedItems) ORDER BY i.dateAdded, a.itemID",
            ids,
        )
        files: dict[int, Attachment] = {}
        for number, owner, mode, key, kind, path in attached:
            if owner in items:
                files[number] = Attachment(mode, _text(key), _text(kind), _text(path))
                items[owner].attachments.append(files[number])
                owners[number] = owner
        for number, values in self._fields([*files]).items():
            files[number].fields = values
        for number, owner, *told in self._rows(
            "SELECT n.itemID, coalesce(n.parentItemID, a.parentItemID, n.itemID), n.note, n.title "
            "FROM itemNotes n JOIN items i USING(itemID) "
            "LEFT JOIN itemAttachments a ON a.itemID = n.itemID "
            "WHERE (n.itemID IN (SELECT value FROM json_each(?1)) "
            "OR n.parentItemID IN (SELECT value FROM json_each(?1)) "
            "OR a.parentItemID IN (SELECT value FROM json_each(?1))) "
            "AND n.itemID NOT IN (SELECT itemID FROM deletedItems) ORDER BY i.dateAdded, n.itemID",
            ids,
        ):
            if owner in items:
                items[owner].notes.append(Note(*map(_text, told)))
                owners[number] = owner
        self._add_annotations(files)
        return owners

    def _add_annotations(self, files: dict[int, Attachment]) -> None:
        rows = self._rows(
            "SELECT n.itemID, n.parentItemID, n.type, i.key, i.dateAdded, n.text, n.comment, "
            "n.color, n.pageLabel "
            "FROM itemAnnotations n JOIN items i USING(itemID) "
            "WHERE n.parentItemID IN (SELECT value FROM json_each(?)) "
            "AND n.itemID NOT IN (SELECT itemID FROM deletedItems) "
            "ORDER BY n.parentItemID, n.sortIndex, n.itemID",
            [*files],
        )
        tags: dict[int, list[str]] = {}
        for number, tag in self._tags([row[0] for row in rows]):
            tags.setdefault(number, []).append(tag.name)
        for number, file, type, *told in rows:
            key, added, text, comment, color, page = map(_text, told)
            own = tuple(tags.get(number, ()))
            mark = Annotation(type, key, added, text, comment, color, page, own)
            files[file].annotations.append(mark)

    def _fields(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for number, name, value in self._rows(
            "SELECT d.itemID, f.fieldName, v.value FROM itemData d JOIN fields f USING(fieldID) "
            "JOIN itemDataValues v USING(valueID) "
            "WHERE d.itemID IN (SELECT value FROM json_each(?))",
            ids,
        ):
            found.setdefault(number, {})[_text(name)] = _text(value)
        return found

    def _tags(self, ids: Sequence[int]) -> list[tuple[int, Tag]]:
        return [
            (number, Tag(_text(name), type == AUTOMATIC))
            for number, name, type in self._rows(
                "SELECT x.itemID, t.name, x.type FROM itemTags x JOIN tags t USING(tagID) "
                "WHERE x.itemID IN (SELECT value FROM json_each(?)) ORDER BY x.itemID, t.name",
                ids,
            )
        ]

    def _collection_paths(self) -> dict[int, tuple[str, ...]]:
        """Return the names on the way to each collection that is not in the trash."""
        gone = {number for (number,) in self._rows("SELECT collectionID FROM deletedCollections")}
        told = {
            number: (_text(name), parent)
            for number, name, parent in self._rows(
                "SELECT collectionID, collectionName, parentCollectionID FROM collections"
            )
        }
        paths = {}
        for number in told:
            path: list[str] = []
            at = number
            while at in told and at not in gone and len(path) < _DEEPEST:
                name, parent = told[at]
                path.insert(0, name)
                if parent is None:
                    paths[number] = tuple(path)
                    break
                at = parent
        return paths

    def _rows(self, sql: str, ids: Sequence[object] | None = None) -> list[Any]:
        return self._database.rows(sql, *([] if ids is None else [json.dumps(list(ids))]))


def _text(value: object) -> str:
    """Return a value as text: fields of numbers hold numbers, odd databases anything."""
    return str(value) if isinstance(value, str | int | float) else ""
