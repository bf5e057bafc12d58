#!/usr/bin/env bash
# feedparser 6.0.14 gives the last of several authors of an Atom entry as its author.
# Guessed before it was run: the first.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q feedparser==6.0.14
cat > "$folder/run.py" <<'PYTHON'
import sys

import feedparser

NAMES = ["Ada Lovelace", "Grace Hopper", "Emmy Noether"]
AUTHORS = "".join(f"<author><name>{name}</name></author>" for name in NAMES)
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Papers</title><id>urn:example:papers</id><updated>2026-01-01T00:00:00Z</updated>
<entry><title>On Engines</title><id>urn:example:1</id><updated>2026-01-01T00:00:00Z</updated>
{AUTHORS}<content>It is about engines.</content></entry>
</feed>"""
(entry,) = feedparser.parse(FEED).entries
print("feedparser", feedparser.__version__)
print("The authors of the entry are, in this order,", NAMES)
print("entry.authors has", [author.name for author in entry.authors])
print("entry.author is", entry.author, "and entry.author_detail.name", entry.author_detail.name)
as_described = (
    [author.name for author in entry.authors] == NAMES
    and entry.author == entry.author_detail.name == NAMES[-1]
)
print(
    "entry.author names the last of the authors: who sorts or cites by it has the wrong one."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
