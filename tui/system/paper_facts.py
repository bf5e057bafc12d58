"""What is known of a paper besides title, people and abstract, in words for shell and screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...index import Paper


def published_facts(paper: Paper) -> list[str]:
    """Return in few words where it was published and what arXiv tells of it."""
    facts = [paper.printed_in]
    if paper.categories or paper.arxiv_version:
        version = f"v{paper.arxiv_version}" if paper.arxiv_version else ""
        facts.append(" ".join(filter(None, (version, ", ".join(paper.categories)))))
    facts.append(paper.arxiv_comment or "")
    return list(filter(None, facts))


def labelled_facts(paper: Paper) -> list[tuple[str, str]]:
    """Return what needs a name to be understood, each with that name."""
    is_linked = bool(paper.arxiv_id)  # else the paper's page is what its DOI leads to
    told = [
        ("doi", paper.doi if is_linked else None),
        ("key", paper.cite_key),
        ("press", paper.publisher),
        ("type", paper.type),
        ("updated", paper.updated),
        ("printed", paper.published_journal if paper.published_journal != paper.published else ""),
        ("private", "stays on this machine" if paper.private else ""),
        ("license", paper.license),
        ("keywords", ", ".join(paper.keywords)),
        ("remark", paper.remark),
        *(("file", path) for path in paper.files),
    ]
    return [(name, value) for name, value in told if value]


def names(paper: Paper, most: int | None = None) -> str:
    """Return the authors, all or so many, and that there are others where there are."""
    shown = ", ".join(paper.authors[:most])
    if most is not None and len(paper.authors) > most:
        return f"{shown} et al."
    return f"{shown} et al." if paper.authors and paper.has_more_authors else shown


def count(number: int, noun: str) -> str:
    """Return `1 paper`, `2 papers`, `1,000 papers`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
