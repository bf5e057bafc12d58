"""Exports whose lines have tags: PubMed's, EndNote's, Web of Science's."""

from __future__ import annotations

from .shape import Paper, Shapes

NBIB = Shapes("nbib")
ENDNOTE = Shapes("enw")
WEB_OF_SCIENCE = Shapes("wos")


@NBIB.of_papers("honest")
def _nbib(paper: Paper) -> str:
    names = "".join(f"FAU - {name}\nAU  - {name}\n" for name in paper["authors"])
    return (
        f"PMID- {paper['arxiv_id'][-5:]}\nOWN - NLM\nDP  - 2024 May 27\nTI  - {paper['title']}\n"
        f"AB  - {paper['abstract']}\n{names}\n"
    )


@ENDNOTE.of_papers("honest")
def _endnote(paper: Paper) -> str:
    names = "".join(f"%A {name}\n" for name in paper["authors"])
    return f"%0 Journal Article\n%T {paper['title']}\n{names}%D 2024\n%X {paper['abstract']}\n\n"


@WEB_OF_SCIENCE.of_papers("honest")
def _web_of_science(paper: Paper) -> str:
    names = "\n   ".join(paper["authors"])
    return f"PT J\nAF {names}\nTI {paper['title']}\nAB {paper['abstract']}\nPY 2024\nER\n\n"


NBIB.each(
    {
        "papers in short": "PMID- %d\nTI  - A %d\n\n",
        "no titles": "PMID- %d\n\n",
        "numbers": "PMID- ",
        "papers of the other archive": "PMC - PMC%d\n\n",
    }
)
ENDNOTE.each(
    {
        "papers in short": "%0 Book\n%T A %d\n\n",
        "no titles": "%0 Book\n",
        "without types": "%T A %d\n\n",
        "signs": "%",
    }
)
WEB_OF_SCIENCE.each(
    {
        "papers in short": "PT J\nTI A %d\nER\n",
        "no titles": "PT J\nER\n",
        "no ends": "PT J\nTI A %d\n",
        "types": "PT ",
    }
)
_FIELDS = {
    "lines": "      a\n",
    "blank lines": "\n",
    "spaces": " ",
    "other lines": "a\n",
    "form feeds": "\f",
}
NBIB.each(
    {
        **_FIELDS,
        "names": "FAU - Lovelace, Ada %d\n",
        "short names": "AU  - Lovelace A\n",
        "groups": "CN  - A Group\n",
        "headings": "MH  - *A/b\n",
        "words": "OT  - a%d\n",
        "ids": "LID - 10.1000/%d [doi]\n",
        "dates": "DP  - 2024 Feb\n",
        "abstracts": "AB  - a b\n",
    },
    "PMID- 1\nTI  - A\n",
)
ENDNOTE.each(
    {
        **_FIELDS,
        "names": "%A Lovelace, Ada %d\n",
        "keywords": "%K a%d\n",
        "lines of keywords": "a%d\n",
        "links": "%U https://a.org/%d\n",
        "notes": "%Z a\n",
        "files": "%> file://a%d.pdf\n",
    },
    "%0 Book\n%T A\n%K x\n",
)
WEB_OF_SCIENCE.each(
    {
        **_FIELDS,
        "names": "AF Lovelace, Ada %d\n",
        "lines of names": "   Lovelace, Ada %d\n",
        "keywords": "DE a%d; b\n",
        "groups": "CA A Group\n",
    },
    "PT J\nTI A\nAF Byron, G\n",
)
