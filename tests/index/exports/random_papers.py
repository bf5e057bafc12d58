"""A thousand papers whose texts are made of what means something to one format or another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

PIECES = (
    *(
        "@article{",
        "@article{x, title = {y}",
        "@string(",
        "@",
        "}",
        "{",
        "{{x}",
        "{\\x",
        "\\",
        "\\\\",
    ),
    *(
        "%",
        "#",
        "$x$",
        "$\\sqrt{s}=7$",
        "$\\input{x}$",
        "$",
        "~",
        "^",
        "_a_",
        "&",
        "&amp;",
        "&#65;",
        "\\input{x}",
        "\\'e",
        "title = {y},",
    ),
    *(
        "TY  - JOUR",
        "ER  - ",
        "TI  - x",
        "AU  -",
        "N1  - y",
        "  - ",
        "---",
        "===",
        "***",
        "```",
        "~~~",
    ),
    *(
        '"',
        '""',
        "'",
        ",",
        ";",
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1",
        "]]>",
        "<![CDATA[",
        "</script>",
    ),
    *(
        "<b>",
        "</p>",
        "<!--",
        "-->",
        "<?x?>",
        "<",
        ">",
        "* y",
        "- x",
        "+ z",
        "1. a",
        "1) b",
        "# h",
        "> q",
    ),
    *(
        "|",
        "| a |",
        "[a](b)",
        "![i](j)",
        "[x]",
        "[^1]",
        ":smile:",
        "www.example.org",
        "`c`",
        "**b**",
        "!",
    ),
    *(
        "https://example.org/a_b%20c?d=e&f#g",
        "and",
        "others",
        "et al.",
        "x" * 1500,
        "word",
        "of",
        "Sets",
    ),
    *(
        "שלום",
        "مرحبا",
        "\u202eabc\u202c",
        "\u2066x\u2069",
        "\u200bzero",
        "漢字",
        "Émile",
        "é",
        "e\u0301",
    ),
    *(
        "Z\u0351\u036b\u0343algo",
        "नमस्ते",
        "\U0001f468\u200d\U0001f469",
        "ﬁ",
        "½",
        "\ufeff",
        "\u2028",
    ),
    *("\x01", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\t", "\ufffe", "\ue000"),
)
NAMES = (
    "Ada Lovelace",
    "Laurens van der Maaten",
    "John Smith Jr.",
    "Gemini Team",
    "OpenAI",
    "王小明",
)
TYPES = (None, "article-journal", "paper-conference", "book", "thesis", "dataset", "article")
SEAMS = (" ", " ", " ", "", ": ", ", ")


def random_papers(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield papers as a file tells them; the same for the same seed."""
    random = Random(seed)

    def text(most: int) -> str:
        number = random.randint(1, most)
        return "".join(random.choice(PIECES) + random.choice(SEAMS) for _ in range(number))

    def note() -> str:
        lines = (random.choice(("", "", "  ")) + text(4) for _ in range(random.randint(1, 6)))
        return random.choice(("\n", "\n", "\n\n")).join(lines)

    for number in range(count):
        authors = [random.choice((*NAMES, text(2).replace(",", ""))) for _ in range(number % 5)]
        yield {
            "sources": [],
            "kept_from": None,
            "title": f"{text(5)} No{number:04}",
            "abstract": text(20) if number % 11 else "",
            "authors": authors,
            "date": f"20{10 + number % 15}-0{1 + number % 9}-1{number % 9}",
            "arxiv_id": f"2401.{number:05}" if number % 3 else None,
            "links": [f"https://example.org/{number}?a=b&c=%7Bd%7D#e_f"] if number % 4 else [],
            "tags": [f"t{number % 7}", "a_b&%"] if number % 5 else [],
            "note": note() if number % 2 else None,
            "doi": f"10.1234/X.{number}_(a)<b>;2-#" if number % 6 == 1 else None,
            "venue": text(3)[:400] if number % 4 == 1 else None,
            "volume": str(number) if number % 4 == 1 else None,
            "issue": "1-2" if number % 8 == 1 else None,
            "pages": ("11-23", "e12", "7")[number % 3] if number % 4 == 1 else None,
            "publisher": text(2)[:400] if number % 5 == 2 else None,
            "categories": ["cs.LG", "stat.ML", "math.AG"][: number % 4] if number % 3 else [],
            "arxiv_version": number % 7 or None,
            "arxiv_comment": text(3) if number % 7 == 3 else None,
            "license": "https://creativecommons.org/licenses/by/4.0/" if number % 9 == 3 else None,
            "type": TYPES[number % len(TYPES)],
            "keywords": ["ink", f"pen & {text(1)}".replace(",", "")] if number % 6 == 5 else [],
            "remark": note() if number % 13 == 3 else None,
            "files": [f"/home/me/{number} a.pdf"] if number % 17 == 3 else [],
            "more_authors": number % 10 == 3,
            "updated": "2024-05" if number % 11 == 3 else None,
            "published_journal": "2024" if number % 12 == 5 else None,
            "cite_key": f"key:{number}+x" if number % 14 == 3 else None,
        }


def random_lines(count: int = 1000, seed: int = 11) -> bytes:
    """Return such papers as JSON Lines."""
    return "".join(json.dumps(paper) + "\n" for paper in random_papers(count, seed)).encode()
