"""Segments: what is written of papers, by Python alone and by NumPy, merged, and read by Whoosh."""

from __future__ import annotations

import random
from array import array
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest
from recto.index.function_words import FUNCTION_WORDS
from recto.index.search.analysis.stemming import stem
from recto.index.search.analysis.words import words
from recto.index.search.postings.dictionary import pack_forms, unpack_forms
from recto.index.search.postings.fields import (
    AS_IT_CAME,
    EDGES,
    FIELDS,
    FUNCTION,
    IN_ABSTRACT,
    TEXT,
)
from recto.index.search.postings.files import TermLists
from recto.index.search.postings.impacts import impacts_of_paper
from recto.index.search.postings.packing import pack, steps_of, unpack
from recto.index.search.postings.places import MOST_TIMES, Places, pack_places, unpack_places
from recto.index.search.query.effort import Effort
from recto.index.search.reader import IndexReader, open_reader
from recto.index.search.schema import ROWID, open_index, read_contents
from recto.index.search.segments import (
    array_inversion,
    collecting,
    plain_inversion,
    token_arrays,
)
from recto.index.search.segments.building import IndexBuilder
from recto.index.search.segments.collecting import Papers
from recto.index.search.segments.documents import Document
from recto.index.search.segments.merging import MOST_SEGMENTS, chosen
from recto.index.tex import readable
from whoosh.query.compound import And
from whoosh.query.terms import Prefix, Term

PIECES = [
    *("pruning", "prunes", "pruned", "networks", "network", "the", "of", "U-Net", "U^2-Net"),
    *("unet", "state-of-the-art", "does", "doe", r"$\alpha$-VAE", r"\textbf{Pose}"),
    *(r"R^{n\times k}", r"Schr\"odinger", "O'Neil's", "model's", "naïve", "Poincaré", "拡散"),
    *("3.5", "x_{i}", "word.", "(graph)", "graphs,", "learning;", "learned:", "a-b-c-d"),
    *("ﬁne", "²", "∞", "end", "end..", ".", ".net", "a.\nb", "of\u2028the\u1680of\u3000", "word.,"),
    *("convolutional-recurrent", "convolutional-recursive", "the-very-same-end", "the-very-samer"),
    "\0",
]


def paper(chance: random.Random, rowid: int) -> Document:
    def text(least: int, most: int) -> str:
        return " ".join(chance.choices(PIECES, k=chance.randint(least, most)))

    return Document(
        rowid,
        text(0, 12),
        text(0, 90),
        " | ".join(chance.choices(("ada lovelace", "c l chen", "m o neil"), k=3)),
        chance.choice(("", "Journal of Graphs", "Proc. of the Learning Conference")),
        tuple(chance.sample(("cs.LG", "cs.CL", "math.AG"), k=chance.randint(0, 2))),
        chance.choice(("", "article", "Thesis")),
        chance.choice(("", "2021", "2022")),
        tuple(chance.sample(("graph learning", "networks"), k=chance.randint(0, 2))),
        chance.choice(((), ("link",), ("link", "code"))),
    )


def papers(seed: int, number: int, first: int = 1) -> list[Document]:
    chance = random.Random(seed)
    return [paper(chance, first + place) for place in range(number)]


def lists(inversion: object, documents: Sequence[Document]) -> dict[str, list[TermLists]]:
    collected = Papers(use_arrays=inversion == array_inversion)
    for document in documents:
        collected.add(document)
    collected.settle()
    invert = inversion.invert  # type: ignore[attr-defined]
    return {field: list(terms) for field, terms in invert(collected)}


@pytest.mark.parametrize(("seed", "together", "slots"), [(0, 1, 18), (1, 2000, 18), (2, 9000, 3)])
def test_python_and_numpy_write_the_same(
    seed: int, together: int, slots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many texts are taken together, and where many tokens ask for one place."""
    monkeypatch.setattr(collecting, "_TOGETHER", together)
    monkeypatch.setattr(token_arrays, "_SLOTS", slots)
    documents = papers(seed, 60)
    plain = lists(plain_inversion, documents)
    assert list(plain) == list(FIELDS)
    assert plain == lists(array_inversion, documents)
    assert all(plain.values())
    for terms in plain.values():
        assert [found.term for found in terms] == sorted({found.term for found in terms})


def test_python_and_numpy_write_the_same_of_a_word_that_is_there_many_times() -> None:
    often = "graph the graphs " * 300
    documents = [
        *papers(3, 6),
        Document(7, often, rf"$\alpha$ {often}", "li | " * 300, "of graphs " * 300),
        *papers(4, 6, first=8),
    ]
    plain = lists(plain_inversion, documents)
    assert plain == lists(array_inversion, documents)
    of_stem = next(found for found in plain[TEXT] if found.term == b"graph")
    assert isinstance(of_stem.places, Places)
    assert max(of_stem.places.counts) == MOST_TIMES


def test_nothing_is_written_of_nothing() -> None:
    for inversion in (plain_inversion, array_inversion):
        found = lists(inversion, [Document(1, "", ""), Document(2, "", "")])
        assert found == {field: [] for field in FIELDS}


@pytest.mark.parametrize("inversion", [plain_inversion, array_inversion])
def test_impacts_are_those_of_each_paper(inversion: object) -> None:
    documents = papers(9, 80)
    found: list[dict[str, dict[str, int]]] = [defaultdict(dict) for _ in documents]
    for field, terms in lists(inversion, documents).items():
        if field in (TEXT, EDGES):
            for term in terms:
                ids, impacts = unpack(term.postings, term.papers, 0, True)
                for doc, impact in zip(ids, impacts, strict=True):
                    found[doc][field][term.term.decode()] = impact
    for document, told in zip(documents, found, strict=True):
        text, edges = impacts_of_paper(document.title, document.abstract, stem)
        assert (told[TEXT], told[EDGES]) == (text, edges)


# Bytes and back


@pytest.mark.parametrize(
    "ids",
    [
        *([0], [7], [0, 1, 2], [5, 300, 301, 302, 303], [1, 70_000, 70_001, 70_002, 2**24 - 2]),
        *(list(range(0, 9000, 3)), list(range(5, 10))),
    ],
)
@pytest.mark.parametrize("has_impacts", [False, True])
def test_posting_lists_survive_packing(ids: list[int], has_impacts: bool) -> None:
    from recto.index.search.postings.arrays import unpack_arrays

    impacts = bytes(number % 251 for number in ids) if has_impacts else b""
    steps = array("I", [doc - before for doc, before in zip(ids, [0, *ids], strict=False)])
    packed = pack(steps, impacts)
    assert steps_of(packed, len(ids), has_impacts) == (steps, impacts)
    for base in (0, 5):
        moved = [doc + base for doc in ids]
        found = unpack(packed, len(ids), base, has_impacts)
        assert (list(found.ids), found.impacts) == (moved, impacts)
        in_arrays = unpack_arrays(packed, len(ids), base, has_impacts)
        assert (list(in_arrays.ids), bytes(in_arrays.impacts)) == (moved, impacts)
    with pytest.raises(ValueError, match="no"):
        unpack(pack(steps, impacts), len(ids) + 5, 0, has_impacts)


def test_places_survive_packing() -> None:
    chance = random.Random(3)
    for number in (1, 3, 40, 300):
        for most in (1, 3):
            counts = bytes(
                chance.randint(most == 3 and number > 3 and 0, most) for _ in range(number)
            )
            low, high, forms = (bytes(chance.choices(range(9), k=sum(counts))) for _ in range(3))
            for places in (Places(counts, low, high, forms), Places(counts, low, high, b"")):
                assert unpack_places(pack_places(places), number) == places
    assert unpack_places(b"", 3).counts == bytes(3)


@pytest.mark.parametrize(
    "forms", [("train",), ("training",), ("train", "trained", "trains"), ("x",), ("tr", "train")]
)
def test_forms_survive_packing(forms: tuple[str, ...]) -> None:
    assert unpack_forms("train", pack_forms("train", forms)) == forms


# Whole indexes


def build(folder: Path, documents: Sequence[Document], *, use_arrays: bool, most: int) -> None:
    folder.mkdir(exist_ok=True)
    builder = IndexBuilder(folder, lambda _: None, use_arrays, most)
    for document in documents:
        builder.add(document)
    builder.commit()


def told(reader: IndexReader) -> dict[object, object]:
    """Return everything that an index says, by paper."""
    found: dict[object, object] = {}
    for field in FIELDS:
        for term, papers in reader.terms(field, "", 10_000):
            postings = reader.postings(field, term)
            assert postings is not None
            assert len(postings.ids) == papers == reader.document_frequency(field, term)
            rowids = [
                reader.rowids[doc] if doc not in reader.deleted else None for doc in postings.ids
            ]
            impacts = list(postings.impacts) or [0] * len(rowids)
            kept = {
                rowid: impact
                for rowid, impact in zip(rowids, impacts, strict=True)
                if rowid is not None
            }
            forms = reader.forms(field, term)
            where = sorted(
                (reader.rowids[doc], int(place), forms[form] if field == TEXT else "")
                for doc, place, form in zip(
                    *reader.positions(field, term, postings.ids), strict=True
                )
                if doc not in reader.deleted
            )
            if kept:
                found[field, term] = kept, where
    return found


@pytest.mark.parametrize("use_arrays", [False, True])
@pytest.mark.parametrize("most", [7, 23, 1000])
def test_many_segments_say_what_one_says(tmp_path: Path, use_arrays: bool, most: int) -> None:
    documents = papers(5, 90)
    build(tmp_path / "one", documents, use_arrays=False, most=1000)
    build(tmp_path / "many", documents, use_arrays=use_arrays, most=most)
    assert len(read_contents(tmp_path / "many")) <= MOST_SEGMENTS
    one, many = open_reader(tmp_path / "one"), open_reader(tmp_path / "many", use_arrays)
    assert told(one) == told(many)
    assert one.prefix_postings(TEXT, "p", Effort()) is not None
    for field in (TEXT, EDGES):
        for prefix in ("p", "net", "netwo", "learn", "l", "zzz"):
            found = [reader.prefix_postings(field, prefix, Effort()) for reader in (one, many)]
            pairs = [one and list(zip(*map(list, one), strict=True)) for one in found]
            assert pairs[0] == pairs[1]
    one.close()
    many.close()


@pytest.mark.parametrize("most", [3, 20, 1000])
def test_many_terms_are_looked_up_as_one_by_one(tmp_path: Path, most: int) -> None:
    build(tmp_path / "index", papers(9, 70), use_arrays=False, most=most)
    chance = random.Random(most)
    reader = open_reader(tmp_path / "index")
    for field in (TEXT, EDGES):
        counts = dict(reader.terms(field, "", 100_000))
        known = list(counts)
        assert known == sorted(known, key=str.encode)
        for number in (0, 1, 2, 40, len(known)):
            some = chance.sample(known, number)
            some += [f"{term}q" for term in some] + ["", "\n".join(known[:2]), "\x7f\uffff"]
            chance.shuffle(some)
            asked = reader.document_frequencies(field, some, Effort())
            assert asked == {term: counts.get(term, 0) for term in some}
        for prefix in ("", "n", "ne", "net", "zzz", *chance.sample(known, 5)):
            begun = [term for term in known if term.startswith(prefix)]
            for few in (1, 3, 100_000):
                found = reader.terms(field, prefix, few)
                assert found == [(term, counts[term]) for term in begun[:few]]
    reader.close()


@pytest.mark.parametrize("use_arrays", [False, True])
def test_deleted_papers_are_gone_when_segments_are_merged(tmp_path: Path, use_arrays: bool) -> None:
    documents = papers(6, 60)
    build(tmp_path / "index", documents, use_arrays=use_arrays, most=20)
    again = papers(7, 20, first=53)
    gone = {3, 4, 5, 17, *range(53, 73)}
    before = len(read_contents(tmp_path / "index"))
    builder = IndexBuilder(tmp_path / "index", lambda _: None, use_arrays)
    for document in again:
        builder.add(document)
    builder.delete(gone)
    assert builder.commit() == 68
    assert len(read_contents(tmp_path / "index")) == before + 1
    left = [document for document in documents if document.rowid not in gone] + again
    build(tmp_path / "wanted", left, use_arrays=False, most=1000)
    wanted, reader = open_reader(tmp_path / "wanted"), open_reader(tmp_path / "index")
    assert (reader.count, len(reader.deleted)) == (68, 12)
    assert told(reader) == told(wanted)
    reader.close()
    builder = IndexBuilder(tmp_path / "index", lambda _: None, use_arrays)
    assert builder.commit(is_one=True) == 68
    reader = open_reader(tmp_path / "index")
    assert (len(reader.rowids), reader.deleted) == (68, frozenset())
    assert told(reader) == told(wanted)
    reader.close()
    wanted.close()


def test_places_tell_the_words_of_a_text_in_their_order(tmp_path: Path) -> None:
    documents = papers(8, 40)
    build(tmp_path / "index", documents, use_arrays=True, most=15)
    reader = open_reader(tmp_path / "index")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for field in (TEXT, FUNCTION):
        for term, _ in reader.terms(field, "", 10_000):
            forms = reader.forms(field, term)
            everywhere = range(len(reader.rowids))
            for doc, place, form in zip(*reader.positions(field, term, everywhere), strict=True):
                found[reader.rowids[doc]][place] = forms[form] if field == TEXT else term
    for document in documents:
        wanted: dict[int, str] = {}
        for text, start in ((document.title, 0), (document.abstract, IN_ABSTRACT)):
            shown = words(readable(text))
            wanted |= dict(enumerate(shown, start))
            if (raw := words(text)) != shown:
                wanted |= dict(enumerate(raw, AS_IT_CAME + start))
        told_of = found[document.rowid]
        assert {place: word for place, word in told_of.items() if place in wanted} == wanted
        # A text whose joined forms alone are others in what is shown has its places twice.
        assert {place & ~AS_IT_CAME for place in told_of} == {p & ~AS_IT_CAME for p in wanted}
    assert all(term in FUNCTION_WORDS for term, _ in reader.terms(FUNCTION, "", 1000))
    reader.close()


def test_whooshs_own_searcher_finds_the_same(tmp_path: Path) -> None:
    documents = papers(11, 50)
    build(tmp_path / "index", documents, use_arrays=False, most=20)
    builder = IndexBuilder(tmp_path / "index", lambda _: None, False)
    builder.delete({7, 33})
    builder.commit()
    reader = open_reader(tmp_path / "index")
    with open_index(tmp_path / "index").searcher() as searcher:
        papers_of = searcher.reader().column_reader(ROWID)

        def found(query: object) -> set[int]:
            return {papers_of[hit.docnum] for hit in searcher.search(query, limit=None)}

        def ours(field: str, term: str) -> set[int]:
            postings = reader.postings(field, term)
            assert postings is not None
            return {reader.rowids[doc] for doc in postings.ids if doc not in reader.deleted}

        terms = [(field, term) for field in FIELDS for term, _ in reader.terms(field, "", 40)]
        assert len(terms) > 60
        for field, term in terms:
            assert found(Term(field, term)) == ours(field, term)
        both = And([Term(TEXT, "network"), Term("author", "chen")])
        assert found(both) == ours(TEXT, "network") & ours("author", "chen")
        begun = {term for term, _ in reader.terms(TEXT, "pr", 1000)}
        assert found(Prefix(TEXT, "pr")) == set().union(*(ours(TEXT, term) for term in begun))
    reader.close()


# How many segments there are


@pytest.mark.parametrize("seed", range(5))
def test_few_segments_whatever_is_added(seed: int) -> None:
    chance = random.Random(seed)
    sizes: list[int] = []
    written = added = 0
    for _ in range(3000):
        new = chance.choice((1, 30, 30, 200, 20_000 if chance.random() < 0.02 else 5))
        sizes.append(new)
        added += new
        written += new
        start, end = chosen(sizes, [0] * len(sizes))
        if end:
            together = sum(sizes[start:end])
            written += together
            sizes[start:end] = [together]
        assert len(sizes) <= MOST_SEGMENTS
    assert written < 40 * added


def test_parts_of_about_a_size_are_not_all_written_again() -> None:
    assert chosen([20_000] * 4, [0] * 4) == (0, 0)
    start, end = chosen([20_000] * 5, [0] * 5)
    assert end - start == 2
    assert chosen([40_000, 20_000, 20_000, 20_000, 26_000], [0] * 5) == (1, 3)
    assert chosen([900_000, 100_000, 9_000, 2_100, 30], [0] * 5) == (2, 5)


def test_a_segment_that_lost_most_of_its_papers_is_written_anew() -> None:
    assert chosen([10_000, 40], [9_000, 0]) == (0, 0)
    assert chosen([10_000, 40], [10_001, 0]) == (0, 2)
    assert chosen([10_000], [10_001]) == (0, 1)
