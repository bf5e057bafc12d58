#!/usr/bin/env bash
# fastfeedparser 0.6.5 dates a paper of which its feed tells only the month (`dc:date` 2026-03) with
# the day of the month on which the feed is read: `published` changes from one day to the next.
# Guessed before it was run: no date, or the first of the month.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fastfeedparser==0.6.5
cat > "$folder/run.py" <<'PYTHON'
import sys
from datetime import datetime, timezone
from importlib.metadata import version

import fastfeedparser

FEED = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://journal.example/"><title>Annals of Ink</title>
<link>https://journal.example/</link><description>Papers</description></channel>
<item rdf:about="https://journal.example/1"><title>On Drying</title>
<link>https://journal.example/1</link><description>It dries.</description>
<dc:date>2026-03</dc:date></item>
</rdf:RDF>"""
before = datetime.now().day, datetime.now(timezone.utc).day
(entry,) = fastfeedparser.parse(FEED).entries
after = datetime.now().day, datetime.now(timezone.utc).day
print("fastfeedparser", version("fastfeedparser"))
print("The feed says 2026-03; today is the", before[0], "of its month; published is", entry.published)
found = datetime.fromisoformat(entry.published)
as_described = (found.year, found.month) == (2026, 3) and found.day in {*before, *after}
print(
    "The month has got the day on which it was read, as if the paper were of that day."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
