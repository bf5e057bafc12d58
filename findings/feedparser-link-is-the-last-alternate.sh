#!/usr/bin/env bash
# feedparser 6.0.14 takes the last of several alternate links of an Atom entry for its link.
# Guessed before it was run: the first, as for a page in the first of several languages.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q feedparser==6.0.14
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import feedparser

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Papers</title><id>urn:example:papers</id><updated>2026-01-01T00:00:00Z</updated>
<entry><title>On Inks</title><id>urn:example:1</id><updated>2026-01-01T00:00:00Z</updated>
<link rel="alternate" type="text/html" hreflang="en" href="https://a.example/page"/>
<link rel="alternate" type="text/html" hreflang="de" href="https://a.example/seite"/></entry></feed>
"""
(entry,) = feedparser.parse(FEED).entries
print("feedparser", version("feedparser"))
print("links:", [link.href for link in entry.links])
print("link:", entry.link)
as_described = entry.link == "https://a.example/seite" == entry.links[-1].href
print(
    "`links` keeps both in order; `link`, which most programs open, is the last of them, so that "
    "a translation behind the page takes its place."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
