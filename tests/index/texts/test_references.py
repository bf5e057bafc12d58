"""What papers refer to, and who cites them: in a real library, by texts that are files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from recto.index import Block, Library, Span, Text
from recto.index.texts import citations
from recto.index.texts.blocks import pack
from recto.index.texts.citations import Citations, write_references

PAPERS: list[dict[str, Any]] = [
    {
        "title": "Learning to Read Slowly: A Study of Patience",
        "authors": ["Sun Kim", "P. Erdős-Nagy"],
        "arxiv_id": "2301.00001",
    },
    {"title": "Deep Learning", "authors": ["Yann LeCun"], "doi": "10.1038/nature14539"},
    {"title": "Deep Learning: A Survey of Patience", "authors": ["Ada Maaten"]},
    {"title": "Part 2: 3D $\\beta$-Stuff", "authors": ["Laurens van der Maaten"]},
    {"title": "Notes on Nothing at All in Particular"},
    {"title": "Citing One", "authors": ["A. One"]},
    {"title": "Citing Two", "authors": ["B. Two"]},
]
READ, DEEP, SURVEY, STUFF, NOTES, ONE, TWO = range(len(PAPERS))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", seeds=False)
    library.add_text("seven.jsonl", "\n".join(map(json.dumps, PAPERS)).encode())
    return library


def id_of(library: Library, number: int) -> str:
    title = PAPERS[number]["title"]
    return next(p.id for p in library.rows(library.listing("").rowids) if p.title == title)


def rowid_of(library: Library, number: int) -> int:
    return library.paper(id_of(library, number)).rowid


def text_of(*references: str | tuple[Span, ...]) -> Text:
    spans = [(Span(one),) if isinstance(one, str) else one for one in references]
    return Text(tuple(Block("entry", one, number=f"{n}") for n, one in enumerate(spans, 1)), "html")


def put(library: Library, number: int, text: Text) -> str:
    """Let a paper have a text; return the name of its files."""
    ident = id_of(library, number)
    directory = library.locations.texts
    directory.mkdir(exist_ok=True)
    (directory / f"{ident}.raw").write_bytes(b'{"digest": "0"}\nfile')
    (directory / f"{ident}.blocks").write_bytes(b'{"of": "0"}\n' + pack(text))
    return ident


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("S. Kim. Some other title. arXiv preprint arXiv:2301.00001v2, 2023.", READ),
        ("S. Kim and P. Erdős-Nagy. Learning to read slowly: a study of patience. 2023.", READ),
        ("KIM, S. (2023) “Learning to read slowly: A study of patience,” in Proc. X.", READ),
        ("S. Kim. Learning to read slowly: a study of patience. arXiv:2301.00002, 2023.", None),
        ("R. Ng. Learning to read slowly: a study of patience. 2023.", None),
        ("Y. LeCun. Deep learning. Nature, 2015.", DEEP),
        ("Y. LeCun. Elsewhere. https://doi.org/10.1038/NATURE14539.", DEEP),
        ("A. Maaten. Deep learning: a survey of patience. 2019.", SURVEY),
        ("Y. LeCun and A. Maaten. Deep learning: a survey of patience. 2019.", SURVEY),
        ("Y. LeCun. Advances in deep learning. 2019.", None),
        ("Y. LeCun. Deep learning networks. 2019.", None),
        ("L. van der Maaten. Part 2: 3D β-stuff, 2008.", STUFF),
        ("Anonymous. Notes on nothing at all in particular. 2001.", NOTES),
        ("R. Moss. A title that nobody has. 2019.", None),
        ("", None),
    ],
)
def test_a_reference_is_the_paper_that_it_names(
    library: Library, reference: str, meant: int | None
) -> None:
    with library:
        (told,) = library.references.of(text_of(reference))
        assert told.rowid == (None if meant is None else rowid_of(library, meant))


def test_formulas_links_and_dashes_are_read(library: Library) -> None:
    stuff = (Span("L. Maaten. Part 2: 3D "), Span("\\beta", "formula"), Span("-stuff, 2008."))
    link = (Span("Kim. See "), Span("here", "link", ("https://arxiv.org/abs/2301.00001v1",)))
    with library:
        told = library.references.of(
            text_of(stuff, link, "Y. LeCun. Nets. 2001.", "———. Deep learning. 2015.")
        )
        wanted = [STUFF, READ, None, DEEP]
        assert [one.rowid for one in told] == [
            None if number is None else rowid_of(library, number) for number in wanted
        ]
        assert told[1].names == ("2301.00001",)


def citing(library: Library, name: str) -> set[str]:
    return {hit.paper.title for hit in library.search(f"citing:{name}").hits}


def test_who_cites_a_paper_is_told_by_its_names_and_titles(library: Library) -> None:
    with library:
        put(library, ONE, text_of("S. Kim. Learning to read slowly: a study of patience. 2023."))
        put(
            library,
            TWO,
            text_of(
                "S. Kim. X. arXiv:2301.00001.", "A. Maaten. Deep learning: a survey of patience."
            ),
        )
        read, deep = id_of(library, READ), id_of(library, DEEP)
        for name in (read, read[:6], "2301.00001", "https://arxiv.org/abs/2301.00001v3"):
            assert citing(library, name) == {"Citing One", "Citing Two"}, name
        assert citing(library, id_of(library, SURVEY)) == {"Citing Two"}
        assert citing(library, deep) == citing(library, "10.1038/nature14539") == set()
        assert citing(library, "nobody") == citing(library, "10.1/none") == set()
        both = {hit.paper.title for hit in library.search(f"citing:{read} -author:two").hits}
        assert both == {"Citing One"}


def test_a_paper_that_comes_later_is_cited_then(library: Library) -> None:
    with library:
        put(library, ONE, text_of("Q. Late. A paper that is late in coming. arXiv:2302.00002."))
        put(library, TWO, text_of("Q. Late. A paper that is late in coming. 2023."))
        assert citing(library, "2302.00002") == {"Citing One"}  # by its name alone
        late = {"title": "A Paper that is Late in Coming", "arxiv_id": "2302.00002"}
        library.add_text("late.jsonl", json.dumps(late | {"authors": ["Q. Late"]}).encode())
        assert citing(library, "2302.00002") == {"Citing One", "Citing Two"}


def test_a_text_that_goes_or_changes_takes_what_it_cites_along(library: Library) -> None:
    with library:
        ident = put(library, ONE, text_of("S. Kim. X. arXiv:2301.00001."))
        assert citing(library, "2301.00001") == {"Citing One"}
        directory = library.locations.texts
        (directory / f"{ident}.raw").unlink()
        put(library, ONE, text_of("S. Kim. X. arXiv:2301.00009."))
        assert citing(library, "2301.00001") == set()
        assert citing(library, "2301.00009") == {"Citing One"}
        library.texts.remove(ident)
        assert citing(library, "2301.00009") == set()
        assert list(directory.iterdir()) == []


def test_what_is_kept_of_references_is_made_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library:
        ident = put(library, ONE, text_of("S. Kim. X. arXiv:2301.00001."))
        directory = library.locations.texts
        path = directory / f"{ident}.references"
        names = ["arxiv:2301.00001"]

        def found() -> list[str]:
            return [stem for stem, _ in Citations(directory).having(names, ())]

        assert found() == [ident]
        whole = path.read_bytes()
        made: list[str] = []

        def write(where: Path, stem: str, text: Text, digest: str) -> object:
            made.append(stem)
            return write_references(where, stem, text, digest)

        monkeypatch.setattr(citations, "write_references", write)
        assert (found(), made) == ([ident], [])
        for damaged in (b"", whole[:40], whole[:-1], whole[:-9] + bytes(9), b"[]\n", b"\xff\n"):
            path.write_bytes(damaged)
            assert found() == [ident], damaged
            assert path.read_bytes() == whole
        assert made == [ident] * 6
        monkeypatch.setattr(citations, "VERSION", "0")
        assert (found(), len(made)) == ([ident], 7)
        # Without blocks, as after a backup was restored, nothing is told, and nothing lost.
        shutil.rmtree(directory)
        directory.mkdir()
        (directory / f"{ident}.raw").write_bytes(b"{}\n")
        assert found() == []


@pytest.mark.parametrize(
    ("source", "version", "block", "address"),
    [
        ("arxiv", 2, Block("caption", label="S2.F1"), "arxiv.org/html/2301.00001v2#S2.F1"),
        ("arxiv", None, Block("caption"), "arxiv.org/html/2301.00001"),
        ("ar5iv", None, Block("caption", label="F1"), "ar5iv.labs.arxiv.org/html/2301.00001#F1"),
        ("pdf", 1, Block("caption", label="figure.1", page=4), "arxiv.org/pdf/2301.00001v1#page=4"),
        ("markdown", None, Block("caption", label="F1"), "arxiv.org/html/2301.00001"),
        ("html", None, Block("caption", label='a" b'), "arxiv.org/html/2301.00001"),
    ],
)
def test_a_figure_is_seen_on_the_page_of_its_paper(
    library: Library, source: str, version: int | None, block: Block, address: str
) -> None:
    with library:
        text = Text((block,), source, version)
        here, elsewhere = (library.paper(id_of(library, number)) for number in (READ, ONE))
        assert library.texts.picture_address(here, text, block) == f"https://{address}"
        assert library.texts.picture_address(elsewhere, text, block) is None


def test_a_figure_is_seen_where_its_text_came_from(library: Library) -> None:
    with library:
        paper = library.paper(id_of(library, ONE))
        text = Text((), "html")
        head: dict[str, object] = {
            "form": "html",
            "name": "https://example.org/p?a=1#top",
            "kept": "",
            "digest": "",
        }
        head |= {"version": None, "license": "", "source": ""}
        library.locations.texts.mkdir()
        (library.locations.texts / f"{paper.id}.raw").write_text(json.dumps(head) + "\n")
        address = library.texts.picture_address(paper, text, Block("table", label='S1 "T'))
        assert address == "https://example.org/p?a=1#S1%20%22T"
