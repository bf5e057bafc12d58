"""Citation keys: given once, the only ones of their kind, the same wherever libraries unite."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from recto.index import Library, NotFoundError, Paper, RectoError

from ..support import on_disk


def add(library: Library, *records: dict[str, Any], name: str = "page") -> None:
    told = ({"abstract": "Short.", **record} for record in records)
    library.add_text(name, "".join(json.dumps(record) + "\n" for record in told).encode())


def keys(library: Library) -> dict[str, str | None]:
    papers = library.rows(library.listing("", sort="title").rowids)
    return {paper.title: paper.cite_key for paper in papers}


def given(library: Library) -> dict[str, str | None]:
    library.keys.of(rowids=library.listing("", sort="title").rowids)
    return keys(library)


def paper(library: Library, title: object) -> Paper:
    papers = library.rows(library.listing("").rowids)
    return next(paper for paper in papers if paper.title == title)


KNUTH: dict[str, Any] = {
    "title": "Literate Programming",
    "authors": ["Donald Knuth"],
    "date": "1984-05-01",
}


@pytest.mark.parametrize(
    ("record", "key"),
    [
        (KNUTH, "knuth1984literate"),
        ({"title": "On the Müller Sets", "authors": ["Käthe Müller"]}, "mullermuller"),
        ({"title": "The Ink", "authors": ["Laurens van der Maaten"], "date": "2008"},
         "vandermaaten2008ink"),
        ({"title": "Inks", "authors": ["王 小明"], "date": "2020-07"}, "wangxiaoming2020inks"),
        ({"title": "Inks", "authors": ["Gemini Team"], "date": "--05-20"}, "geminiteaminks"),
        ({"title": "D'où? Inks", "authors": ["Seán O'Brien"], "date": "2020"}, "obrien2020dou"),
    ],
)  # fmt: skip
def test_a_key_is_made_of_author_year_and_word(
    empty: Library, record: dict[str, Any], key: str
) -> None:
    add(empty, record)
    assert keys(empty) == {record["title"]: None}
    assert empty.export(ids=[paper(empty, record["title"])]).text.partition(",")[0] == (
        f"@misc{{{key}"
    )
    assert keys(empty) == {record["title"]: key}


def test_without_an_author_it_is_made_of_title_and_id(empty: Library) -> None:
    add(empty, {"title": "Git Re-Basin: Merging Models"})
    assert given(empty) == {"Git Re-Basin: Merging Models": f"git-re-basin-{empty.rows([1])[0].id}"}


def test_a_key_stays_whatever_is_learned_later(empty: Library) -> None:
    add(empty, {"title": "Inks", "authors": ["Ann Alpha"]})
    before = given(empty)
    add(empty, {"title": "Inks", "authors": ["Ann Alpha"], "date": "2020-01-02"}, name="more")
    assert given(empty) == before == {"Inks": "alphainks"}


def test_keys_of_one_kind_get_letters(empty: Library) -> None:
    titles = [f"Inks {number}" for number in range(30)]
    add(empty, *({"title": one, "authors": ["Ann Alpha"], "date": "2020"} for one in titles))
    found = [key or "" for key in given(empty).values()]
    assert len({key.lower() for key in found}) == 30
    assert {"alpha2020inks", "alpha2020inksa", "alpha2020inksz", "alpha2020inks-27"} <= set(found)


def test_giving_a_key_is_no_step_of_undo(empty: Library) -> None:
    add(empty, KNUTH)
    empty.bookmark([paper(empty, KNUTH["title"]).id])
    given(empty)
    undone = empty.undo()
    assert undone is not None
    assert undone.kind == "bookmark"
    assert keys(empty) == {"Literate Programming": "knuth1984literate"}


def test_libraries_from_before_keep_their_form(empty: Library) -> None:
    on_disk.execute(empty, "DELETE FROM meta WHERE key = 'templated keys'")
    add(empty, KNUTH)
    (found,) = empty.rows([1])
    assert given(empty) == {KNUTH["title"]: f"literate-programming-{found.id}"}


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("{author}:{year}", "knuth:1984"),
        ("{authors}_{words}", "knuthdoe_literateprogramming"),
        ("arXiv:{arxiv}", "arXiv:8405.00001"),
        ("{id}", None),
    ],
)
def test_the_settings_say_how_keys_are_made(tmp_path: Path, template: str, key: str | None) -> None:
    (tmp_path / "config.toml").write_text(f"[cite]\nkey = '{template}'\n")
    with Library.open(tmp_path, seeds=False) as library:
        record = {**KNUTH, "authors": ["Donald Knuth", "Jo Doe"], "arxiv_id": "8405.00001"}
        add(library, record)
        (found,) = library.rows([1])
        assert given(library) == {KNUTH["title"]: key or found.id}


# Keys that come in with papers


def test_an_imported_key_is_that_paper_s(empty: Library) -> None:
    add(empty, {**KNUTH, "cite_key": "Knuth:LP"})
    assert given(empty) == {KNUTH["title"]: "Knuth:LP"}
    assert empty.export(rowids=[1]).text.startswith("@misc{Knuth:LP,")
    empty.undo()
    empty.redo()
    assert keys(empty) == {KNUTH["title"]: "Knuth:LP"}


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("a b,c", "abc"),
        ("{x}%#~\\\"*", "x"),
        ("tab\there", "tabhere"),
        ("DBLP:conf/x-y.z+1_2&3", "DBLP:conf/x-y.z+1_2&3"),
        ("ключ2020", "ключ2020"),
        ("x" * 300, "x" * 100),
        ("{}", None),
    ],
)  # fmt: skip
def test_what_bibtex_stumbles_over_is_left_out_of_a_key(
    empty: Library, written: str, key: str | None
) -> None:
    add(empty, {"title": "Inks", "cite_key": written})
    assert keys(empty) == {"Inks": key}


def test_of_two_papers_with_one_key_the_older_keeps_it(empty: Library) -> None:
    add(empty, {"title": "A", "cite_key": "Doe2020"}, {"title": "B", "cite_key": "doe2020"})
    add(empty, {"title": "C", "cite_key": "DOE2020"}, {"title": "D", "cite_key": "doe2020a"},
        name="more")  # fmt: skip
    shown = {"A": "Doe2020", "B": "doe2020b", "C": "DOE2020c", "D": "doe2020a"}
    assert keys(empty) == shown
    assert {title: empty.paper(key or "").title for title, key in shown.items()} == {
        title: title for title in shown
    }
    # What has been cited stays, though the oldest goes.
    assert given(empty) == shown
    empty.keys.change(paper(empty, "A"), "other")
    assert keys(empty) == {**shown, "A": "other"}
    assert len({(key or "").lower() for key in given(empty).values()}) == 4


def test_two_machines_that_give_one_key_end_with_both(tmp_path: Path) -> None:
    """Whatever the order in which what they did comes together."""
    files = []
    for number, title in enumerate(("Inks of old", "Inks of Rome", "Inks of now")):
        with Library.open(tmp_path / f"m{number}", seeds=False) as library:
            add(library, {"title": title, "authors": ["Ann Alpha"], "date": "2020"})
            assert given(library) == {title: "alpha2020inks"}
            library.export_library(tmp_path / f"{number}.jsonl")
            files.append(tmp_path / f"{number}.jsonl")
    found = []
    for place, order in enumerate(itertools.permutations(files)):
        with Library.open(tmp_path / f"u{place}", seeds=False) as library:
            for file in order:
                library.import_library(file)
            before = keys(library)
            assert given(library) == before
            found.append(before)
    assert all(one == found[0] for one in found)
    assert sorted(key or "" for key in found[0].values()) == [
        "alpha2020inks",
        "alpha2020inksa",
        "alpha2020inksb",
    ]


# Keys that are changed


def test_a_key_is_changed_and_changed_back(empty: Library) -> None:
    add(empty, KNUTH, {"title": "Other", "cite_key": "taken"})
    given(empty)
    done = empty.keys.change("knuth1984literate", "lp")
    assert done.sentence == "Gave “Literate Programming” the citation key “lp”."
    assert keys(empty)[KNUTH["title"]] == "lp"
    empty.undo()
    assert keys(empty)[KNUTH["title"]] == "knuth1984literate"
    empty.redo()
    with pytest.raises(RectoError, match=r"taken is .*Other"):
        empty.keys.change("lp", "TAKEN")
    for wrong in ("a b", "a,b", "x{", "*", "x" * 101):
        with pytest.raises(RectoError, match="no citation key"):
            empty.keys.change("lp", wrong)
    assert empty.keys.change("lp", "lp").act is None
    assert empty.keys.renew("lp").papers[0].cite_key == "knuth1984literate"
    assert empty.keys.renew("knuth1984literate").act is None
    assert empty.keys.change("knuth1984literate", "").sentence.startswith("Took the citation key")
    assert keys(empty)[KNUTH["title"]] is None
    with pytest.raises(NotFoundError):
        empty.keys.change("knuth1984literate", "x")


def test_a_key_that_was_lost_is_still_known_to_texts_that_cite_it(empty: Library) -> None:
    add(empty, {**KNUTH, "cite_key": "old"})
    empty.keys.change("old", "new")
    assert {key: one.title for key, one in empty.keys.cited(["old", "NEW", "none"]).items()} == {
        "old": KNUTH["title"],
        "NEW": KNUTH["title"],
    }
    papers = empty.keys.cited(["old", "NEW"])
    text = empty.export(ids=list(papers.values()), keys=papers).text
    assert [line for line in text.split("\n") if line.startswith("@")] == [
        "@misc{old,",
        "@misc{NEW,",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("key:doe2020", {"A"}),
        ("key:DOE2020A", {"B"}),
        ("key:doe*", {"A", "B"}),
        ("key:do", set()),
        ("-key:doe*", {"C"}),
        ("key:x(1)", {"C"}),
    ],
)
def test_keys_are_searched_for(empty: Library, query: str, found: set[str]) -> None:
    add(empty, {"title": "A", "cite_key": "Doe2020"}, {"title": "B", "cite_key": "doe2020"},
        {"title": "C", "cite_key": "x(1)"})  # fmt: skip
    assert {hit.paper.title for hit in empty.search(query).hits} == found


def test_keys_that_differ_in_case_alone_each_find_their_paper(empty: Library) -> None:
    add(empty, {**KNUTH, "cite_key": "knuth84"}, {**KNUTH, "title": "Inks", "cite_key": "Knuth84"})
    assert keys(empty) == {"Literate Programming": "knuth84", "Inks": "Knuth84a"}
    wanted = {"knuth84": "Literate Programming", "Knuth84": "Inks", "Knuth84a": "Inks"}
    cited = empty.keys.cited([*wanted, "KNUTH84"])
    assert {key: cited[key].title for key in wanted} == wanted
    assert cited["KNUTH84"].title in wanted.values()
