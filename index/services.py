"""Where the services answer that papers are fetched from."""

from __future__ import annotations

from typing import NamedTuple


class Bases(NamedTuple):
    """The address that each service's own addresses begin with; a mirror can stand in for it."""

    huggingface: str = "https://huggingface.co"
    """The daily papers and the search of Hugging Face."""
    arxiv: str = "https://arxiv.org"
    """arXiv's lists of a day."""
    export: str = "https://export.arxiv.org"
    """arXiv's query API."""
    rss: str = "https://rss.arxiv.org"
    """arXiv's feeds of a day."""
    oai: str = "https://oaipmh.arxiv.org/oai"
    """arXiv's records, for harvesters."""
    crossref: str = "https://api.crossref.org"
    """What a DOI names."""
