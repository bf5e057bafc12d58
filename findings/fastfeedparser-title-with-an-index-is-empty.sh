#!/usr/bin/env bash
# fastfeedparser 0.6.5 gives an entry of Atom an empty title and an empty description where these are
# of type `xhtml` (RFC 4287, 3.1.1.3), as journals write titles with indices and italics.
# Guessed before it was run: the text without its markup.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastfeedparser==0.6.5
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import fastfeedparser

DIV = '<div xmlns="http://www.w3.org/1999/xhtml">'
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>Annals of Ink</title><id>urn:example:ink</id><updated>2026-01-01T00:00:00Z</updated>
<entry><id>urn:example:1</id><updated>2026-01-01T00:00:00Z</updated>
<title type="xhtml">{DIV}Drying of H<sub>2</sub>O on <i>Papyrus</i></div></title>
<summary type="xhtml">{DIV}<p>Water dries slowly.</p></div></summary></entry>
<entry><id>urn:example:2</id><updated>2026-01-01T00:00:00Z</updated>
<title>Drying of oil</title><summary>Oil dries more slowly.</summary></entry>
</feed>"""
marked, plain = fastfeedparser.parse(FEED).entries
print("fastfeedparser", version("fastfeedparser"))
print("A title of type text comes out as", repr(plain.title), "with", repr(plain.description))
print("A title of type xhtml comes out as", repr(marked.title), "with", repr(marked.description))
as_described = (
    plain.title == "Drying of oil" and not marked.get("title") and not marked.get("description")
)
print(
    "Of a paper whose title has an index in it neither title nor summary is left."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
