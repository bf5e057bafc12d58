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
ARXIV.repeated("letters", "a-", "2401.12345\n", "/1234567\n")
ARXIV.repeated("blank lines", "\n", "2401.12345\n")
ARXIV.repeated("spaces", " ", "2401.12345\n", "x\n")


@ARXIV.shape("many ids")
def _ids(size: int) -> str:
    numbers = itertools.product(range(1, 26), range(1, 13), range(1, 20_000))
    return "".join(until(size, (f"{y:02}{m:02}.{n:05}\n" for y, m, n in numbers)))
