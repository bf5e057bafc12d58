"""What lists for people say of a paper beside its title."""

from __future__ import annotations

from ..paper import Paper

_AUTHORS = 20
"""Authors that are named before the rest is only counted."""


def authors(paper: Paper, most: int = _AUTHORS) -> str:
    """Return who wrote it, or how many did; empty where neither is known."""
    named = ", ".join(paper.authors[:most])
    count = max(paper.author_count or 0, len(paper.authors))
    rest = count - min(len(paper.authors), most)
    if named and not rest:
        return f"{named} and others" if paper.has_more_authors else named
    if named:
        return f"{named} and {rest:,} more"
    return counted(count, "author") if count else ""


def facts(paper: Paper) -> list[str]:
    """Return what is known of it in a few words: date, where it stands, ids, counts."""
    told = [(paper.issued or "").removeprefix("--"), paper.printed_in]
    if paper.arxiv_id:
        told.append(f"arXiv:{paper.arxiv_id}")
    if paper.doi:
        told.append(f"doi:{paper.doi}")
    told += [", ".join(paper.categories), paper.arxiv_comment or ""]
    if paper.upvotes:
        told.append(counted(paper.upvotes, "upvote"))
    if paper.comments:
        told.append(counted(paper.comments, "comment"))
    return list(filter(None, told))


def marks(paper: Paper) -> list[str]:
    """Return what the reader has marked on it, but for tags and the note."""
    told = []
    if paper.bookmarked:
        told.append("bookmarked")
    if paper.queue is not None:
        told.append(f"{paper.queue:,} in the queue")
    if paper.done:
        told.append(f"done {paper.done}")
    elif paper.read:
        told.append("read")
    if paper.rejected:
        told.append("not for me")
    return told


def counted(number: int, noun: str) -> str:
    """Return `1 paper`, `2 papers`, `1,000 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
