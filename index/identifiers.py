"""How papers are told apart: short ids, arXiv ids, DOIs, and what is called by nothing else."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .disk.hashes import sha256

_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's alphabet: no i, l, o, u, so that an id survives being read aloud."""

ID_LENGTH = 10
"""Characters of an id: 50 bits, so that 200,000 papers meet a clash once in 50,000 libraries."""

_SITE = (
    r"(?:https?:)?(?://)?(?:"
    r"(?:[a-z-]+\.)?arxiv\.org/(?:abs|pdf|html|ps|format|e-print|src)/|xxx\.lanl\.gov/(?:abs|pdf)/|"
    r"(?:www\.)?(?:huggingface\.co|hf\.co)/papers/|"
    r"(?:www\.)?alphaxiv\.org/(?:abs|pdf|html|overview)/|"
    r"ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html)/|"
    r"(?:dx\.|www\.)?doi\.org/10\.48550/arxiv\.)"
)
_ARXIV = (
    rf"(?:{_SITE}|(?:doi:\s*)?10\.48550/arxiv\.)?(?:arxiv:?\s*)?"
    r"(?P<id>\d{4}\.\d{4,5}|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]{2,})?/(?P<number>\d{7}))"
    r"(?:v\d+)?(?:\.pdf)?/?(?:[?#]\S*)?(?:\s*\[[a-z.-]+\])?"
)
"""Ids of arXiv as its manual has them (info.arxiv.org/help/arxiv_identifier), and links to them.

The subject class of an old id, as in math.GT/0309136, says nothing: numbers are the archive's.
"""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern ready for use: the first screen does without, and they take 2 ms."""
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=2048)  # it is asked for once more where a paper is made
def paper_id(key: str, length: int = ID_LENGTH) -> str:
    """Return the short id of a title key: the beginning of its SHA-256 in Crockford base 32.

    It depends on nothing but the key, so it is the same on every machine.
    """
    number = int.from_bytes(sha256(key.encode("utf-8", "surrogatepass")).digest(), "big")
    return "".join(_BASE32[(number >> (251 - 5 * place)) & 31] for place in range(length))


def arxiv_id(text: str) -> str | None:
    """Return the arXiv id that a text is, or None: an id, a link to it, or its DOI.

    Without version, and without the subject class of an old id.
    """
    match = _compiled(_ARXIV).fullmatch(text.strip())
    if match is None:
        return None
    archive = match["archive"]
    return match["id"] if archive is None else f"{archive.lower()}/{match['number']}"


_DOI = r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S*[^\s.,;])"


def doi(text: str) -> str | None:
    """Return the DOI that a text is, in small letters, or None: a DOI or a link to it.

    ISO 26324: the name of a DOI is the same whatever the case of its ASCII letters.
    """
    match = _compiled(_DOI).fullmatch(text.strip())
    return match[1].lower() if match and match[1].isprintable() else None


_SERVERS = (
    "10.48550/",  # arXiv
    "10.1101/",  # bioRxiv, medRxiv
    "10.64898/",  # openRxiv
    "10.2139/ssrn",
    "10.21203/rs.",  # Research Square
    "10.31219/",  # OSF, and those that it keeps for others
    "10.31234/",
    "10.31235/",
    "10.31222/",
    "10.31223/",
    "10.35542/",
    "10.5281/zenodo",
    "10.20944/preprints",
    "10.36227/techrxiv",
    "10.26434/chemrxiv",
    "10.22541/au.",  # Authorea
    "10.22541/essoar",
    "10.1002/essoar",
    "10.14293/s2199-1006.1.sor-",  # ScienceOpen
)
"""How the DOIs of servers of preprints begin, which another one of the same paper does not deny."""


def is_preprint_doi(doi: str) -> bool:
    """Tell whether a DOI, in small letters, is that of a preprint's server."""
    return doi.startswith(_SERVERS)


def stub_title(arxiv_id: str) -> str:
    """Return what a paper is called of which no more is known than its arXiv id."""
    return f"arXiv:{arxiv_id}"


def doi_title(doi: str) -> str:
    """Return what a paper is called of which no more is known than its DOI."""
    return f"doi:{doi}"
