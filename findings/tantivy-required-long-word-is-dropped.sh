#!/usr/bin/env bash
# tantivy 0.27.0 leaves a word of more than 39 letters out of a query without a word, also where it
# is required: `+inks +LONG` finds every paper with "inks", and `inks -LONG` finds those that are to
# be left out. Alone the word finds nothing, although a title holds it.
# Guessed before it was run: what requires a word that the index has not finds nothing.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q tantivy==0.27.0
cat > "$folder/run.py" <<'PYTHON'
import sys
from importlib.metadata import version

import tantivy

print("tantivy", version("tantivy"))
builder = tantivy.SchemaBuilder()
builder.add_text_field("title", stored=True)
index = tantivy.Index(builder.build())
writer = index.writer(heap_size=15_000_000, num_threads=1)
found = {}
for length in (39, 40):
    word = "a" * length
    for title in (f"inks {word}", f"inks of {length}"):
        writer.add_document(tantivy.Document(title=[title]))
writer.commit()
index.reload()
searcher = index.searcher()
for length in (39, 40):
    word = "a" * length
    for query in (word, f"+inks +{word}", f"+inks -{word}"):
        told = index.parse_query(query, ["title"])
        count = len(searcher.search(told, 10).hits)
        found[query.replace(word, "WORD"), length] = count
        print(f"{query.replace(word, 'WORD')}, WORD of {length} letters: {count} of 4 titles")
as_described = list(found.values()) == [1, 1, 3, 0, 4, 4]
print(
    "A required word of 40 letters requires nothing, and a forbidden one forbids nothing."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
