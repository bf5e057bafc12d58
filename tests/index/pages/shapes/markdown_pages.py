"""Saved pages as Markdown."""

from __future__ import annotations

from .shape import LINK, LONG_LINE, Paper, Shapes

MARKDOWN = Shapes("markdown")


@MARKDOWN.of_papers("honest")
def _markdown(paper: Paper) -> str:
    link = f"https://huggingface.co/papers/{paper['arxiv_id']}"
    told = f"### [{paper['title']}]({link})\n\n{paper['abstract']}\n\n"
    return f"{told}· 3 authors · May 27, 2024\n\n"


_HEAD = "".join(f"### [A Title {n}]({LINK}1234{n})\n\n{LONG_LINE}\n" for n in range(3))
MARKDOWN.each(
    {
        "cards": f"### [A Title %d]({LINK}%d)\n\n{LONG_LINE}\n· 3 authors\n\n",
        "one card": f"### [A Title]({LINK}12345)\n\n{LONG_LINE}\n· 3 authors\n\n",
        "one card, other texts": f"### [A Title]({LINK}12345)\n\nIt %d {LONG_LINE}\n",
    }
)
MARKDOWN.each(
    {
        "headings": "### A Title %d\n\n",
        "headings with texts": f"### A Title %d\n\n{LONG_LINE}\n",
        "one heading": "# A\n",
        "paragraphs": f"{LONG_LINE}\n",
        "other paragraphs": f"It %d {LONG_LINE}\n",
        "one paragraph": LONG_LINE,
    },
    _HEAD,
)
MARKDOWN.each(
    {
        "brackets": "[",
        "closed brackets": "[]",
        "links begun": "[a](",
        "links begun in lines": "[a\n](b\n",
        "links of spaces": f"[a{' ' * 19_000}\n](b) ",
        "links ended by spaces": f"[a](b{' ' * 19_000}",
        "links broken by signs": f"[{chr(92) * 19_000}a](b) ",
        "links": "[a](b) ",
        "links within": "[![a](b)](c) ",
        "links in lines": "[a\n\nb](c)\n\n",
        "pictures": "![",
        "pictures whole": "![a](b)",
        "tags begun": "<a ",
        "tags": "<b>",
        "comments begun": "<!--",
        "comments": "<!-- -->",
        "instructions": "<?",
        "CDATA": "<![CDATA[",
        "stars": "*",
        "stars and letters": "*a **a ",
        "lines below": "_a",
        "quotations": ">",
        "quotations in lines": "> a\n",
        "quotations deep": "> " * 50 + "\n",
        "lists": "- a\n",
        "lists deep": "- " * 50 + "\n",
        "lists numbered": "1. a\n",
        "lists deeper": "  " * 20 + "- a\n",
        "rules": "***\n",
        "entities": "&amp;",
        "entities begun": "&",
        "backslashes": "\\",
        "backslashes in lines": "\\\n",
        "backslashes in words": "\\  a",
        "addresses": "<https://a.org/%d> ",
        "definitions": "[a%d]: https://a.org/%d\n",
        "definitions begun": '[a]: b "\n',
        "references": "[a%d][b%d] ",
        "fences": "```\n",
        "tildes": "~",
        "tables": "| a | b |\n|---|---|\n",
        "underlines": "a\n=\n",
        "underlines missing": "a\n=x\n",
        "HTML": "<div>\n",
        "HTML and texts": "<div>\n\na\n\n</div>\n\n",
        "torn words": "a-\nb ",
        "spaces": " ",
        "tabs": "\t",
        "blank lines": "\n",
        "dollars": "$",
        "braces": "{",
        "colons": ":",
        "at signs": "@",
        "votes": "[Upvote\n\n34](/login?next=%2Fpapers%2F2401.12345)\n\n",
    },
    _HEAD,
)
MARKDOWN.repeated("front matter", "a: b\n", "---\n", f"---\n{_HEAD}")
MARKDOWN.repeated("front matter without end", "a: b\n", "---\n")
MARKDOWN.repeated("told by a reader", "Title: a\n", "", f"\nMarkdown Content:\n{_HEAD}")
MARKDOWN.repeated(
    "page of one paper",
    "Published on May 27\n\n",
    "---\ntitle: Paper page - A\n---\n\n",
    "## Abstract\n\nIt is.\n",
)
MARKDOWN.repeated("titles told in lines", "\n a", "---\ntitle: Paper page - A", f"\n---\n{_HEAD}")
