"""Where the figures and tables of a paper are shown."""

from __future__ import annotations

from urllib.parse import quote

from ...addresses import web_address
from ...paper import Paper
from ...services import Bases
from ...texts.blocks import Block, Text


def picture_address(paper: Paper, name: str, text: Text, block: Block) -> str | None:
    """Return the address of what a block of a paper's text is about, None where none is known.

    `name` is what the text was kept as, which may be the address it came from.
    """
    place = f"#{quote(block.label, safe=':._-')}" if block.label else ""
    if text.source in ("arxiv", "ar5iv", "html") and name.startswith(("https://", "http://")):
        return web_address(name.partition("#")[0] + place)
    if not paper.arxiv_id:
        return None
    versioned = f"{paper.arxiv_id}v{text.version}" if text.version else paper.arxiv_id
    bases = Bases()
    if text.source == "pdf":
        page = f"#page={block.page}" if block.page else ""
        return web_address(f"{bases.arxiv}/pdf/{versioned}{page}")
    if text.source == "ar5iv":
        return web_address(f"{bases.ar5iv}/html/{paper.arxiv_id}{place}")
    is_there = text.source == "arxiv"
    return web_address(f"{bases.arxiv}/html/{versioned}{place if is_there else ''}")
