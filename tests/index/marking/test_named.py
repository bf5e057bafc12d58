"""One paper and several are both understood, wherever papers are named to the library."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from recto.index import Block, Export, Library, Marked, NotFoundError, Paper, Text
from recto.index.parts.context import Ids


def methods(library: Library, *parameters: str) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Yield the methods of a library and of its parts that take one of these parameters."""
    members = inspect.getmembers(library, lambda value: not inspect.ismethod(value))
    parts = {name: part for name, part in members if not name.startswith("_")}
    for name, part in {"": library, **parts}.items():
        if not type(part).__module__.startswith("recto.index"):
            continue
        for called, method in inspect.getmembers(part, inspect.ismethod):
            for parameter in inspect.signature(method).parameters:
                if parameter in parameters and not called.startswith("_"):
                    yield f"{name}.{called}".lstrip("."), parameter, method


def told(answer: Marked | Export | list[Paper]) -> list[str]:
    """Return which papers an answer is about."""
    if isinstance(answer, list):
        return [paper.id for paper in answer]
    if isinstance(answer, Marked):
        return [paper.id for paper in answer.papers]
    return answer.text.replace('"', "").split()


def test_one_paper_is_understood_where_several_are(library: Library, ids: list[str]) -> None:
    paper = library.paper(ids[0])
    found = []
    for name, parameter, method in methods(library, "ids"):
        if name in SEVERAL:
            continue
        found.append(name)
        more = {"format": "csv", "fields": ["id"]} if name == "export" else {}
        forms: list[Ids] = [ids[0][:9], paper, [ids[0]], (paper,), iter([paper]), {ids[0]}]
        for form in forms:
            answer = method(**{parameter: form}, **more)
            assert paper.id in told(answer), (name, form)
            assert len(told(answer)) == len(told(method(**{parameter: [paper]}, **more)))
        both = told(method(**{parameter: [ids[1], paper]}, **more))
        assert both[-2:] == [ids[1], ids[0]], name
    assert {"bookmark", "mark_read", "queue", "done", "tag", "export", "marks.bookmark"} <= {*found}
    assert library.journal.rebuild()


SEVERAL = ("identities.merge", "identities.split", "texts.fetch")
"""Methods that refuse a paper of which there is but one, or ask the network."""

WORDS: dict[str, tuple[Any, ...]] = {
    "note": ("x",),
    "notes.write": ("x",),
    "notes.save_draft": ("x",),
    "notes.take": ("x", "", ()),
    "note_files.begin": ("x",),
    "marks.identify": ("2405.99999",),
    "keys.change": ("chen2024",),
    "texts.add": (str(Path(__file__)),),
    "texts.picture_address": (Text((), "plain"), Block("caption")),
    "texts.newer": (Text((), "plain"),),
    "texts.add_data": (b"Ink dries slowly in a cold room. " * 9, "ink.txt"),
    "corrections.edit": ({"venue": "A Journal of Inks"},),
    "corrections.take_bibtex": ("@misc{a, title = {A}}", "@misc{a, title = {B}}"),
}
"""What the methods about one paper are given besides it."""


def test_a_paper_is_named_by_its_id_or_given_itself(library: Library, ids: list[str]) -> None:
    found = []
    for name, parameter, method in methods(library, "id", "paper"):
        if name in SEVERAL:
            continue
        found.append(name)
        (first, *_) = inspect.signature(method).parameters
        assert first == parameter
        for form in (ids[0], library.paper(ids[0])):
            method(form, *WORDS.get(name, ()))
    assert {"paper", "related", "note", "log", "notes.draft", "sources.history"} <= {*found}


def test_one_tag_one_field_and_one_file_are_not_taken_apart(empty: Library, tmp_path: Path) -> None:
    page = tmp_path / "page.jsonl"
    page.write_text('{"title": "Numbats", "abstract": "They dig."}\n')
    for form in (str(page), page, [page]):
        assert [report.name for report in empty.add(form)] == ["page.jsonl"]
    (paper,) = empty.rows(empty.listing("").rowids)
    assert empty.tag(paper, add="survey").papers[0].tags == ("survey",)
    assert empty.tag(paper, remove="survey").papers[0].tags == ()
    exported = empty.export(ids=paper, format="csv", fields="title")
    assert told(exported) == ["title", "Numbats"]


def test_an_empty_id_names_no_paper(library: Library) -> None:
    with pytest.raises(NotFoundError, match="No such paper"):
        library.bookmark("")
    assert library.bookmark([]).papers == ()
