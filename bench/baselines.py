"""What the benches compare with: SQLite's FTS5, and Whoosh as its documentation shows it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from recto.index.search.search_index import Document
from whoosh import index, qparser
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.query import And, Or, Prefix, Query, Term


class FullText5:
    """SQLite FTS5: Porter's stems, BM25 with a title weight of 3, prefix indexes."""

    name = "SQLite FTS5"

    def __init__(self, path: Path, documents: Iterable[Document], prefix: str = "") -> None:
        self._database = sqlite3.connect(path)
        option = f", prefix='{prefix}'" if prefix else ""
        self._database.execute(
            "CREATE VIRTUAL TABLE papers USING fts5(title, abstract, "
            f"tokenize='porter unicode61', content=''{option})"
        )
        self._database.executemany(
            "INSERT INTO papers(rowid, title, abstract) VALUES (?, ?, ?)",
            ((document.rowid, document.title, document.abstract) for document in documents),
        )
        self._database.execute("INSERT INTO papers(papers) VALUES ('optimize')")
        self._database.commit()

    def search(self, words: list[str], typing: bool, limit: int) -> list[int]:
        """Return the papers with all words, the last one a beginning while typing."""
        terms = [f'"{word}"' for word in re.findall(r"[^\W_]+", " ".join(words))]
        if typing:
            terms[-1] += "*"
        rows = self._database.execute(
            "SELECT rowid FROM papers WHERE papers MATCH ? ORDER BY bm25(papers, 3.0, 1.0) LIMIT ?",
            (" AND ".join(terms), limit),
        )
        return [row[0] for row in rows]


class PlainWhoosh:
    """Whoosh with two stemmed fields and the query parser for several fields."""

    name = "plain Whoosh"

    def __init__(self, path: Path, documents: Iterable[Document]) -> None:
        analyzer = StemmingAnalyzer()
        schema = Schema(
            rowid=NUMERIC(stored=True),
            title=TEXT(analyzer=analyzer, phrase=False),
            abstract=TEXT(analyzer=analyzer, phrase=False),
        )
        path.mkdir()
        opened = index.create_in(str(path), schema)
        writer = opened.writer(limitmb=256)
        for document in documents:
            writer.add_document(
                rowid=document.rowid, title=document.title, abstract=document.abstract
            )
        writer.commit()
        self._searcher = opened.searcher()
        self._parser = qparser.MultifieldParser(["title", "abstract"], schema)

    def search(self, words: list[str], typing: bool, limit: int) -> list[int]:
        """Return the papers with all words, the last one a beginning while typing."""
        text = " ".join(re.findall(r"[^\W_]+", " ".join(words)))
        query = self._parser.parse(text + ("*" if typing else ""))
        return self._rowids(query, limit)

    def search_terms(self, words: list[str], limit: int) -> list[int]:
        """Return what a hand-made query finds: terms, and a prefix in both fields as the last."""
        analyzer = StemmingAnalyzer()
        *before, last = words
        stems = [token.text for word in before for token in analyzer(word)]
        parts: list[Query] = [
            Or([Term("title", stem, boost=3.0), Term("abstract", stem)]) for stem in stems
        ]
        parts.append(Or([Prefix("title", last, boost=3.0), Prefix("abstract", last)]))
        return self._rowids(And(parts), limit)

    def _rowids(self, query: Query, limit: int) -> list[int]:
        return [hit.fields()["rowid"] for hit in self._searcher.search(query, limit=limit)]
