"""What is exported: which papers, in which order, which of their fields, and tables of them."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from recto.index import EXPORT_FIELDS, EXPORT_FORMATS, Library, NotFoundError, RectoError

from .hostile_papers import NOTE, TITLES, hostile, papers_of, written

__all__ = ["hostile"]


def test_nothing_makes_a_valid_file_too(hostile: Library) -> None:
    assert json.loads(hostile.export(format="csl-json").text) == []
    assert hostile.export(format="bibtex").text == ""
    ElementTree.fromstring(hostile.export(format="atom").text)


def test_no_cell_of_a_table_is_a_formula(hostile: Library) -> None:
    text = written(hostile, "csv")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == EXPORT_FIELDS
    for row, paper in zip(rows, papers_of(hostile), strict=True):
        assert row["title"].removeprefix("'") == paper.title
        assert row["note"] == NOTE
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert text.count("\r\n") == len(TITLES) + 1
    assert text.startswith('"id","title",')


def test_fields_are_chosen_where_there_are_columns(hostile: Library) -> None:
    assert written(hostile, "csv", fields=["title", "id"]).startswith('"title","id"\r\n')
    first = json.loads(written(hostile, "jsonl", fields=["id", "tags"]).splitlines()[0])
    assert first == {"id": papers_of(hostile)[0].id, "tags": ["c_d&%", "ml/x"]}
    with pytest.raises(RectoError, match=r"no fields to choose.*csv and jsonl"):
        hostile.export(format="bibtex", fields=["id"])
    with pytest.raises(RectoError, match=r"'titel'.*Did you mean title\?"):
        hostile.export(format="csv", fields=["titel"])


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_papers_keep_the_order_in_which_they_are_given(
    library: Library, ids: list[str], format: str
) -> None:
    given = [ids[3], ids[0], ids[7]]
    text = library.export(ids=given, format=format).text
    bare = text.replace("{", "").replace("}", "")
    places = [bare.index(library.paper(id).title[:12]) for id in given]
    assert places == sorted(places)


def test_what_cannot_be_exported_is_a_sentence(library: Library) -> None:
    with pytest.raises(RectoError, match="bibtex, ris"):
        library.export(format="word")
    with pytest.raises(NotFoundError):
        library.export(ids=["zzzzzzzzzz"])
