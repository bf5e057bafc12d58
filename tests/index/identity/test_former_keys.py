"""Which paper is meant by what an earlier rule may have told, and which is not."""

from __future__ import annotations

import pytest
from recto.index.identity.evidence import Evidence, former_evidence
from recto.index.identity.family_keys import family_key, former_family_keys
from recto.index.identity.meaning import Meanings, keys_of_title


@pytest.mark.parametrize(
    ("name", "former"),
    [
        ("Ada L.", {"l"}),
        ("Doe JK", {"jk"}),
        ("Doe J", {"do"}),
        ("Doe J K", {"do"}),
        ("J Doe", {"j"}),
        ("王小明", {None}),
        ("Иванов И. И.", {None}),
        ("The Nib Collaboration", {None}),
        ("Anonymous", {"anonymous"}),
        ("Jane LI", {"li"}),
        ("Richard Roe", set()),
        ("R. Roe", set()),
        ("JANE LI", set()),
        ("Иванов Иван Иванович", set()),
        ("", set()),
    ],
)
def test_former_keys_of_a_name(name: str, former: set[str | None]) -> None:
    assert former_family_keys(name) == former
    assert family_key(name) not in former


def find(told: Evidence, *papers: tuple[str, int], may_be_former: bool = True) -> int | None:
    """Return which of these papers of the title `i` is meant, each by an author and of a year."""
    records = [Evidence("i", family=family_key(name), year=year) for name, year in papers]
    former = [former_evidence(one, name) for one, (name, _) in zip(records, papers, strict=True)]
    meanings = Meanings([[one] for one in records], former=former)
    return meanings.find(told, may_be_former=may_be_former)


def test_what_an_earlier_rule_told_means_its_paper() -> None:
    assert find(Evidence("i", family="l"), ("Bob B", 2000), ("Ada L.", 2001)) == 1
    assert find(Evidence("i", family="l"), ("Bob B", 2000)) is None
    assert find(Evidence("i", year=2001), ("王小明", 2001), ("Bob B", 2001)) == 0


def test_what_the_rule_in_use_told_means_no_paper_of_an_earlier_one() -> None:
    assert find(Evidence("i", family="l"), ("Ada L.", 2001), may_be_former=False) is None


def test_the_present_rule_wins_where_both_fit() -> None:
    assert find(Evidence("i", family="l"), ("Ada L.", 2001), ("Bob L", 2005)) == 1


def test_what_is_told_word_for_word_wins() -> None:
    """Only a record of the first paper was ever told so."""
    told = Evidence("i", family="l", year=2001)
    assert find(told, ("Ada L.", 2001), ("Bob L", 2005)) == 0
    assert find(told, ("Ada L.", 2001), ("Bob L", 2001)) == 1


def test_a_title_is_known_by_each_key_it_had() -> None:
    assert keys_of_title("C++ in .NET") == ["c++in.net", "~cinnet", "~c++innet"]
    assert keys_of_title("Pens for €5") == ["pensfor€5", "~pensfor5"]
    assert keys_of_title("Pens, e.g. Nibs. And $x$") == ["pensegnibsandx"]
