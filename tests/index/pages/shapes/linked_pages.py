"""Saved pages as text with links, below titles or numbered at the end."""

from __future__ import annotations

from .shape import LINK, LONG_LINE, Paper, Shapes

LINKED = Shapes("linked")


@LINKED.of_papers("honest")
def _linked(paper: Paper) -> str:
    link = f"https://huggingface.co/papers/{paper['arxiv_id']}"
    return f"{paper['title']}\n{link}\n{paper['abstract']}\n{link}\n· 3 authors\n· May 27, 2024\n"


_CARD = f"A Title of Things %d\n{LINK}%d\n{LONG_LINE}{LONG_LINE}· 3 authors\n· May 27, 2024\n"
LINKED.each(
    {
        "cards": _CARD,
        "one card": _CARD.replace("%d", "12345"),
        "one card, other texts": f"A Title\n{LINK}12345\nIt is %d.\n{LONG_LINE}\n",
        "addresses": f"{LINK}12345\n",
    }
)
LINKED.each(
    {
        "text below one address": LONG_LINE,
        "other text below one address": f"%d {LONG_LINE}",
        "addresses of code": "https://github.com/a/b%d\n",
    },
    f"A Title\n{LINK}12345\n",
)
LINKED.repeated(
    "addresses within a text",
    "https://github.com/a/b%d\n",
    f"{f'A Title{chr(10)}{LINK}12345{chr(10)}' * 3}{LONG_LINE.strip()}\n",
)
LINKED.each(
    {
        "brackets": "[",
        "links begun": "[a](b",
        "links begun in lines": "[a\n](b\n",
        "torn words": "a-\nb ",
        "torn paths": "/\na.b ",
        "boxes": "[x] ",
    },
    f"{LINK}12345\n" * 3,
)
LINKED.repeated("references", f"   %d. {LINK}12345\n", "A Title\n\nReferences\n\n")
LINKED.repeated("marks", "[1]", "", f"\n\nReferences\n\n   1. {LINK}12345\n")
LINKED.repeated("marks in order", "[%d] a ", "", f"\n\n   10000. {LINK}12345\n")
LINKED.repeated("no reference", "1. a", "", f"\n\n   1. {LINK}12345\n")
LINKED.repeated("one paragraph", LONG_LINE, "", f"\n\n   1. {LINK}12345\n")
