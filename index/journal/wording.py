"""Acts in words, for the log and for what undo says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..stream_names import day_of
from ..text import clean
from .acts import (
    ARXIV,
    EDIT,
    FOLLOW,
    KEY,
    LABEL,
    NAMED,
    ONE,
    REMOVED,
    TAG,
    TASTE,
    TEACHES,
    names,
)
from .highlight_marks import HIGHLIGHT, HIGHLIGHT_NOTE

_TITLE_LENGTH = 60
"""Characters of a title that a sentence quotes."""

SHORT_TITLE = 36
"""Characters of a title in what undo says, which must leave room for what was done to it."""

_NAMED = 6
"""Tags that a sentence names before it only counts them."""

_SENTENCES = {
    "bookmark": "Bookmarked {papers}",
    "cite": "Cited {papers}",
    "carry": "Took over what a file marks on {papers}",
    "unbookmark": "Took the bookmark off {papers}",
    "read": "Marked {papers} as read",
    "unread": "Marked {papers} as unread",
    "read-all": "Marked {papers} as read",
    "read-by-reading": "Read {papers}",
    "queue": "Put {papers} on the queue",
    "unqueue": "Took {papers} off the queue",
    "done": "Marked {papers} as done",
    "not-done": "Took back that {papers} is done",
    "private": "Kept {papers} on this machine",
    "stay-private": "Kept {papers} on this machine with what it was part of",
    "not-private": "Let {papers} go to other machines",
    "not-interested": "Marked {papers} as not for me",
    "interested": "Took back that {papers} is not for me",
    "strike": "Struck {name} from the taste",
    "unstrike": "Let {name} count for the taste again",
    "forget-taste": "Let the taste begin anew",
    "learn": "Let the papers of {name} teach",
    "delete-tag": "Deleted the tag {tag}",
    "rename-tag": "Renamed the tag {old} to {new}",
    "save-search": "Saved the search {name}",
    "delete-search": "Deleted the search {name}",
    "look": "Looked at the search {name}",
    "rename-source": "Renamed the source {name} to {value}",
    "unname-source": "Gave the source {name} its own name back",
}


def sentence(kind: str, data: Mapping[str, Any], papers: str) -> str:
    """Return what an act did, without a full stop; `papers` are those it is about, in words."""
    match kind:
        case "add" | "bundled":
            return _adding(kind, data)
        case "identify":
            arxiv = quoted(data.get("set", {}).get(ARXIV))
            more = ", which made one of two" if is_merging(data) else ""
            return f"Gave {papers} the arXiv id {arxiv}{more}"
        case "key":
            key = data.get("set", {}).get(KEY)
            if key is None:
                return f"Took the citation key off {papers}"
            return f"Gave {papers} the citation key {quoted(key)}"
        case "merge":
            number = data.get(ONE)
            told = f": {papers}" if papers.startswith("“") else ""
            return f"Made one paper of {number if isinstance(number, int) else 'several'}{told}"
        case "split":
            return f"Took {papers} apart"
        case "edit":
            return _correcting(data, papers)
        case "tag":
            return _tagging(data, papers)
        case "note":
            is_text = data.get("set", {}).get("note") is not None
            return f"{'Wrote a note on' if is_text else 'Removed the note on'} {papers}"
        case "highlight" | "unhighlight" | "highlight-note":
            return _highlighting(kind, data, papers)
        case "move":
            lists = sorted(names(data))
            tags = [quoted(name.removeprefix(TAG)) for name in lists if name.startswith(TAG)]
            return f"Moved {papers} within {tags[0] if tags else 'the queue'}"
        case "follow" | "unfollow":
            return _following(kind, data)
        case "remove-source":
            return _removing(data)
    name, value = next(iter(data.get("library", {}).items()), ("", None))
    facts = {key: quoted(data.get(key)) for key in ("tag", "old", "new")}
    if kind == "rename-source" and value is None:
        kind = "unname-source"
    told = _SENTENCES.get(kind, kind.capitalize() + (": {papers}" if papers else ""))
    bare = name.removeprefix(LABEL).removeprefix("search:")
    bare = bare.removeprefix(TASTE).removeprefix(TEACHES)
    return told.format(
        papers=papers, name=quoted(bare.removeprefix("looked:")), value=quoted(value), **facts
    )


def is_merging(data: Mapping[str, Any]) -> bool:
    """Return whether the id that an act gave to a paper was that of another one."""
    return "was" in data and data["was"] == data.get("set", {}).get(ARXIV)


def reversal(is_undo: bool, told: str) -> str:
    """Return that something was undone or redone, given what it did."""
    return f"{'Undone' if is_undo else 'Redone'}: {told[:1].lower()}{told[1:]}."


def papers_in_words(titles: Sequence[str], count: int, length: int = _TITLE_LENGTH) -> str:
    """Return one paper's title, cut at a length, or how many papers there are, or nothing."""
    if count == 0:
        return ""
    if count > 1:
        return f"{count:,} papers"
    return quoted(titles[0], length) if titles else "a paper that is not in this library"


def quoted(value: object, length: int = _TITLE_LENGTH) -> str:
    """Return a title or a name in quotation marks, cut where it is long."""
    text = "" if value is None else str(value)
    if len(text) > length:
        text = text[: length - 1].rstrip() + "…"
    return f"“{text}”"


def _adding(kind: str, data: Mapping[str, Any]) -> str:
    pages = data.get("sources", ())
    if pages and all(page.get("name") == NAMED for page in pages):
        # One lists what was named, the others what services have told of that.
        number = max(page.get("records", 0) for page in pages)
        return f"Added {number:,} papers by name" if number != 1 else "Added 1 paper by name"
    number = sum(page.get("records", 0) for page in pages)
    papers = "1 paper" if number == 1 else f"{number:,} papers"
    # How many a large file has was not known yet when its first part came.
    counted = f" ({papers})" if all("records" in page for page in pages) else ""
    if kind == "bundled":
        return f"Began with the {len(pages)} bundled pages"  # which have papers in common
    named = str(pages[0]["name"]) if len(pages) == 1 else f"{len(pages)} pages"
    return f"Added {named}{counted}"


def _correcting(data: Mapping[str, Any], papers: str) -> str:
    """Return which fields the reader has corrected, or left to the sources again."""
    fields: dict[str, bool] = {}
    for name, value in data.get("set", {}).items():
        field = {ARXIV: "arxiv_id", KEY: "cite_key"}.get(name, name.removeprefix(EDIT))
        fields[field] = fields.get(field, False) or value is not None
    fields.pop("has_more_authors", None)
    told = list(fields)
    named = ", ".join(told[:_NAMED]) + (f" and {len(told) - _NAMED} more" if told[_NAMED:] else "")
    if fields and not any(fields.values()):
        return f"Took back the correction of {named} of {papers}"
    return f"Corrected {named or 'nothing'} of {papers}"


def _tagging(data: Mapping[str, Any], papers: str) -> str:
    """Return which tags were put on and taken off."""
    is_on: dict[str, bool] = {}
    for changes in (data.get("set", {}), *data.get("each", ())):
        for name, value in changes.items():
            if name.startswith(TAG):
                is_on[name.removeprefix(TAG)] = value is not None
    tags = [f"{'+' if on else '-'}{name}" for name, on in is_on.items()]
    more = f" and {len(tags) - _NAMED} more" if len(tags) > _NAMED else ""
    return f"Tagged {papers} {' '.join(tags[:_NAMED])}{more}"


def _highlighting(kind: str, data: Mapping[str, Any], papers: str) -> str:
    """Return what was done to a passage of a paper's text."""
    marks = data.get("set", {})
    if kind == "highlight-note":
        notes = [value for name, value in marks.items() if name.startswith(HIGHLIGHT_NOTE)]
        verb = "Wrote the note" if any(notes) else "Removed the note"
        return f"{verb} on a highlight in {papers}"
    if kind == "unhighlight":
        return f"Removed the highlight {quoted(_line(data.get('passage')))} in {papers}"
    passage = next((value for name, value in marks.items() if name.startswith(HIGHLIGHT)), None)
    try:
        text = json.loads(passage)["text"] if isinstance(passage, str) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        text = None
    return f"Highlighted {quoted(_line(text))} in {papers}"


def _line(text: object) -> str:
    """Return a passage as one line, safe to show; in JSON it was cleaned as JSON only."""
    return clean(text) if isinstance(text, str) else ""


def _following(kind: str, data: Mapping[str, Any]) -> str:
    """Return which sources are followed now, or no more."""
    names = [quoted(name.removeprefix(FOLLOW)) for name in data.get("library", ())]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    verb = "Followed" if kind == "follow" else "Stopped following"
    return f"{verb} {', '.join(names[:_NAMED])}{more}"


def _removing(data: Mapping[str, Any]) -> str:
    """Return which sources are gone; several days of a stream are told as the stream."""
    streams: dict[str, list[str]] = {}
    for name in (one.removeprefix(REMOVED) for one in data.get("library", ())):
        day = day_of(name)
        streams.setdefault(day[0] if day else name, []).append(name)
    told = [quoted(days[0] if len(days) == 1 else name) for name, days in streams.items()]
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return f"Removed the source{'s' * (len(told) > 1)} {', '.join(told[:_NAMED])}{more}"
