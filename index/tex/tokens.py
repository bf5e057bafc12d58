"""The tokens of TeX, and a place among them."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])?|\\[A-Za-z@]+|\\.|%\s+|\s+|.|\\$", re.DOTALL
)
END = ""
"""The last token of all."""


class Tokens:
    """Text of TeX as tokens: commands, runs of spaces, and single characters."""

    def __init__(self, tex: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(tex.replace("\\mright", "\\right"))
        self.tokens.append(END)
        self.at = 0
        """The token that is read next."""

    def verbatim(self) -> str:
        """Return what stands up to the brace that closes here, as it is written."""
        tokens, start, open_ones = self.tokens, self.at, 1
        while tokens[self.at] != END:
            token = tokens[self.at]
            open_ones += (token == "{") - (token == "}")
            self.at += 1
            if not open_ones:
                return "".join(tokens[start : self.at - 1])
        return "".join(tokens[start : self.at])

    def skip(self) -> str:
        """Go over spaces; return the token that follows."""
        tokens = self.tokens
        while (token := tokens[self.at]) and (
            token.isspace() or (token[0] == "%" and len(token) > 1)
        ):
            self.at += 1
        return token

    def optional(self) -> str | None:
        """Return what stands in square brackets here, as it is written; None for nothing."""
        if self.skip() != "[":
            return None
        tokens, start = self.tokens, self.at + 1
        open_ones = 0
        for end in range(start, min(start + 200, len(tokens))):
            token = tokens[end]
            open_ones += (token == "{") - (token == "}")
            if token == "]" and not open_ones:
                self.at = end + 1
                return "".join(tokens[start:end])
            if open_ones < 0:
                break
        return None

    def star(self) -> None:
        """Go over the star of a command's name."""
        if self.tokens[self.at] == "*":
            self.at += 1
