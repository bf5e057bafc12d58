"""A digest in Markdown (CommonMark, as GitHub shows it)."""

from __future__ import annotations

from collections.abc import Iterator

from ..addresses import page_address
from ..exports.addresses import address
from ..exports.markdown import escaped, escaped_line
from ..exports.page import shown
from .gathering import Digest, Item
from .wording import CLOSING, abstract, counts, heading, links, section_title, title, told


def write_markdown(digest: Digest) -> str:
    """Return the digest; each paper's title is a link, to a search where its page is not known."""
    lines = [f"# {escaped(heading(digest))}", "", f"{counts(digest)}."]
    for section in digest.sections:
        lines += ["", f"## {section_title(section)}"]
        for item in section.items:
            lines += ["", *_entry(item)]
    return "\n".join([*lines, "", f"*{CLOSING}*", ""])


def _entry(item: Item) -> Iterator[str]:
    paper = item.paper
    yield f"- **[{escaped(title(paper))}](<{page_address(paper)}>)**\\"
    facts = [f"`{paper.id}`", *map(escaped, told(item))]
    facts += [
        f"[{escaped(shown(url))}](<{address(url)}>)" for url in links(paper) if url != paper.link
    ]
    yield f"  {' · '.join(facts)}"
    if text := abstract(item):
        yield from ("", f"  {escaped_line(text)}")
