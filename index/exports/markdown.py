"""Papers as a reading list in Markdown (CommonMark, as GitHub shows it), grouped by tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..paper import Highlight, Paper
from .addresses import address
from .papers import Papers
from .wording import authors, facts, marks

_SIGNS = re.compile(r"[\\`*_{}\[\]<>&~$|#^]|(?<=\S)@(?=\S)|:(?=[\w+-]+:)|!(?=\[)|==|\+\+|(?<=:)//")
"""What means something within a line, in CommonMark or what GitHub adds to it."""
_WWW = re.compile(r"\b(www)\.", re.IGNORECASE)
_LINE_START = re.compile(r"([-+=#>:]|\d{1,9}(?=[.)]))(.?)")
_UNTAGGED = "Without a tag"


def write_markdown(papers: Papers) -> Iterator[str]:
    """Yield the list: a paper in full under the first of its tags, by its title under others."""
    yield f"# {escaped(papers.heading)}\n"
    groups: dict[str, list[int]] = {}
    untagged: list[int] = []
    for paper in papers:
        for tag in paper.tags:
            groups.setdefault(tag, []).append(paper.rowid)
        if not paper.tags:
            untagged.append(paper.rowid)
    for tag in sorted(groups):
        yield f"\n## {escaped(tag)}\n\n"
        for paper in papers.of(groups[tag]):
            first = min(paper.tags, default=tag)
            yield _entry(paper) if first == tag else _mention(paper, first)
    if untagged:
        yield f"\n## {_UNTAGGED}\n\n" if groups else "\n"
        yield from map(_entry, papers.of(untagged))


def _entry(paper: Paper) -> str:
    """Return a paper as an item of a list."""
    told = [escaped(text) for text in (authors(paper), *facts(paper)) if text]
    told += [f"[{link.kind}](<{address(link.url)}>)" for link in paper.links]
    told += [f"*{text}*" for text in marks(paper)]
    if paper.keywords:
        told.append(", ".join(map(escaped, paper.keywords)))
    if len(paper.tags) > 1:
        told.append(", ".join(map(escaped, paper.tags)))
    lines = [f"- **{_title(paper)}**"]
    if told:
        lines[0] += "\\"
        lines.append(f"  {_begun(' · '.join(told))}")
    for text in (paper.abstract, paper.remark):
        if text:
            lines += ["", *(f"  {escaped_line(line)}".rstrip() for line in text.split("\n")), ""]
    if paper.note:
        lines.append("")
        lines += _quoted(paper.note.split("\n"))
        lines.append("")
    for highlight in paper.highlights:
        lines += ["", *_highlighted(highlight)]
    if paper.highlights:
        lines.append("")
    return "\n".join(lines) + "\n"


def _mention(paper: Paper, tag: str) -> str:
    return f"- {_title(paper)} · see {escaped(tag)}\n"


def _title(paper: Paper) -> str:
    title = escaped(paper.title)
    return f"[{title}](<{paper.link}>)" if paper.link else _begun(title)


def _quoted(note: list[str]) -> Iterator[str]:
    """Yield a note's lines as a quotation; at the end of a paragraph a break would be a sign."""
    for line, following in zip(note, [*note[1:], ""], strict=True):
        seam = "\\" if line.strip() and following.strip() else ""
        yield f"  > {escaped_line(line)}{seam}".rstrip()


def _highlighted(highlight: Highlight) -> Iterator[str]:
    """Yield a passage as a quotation with its section, and below it the note on it."""
    first, *more = f"“{highlight.text}”".split("\n")
    for number, line in enumerate((first, *more)):
        if number:
            yield "  >"  # blocks of a paper are paragraphs
        yield f"  > {escaped_line(line)}".rstrip()
    if highlight.section:
        yield "  >"
        yield f"  > — {escaped(highlight.section)}"
    if highlight.note:
        yield ""
        for line, following in pairwise((*highlight.note.split("\n"), "")):
            seam = "\\" if line.strip() and following.strip() else ""
            yield f"  {escaped_line(line)}{seam}".rstrip()


def escaped_line(line: str) -> str:
    """Return text as `escaped` does, for a line of its own whose beginning means something, too."""
    bare = line.lstrip(" ")
    indent = "&nbsp;" * (len(line) - len(bare))
    if not bare:
        return ""
    return f"{indent}{escaped(bare)}" if indent else _begun(escaped(bare))


def _begun(line: str) -> str:
    """Return escaped text so that it may begin a line."""
    start = _LINE_START.match(line)
    if start is None:
        return line
    # Only signs can be escaped: behind a number it is the full stop that makes a list.
    sign, after = start.groups()
    begun = f"{sign}\\{after}" if sign.isdigit() else f"\\{sign}{after}"
    return begun + line[start.end() :]


def escaped(text: str) -> str:
    """Return text so that it is shown as it is, in one line that begins with something else."""
    text = _SIGNS.sub(lambda sign: "".join(f"\\{char}" for char in sign[0]), text)
    return _WWW.sub(r"\1\\.", text)
