"""Libraries of Zotero's made for tests: the tables and the columns that are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import count
from pathlib import Path

TABLES = {
    "items": "itemID INTEGER PRIMARY KEY, itemTypeID INT, dateAdded TEXT, libraryID INT, key TEXT",
    "itemTypes": "itemTypeID INTEGER PRIMARY KEY, typeName TEXT",
    "fields": "fieldID INTEGER PRIMARY KEY, fieldName TEXT",
    "itemData": "itemID INT, fieldID INT, valueID INT",
    "itemDataValues": "valueID INTEGER PRIMARY KEY, value UNIQUE",
    "creators": "creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT, fieldMode INT",
    "creatorTypes": "creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT",
    "itemCreators": "itemID INT, creatorID INT, creatorTypeID INT, orderIndex INT",
    "collections": (
        "collectionID INTEGER PRIMARY KEY, collectionName TEXT, parentCollectionID INT"
    ),
    "collectionItems": "collectionID INT, itemID INT",
    "tags": "tagID INTEGER PRIMARY KEY, name TEXT UNIQUE",
    "itemTags": "itemID INT, tagID INT, type INT",
    "itemNotes": "itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT",
    "itemAttachments": (
        "itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT, contentType TEXT, path TEXT"
    ),
    "itemAnnotations": (
        "itemID INTEGER PRIMARY KEY, parentItemID INT, type INT, text TEXT, comment TEXT, "
        "color TEXT, pageLabel TEXT, sortIndex TEXT"
    ),
    "deletedItems": "itemID INTEGER PRIMARY KEY",
    "deletedCollections": "collectionID INTEGER PRIMARY KEY",
    "libraries": "libraryID INTEGER PRIMARY KEY, type TEXT",
}

OWN, GROUP, FEED = 1, 2, 3


class ZoteroDatabase:
    """A directory of Zotero's with a database that grows call by call."""

    def __init__(self, directory: Path, *, journal_mode: str = "delete") -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.path = directory / "zotero.sqlite"
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        self.connection.execute(f"PRAGMA journal_mode={journal_mode}")
        for name, columns in TABLES.items():
            self.connection.execute(f"CREATE TABLE {name}({columns})")
        for number, kind in ((OWN, "user"), (GROUP, "group"), (FEED, "feed")):
            self._put("libraries", number, kind)
        self._hours = count()

    def item(
        self,
        type: str = "journalArticle",
        *,
        creators: Sequence[tuple[str, ...]] = (),
        tags: Sequence[str] = (),
        automatic: Sequence[str] = (),
        collections: Sequence[int] = (),
        library: int = OWN,
        added: str = "",
        **fields: str | int,
    ) -> int:
        """Put in an item. Creators are (type, last) or (type, last, first)."""
        hour = next(self._hours)
        added = added or f"2020-01-01 {hour // 60:02}:{hour % 60:02}:00"
        kind = self._named("itemTypes", "typeName", type)
        number = self._next("items")
        self._put("items", number, kind, added, library, f"KEY{number:05}")
        for name, value in fields.items():
            self._put(
                "itemData",
                number,
                self._named("fields", "fieldName", name),
                self._named("itemDataValues", "value", value),
            )
        for order, (role, last, *first) in enumerate(creators):
            creator = self._next("creators")
            self._put("creators", creator, *(first or [""]), last, int(not first))
            role_id = self._named("creatorTypes", "creatorType", role)
            self._put("itemCreators", number, creator, role_id, order)
        for name, is_automatic in [(tag, 0) for tag in tags] + [(tag, 1) for tag in automatic]:
            self._put("itemTags", number, self._named("tags", "name", name), is_automatic)
        for collection in collections:
            self._put("collectionItems", collection, number)
        return number

    def note(self, html: str, parent: int | None = None, title: str = "", **more: object) -> int:
        """Put in a note, on an item or on nothing."""
        number = self.item("note", **more)  # type: ignore[arg-type]
        self._put("itemNotes", number, parent, html, title)
        return number

    def attachment(
        self,
        path: str | None,
        parent: int | None = None,
        mode: int = 0,
        content_type: str = "application/pdf",
        **more: object,
    ) -> int:
        """Put in a file or an address, on an item or on nothing."""
        number = self.item("attachment", **more)  # type: ignore[arg-type]
        self._put("itemAttachments", number, parent, mode, content_type, path)
        return number

    def annotation(
        self,
        parent: int,
        text: str | None,
        comment: str | None = None,
        *,
        type: int = 1,
        page: str = "1",
        order: str = "00000",
        **more: object,
    ) -> int:
        """Mark something in an attachment."""
        number = self.item("annotation", **more)  # type: ignore[arg-type]
        self._put("itemAnnotations", number, parent, type, text, comment, "#ffd400", page, order)
        return number

    def collection(self, name: str, parent: int | None = None) -> int:
        """Make a collection."""
        number = self._next("collections")
        self._put("collections", number, name, parent)
        return number

    def trash(self, item: int) -> None:
        """Put an item into the trash."""
        self._put("deletedItems", item)

    def trash_collection(self, collection: int) -> None:
        """Put a collection into the trash."""
        self._put("deletedCollections", collection)

    def run(self, sql: str, *values: object) -> None:
        """Do anything else to it."""
        self.connection.execute(sql, values)

    def close(self) -> None:
        """Close the database, as Zotero does at its end."""
        self.connection.close()

    def __enter__(self) -> ZoteroDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, table: str, *values: object) -> None:
        signs = ", ".join("?" * len(values))
        self.connection.execute(f"INSERT INTO {table} VALUES ({signs})", values)

    def _named(self, table: str, column: str, value: object) -> int:
        row = self.connection.execute(
            f"SELECT rowid FROM {table} WHERE {column} = ?", (value,)
        ).fetchone()
        if row is not None:
            return int(row[0])
        number = self._next(table)
        self._put(table, number, value)
        return number

    def _next(self, table: str) -> int:
        sql = f"SELECT coalesce(max(rowid), 0) + 1 FROM {table}"
        return int(self.connection.execute(sql).fetchone()[0])
