"""Saved pages as text: lines, paragraphs, cards."""

from __future__ import annotations

from .shape import LONG_LINE, Paper, Shapes

TEXT = Shapes("text")


@TEXT.of_papers("honest")
def _text(paper: Paper) -> str:
    return f"{paper['title']}\n{paper['abstract'].capitalize()}\n\n· 3 authors\n· May 27, 2024\n"


@TEXT.of_papers("wrapped lines", begin="Get trending papers in your email inbox!\n")
def _wrapped(paper: Paper) -> str:
    words = paper["abstract"].split()
    lines = [" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15)]
    return "\n".join([paper["title"], *lines, "· 3 authors", "· May 27, 2024", ""])


_TOP = "Daily Papers - Hugging Face\n"
_PAPER_TOP = "arxiv: 2401.00001\nA Title of Things\nPublished on May 27, 2024\n"
TEXT.repeated("one-letter lines", "a\n")
TEXT.repeated("one-letter lines of a page", "a\n", _TOP)
TEXT.repeated("one-letter paragraphs", "a\n\n", _TOP)
TEXT.repeated("one long paragraph", LONG_LINE, _TOP, f"\n{LONG_LINE}" * 3)
TEXT.repeated("paragraph between two", LONG_LINE, _TOP, "\nA Title\n" * 9)
TEXT.each(
    {
        "numbers": "12\n",
        "dates": "May 27, 2024\n",
        "dots": "·\n",
        "dots in lines": "· " * 49 + "\n",
    },
    _TOP,
)
TEXT.repeated("blank lines", "\n", "A Title of Things\nIt is an abstract.\n")
TEXT.repeated("spaces", " ", "A Title of Things\nIt is an abstract.\n")
TEXT.repeated("banners", "Get trending papers in your email inbox! ", "", "\nA\n")
TEXT.repeated("buttons", "Subscribe", "Get trending papers in your email inbox!\n", "\nA\n")
TEXT.repeated("lines too long", "word " * 5000 + "\n", _TOP)
TEXT.repeated("long titles", "Word " * 3990 + "\n", _TOP)
TEXT.repeated("marks on a letter", "\u0301", "Title\ne")
TEXT.repeated("sequences without end", "\x1b]", "Title\n")
TEXT.repeated("escapes", "\x1b[", "Title\n")
TEXT.repeated("carriage returns", "a\r", "")
TEXT.repeated("'Published on' in lines", "Published on \n", _PAPER_TOP)
TEXT.repeated("'Published on' in one line", "Published on ", f"{_PAPER_TOP}Abstract\n")
TEXT.repeated("'arxiv:' in one line", "arxiv: x ", "Authors: ", " Abstract x")
TEXT.repeated("'arxiv:' in lines", "arxiv: x Authors: a Abstract \n", _PAPER_TOP)
TEXT.repeated("pages of one paper", f"{_PAPER_TOP}Authors:\nAda\nAbstract\nIt is.\nCommunity\n")
TEXT.repeated("'Abstract'", "Abstract\n", _PAPER_TOP)
TEXT.repeated("authors", "Ada Lovelace,\n", f"{_PAPER_TOP}Authors:\n", "Abstract\nIt is.\n")
TEXT.repeated("authors in one line", "Ada %d,", f"{_PAPER_TOP}Authors:", "\nAbstract\nIt is.\n")
TEXT.repeated("'Upvote'", "Upvote\n", "Upvote\n")
TEXT.repeated(
    "cards",
    f"Submitted by\nada\nA Title of Things %d\n{LONG_LINE}Upvote 12\nGitHub 31\narXiv Page\n",
)
TEXT.repeated(
    "one card", f"Submitted by\nada\nA Title of Things\n{LONG_LINE}Upvote 12\nGitHub 31\n"
)
TEXT.repeated("'Submitted by'", "Submitted by\n", "Upvote 12\n")
TEXT.repeated("addresses", "https://", "A Title of Things\nIt is ")
TEXT.repeated("slashes", "/", "A Title of Things\nIt is ")
TEXT.repeated("addresses in lines", "https://a.org/x_%d\n", "A Title of Things\nIt is at\n")
TEXT.repeated("torn hosts", "github. com/", "A Title of Things\nIt is ")
TEXT.repeated("TeX", "$x^{2}$ {\\bf a_{b}} ", "A Title of Things\nIt is ")
