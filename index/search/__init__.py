"""Words to papers: the query language and the full-text index, a cache.

The rooms, from below; each knows only those below it (a contract in `pyproject.toml` sees to that):

- `analysis`: a text into words: folded, cut, stemmed, alike for papers, queries and highlights;
- `query`: the text of a query into a tree of words, phrases and filters;
- `postings`: which papers have a term, and in one byte, the impact, what it counts in each;
- `storage`, `schema`: the doors to Whoosh: its files, its fields and lists;
- `filtering`: what is no text (marks, dates, authors) into sets of papers, from SQLite;
- `lists`: operations on lists of documents, in plain Python and on numpy's arrays;
- `dictionary`: what a segment has of a word;
- `segments`: the index on disk, in generations of which one is in use;
- `reader`: the segments of an open index as one, a list a term;
- `retrieval`: clauses, their intersection, scores, the order of what is found; related papers;
- `spelling`, `highlighting`: did you mean; which places of a text matched;
- `search_index`, an index in a directory, and `library_index`, one kept up to date with a library.

What is left of Whoosh: a segment's file with its dictionary of terms and its column of row numbers,
the table of contents that names the segments, the pool that sorts postings when a segment is
written, merging, deletions, and Porter's stemmer. It brings what a term dictionary on disk needs,
in Python alone, so that Recto installs wherever Python does.

What is Recto's own, and why (`bench/` has the figures):

- Posting lists and matching. Whoosh's matchers walk a list posting by posting, in Python: of its
  own prefix queries at 6,799 papers the slowest twentieth takes more than two seconds. Here a term
  is two flat arrays, and a clause is met by passes over whole arrays.
- Impacts and ranking. A byte says what BM25 needs of a word in title and abstract, so that a paper
  costs one look-up in a table, and weights can change without a new index.
- Analysis. `U-Net`, `U^2-Net` and `unet` are one name, in papers, queries and highlights.
- Grouping postings before Whoosh's pool gets them, which made building four times as fast.
- The query language: parsing never fails, a half-typed query is one, hints say what was not
  understood.
- Generations, the stamp, the lock and checksums. A reader sees the old index or the new one,
  whenever anybody is interrupted, and flipped bits, which Whoosh does not notice, are found.
- Filters and spelling, which ask SQLite and the dictionary rather than listing all papers or words.
"""
