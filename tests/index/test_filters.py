"""Filters and words together: what is found is what a look at every paper finds."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from recto.index import Kept, Library, Paper, View
from recto.index.search.filters import Filters
from recto.index.search.members import EVERYTHING, Members
from recto.index.search.query import Query

PEOPLE = ["Geoffrey Hinton", "Yann LeCun", "José García", "Fei-Fei Li", "Liang Lin", "A. N. Other"]


@pytest.fixture(scope="module")
def rich(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with every kind of mark and fact on some papers, not to be changed."""
    import shutil

    path = tmp_path_factory.mktemp("rich") / "recto"
    shutil.copytree(seeded, path)
    library = Library.open(path)
    pids = list(library.listing("").pids)
    ids = [paper.id for paper in library.rows(pids)]
    chance = random.Random(1)
    library.bookmark(pids=pids[:40], via=Kept("lottery tickets", "unread"))
    library.bookmark(pids=pids[:5], on=False)
    library.mark_read(pids=chance.sample(pids, 200))
    library.queue(pids=chance.sample(pids, 30))
    library.done(pids=chance.sample(pids, 30))
    for name in ("ml", "ml/pruning", "ML/vision", "mlops", "done", "ünder"):
        library.tag(pids=chance.sample(pids, 25), add=[name])
    for paper_id in chance.sample(ids, 12):
        library.note(paper_id, chance.choice(["An idea, for later", "compare with\nthe baseline"]))
    with library._database.transaction():
        execute = library._database.execute
        for pid in pids:
            when = chance.choice(
                [
                    None,
                    f"{chance.randint(2019, 2025)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
                    "--05-03",
                ]
            )
            execute(
                "UPDATE papers SET published = ?, comments = ?, upvotes = ?, arxiv_id = ? "
                "WHERE pid = ?",
                (
                    when,
                    chance.choice([None, 0, 1, 4, 12]),
                    chance.choice([None, 0, 9, 10, 50]),
                    chance.choice([None, f"23{chance.randint(10, 12)}.{pid:05}"]),
                    pid,
                ),
            )
            authors = str(chance.sample(PEOPLE, chance.randint(0, 4))).replace("'", '"')
            execute("UPDATE texts SET authors = ? WHERE pid = ?", (authors, pid))
        library._store.next_rev()
    return library


def tagged(paper: Paper, name: str) -> bool:
    return any(f"{tag}/".casefold().startswith(f"{name}/") for tag in paper.tags)


def dated(paper: Paper) -> str:
    return paper.published if paper.published and paper.published[0] != "-" else ""


def number_of_authors(paper: Paper) -> int:
    return paper.author_count or len(paper.authors)


def has(text: str, pattern: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


LEAVES: dict[str, Callable[[Paper], bool]] = {
    "is:bookmarked": lambda p: p.bookmarked,
    "is:read": lambda p: p.read,
    "is:unread": lambda p: not p.read,
    "is:queued": lambda p: p.queue is not None,
    "is:done": lambda p: p.done is not None,
    "is:new": lambda p: not p.read,
    "has:note": lambda p: p.note is not None,
    "has:tags": lambda p: bool(p.tags),
    "has:date": lambda p: p.published is not None,
    "has:comments": lambda p: (p.comments or 0) > 0,
    "has:link": lambda p: bool(p.links),
    "has:code": lambda p: any(link.kind == "code" for link in p.links),
    "tag:ml": lambda p: tagged(p, "ml"),
    "tag:ML/vision": lambda p: tagged(p, "ml/vision"),
    "tag:ml*": lambda p: any(tag.casefold().startswith("ml") for tag in p.tags),
    "tag:#done": lambda p: "done" in p.tags,
    "tag:none": lambda p: False,
    "note:idea": lambda p: "idea" in (p.note or ""),
    'note:"with the"': lambda p: "with\nthe" in (p.note or ""),
    "via:ticket": lambda p: p.kept_from is not None,
    "via:unread": lambda p: p.kept_from is not None,
    "source:002": lambda p: any(place.name.startswith("002") for place in p.sources),
    "author:hinton": lambda p: "Geoffrey Hinton" in p.authors,
    "author:garcia": lambda p: "José García" in p.authors,
    "author:li": lambda p: "Fei-Fei Li" in p.authors,
    "author:li*": lambda p: bool({"Fei-Fei Li", "Liang Lin"} & set(p.authors)),
    'author:"yann lecun"': lambda p: "Yann LeCun" in p.authors,
    'author:"hinton yann"': lambda p: False,
    "authors:>2": lambda p: number_of_authors(p) > 2,
    "authors:<2": lambda p: number_of_authors(p) == 1,
    "comments:>3": lambda p: p.comments is not None and p.comments > 3,
    "comments:<=1": lambda p: p.comments is not None and p.comments <= 1,
    "comments:0": lambda p: p.comments == 0,
    "upvotes:>=10": lambda p: p.upvotes is not None and p.upvotes >= 10,
    "upvotes:1..20": lambda p: p.upvotes is not None and 1 <= p.upvotes <= 20,
    "year:2022": lambda p: dated(p).startswith("2022"),
    "year:2023..": lambda p: dated(p) >= "2023",
    "date:2021-03..2022-04": lambda p: "2021-03" <= dated(p) < "2022-05",
    "date:>2023": lambda p: dated(p) >= "2024",
    "date:<2021-05-15": lambda p: "2" <= dated(p) < "2021-05-15",
    "date:>=2021-05-15": lambda p: dated(p) >= "2021-05-15",
    "arxiv:2311": lambda p: (p.arxiv_id or "").startswith("2311"),
    "added:1d": lambda p: True,
    "added:>1y": lambda p: False,
    "id:b": lambda p: p.id.startswith("b"),
    # Words
    "lottery": lambda p: has(f"{p.title} {p.abstract}", r"\blotter(y|ies)\b"),
    "title:pruning": lambda p: has(p.title, r"\b(un)?prun(e[drs]?|ing)\b"),
    '"neural networks"': lambda p: has(f"{p.title}\n{p.abstract}", r"\bneural\W+networks\b"),
    'abstract:"we propose"': lambda p: has(p.abstract, r"\bwe\W+propose\b"),
    "=trained": lambda p: has(f"{p.title}\n{p.abstract}", r"\btrained\b"),
    "quokka": lambda p: False,
}


def check(library: Library, text: str, is_right: Callable[[Paper], bool]) -> None:
    papers = library.rows(library.listing("").pids)
    expected = {paper.pid for paper in papers if is_right(paper)}
    listing = library.listing(text, wait=True)
    assert not listing.is_partial
    assert listing.hints == ()
    assert len(set(listing.pids)) == len(listing.pids) == listing.total
    titles = {paper.pid: paper.title for paper in papers}
    assert {titles[pid] for pid in listing.pids} == {titles[pid] for pid in expected}, text


@pytest.mark.parametrize("leaf", LEAVES)
def test_a_leaf_finds_what_it_says(rich: Library, leaf: str) -> None:
    check(rich, leaf, LEAVES[leaf])
    check(rich, f"-{leaf}", lambda paper: not LEAVES[leaf](paper))


def test_every_leaf_finds_some_papers_and_not_all(rich: Library) -> None:
    papers = rich.rows(rich.listing("").pids)
    dull = {leaf for leaf in LEAVES if not 0 < sum(map(LEAVES[leaf], papers)) < len(papers)}
    assert dull == {"tag:none", 'author:"hinton yann"', "added:1d", "added:>1y", "quokka"}


@pytest.mark.parametrize("seed", range(6))
def test_leaves_can_be_mixed_negated_and_nested(rich: Library, seed: int) -> None:
    chance = random.Random(seed)

    def make(depth: int) -> tuple[str, Callable[[Paper], bool]]:
        if depth == 0 or chance.random() < 0.3:
            leaf = chance.choice(list(LEAVES))
            return leaf, LEAVES[leaf]
        parts = [make(depth - 1) for _ in range(chance.randint(1, 3))]
        tests = [test for _, test in parts]
        match chance.randrange(4):
            case 0:
                text = chance.choice(["-({})", "NOT ({})"]).format(parts[0][0])
                return text, lambda paper: not tests[0](paper)
            case 1:
                return (
                    f"({' OR '.join(text for text, _ in parts)})",
                    lambda paper: any(test(paper) for test in tests),
                )
            case _:
                return (
                    f"({' '.join(text for text, _ in parts)})",
                    lambda paper: all(test(paper) for test in tests),
                )

    for _ in range(25):
        check(rich, *make(3))


def test_filters_alone_are_in_the_order_of_the_view(rich: Library) -> None:
    for view in (View(), View("queue"), View("tag", "ml"), View("unread")):
        for sort in ("relevance", "newest", "title", "upvotes", "added", "list"):
            every = list(rich.listing("", view=view, sort=sort).pids)
            for text in ("is:read", "-tag:ml", "-network"):
                found = set(rich.listing(text, wait=True).pids)
                listing = rich.listing(text, view=view, sort=sort, wait=True)
                assert list(listing.pids) == [pid for pid in every if pid in found]
                assert listing.scores is None


def test_filters_need_no_index(rich: Library, tmp_path: Path) -> None:
    with Library.open(tmp_path / "new") as library:
        assert library.listing("is:unread -tag:x (has:code OR has:link)").total > 100
        assert library.index_state() == "missing"


def test_words_with_filters_are_by_relevance(rich: Library) -> None:
    plain = list(rich.listing("network pruning", wait=True).pids)
    unread = set(rich.listing("is:unread").pids)
    listing = rich.listing("network is:unread pruning", wait=True)
    assert list(listing.pids) == [pid for pid in plain if pid in unread]
    assert listing.scores is not None
    assert rich.search("network pruning is:unread", limit=3).total == len(listing.pids)


def test_marks_are_seen_at_once(library: Library) -> None:
    assert library.listing("tag:new").total == 0
    pids = library.listing("pruning", wait=True).pids[:4]
    library.tag(pids=pids, add=["New/one"])
    assert set(library.listing("tag:new").pids) == set(pids)
    library.mark_read(pids=pids[:1])
    assert set(library.listing("tag:new pruning is:unread", wait=True).pids) == set(pids[1:])
    library.undo()
    library.undo()
    assert library.listing("tag:new OR is:read").total == 0


def test_an_unfinished_filter_is_a_beginning(library: Library) -> None:
    pids = list(library.listing("").pids)
    library.tag(pids=pids[:2], add=["vision"])
    library.bookmark(pids=pids[1:3])
    for text, found in [
        ("tag:", len(pids)),
        ("tag:v", 2),
        ("tag:vis", 2),
        ("tag:visual", 0),
        ("is:", len(pids)),
        ("is:b", 2),
        ("is:un", len(pids)),
        ("tag:vision is:book", 1),
        ("-is:b", len(pids) - 2),
    ]:
        assert library.listing(text, typing=True).total == found, text


def test_added_goes_by_the_first_time(library: Library, tmp_path: Path) -> None:
    ago = (date.today() - timedelta(100)).isoformat()
    with library._database.transaction():
        library._database.execute("UPDATE journal SET wall = ? || substr(wall, 11)", (ago,))
        library._store.next_rev()
    page = tmp_path / "page.txt"
    known = library.rows(library.listing("").pids[:1])[0]
    page.write_text(f"{known.title}\n\n{known.abstract}\n\nA study of quokkas\n\nThey smile.\n")
    library.add_text("page.jsonl", b'{"title": "A study of quokkas", "abstract": "Smiles."}\n')
    assert library.listing("added:7d").total == 1
    assert library.listing("-added:7d").total == 603
    assert library.listing("added:>50d").total == 603
    assert library.listing(f"added:{ago}").total == 603
    assert library.listing("added:7d", sort="added").pids == library.listing("").pids[:1]


def test_threads_have_their_own_answers(rich: Library) -> None:
    expected = [rich.listing(leaf, wait=True).total for leaf in LEAVES]
    wrong: list[str] = []

    def work() -> None:
        for leaf, total in zip(LEAVES, expected, strict=True):
            if rich.listing(leaf, wait=True).total != total:
                wrong.append(leaf)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_sets_and_all_but_sets() -> None:
    chance = random.Random(2)
    everything = frozenset(range(12))

    def plain(members: Members) -> frozenset[int]:
        return frozenset(members.chosen(sorted(everything)))

    for _ in range(200):
        one, two = (
            Members(frozenset(chance.sample(range(12), 5)), chance.random() < 0.5) for _ in "ab"
        )
        assert plain(one & two) == plain(one) & plain(two)
        assert plain(one | two) == plain(one) | plain(two)
        assert plain(~one) == everything - plain(one)
    assert plain(EVERYTHING) == everything


def test_what_is_kept_in_memory_is_bounded(rich: Library) -> None:
    filters = Filters(rich._store, rich._listings)
    for number in range(3000):
        filters.members(Query.parse(f"upvotes:>={number % 7} -comments:>{number}").root)
    assert filters._kept.size <= 600_000
    assert filters._kept.size == sum(len(kept[1].pids) for kept in filters._kept.sets.values())


PIECES = ['"', "(", ")", "-", "NOT", "OR", "~", "*", "=", "title:", "tag:", "is:", "author:", "é"]
PIECES += [
    "🙂",
    "\ud800",
    "deep",
    "network",
    "u-net",
    "prun*",
    " ",
    " ",
    "\x1b",
    "a",
    "of",
    "year:",
]
PIECES += [">", "2024-1", "..", "added:7d", "is:un", "tag:(", "\x00", "'", "{", "%", "has:code"]


@pytest.mark.parametrize("seed", range(3))
def test_any_text_can_be_asked(rich: Library, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        text = "".join(chance.choices(PIECES, k=chance.randrange(30)))
        sort = chance.choice(["relevance", "newest", "title"])
        results = rich.search(text, limit=3, typing=chance.random() < 0.5, sort=sort, correct=False)
        assert len(results.hits) <= 3
        for hit in results.hits:
            for field, start, end in hit.spans:
                text = hit.paper.title if field == "title" else hit.paper.abstract
                assert 0 <= start < end <= len(text)
