"""Pieces of random texts that somebody may type as a query."""

from __future__ import annotations

PIECES = ['"', "(", ")", "-", "NOT", "OR", "AND", ":", "~", "*", "=", "\\", "title:", "tag:", "is:"]
PIECES += ["author:", "year:", "é", "🙂", "\ud800", "deep", "network", "u-net", "prun*", "of", "a"]
PIECES += [" ", " ", "\x1b", "\u202e", "\x00", "\n", "a" * 200, "1..", "^", "{", "%", "'", "“", "”"]
PIECES += [">", "<", "2024-1", "..", "added:7d", "is:un", "tag:(", "has:code", "½"]
