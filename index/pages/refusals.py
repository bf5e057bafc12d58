"""Answers that are none: pages that ask for a person, limits that are used up, errors of a site.

They come with any status and any type, and are saved as easily as what was asked for.
"""

from __future__ import annotations

import re

CHALLENGE = "It is a page that asks whether you are a person, not a list of papers."
LIMIT = "It says that the service is asked too often, and has no papers in it."
FAULT = "It is the error message of a site, not a list of papers."

_CHALLENGES = (
    "<title>just a moment",
    "challenge-platform",
    "cf-chl-",
    "_cf_chl",
    "not a bot",
    "/.within.website/x/cmd/anubis",
    "anubis_version",
    "verify you are human",
    "verifying you are human",
    "checking your browser",
    "checking if the site connection is secure",
    "g-recaptcha",
    "h-captcha",
)
_QUESTIONS = ("just a moment", "verify you are human", "verifying you are human", "checking your")
"""How the text of a challenge begins."""
_LIMITS = ("rate exceeded", "we had to rate limit", "too many requests")
_FAULTS = re.compile(
    r"(?:error code: \d{3,4}|upstream connect error|no healthy upstream|resource not found"
    r"|service unavailable|internal server error|bad gateway|gateway time-?out|not found"
    r"|forbidden|access denied|method not allowed)\b.{0,300}",
    re.DOTALL,
)
"""What proxies and servers say instead of an answer, and nothing beside it."""
_LOOKED_AT = 1 << 15
_AT_ONCE = 500
"""Characters within which a limit is told; a list of papers has words of all kinds in it."""
_SHORT = 500
"""Characters of a text without markup that is a refusal."""


def asks_for_person(head: str) -> bool:
    """Whether an answer that begins so is a challenge; `head` is in small letters."""
    # A list of papers has words of all kinds in it; a challenge has no papers.
    looked_at = head[:_LOOKED_AT]
    return "<dt" not in looked_at and any(sign in looked_at for sign in _CHALLENGES)


def tells_limit(head: str) -> bool:
    """Whether an answer that begins so says that it is asked too often; in small letters."""
    return any(words in head[:_AT_ONCE] for words in _LIMITS)


def refusal_of(text: str) -> str:
    """Return what a text without papers is that is no answer, as a sentence; empty for others."""
    head = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n").lower()
    if tells_limit(head):
        return LIMIT
    return CHALLENGE if asks_for_person(head) else short_refusal_of(text)


def short_refusal_of(text: str) -> str:
    """Return the same of a text that may have papers, and is too short for it or says so at once.

    What is shown on such pages looks like a title with its abstract.
    """
    text = text.strip("\ufeff \t\r\n").lower()
    if len(text) > _SHORT or text.startswith("<"):
        return ""
    if text.startswith(_LIMITS):
        return LIMIT
    if text.startswith(_QUESTIONS):
        return CHALLENGE
    return FAULT if _FAULTS.fullmatch(text) else ""
