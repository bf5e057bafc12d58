"""Lists of ids."""

from __future__ import annotations

import itertools

from .shape import Shapes, until

ARXIV = Shapes("arxiv")


ARXIV.each(
    {
        "honest": "2401.%d\n",
        "links": "https://arxiv.org/abs/2401.%d\n",
        "one id": "2401.12345\n",
    }
)
ARXIV.each(
    {
        "no ids": "a%d\n",
        "remarks": "# a\n",
        "remarks in one line": " #",
    },
    "2401.12345\n",
)
ARXIV.each(
    {
        "DOIs": "10.1000/a%d\n",
        "points with remarks": "- [ ] 2401.%d - read *soon*\n",
        "links with titles": "* [Walks of Wombats %d](https://arxiv.org/abs/2401.%d) ([code](https://github.com/a/b))\n",
        "rows of a table": "| Walks of Wombats | [pdf](https://arxiv.org/pdf/2401.%d) | 2024 |\n",
        "titles above links": "Walks of Wombats %d\nhttps://arxiv.org/abs/2401.%d\n\n",
        "remarks below": "2401.12345\n  a remark\n",
        "ids in one line": "2401.%d, ",
        "brackets": "[",
        "brackets within brackets": "[[a](",
        "links begun": "[a](https://arxiv.org/abs/2401.%d",
        "links begun within links": "[a[b]a](",
        "stars": "*a*_b ",
        "quotes": "\u201ca b",
        "labels": "paper  pdf  ",
        "separators": " , | ",
        "tags": "<a href=",
        "domains": "a-b.c.d.",
        "words of arXiv": "arxiv preprint ",
        "ends of addresses": "https://a.org/10.1000/a/full/full",
    },
    "2401.12345 ",
)
for _name in ("[", "[a", "[a[b]a", "*ab ", "**", "\u201ca", "(", "((", "paper - ", "a.b.", "10.1/"):
    ARXIV.repeated(f"lines of {_name!r}", _name * (300 // len(_name)) + " 2401.12345 ](x)\n")
ARXIV.repeated("letters", "a-", "2401.12345\n", "/1234567\n")
ARXIV.repeated("blank lines", "\n", "2401.12345\n")
ARXIV.repeated("spaces", " ", "2401.12345\n", "x\n")


@ARXIV.shape("many ids")
def _ids(size: int) -> str:
    numbers = itertools.product(range(1, 26), range(1, 13), range(1, 20_000))
    return "".join(until(size, (f"{y:02}{m:02}.{n:05}\n" for y, m, n in numbers)))
