"""An item of Zotero's as a record: which field says what, who its authors are, what is a tag."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ...links import find_links
from ...paper import Link, Record, arxiv_id, doi, stub_title
from ...text import clean
from ..values import MOST_AUTHORS, MOST_TEXT, date_of, names_of, note_of, text_of
from .extra import Extra, Preprint, find_preprint, read_extra
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

_MORE = frozenset({"et al", "et al.", "others", "and others"})

_MULTIPART = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: .*)?", re.S)
"""How Zotero keeps a date: what can be compared, with zeros for what is not said, and what was
typed."""

_COMMENT = re.compile(r"Comments?: (\S.*)", re.S)
"""How Zotero keeps what arXiv calls comments, as a note."""

_KINDS = {1: "highlight", 2: "note", 3: "image", 4: "ink", 5: "underline", 6: "text"}

_STORED, _LINKED, _ADDRESS = (0, 1), 2, 3
"""How an attachment is there: in Zotero's storage, elsewhere on the disk, on the web."""

_OF_ARXIV = "10.48550/arxiv."
"""How the DOIs begin that arXiv gives."""

_FIRST_OF = ("application/pdf", "application/epub+zip")


def read_item(item: Item, place: ZoteroPlace, key: str | None, rank: int) -> Record | None:
    """Return the record that an item makes, None where nothing says what it is called.

    `key` is the citation key that is kept elsewhere.
    """
    extra = read_extra(item.fields.get("extra", "")[:MOST_TEXT])
    preprint = _preprint(item, extra)
    notes = [text for text in (text_of_html(note.html) for note in item.notes) if text]
    notes, comment = _without_comment(notes, preprint)
    title = _field(item, "title") or _title_of_bare(item, preprint)
    if not title:
        return None
    told = _field(item, "date") or extra.fields.get("date", "")
    published = _date(told)
    authors, has_more = _authors(item.creators)
    is_publication = item.type not in ("preprint", "manuscript", "note", "attachment")
    own_doi = doi(_field_or(item, "DOI", extra, "doi"))
    own = {tag.name for tag in item.tags if not tag.is_automatic}
    venue = _field(item, "venue") or extra.fields.get("publicationtitle")
    return Record(
        title=title,
        abstract=text_of(item.fields, "abstractNote"),
        rank=rank,
        line=rank,
        authors=authors,
        author_count=None if has_more else len(authors) or None,
        has_more_authors=has_more,
        published=published,
        published_journal=published if is_publication and preprint else None,
        arxiv_id=preprint.id if preprint else None,
        arxiv_version=preprint.version if preprint else None,
        arxiv_comment=comment or _line(extra.fields.get("comment")),
        categories=preprint.categories if preprint else (),
        doi=None if own_doi and arxiv_of_doi(own_doi) else own_doi,
        venue=None if venue and find_preprint(venue) else _line(venue),
        volume=_line(_field_or(item, "volume", extra)),
        issue=_line(_field_or(item, "issue", extra)),
        pages=_pages(_field_or(item, "pages", extra)),
        publisher=_line(_field_or(item, "publisher", extra)),
        license=_line(_field_or(item, "rights", extra, "license")),
        type=_type(item, preprint),
        keywords=_names(tag.name for tag in item.tags if tag.name not in own),
        tags=_names([*map(_collection_tag, item.collections), *sorted(own)]),
        note=note_of("\n\n".join(notes)),
        remark="\n".join(extra.remarks) or None,
        links=_links(item),
        files=tuple(path for _, path in _files(item, place)),
        cite_key=_key(item, extra) or key,
        collected=_moment(item.added),
        annotations=tuple(_annotations(item, place)),
    )


def arxiv_of_doi(name: str) -> str | None:
    """Return the arXiv id that a DOI of arXiv's is made of, None for another DOI."""
    return arxiv_id(name.removeprefix(_OF_ARXIV)) if name.startswith(_OF_ARXIV) else None


def _preprint(item: Item, extra: Extra) -> Preprint | None:
    """Return what the item is on arXiv, with all that its fields say of that together."""
    told = [item.fields.get(name, "") for name in (*_FIELDS["number"], "publicationTitle", "url")]
    # A bare number is an id only where arXiv is named.
    named = [extra.fields.get("arxiv", ""), *(text for text in told if "arxiv" in text.casefold())]
    named.append(arxiv_of_doi(doi(_field_or(item, "DOI", extra, "doi")) or "") or "")
    if item.type == "attachment":
        named += map(_stem, item.attachments)
    found = [preprint for preprint in map(find_preprint, named) if preprint is not None]
    if not found:
        return None
    same = [one for one in found if one.id == found[0].id]
    versions = [one.version for one in same if one.version]
    categories = [name for one in same for name in one.categories]
    return Preprint(found[0].id, max(versions, default=None), tuple(dict.fromkeys(categories)))


def _without_comment(notes: list[str], preprint: Preprint | None) -> tuple[list[str], str | None]:
    """Return an item's notes, and apart what the authors remark on arXiv, which is kept as one."""
    for note in notes if preprint else ():
        if match := _COMMENT.fullmatch(note):
            return [other for other in notes if other is not note], clean(match[1])
    return notes, None


def _title_of_bare(item: Item, preprint: Preprint | None) -> str:
    """Return what a note, or a file that belongs to nothing, is called."""
    if preprint is not None:
        return stub_title(preprint.id)
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


def _type(item: Item, preprint: Preprint | None) -> str | None:
    if item.type == "attachment" and preprint is not None:
        return "article"
    return _TYPES.get(item.type) or (item.type if item.type in _SAME_TYPES else None)


def _line(text: str | None) -> str | None:
    return clean(text[:MOST_TEXT]) or None if text else None


def _pages(text: str) -> str | None:
    return _line(re.sub(r"\s*[-‐-―−]+\s*", "-", text))


def _date(text: str) -> str | None:
    """Return a date as exactly as it is said."""
    match = _MULTIPART.fullmatch(text)
    if match is None:
        return date_of(text)
    year, month, day = match.groups()
    if year == "0000":
        return date_of(f"--{month}-{day}")
    parts = [year] if month == "00" else [year, month] if day == "00" else [year, month, day]
    return date_of("-".join(parts))


def _moment(text: str) -> str | None:
    """Return an ISO date and time in UTC, as which Zotero keeps them without saying so."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)Z?", text)
    return f"{match[1]}T{match[2]}Z" if match and date_of(match[1]) else date_of(text)


def _authors(creators: list[Creator]) -> tuple[tuple[str, ...], bool]:
    """Return the authors in order, and whether there are more than these."""
    chosen = [creator for creator in creators if creator.type in _AUTHORS]
    for type in _INSTEAD:
        chosen = chosen or [creator for creator in creators if creator.type == type]
    names = names_of(map(_name, chosen[:MOST_AUTHORS]))
    some = tuple(name for name in names if name.casefold() not in _MORE)
    return some, len(some) < len(names)


def _name(creator: Creator) -> str:
    return creator.last if creator.is_one_field else f"{creator.first} {creator.last}"


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names_of(names)))


def _collection_tag(path: tuple[str, ...]) -> str:
    """Return the tag that a collection makes, which lies in those of the ones around it."""
    return "/".join(name.replace("/", "-") for name in path)


def _links(item: Item) -> tuple[Link, ...]:
    addresses = [item.fields.get("url", "")]
    addresses += [file.fields.get("url", "") for file in item.attachments if file.mode == _ADDRESS]
    found = (link for address in addresses for link in find_links(clean(address[:MOST_TEXT]))[:1])
    return tuple(dict.fromkeys(link for link in found if arxiv_id(link.url) is None))


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


def _key(item: Item, extra: Extra) -> str | None:
    return _line(item.fields.get("citationKey") or extra.fields.get("citationkey"))
