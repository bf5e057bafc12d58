"""Papers that a line of text names: by arXiv id, by DOI, by a link that leads to either."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from ...identifiers import arxiv_id, doi
from ...text import clean

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    "|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin"
    "|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""Archives that were named in ids until March 2007 (info.arxiv.org/help/arxiv_identifier)."""
_ID = rf"\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}}"
_NAMED = r"(?<![a-z\d])arxiv(?:\s?e-?prints?|\s?preprint)?(?:\s?arxiv)?\s?[:./]?\s?"
_MENTION = re.compile(
    r"(?P<url>https?://[^\s<>\"|`\[\]]+)"
    r"|(?:(?<![a-z])doi\s?[:=]?\s?|(?<![\w./]))"
    r"(?P<doi>10\.\d{4,9}/(?:\(SICI\)[^\s\"|]+|(?:(?![,;]10\.\d)[^\s<>\"|`])+))"
    rf"|(?:{_NAMED}|(?<![\w./-])(?=\d\d(?:0[1-9]|1[0-2])\.|[a-z]))"
    rf"(?P<id>{_ID})(?:v(?P<version>\d{{1,3}}))?(?:\.pdf)?(?![\w/-]|\.\w)"
    r"(?:\s?\[(?P<category>[a-z-]{2,12}(?:\.[a-z-]{2,12})?)\])?"
    r"|(?<![\w@/.-])(?P<bare>(?:[a-z\d-]{1,60}\.){1,4}[a-z]{2,8}/[^\s<>\"|`\[\]]+)",
    re.IGNORECASE,
)
_OF_ARXIV = re.compile(
    r"arxiv|ar5iv|alphaxiv|(?:huggingface\.co|hf\.co)/papers|papers\.cool|scirate|semanticscholar"
    r"|paperswithcode|emergentmind|catalyzex|xxx\.lanl|deeplearn\.org|connectedpapers|inspirehep",
    re.IGNORECASE,
)
"""Sites whose addresses hold ids of arXiv."""
_CODE = re.compile(
    r"(?:https?://)?(?:www\.|gist\.)?(?:github|gitlab|bitbucket|youtube|youtu|twitter|x|reddit)\."
    r"|(?:https?://)?(?:www\.)?(?:huggingface|hf)\.co/(?!papers/)",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"(?<![\w.])(?P<id>{_ID})(?:v(?P<version>\d{{1,3}}))?(?:\.pdf)?(?![\w]|\.\d)", re.IGNORECASE
)
_DOI_WITHIN = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s?#&\"<>|]+")
_DOI_IN_FULL = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(?P<doi>10\..+)", re.IGNORECASE)
_ENDS = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|meta|fulltext|summary|html|references|citations)"
    r"|\.(?:pdf|html?|full|abstract|short))+/?$|(?<=\d)v\d{1,2}(?:\.full)?(?:\.pdf)?$",
    re.IGNORECASE,
)
"""What publishers put behind a DOI in addresses of their pages."""
_DOI_OF_ARXIV = re.compile(
    rf"10\.48550/arxiv\.(?P<id>{_ID})(?:v(?P<version>\d{{1,3}}))?", re.IGNORECASE
)
_LONGEST = 2000


class Mention(NamedTuple):
    """A paper or another address that a line names, and where."""

    start: int
    end: int
    arxiv_id: str | None = None
    doi: str | None = None
    version: int | None = None
    category: str | None = None
    url: str = ""
    """The address, where it is one."""

    @property
    def paper(self) -> str:
        """What tells the paper from others; empty for any other address."""
        return self.arxiv_id or self.doi or ""


def find_mentions(line: str) -> list[Mention]:
    """Return what a line names, in order; of a very long line its beginning."""
    return list(_mentions(line[:_LONGEST]))


def _mentions(line: str) -> Iterator[Mention]:
    for found in _MENTION.finditer(line):
        if found["id"]:
            yield Mention(
                *found.span(),
                arxiv_id=arxiv_id(found["id"]),
                version=_number(found["version"]),
                category=found["category"],
            )
            continue
        group = next(name for name in ("url", "doi", "bare") if found[name])
        text = _trimmed(found[group])
        start, end = found.start(), found.start(group) + len(text)
        if group == "doi":
            yield _of_doi(text, start, end)
        else:
            yield _of_url(text, start, end)


def _of_doi(text: str, start: int, end: int) -> Mention:
    if named := _DOI_OF_ARXIV.match(text):
        return Mention(start, end, arxiv_id(named["id"]), version=_number(named["version"]))
    return Mention(start, end, doi=doi(clean(text)))


def _of_url(text: str, start: int, end: int) -> Mention:
    url = text if "://" in text else f"https://{text}"
    plain = unquote(text)
    if _CODE.match(plain):
        return Mention(start, end, url=url)
    if resolved := _DOI_IN_FULL.fullmatch(plain):
        return _of_doi(resolved["doi"].partition("?")[0], start, end)._replace(url=url)
    if _OF_ARXIV.search(plain) and (named := _WITHIN.search(plain)):
        version = _number(named["version"])
        return Mention(start, end, arxiv_id(named["id"]), version=version, url=url)
    if within := _DOI_WITHIN.search(plain):
        return _of_doi(_ENDS.sub("", _trimmed(within[0])), start, end)._replace(url=url)
    return Mention(start, end, url=url)


def _trimmed(text: str) -> str:
    """Return an address without the signs of the sentence or the link in which it stands."""
    while text:
        last = text[-1]
        if last in ".,;:!?'*_’”»" or (
            last in ")]}" and text.count(last) > text.count("([{"[")]}".index(last)])
        ):
            text = text[:-1]
        else:
            return text
    return text


def _number(text: str | None) -> int | None:
    return int(text) or None if text else None
