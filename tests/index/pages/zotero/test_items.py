"""Items of Zotero's as records: each field where it belongs, tags and notes told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from recto.index.pages.zotero.library import opened_zotero
from recto.index.pages.zotero.places import ZoteroPlace
from recto.index.paper import Record

from .databases import ZoteroDatabase


@pytest.fixture
def zotero(tmp_path: Path) -> ZoteroDatabase:
    return ZoteroDatabase(tmp_path / "Zotero")


def records(zotero: ZoteroDatabase, linked: Path | None = None) -> list[Record]:
    """Return the records of a library, what was put in first before others."""
    with opened_zotero(ZoteroPlace(zotero.path, linked)) as library:
        return list(library.records())[::-1]


def record(zotero: ZoteroDatabase) -> Record:
    (only,) = records(zotero)
    return only


def test_a_journal_article_with_all_its_fields(zotero: ZoteroDatabase) -> None:
    zotero.item(
        title="Inks on <i>ordinary</i> paper",
        abstractNote="Two lines\nof abstract.",
        publicationTitle="Journal of Inks",
        volume=12,
        issue="3",
        pages="11–23",
        date="2012-07-05 July 5, 2012",
        DOI="10.1000/INK.7",
        url="https://example.org/inks",
        rights="CC BY 4.0",
        publisher="Ink Press",
        citationKey="doe2012inks",
        creators=[("author", "Doe", "Jane"), ("editor", "Roe", "Rob"), ("author", "Ink Group")],
        automatic=["Pens", "nibs"],
        tags=["to read"],
        added="2019-03-04 05:06:07",
    )
    found = record(zotero)
    assert found.title == "Inks on ordinary paper"
    assert found.abstract == "Two lines of abstract."
    assert found.authors == ("Jane Doe", "Ink Group")
    assert found.author_count == 2
    assert (found.venue, found.volume, found.issue) == ("Journal of Inks", "12", "3")
    assert (found.pages, found.published, found.doi) == ("11-23", "2012-07-05", "10.1000/ink.7")
    assert found.type == "article-journal"
    assert found.license == "CC BY 4.0"
    assert found.publisher == "Ink Press"
    assert [link.url for link in found.links] == ["https://example.org/inks"]
    assert (found.keywords, found.tags) == (("Pens", "nibs"), ("to read",))
    assert found.cite_key == "doe2012inks"
    assert found.collected == "2019-03-04T05:06:07Z"
    assert found.note is None
    assert found.arxiv_id is None


@pytest.mark.parametrize(
    ("kept", "published"),
    [
        ("2012-07-05 5 July 2012", "2012-07-05"),
        ("2012-07-00 July 2012", "2012-07"),
        ("2012-00-00 2012", "2012"),
        ("2012-00-00 Spring 2012\nor so", "2012"),
        ("0000-00-00 forthcoming", None),
        ("0000-07-05 July 5", None),
        ("0000-07-00 July", None),
        ("2012-02-31 31 February", "2012-02"),
        ("2012", "2012"),
        ("2012-07-05 00:00:00", "2012-07-05"),
        ("in press", None),
    ],
)
def test_a_date_says_no_more_than_was_typed(
    zotero: ZoteroDatabase, kept: str, published: str | None
) -> None:
    zotero.item(title="Dated", date=kept)
    assert record(zotero).published == published


@pytest.mark.parametrize(
    ("type", "fields", "expected"),
    [
        ("preprint", {"repository": "arXiv"}, {"type": "article", "publisher": None}),
        ("preprint", {"repository": "bioRxiv"}, {"type": "article", "publisher": "bioRxiv"}),
        ("book", {"publisher": "Press"}, {"type": "book", "publisher": "Press"}),
        ("bookSection", {"bookTitle": "The Book"}, {"type": "chapter", "venue": "The Book"}),
        (
            "conferencePaper",
            {"proceedingsTitle": "Proc. of X", "conferenceName": "X 2020"},
            {"type": "paper-conference", "venue": "Proc. of X"},
        ),
        ("conferencePaper", {"conferenceName": "X 2020"}, {"venue": "X 2020"}),
        ("thesis", {"university": "ETH"}, {"type": "thesis", "publisher": "ETH"}),
        ("report", {"institution": "CERN"}, {"type": "report", "publisher": "CERN"}),
        ("presentation", {"meetingName": "Day of Ink"}, {"type": "speech", "venue": "Day of Ink"}),
        ("computerProgram", {"company": "Ink Inc."}, {"type": "software", "publisher": "Ink Inc."}),
        ("magazineArticle", {"publicationTitle": "M"}, {"type": "article-magazine", "venue": "M"}),
        ("newspaperArticle", {}, {"type": "article-newspaper"}),
        ("encyclopediaArticle", {"encyclopediaTitle": "E"}, {"venue": "E"}),
        ("dictionaryEntry", {"dictionaryTitle": "D"}, {"type": "entry-dictionary", "venue": "D"}),
        ("blogPost", {"blogTitle": "B"}, {"type": "post-weblog", "venue": "B"}),
        ("webpage", {"websiteTitle": "W"}, {"type": "webpage", "venue": "W"}),
        ("patent", {"issueDate": "2001-00-00 2001"}, {"type": "patent", "published": "2001"}),
        ("email", {"subject": "Named so"}, {"type": "personal_communication"}),
        ("case", {"caseName": "A v. B", "reporter": "R"}, {"type": "legal_case", "venue": "R"}),
        ("statute", {"nameOfAct": "Ink Act"}, {"type": "legislation"}),
        ("dataset", {}, {"type": "dataset"}),
        ("standard", {"organization": "ISO"}, {"type": "standard", "publisher": "ISO"}),
        ("artwork", {}, {"type": "graphic"}),
        ("ofTomorrow", {}, {"type": None}),
    ],
)
def test_types_and_the_fields_that_mean_the_same(
    zotero: ZoteroDatabase, type: str, fields: dict[str, Any], expected: dict[str, str | None]
) -> None:
    named = {"subject", "caseName", "nameOfAct"} & fields.keys()
    zotero.item(type, **{"title": "Called so", **fields} if not named else fields)
    found = record(zotero)
    assert found.title == (fields[named.pop()] if named else "Called so")
    for name, value in expected.items():
        assert getattr(found, name) == value


@pytest.mark.parametrize(
    ("creators", "names", "has_more"),
    [
        ([("author", "van der Meij", "Vera")], ("Vera van der Meij",), False),
        ([("author", "The Ink Group")], ("The Ink Group",), False),
        ([("author", "Doe", "Jane"), ("author", "et al.")], ("Jane Doe",), True),
        ([("editor", "Roe", "R.")], ("R. Roe",), False),
        ([("translator", "Roe", "R.")], (), False),
        ([("contributor", "Roe", "R."), ("author", "Doe", "J.")], ("J. Doe",), False),
        ([("inventor", "Pen", "A.")], ("A. Pen",), False),
        ([("presenter", "Pen", "A."), ("contributor", "B", "C")], ("A. Pen",), False),
        ([("programmer", "Pen", "A.")], ("A. Pen",), False),
        ([("author", "", "")], (), False),
        ([("author", "Doe \x1b[31m\u202e", "Jane")], ("Jane Doe",), False),
    ],
)
def test_authors(
    zotero: ZoteroDatabase,
    creators: list[tuple[str, ...]],
    names: tuple[str, ...],
    has_more: bool,
) -> None:
    zotero.item(title="Written", creators=creators)
    found = record(zotero)
    assert found.authors == names
    assert found.has_more_authors == has_more
    assert found.author_count == (None if has_more else len(names) or None)


@pytest.mark.parametrize(
    ("fields", "arxiv", "version", "categories"),
    [
        ({"archiveID": "arXiv:2405.15738"}, "2405.15738", None, ()),
        ({"extra": "arXiv:1706.03762 [cs]"}, "1706.03762", None, ()),
        ({"extra": "arXiv: 1706.03762v5 [cs.CL, cs.LG]"}, "1706.03762", 5, ("cs.CL", "cs.LG")),
        ({"extra": "arXiv ID: 1706.03762"}, "1706.03762", None, ()),
        ({"url": "http://arxiv.org/abs/hep-th/9901001"}, "hep-th/9901001", None, ()),
        ({"url": "https://arxiv.org/pdf/2405.15738v2.pdf"}, "2405.15738", 2, ()),
        ({"DOI": "10.48550/arXiv.2405.15738"}, "2405.15738", None, ()),
        ({"extra": "DOI: 10.48550/arXiv.2405.15738"}, "2405.15738", None, ()),
        ({"publicationTitle": "arXiv:1706.03762 [cs.CL]"}, "1706.03762", None, ("cs.CL",)),
        ({"reportNumber": "arXiv:1706.03762"}, "1706.03762", None, ()),
        ({"reportNumber": "1706.03762"}, None, None, ()),
        ({"url": "https://example.org/1706.03762"}, None, None, ()),
        ({"DOI": "10.1000/1706.03762"}, None, None, ()),
        ({"extra": "see arXiv"}, None, None, ()),
    ],
)
def test_what_a_paper_is_on_arxiv(
    zotero: ZoteroDatabase,
    fields: dict[str, Any],
    arxiv: str | None,
    version: int | None,
    categories: tuple[str, ...],
) -> None:
    zotero.item("preprint", title="There", **fields)
    found = record(zotero)
    assert (found.arxiv_id, found.arxiv_version) == (arxiv, version)
    assert found.categories == categories
    if arxiv:
        assert (found.doi, found.venue, found.remark) == (None, None, None)
        assert found.links == ()


def test_the_field_extra_says_what_there_is_no_field_for(zotero: ZoteroDatabase) -> None:
    zotero.item(
        "journalArticle",
        title="Said by the way",
        publicationTitle="Known",
        extra=(
            "DOI: 10.1000/xyz\nPublisher: Ink Press\nPublication Title: Another\n"
            "Citation Key: doe2012\nComment: 15 pages\nPMID: 1234\nExport Date: 1 May 2020\n"
            "Cited By: 77777\n12 citations (Crossref) [2022-01-02]\ntex.ids= old1, old2\n"
            "Read this before May\nOriginal Date: 1856"
        ),
    )
    found = record(zotero)
    assert (found.doi, found.publisher, found.venue) == ("10.1000/xyz", "Ink Press", "Known")
    assert (found.cite_key, found.arxiv_comment) == ("doe2012", "15 pages")
    assert found.remark == "tex.ids= old1, old2\nRead this before May\nOriginal Date: 1856"
    assert found.note is None


def test_collections_and_own_tags_are_tags_and_automatic_ones_keywords(
    zotero: ZoteroDatabase,
) -> None:
    outer = zotero.collection("Machine Learning")
    inner = zotero.collection("Input/Output", outer)
    gone = zotero.collection("Thrown away")
    within = zotero.collection("Within", gone)
    zotero.trash_collection(gone)
    item = zotero.item(
        title="Filed",
        tags=["⭐ best", "both"],
        automatic=["pens", "both"],
        collections=[inner, outer, gone, within],
    )
    zotero.note("<p>n</p>", item, tags=["on the note"])
    found = record(zotero)
    assert found.tags == (
        *("Machine Learning", "Machine Learning/Input-Output"),
        *("both", "on the note", "⭐ best"),
    )
    assert found.keywords == ("pens",)


def test_collections_in_a_circle_end(zotero: ZoteroDatabase) -> None:
    one = zotero.collection("One", 2)
    zotero.collection("Two", one)
    zotero.item(title="Round", collections=[one])
    assert record(zotero).tags == ()


def test_notes_are_one_note_and_what_arxiv_remarks_is_none(zotero: ZoteroDatabase) -> None:
    item = zotero.item("preprint", title="Noted", archiveID="arXiv:2405.15738")
    zotero.note("<p>First <b>thought</b></p>", item)
    zotero.note("Comment: 15 pages, 5 figures", item)
    zotero.note("<p>Second</p>", item)
    thrown = zotero.note("<p>no more</p>", item)
    zotero.trash(thrown)
    file = zotero.attachment("storage:a.pdf", item)
    zotero.run("INSERT INTO itemNotes VALUES (?, NULL, ?, '')", file, "<p>on the file</p>")
    found = record(zotero)
    assert found.note == "First thought\n\nSecond\n\non the file"
    assert found.arxiv_comment == "15 pages, 5 figures"


def test_a_comment_on_what_is_not_on_arxiv_is_a_note(zotero: ZoteroDatabase) -> None:
    item = zotero.item(title="Noted")
    zotero.note("<p>Comment: rather long</p>", item)
    assert record(zotero).note == "Comment: rather long"


def test_notes_and_files_that_belong_to_nothing(zotero: ZoteroDatabase) -> None:
    zotero.note("<h1>Reading list</h1><p>Two lines</p>", title="Reading list", tags=["plans"])
    zotero.note("<p>without a title</p>")
    zotero.note("")
    zotero.attachment("storage:Inks and pens.pdf")
    zotero.attachment("/home/me/2405.15738v2.pdf", mode=2)
    zotero.attachment("storage:x.pdf", title="Named by its reader")
    first, second, pens, ink, named = records(zotero)
    assert (first.title, first.note) == ("Reading list", "Reading list\n\nTwo lines")
    assert first.tags == ("plans",)
    assert second.title == "without a title"
    assert pens.title == "Inks and pens"
    assert len(pens.files) == 1
    assert (ink.arxiv_id, ink.type, ink.files) == (
        *("2405.15738", "article"),
        ("/home/me/2405.15738v2.pdf",),
    )
    assert named.title == "Named by its reader"


def test_where_files_are(zotero: ZoteroDatabase, tmp_path: Path) -> None:
    item = zotero.item(title="Kept")
    keys = [
        zotero.attachment("storage:page.html", item, 1, "text/html"),
        zotero.attachment("storage:Doe - 2012 - Inks.pdf", item),
        zotero.attachment("/srv/papers/inks.pdf", item, 2),
        zotero.attachment("attachments:inks/here.pdf", item, 2),
        zotero.attachment(None, item, 3, "text/html", url="https://example.org/more"),
        zotero.attachment("storage:picture.png", item, 4, "image/png"),
        zotero.attachment("storage:../../secret", item),
        zotero.attachment("attachments:../secret.pdf", item, 2),
        zotero.attachment("storage:", item),
        zotero.attachment("storage:.zotero-ft-cache", item),
        zotero.attachment(None, item),
    ]
    thrown = zotero.attachment("storage:thrown.pdf", item)
    zotero.trash(thrown)
    storage = zotero.directory / "storage"
    assert len(keys) == 11
    (found,) = records(zotero, tmp_path / "base")
    assert found.files == (
        str(storage / "KEY00003" / "Doe - 2012 - Inks.pdf"),
        "/srv/papers/inks.pdf",
        str(tmp_path / "base" / "inks" / "here.pdf"),
        str(storage / "KEY00002" / "page.html"),
    )
    assert [link.url for link in found.links] == ["https://example.org/more"]


def test_annotations_are_kept_with_page_text_and_remark(zotero: ZoteroDatabase) -> None:
    item = zotero.item(title="Marked")
    file = zotero.attachment("storage:a.pdf", item)
    zotero.annotation(file, "second highlight", page="xii", order="00002|1", tags=["key"])
    zotero.annotation(file, "first\nhighlight", "see <i>Doe</i>", page="7", order="00001|1")
    zotero.annotation(file, None, "a remark", type=2, order="00003|1")
    thrown = zotero.annotation(file, "no more", order="00000|0")
    zotero.trash(thrown)
    found = record(zotero)
    first, second, third = map(json.loads, found.annotations)
    path = str(zotero.directory / "storage" / "KEY00002" / "a.pdf")
    assert (first["text"], first["comment"], first["page"]) == ("first\nhighlight", "see Doe", "7")
    assert (first["kind"], first["file"], first["colour"]) == ("highlight", path, "#ffd400")
    assert (second["text"], second["page"], second["tags"]) == (
        *("second highlight", "xii"),
        ["key"],
    )
    assert (third["kind"], third["comment"]) == ("note", "a remark")
    assert "text" not in third
    assert found.note is None
