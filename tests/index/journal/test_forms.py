"""Marks and registers of odd forms from elsewhere: refused, so that nothing fails on them later."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest
from recto.index import Library, RectoError, SourceError, View
from recto.index.journal.forms import odd_mark, odd_register

from ..support.chances import seeds
from ..support.soundness import assert_is_sound

HIGHLIGHT = ("text", "section", "before", "after", "made")

RIGHT: dict[str, list[Any]] = {
    "bookmark": [1, True, 1.0],
    "read": [1, True],
    "queue": ["a1", 1, "0mhfz"],
    "tag:x": ["a1", 1],
    "done": ["2026-01-02"],
    "note": ["", "a text"],
    "via": ["{}", '{"query":"q","view":"all"}'],
    "arxiv": ["2405.15738", "hep-th/9901001"],
    "highlight:a1": [json.dumps(dict.fromkeys(HIGHLIGHT, "a text"))],
    "highlight-note:a1": ["", "a text"],
}

WRONG: dict[str, list[Any]] = {
    "bookmark": ["1", ""],
    "read": ["yes"],
    "queue": [[1], {}],
    "tag:x": [["a"], {"a": 1}],
    "done": [12, True, "", "yesterday", "2026-13-01", "20260102", "2026-W01-1", 1.5],
    "note": [12, 1.5, False],
    "via": [12, True],
    "arxiv": [12, "", "../../etc/passwd", "2405"],
    "highlight:a1": [12, "", "a text", "[1]", "{}", json.dumps(dict.fromkeys(HIGHLIGHT, 1))],
    "highlight-note:a1": [12, 1.5, False],
}

REGISTERS: dict[str, tuple[list[Any], list[Any]]] = {
    "search:x": (
        [{}, {"text": "a", "view": "queue", "sort": "newest", "slot": 3}, {"slot": None}],
        [1, "a", [], True, {"text": 1}, {"view": {}}, {"sort": None}, {"slot": "1"}],
    ),
    "looked:x": (
        [{}, {"at": "a0", "position": None}],
        [1, "a0", [], {"at": 1}, {"position": {}}],
    ),
    "label:page.txt": (["My page", ""], [1, True, [], {}]),
    "removed:page.txt": ([True, False], [1, "true", [], {}]),
}

PAPERS = [
    {"type": "paper", "id": "abcdefghjk", "title": "Alpha", "abstract": "About it."},
    {"type": "paper", "id": "bcdefghjkm", "title": "Beta", "abstract": "About it too."},
]
WALLS = [
    "",
    "2026-01-01T00:00:00+0000",
    "soon",
    "0001-01-01T00:00:00+1400",
    "9999-12-31T23:59:59-1400",
]

PAGE = {"type": "page", "source": "page.txt", "digest": "d", "label": "", "import": 1}
PLACES = {"type": "places", "source": "page.txt", "digest": "d"}


def row(number: int, kind: str, data: Any, papers: Any = ()) -> dict[str, Any]:
    return {
        "type": "act",
        "act": f"{number:020x}",
        "machine": "m",
        "window": "w",
        "clock": number + 1,
        "wall": WALLS[number % len(WALLS)],
        "kind": kind,
        "papers": [*papers],
        "data": data,
    }


def file_of(*acts: dict[str, Any], rank: int = 0) -> io.BytesIO:
    places = {**PLACES, "papers": [[paper["id"], 1] for paper in PAPERS]}
    added = row(rank, "add", {"sources": [{"name": "page.txt", "digest": "d", "records": 2}]})
    end = {"type": "end", "papers": len(PAPERS), "acts": len(acts) + 1}
    header = {"type": "recto-library", "format": 1}
    told = [header, *PAPERS, PAGE, places, added, *acts, end]
    return io.BytesIO("\n".join(map(json.dumps, told)).encode())


def use(library: Library) -> None:
    """Show, search, list, export and take back whatever is there."""
    everything = library.listing("").rowids
    for view in ("queue", "done", "bookmarks", "unread", "tag:x", "tag", "source:page.txt"):
        for sort in ("relevance", "list", "added"):
            library.rows(library.listing("", view=View.parse(view), sort=sort).rowids)
    for query in ("about", "tag:x", "is:queued", "is:done", "note:a", "via:q", "source:page"):
        library.search(query)
    library.counts()
    library.searches.all(wait=True)
    for paper in library.rows(everything):
        library.paper(paper.id)
        library.log(paper.id)
    library.log()
    for name in ("bibtex", "ris", "csl-json", "markdown", "csv", "jsonl", "html", "atom"):
        assert library.export(rowids=everything, format=name).text
    library.export_library(io.BytesIO())
    for _ in range(3):
        library.undo()
    library.redo()
    library.queue(rowids=everything)
    library.tag(add=["x", "y"], rowids=everything)
    library.bookmark(rowids=everything)
    library.mark_read(rowids=everything)
    library.done(rowids=everything[:1])
    assert_is_sound(library)


def known(name: str, values: list[Any]) -> list[tuple[str, Any]]:
    return [(name, value) for value in values]


@pytest.mark.parametrize(
    ("name", "value"), [pair for name, values in WRONG.items() for pair in known(name, values)]
)
def test_a_mark_of_another_form_is_refused_with_its_file(
    empty: Library, name: str, value: Any
) -> None:
    papers = [["alpha", None]]
    for data in ({"set": {name: value}}, {"each": [{"read": 1}, {name: value}]}):
        with pytest.raises(SourceError, match=r"mark.*Nothing was taken in"):
            empty.import_library(file_of(row(1, "tag", data, papers)))
    assert empty.counts().all == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [pair for name, (_, values) in REGISTERS.items() for pair in known(name, values)],
)
def test_a_register_of_another_form_is_refused_with_its_file(
    empty: Library, name: str, value: Any
) -> None:
    with pytest.raises(SourceError, match=r"its register .* is not .*Nothing was taken in"):
        empty.import_library(file_of(row(1, "set", {"library": {name: value}})))
    assert empty.counts().all == 0


def test_what_is_right_off_or_of_a_later_recto_is_taken(empty: Library) -> None:
    for name, values in RIGHT.items():
        assert [odd_mark(name, value) for value in (None, *values)] == [""] * (len(values) + 1)
    for name, (values, _) in REGISTERS.items():
        assert [odd_register(name, value) for value in (None, *values)] == [""] * (len(values) + 1)
    assert odd_mark("stars", "five") == odd_register("list:x", 5) == ""
    marks = {name: values[-1] for name, values in RIGHT.items()}
    registers = {name: values[-1] for name, (values, _) in REGISTERS.items()}
    papers = [["alpha", None]]
    later = {"set": {**marks, "stars": "five"}, "library": {**registers, "list:x": [5]}}
    empty.import_library(file_of(row(1, "tag", later, papers)))
    use(empty)
    told = io.BytesIO()
    empty.export_library(told)
    assert b'"stars":"five"' in told.getvalue()


@pytest.mark.parametrize("seed", seeds(15, 200))
def test_whatever_is_imported_nothing_fails_later(empty: Library, seed: int) -> None:
    """Random values under all names: what is taken in can be shown, found and taken back."""
    rng = random.Random(seed)
    taken = 0
    for number in range(1, 60):
        data = random_data(rng)
        papers = rng.choice(([["alpha", None]], [["beta", None], ["alpha", None]], []))
        kind = rng.choice(
            ("tag", "note", "add", "identify", "rename-tag", "move", "look", "save-search", "xyz")
        )
        try:
            empty.import_library(file_of(row(number + 100, kind, data, papers), rank=seed))
            taken += 1
        except RectoError:
            continue
    assert taken
    try:
        use(empty)
    except RectoError as error:
        pytest.fail(f"{error}")


def random_value(rng: random.Random, depth: int = 0) -> Any:
    values = [*(one for several in (*RIGHT.values(), *WRONG.values()) for one in several)]
    match rng.randrange(8 if depth < 3 else 6):
        case 0:
            return None
        case 1:
            return rng.choice((True, False, 0, 1, -1, 12, 2**40, -(2**62), 1.5, -0.0, 1e300))
        case 2:
            return "".join(
                rng.choice("ab \n\x1b:/,\u202e\ud800é0") for _ in range(rng.randrange(9))
            )
        case 3 | 4 | 5:
            return rng.choice(values)
        case 6:
            return [random_value(rng, depth + 1) for _ in range(rng.randrange(3))]
        case _:
            keys = ("text", "view", "sort", "slot", "at", "position", "x")
            return {key: random_value(rng, depth + 1) for key in rng.sample(keys, rng.randrange(4))}


def random_changes(rng: random.Random) -> Any:
    if rng.random() < 0.05:
        return random_value(rng)
    names = [*RIGHT, "tag:", "tag:a b", "tag:-x,y", "tag:x/y", "tag:\x1b", "", "stars", "removed"]
    changes = {}
    for name in rng.sample(names, rng.randint(1, 2)):
        right = RIGHT.get(name, [1])
        changes[name] = rng.choice(right) if rng.random() < 0.5 else random_value(rng)
    return changes


def random_data(rng: random.Random) -> Any:
    """Return data of an act in which one thing or another is odd."""
    data: dict[str, Any] = {}
    if rng.random() < 0.6:
        data["set"] = random_changes(rng)
    if rng.random() < 0.3:
        data["each"] = [random_changes(rng) for _ in range(rng.randint(1, 3))]
    if rng.random() < 0.4:
        names = [*REGISTERS, "search:", "looked:", "label:", "removed:", "search:\x1b", "other"]
        name = rng.choice(names)
        right = REGISTERS.get(name, ([None], []))[0]
        value = rng.choice(right) if rng.random() < 0.6 else random_value(rng)
        data["library"] = {name: value}
    for key in ("tag", "old", "new", "was", "step", "import", "base", "replaces", "sources"):
        if rng.random() < 0.06:
            data[key] = random_value(rng)
    return data
