"""What earlier rules told of papers finds them still: from files, in libraries, between two."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from recto.index import Library
from recto.index.identity.meaning import Meanings

from ..safety.damages import overwrite, root
from ..support.chances import seeds
from ..support.first_rule import first_rule, forget_rule
from ..support.importing import add_page, made_up
from ..support.soundness import assert_is_sound

DATA = Path(__file__).with_name("data")

NAMES = (
    "Ada L.",
    "Doe JK",
    "Serre J.-P.",
    "王小明",
    "Иванов И. И.",
    "The Nib Collaboration",
    "Anonymous",
    "Jane LI",
    "Doe J",
    "Richard Roe",
)
"""Of each kind that a rule has told otherwise, and one that all have told alike."""


def fill(library: Library) -> None:
    """Add a paper by each, and mark it."""
    papers = [
        made_up(f"Inks {place}", authors=(name,), published=f"{2000 + place}")
        for place, name in enumerate(NAMES)
    ]
    add_page(library, "page", *papers, checksum="page")
    for paper in library.rows(library.listing("").rowids):
        place = paper.title.split()[-1]
        library.note(paper, f"Note {place}")
        library.tag([paper.id], f"t{place}")
    library.index.rebuild()


def marked(library: Library) -> dict[str, tuple[tuple[str, ...], str | None]]:
    papers = library.rows(library.listing("").rowids)
    return {paper.title: (paper.tags, paper.note) for paper in papers}


WANTED = {f"Inks {place}": ((f"t{place}",), f"Note {place}") for place in range(len(NAMES))}


@pytest.mark.parametrize("name", ["first-rule.jsonl", "second-rule.jsonl"])
def test_a_library_that_an_earlier_recto_exported_has_all_its_marks(
    empty: Library, name: str
) -> None:
    """Each file was written by the version of its time."""
    assert empty.import_library(DATA / name).waiting == 0
    papers = empty.rows(empty.listing("").rowids)
    assert len(papers) == 10
    for paper in papers:
        assert paper.note is not None
        assert paper.tags
    # Two are one, because the reader has said so.
    (merged,) = (paper for paper in papers if paper.title.endswith("Sheets"))
    assert merged.tags == ("of-sheets",)
    assert_is_sound(empty)


@pytest.mark.parametrize("name", ["first-rule.jsonl", "second-rule.jsonl"])
def test_marks_that_waited_find_their_papers_when_the_library_is_opened(
    tmp_path: Path, name: str
) -> None:
    """A version between the two kept them, and showed none."""
    with pytest.MonkeyPatch.context() as patched:
        find = Meanings.find
        patched.setattr(Meanings, "find", lambda self, one, **_: find(self, one))
        with Library.open(tmp_path / "library", seeds=False) as library:
            assert library.import_library(DATA / name).waiting > 0
            assert not all(note for _, note in marked(library).values())
            forget_rule(library)
    with Library.open(tmp_path / "library") as library:
        assert all(note for _, note in marked(library).values())
        assert_is_sound(library)


def test_a_library_of_the_first_rule_goes_on(tmp_path: Path) -> None:
    with first_rule(), Library.open(tmp_path / "library", seeds=False) as library:
        fill(library)
        forget_rule(library)
    with Library.open(tmp_path / "library") as library:
        assert marked(library) == WANTED
        # What comes later, and all that is made one with it, moves no mark away.
        more = [made_up(f"Inks {place}", authors=(name,)) for place, name in enumerate(NAMES)]
        add_page(library, "more", *more, checksum="more")
        assert marked(library) == WANTED
        assert_is_sound(library)


def test_papers_that_the_first_rule_took_for_one_are_two(tmp_path: Path) -> None:
    """Two collaborations, which were no authors once, and two names with one initial."""
    with first_rule(), Library.open(tmp_path / "library", seeds=False) as library:
        one = [made_up("Nibs", authors=("The Nib Collaboration",), published="2001")]
        one.append(made_up("Pens", authors=("Ada L.",), published="2001"))
        other = [made_up("Nibs", authors=("The Pen Collaboration",), published="2002")]
        other.append(made_up("Pens", authors=("Bea L.",), published="2002"))
        add_page(library, "one", *one)
        add_page(library, "other", *other)
        assert sorted(marked(library)) == ["Nibs", "Pens"]
        library.tag([paper.id for paper in library.rows(library.listing("").rowids)], "kept")
        forget_rule(library)
    with Library.open(tmp_path / "library") as library:
        papers = library.rows(library.listing("").rowids)
        assert sorted(paper.title for paper in papers) == ["Nibs", "Nibs", "Pens", "Pens"]
        assert sorted(paper.title for paper in papers if paper.tags) == ["Nibs", "Pens"]
        assert_is_sound(library)


def test_titles_are_told_apart_by_signs_that_had_no_meaning_once(tmp_path: Path) -> None:
    """Rows of before lead to the paper that had the sign, new ones to that which has none."""
    with Library.open(tmp_path / "library", seeds=False) as library:
        add_page(library, "one", made_up("C++ in .NET for $50", authors=("Ann A",)))
        library.tag([library.rows(library.listing("").rowids)[0].id], "kept")
        library.export_library(tmp_path / "all.jsonl")
    text = (tmp_path / "all.jsonl").read_text()
    before = text.replace("c++in.netfor$50", "c++innetfor50").replace(',"2"]', "]")
    assert before.count("c++innetfor50") > text.count("c++innetfor50")
    (tmp_path / "before.jsonl").write_text(before)
    with Library.open(tmp_path / "other", seeds=False) as library:
        add_page(library, "two", made_up("C++ in NET for 50", authors=("Bob B",)))
        assert library.import_library(tmp_path / "before.jsonl").waiting == 0
        found = {title: tags for title, (tags, _) in marked(library).items()}
        assert found == {"C++ in .NET for $50": ("kept",), "C++ in NET for 50": ()}


def test_a_damaged_library_of_the_first_rule_is_recovered_with_its_marks(tmp_path: Path) -> None:
    directory = tmp_path / "library"
    with first_rule(), Library.open(directory, seeds=False) as library:
        fill(library)
        forget_rule(library)
    path = directory / "library.db"
    overwrite(path, root(path, "marks"))
    with Library.open(directory) as library:
        assert any("was damaged" in sentence for sentence in library.warnings)
        assert marked(library) == WANTED
        assert_is_sound(library)


@pytest.mark.parametrize("seed", seeds(4, 60))
def test_libraries_of_two_rules_become_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    homes = [tmp_path / "one", tmp_path / "two"]

    def act(library: Library, mark: str) -> None:
        pages = chance.sample(range(6), 3)
        for page in pages:
            told = random.Random(page)
            add_page(
                library,
                f"page {page}",
                *(
                    made_up(f"Inks {told.randrange(4)}", authors=(told.choice(NAMES),))._replace(
                        published=f"{told.randrange(2000, 2004)}"
                    )
                    for _ in range(3)
                ),
                checksum=f"{page}",
            )
        ids = [paper.id for paper in library.rows(library.listing("").rowids)]
        for number in range(3):
            library.tag(chance.sample(ids, 1), f"{mark}{number}")

    with first_rule(), Library.open(homes[0], seeds=False) as library:
        act(library, "old")
        library.export_library(tmp_path / "old.jsonl")
        forget_rule(library)
    with Library.open(homes[1], seeds=False) as library:
        act(library, "new")
        library.export_library(tmp_path / "new.jsonl")
        library.import_library(tmp_path / "old.jsonl")
        second = content(library)
        assert_is_sound(library)
    with Library.open(homes[0]) as library:
        library.import_library(tmp_path / "new.jsonl")
        assert content(library) == second
        assert_is_sound(library)


def content(library: Library) -> list[str]:
    papers = library.rows(library.listing("").rowids)
    return sorted(
        json.dumps([paper.title, paper.authors, paper.published, sorted(paper.tags)])
        for paper in papers
    )
