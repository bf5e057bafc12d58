"""An item of Zotero's as a record: which field says what, who its authors are, what is a tag."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ...identifiers import stub_title
from ...paper import Record
from ...text import clean
from ..fields.bylines import Byline, People
from ..fields.identifiers import (
    ArxivName,
    arxiv_in_field,
    category_of,
    doi_in_field,
    is_arxiv_name,
)
from ..fields.markup import plain
from ..fields.telling import Telling
from ..values import MOST_AUTHORS, MOST_TEXT, date_of, names_of, note_of, tags_of, text_of
from .extra import Extra, read_extra
from .note_html import text_of_html
from .places import ZoteroPlace
from .tables import Annotation, Attachment, Creator, Item

_TYPES = {
    "preprint": "article",
    "journalArticle": "article-journal",
    "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper",
    "bookSection": "chapter",
    "conferencePaper": "paper-conference",
    "dictionaryEntry": "entry-dictionary",
    "encyclopediaArticle": "entry-encyclopedia",
    "computerProgram": "software",
    "presentation": "speech",
    "blogPost": "post-weblog",
    "forumPost": "post",
    "case": "legal_case",
    "statute": "legislation",
    "artwork": "graphic",
    "audioRecording": "song",
    "film": "motion_picture",
    "videoRecording": "motion_picture",
    "note": "document",
    "attachment": "document",
    **dict.fromkeys(("letter", "email", "instantMessage"), "personal_communication"),
    **dict.fromkeys(("podcast", "tvBroadcast", "radioBroadcast"), "broadcast"),
}
"""Types of items by those of CSL 1.0.2, where they are called otherwise (Zotero's schema.json)."""

_SAME_TYPES = frozenset(
    {"bill", "book", "dataset", "document", "hearing", "interview", "manuscript", "map", "patent"}
    | {"report", "standard", "thesis", "webpage"}
)

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "caseName", "nameOfAct", "subject"),
    "date": ("date", "dateDecided", "dateEnacted", "issueDate", "filingDate"),
    "venue": (
        *("publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle"),
        *("dictionaryTitle", "conferenceName", "meetingName", "blogTitle", "forumTitle"),
        *("websiteTitle", "programTitle", "reporter", "code"),
    ),
    "publisher": (
        *("publisher", "university", "institution", "company", "distributor", "label", "network"),
        *("studio", "organization", "repository"),
    ),
    "volume": ("volume", "reporterVolume", "codeVolume", "codeNumber"),
    "pages": ("pages", "firstPage", "codePages"),
    "number": ("archiveID", "number", "reportNumber"),
}
"""Fields that mean the same in items of different types (`baseField` in Zotero's schema)."""

_AUTHORS = frozenset(
    {"author", "presenter", "inventor", "artist", "performer", "director", "programmer", "creator"}
    | {"cartographer", "sponsor", "interviewee", "podcaster"}
)
"""What the first kind of creator is called in items of different types."""

_INSTEAD = ("editor", "bookAuthor", "seriesEditor", "contributor")
"""Who stands for the authors of what has none, the likeliest first."""

_MOST_MARKS = 10_000
"""Annotations of one paper that are kept."""

_MULTIPART = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: .*)?", re.S)
"""How Zotero keeps a date: what can be compared, with zeros for what is not said, and what was
typed."""

_COMMENT = re.compile(r"Comments?: (\S.*)", re.S)
"""How Zotero keeps what arXiv calls comments, as a note."""

_KINDS = {1: "highlight", 2: "note", 3: "image", 4: "ink", 5: "underline", 6: "text"}

_STORED, _LINKED, _ADDRESS = (0, 1), 2, 3
"""How an attachment is there: in Zotero's storage, elsewhere on the disk, on the web."""

_DOI_OF_ARXIV = "10.48550/"
"""What stands before `arXiv.` and the id in a DOI that arXiv gives."""

_FIRST_OF = ("application/pdf", "application/epub+zip")


def read_item(item: Item, place: ZoteroPlace, key: str | None, rank: int) -> Record | None:
    """Return the record that an item makes, None where nothing says what it is called.

    `key` is the citation key that is kept elsewhere.
    """
    extra = read_extra(item.fields.get("extra", "")[:MOST_TEXT])
    arxiv, categories = _arxiv(item, extra)
    notes = [text for text in (text_of_html(note.html) for note in item.notes) if text]
    notes, comment = _without_comment(notes, arxiv)
    title = clean(plain(_field(item, "title"))) or _title_of_bare(item, arxiv)
    if not title:
        return None
    own = {tag.name for tag in item.tags if not tag.is_automatic}
    telling = Telling(
        title,
        abstract=clean(plain(text_of(item.fields, "abstractNote"))),
        people=_people(item.creators),
        dates=[_date(_field(item, "date")) or extra.fields.get("date", "")],
        arxiv=arxiv,
        doi=doi_in_field(_field_or(item, "DOI", extra, "doi")),
        addresses=_addresses(item),
        venue=_field(item, "venue") or extra.fields.get("publicationtitle"),
        volume=_field_or(item, "volume", extra),
        issue=_field_or(item, "issue", extra),
        pages=_field_or(item, "pages", extra),
        publisher=_field_or(item, "publisher", extra),
        categories=categories,
        type=_TYPES.get(item.type) or (item.type if item.type in _SAME_TYPES else None),
        keywords=[tag.name for tag in item.tags if tag.name not in own],
        remarks=list(extra.remarks),
        arxiv_comment=comment or clean(extra.fields.get("comment", "")),
        files=tuple(path for _, path in _files(item, place)),
        license=_field_or(item, "rights", extra, "license"),
        cite_key=item.fields.get("citationKey") or extra.fields.get("citationkey") or key,
    )
    return telling.record(rank, rank)._replace(
        tags=tags_of([*map(_collection_tag, item.collections), *sorted(own)]),
        note=note_of("\n\n".join(notes)),
        collected=_moment(item.added),
        annotations=tuple(_annotations(item, place))[:_MOST_MARKS],
    )


def _arxiv(item: Item, extra: Extra) -> tuple[ArxivName | None, list[str]]:
    """Return what the item is on arXiv, and the categories that its fields tell of that."""
    told = [item.fields.get(name, "") for name in (*_FIELDS["number"], "publicationTitle", "url")]
    told += [_field_or(item, "DOI", extra, "doi").partition(_DOI_OF_ARXIV)[2], *extra.remarks]
    # A bare number is an id only where arXiv is named, and a sentence may name another's.
    named = [text for text in told if is_arxiv_name(text.partition("[")[0])]
    named = [extra.fields.get("arxiv", ""), *named]
    if item.type == "attachment":
        named += map(_stem, item.attachments)
    found = [
        (name, text) for text in named if (name := arxiv_in_field(text.partition("[")[0], "arxiv"))
    ]
    if not found:
        return None, []
    same = [(name, text) for name, text in found if name.id == found[0][0].id]
    versions = [name.version for name, _ in same if name.version]
    brackets = [text.partition("[")[2].partition("]")[0] for _, text in same]
    parts = [part for text in brackets for part in re.split(r"[\s,;]+", text)]
    categories = [category for category in map(category_of, parts) if category]
    return ArxivName(found[0][0].id, max(versions, default=None)), categories


def _without_comment(notes: list[str], arxiv: ArxivName | None) -> tuple[list[str], str | None]:
    """Return an item's notes, and apart what the authors remark on arXiv, which is kept as one."""
    for note in notes if arxiv else ():
        if match := _COMMENT.fullmatch(note):
            return [other for other in notes if other is not note], clean(match[1])
    return notes, None


def _title_of_bare(item: Item, arxiv: ArxivName | None) -> str:
    """Return what a note, or a file that belongs to nothing, is called."""
    if arxiv is not None:
        return stub_title(arxiv.id)
    if item.type == "note" and item.notes:
        text = text_of_html(item.notes[0].html)
        return clean(item.notes[0].title) or clean(text.split("\n", 1)[0][:200])
    for file in item.attachments if item.type == "attachment" else ():
        return clean(_stem(file))
    return ""


def _stem(file: Attachment) -> str:
    """Return the name of a file without its ending."""
    return PurePosixPath(file.path.removeprefix("storage:")).stem


def _field(item: Item, name: str) -> str:
    for each in _FIELDS.get(name, (name,)):
        if text := text_of(item.fields, each):
            return text
    return ""


def _field_or(item: Item, name: str, extra: Extra, other: str = "") -> str:
    return _field(item, name) or extra.fields.get(other or name, "")


def _date(text: str) -> str:
    """Return the part of a date that can be compared, as exact as it was typed, or all of it."""
    match = _MULTIPART.fullmatch(text)
    if match is None:
        return text
    year, month, day = match.groups()
    if year == "0000":
        return ""
    return "-".join([year] if month == "00" else [year, month] if day == "00" else match.groups())


def _moment(text: str) -> str | None:
    """Return an ISO date and time in UTC, as which Zotero keeps them without saying so."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)Z?", text)
    return f"{match[1]}T{match[2]}Z" if match and date_of(match[1]) else date_of(text)


def _people(creators: list[Creator]) -> People:
    """Return the authors in order; where there are none, those who stand for them."""
    chosen = [creator for creator in creators if creator.type in _AUTHORS]
    for type in _INSTEAD:
        chosen = chosen or [creator for creator in creators if creator.type == type]
    byline = Byline()
    for creator in chosen[:MOST_AUTHORS]:
        name = creator.last if creator.is_one_field else f"{creator.first} {creator.last}"
        byline.add_literal(clean(plain(name)))
    return byline.people()


def _collection_tag(path: tuple[str, ...]) -> str:
    """Return the tag that a collection makes, which lies in those of the ones around it."""
    return "/".join(name.replace("/", "-") for name in path)


def _addresses(item: Item) -> list[str]:
    """Return the addresses that an item and its attachments have."""
    own = item.fields.get("url", "")
    return [
        own,
        *(file.fields.get("url", "") for file in item.attachments if file.mode == _ADDRESS),
    ]


def _files(item: Item, place: ZoteroPlace) -> Iterator[tuple[Attachment, str]]:
    """Yield the files of an item and their paths, what is read as a paper before other files."""

    def order(file: Attachment) -> int:
        is_known = file.content_type in _FIRST_OF
        return _FIRST_OF.index(file.content_type) if is_known else len(_FIRST_OF)

    for file in sorted(item.attachments, key=order):
        if path := path_of(file, place):
            yield file, path


def path_of(file: Attachment, place: ZoteroPlace) -> str | None:
    """Return where an attachment is on the disk, None for one that is not, or nobody knows where.

    A path goes nowhere that the text in the database did not name: `..` is not followed.
    """
    told = clean(file.path)
    if file.mode in _STORED:
        name = told.removeprefix("storage:")
        is_inside = name and not name.startswith((".zotero", "/")) and ".." not in Path(name).parts
        if not is_inside or not told.startswith("storage:"):
            return None
        return str(place.storage / PurePosixPath(file.key).name / name)
    if file.mode != _LINKED or not told:
        return None
    if not told.startswith("attachments:"):
        return told
    within = Path(told.removeprefix("attachments:"))
    is_inside = ".." not in within.parts and not within.is_absolute()
    return str(place.linked / within) if place.linked and is_inside else None


def _annotations(item: Item, place: ZoteroPlace) -> Iterator[str]:
    """Yield what is marked in an item's files, each as a JSON object."""
    for file in item.attachments:
        path = path_of(file, place)
        for mark in file.annotations:
            yield json.dumps(_annotation(mark, path), ensure_ascii=False)


def _annotation(mark: Annotation, path: str | None) -> dict[str, object]:
    told = {
        "kind": _KINDS.get(mark.type, "other"),
        "text": note_of(mark.text),
        "comment": note_of(text_of_html(mark.comment)),
        "page": clean(mark.page),
        "colour": clean(mark.color),
        "tags": list(names_of(mark.tags)),
        "file": path,
        "made": _moment(mark.added),
        "key": clean(mark.key),
    }
    return {name: value for name, value in told.items() if value}
