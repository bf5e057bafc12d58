"""What a DOI tells: that a publisher has brought a paper out, or only that there is a preprint."""

from __future__ import annotations

import re

_PREPRINTS = re.compile(
    r"10\.(?:"
    # bioRxiv and medRxiv share their prefix with journals: 10.1101/gr.…, 10.1101/gad.…
    r"1101/(?:\d{6}|\d{4}\.\d\d\.\d\d\.\d+)|64898/|2139/ssrn|21203/|26434/|20944/|36227/|22541/"
    r"|33774/|5281/zenodo|6084/m9\.figshare|13140/|17605/|31124/|32388/|33767/|35542/|37044/"
    r"|312(?:1[89]|2\d|3\d)/|7287/peerj\.preprints|2196/preprints|1590/scielopreprints"
    r"|1002/essoar|5194/egusphere|5194/\w+-\d{4}-\d+-preprint|1364/opticaopen|14293/s2199-1006\.1\.sor-"
    r")"
)
"""DOIs of servers on which authors put papers; what a publisher brings out has another one."""

_VERSION = re.compile(r"[._/-]?v\d{1,3}$")


def is_preprint(doi: str) -> bool:
    """Tell whether a DOI, in small letters, is that of a server for preprints or of a deposit."""
    return _PREPRINTS.match(doi) is not None


def same_doi(doi: str) -> str:
    """Return what a DOI, in small letters, is compared by: that of a preprint has versions."""
    return _VERSION.sub("", doi) if is_preprint(doi) else doi
