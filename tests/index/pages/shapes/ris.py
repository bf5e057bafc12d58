"""RIS."""

from __future__ import annotations

from .shape import Paper, Shapes

RIS = Shapes("ris")


@RIS.of_papers("honest")
def _ris(paper: Paper) -> str:
    names = "".join(f"AU  - {name}\n" for name in paper["authors"])
    return (
        f"TY  - JOUR\nTI  - {paper['title']}\n{names}PY  - 2024\nAB  - {paper['abstract']}\n"
        f"AN  - arXiv:{paper['arxiv_id']}\nER  - \n\n"
    )


RIS.each(
    {
        "papers in short": "TY  - JOUR\nTI  - A %d\nER  - \n",
        "one paper": "TY  - JOUR\nTI  - A\nER  - \n",
        "one paper, noted": "TY  - JOUR\nTI  - A\nN1  - %d\nER  - \n",
        "no titles": "TY  - JOUR\nER  - \n",
        "types": "TY  - \n",
        "types in one line": "TY  - ",
        "no ends": "TY  - JOUR\nTI  - A %d\n",
    }
)
RIS.repeated("ends", "ER  - \n", "TY  - JOUR\nTI  - A\n")
_TY = "TY  - JOUR\nTI  - A\n"
RIS.each(
    {
        "lines of a title": "a\n",
        "lines of spaces": "   \n",
        "names": "AU  - Lovelace, Ada %d\n",
        "one name": "AU  - Lovelace, Ada\n",
        "titles": "TI  - a\n",
        "abstracts": "AB  - a b\n",
        "dates": "DA  - x\n",
        "dates of slashes": "DA  - ////\n",
        "ids": "AN  - arXiv:x\n",
        "links": "UR  - https://a.org/%d\n",
        "tags": "KW  - a%d\n",
        "notes": "N1  - a\n",
        "unknown tags": "ZZ  - a\n",
        "spaces before a sign": "AU  -",
        "line ends of another kind": "a\u2028",
        "form feeds": "\f",
        "carriage returns": "\r",
        "commas": "AU  - ,,,,\n",
        "lists of names": "AU  - Lovelace, Ada; Byron, G. and others\n",
        "pages": "SP  - 1-\n",
        "DOIs": "DO  - 10.1000/%d\n",
        "notes of markup": "N1  - <p>a</p>\n",
        "files": "L1  - /a/%d.pdf\n",
    },
    _TY,
    "\nER  - \n",
)
