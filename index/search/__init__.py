"""Words to papers: the query language and the full-text index, a cache.

The rooms, from below; each knows only those below it (a contract in `pyproject.toml` sees to that):

- `analysis`: a text into words: folded, cut, stemmed, alike for papers, queries and highlights;
- `query`: the text of a query into a tree of words, phrases and filters;
- `storage`: the door to files: those of Whoosh, and parts of those of a segment;
- `postings`: which papers have a term, in one byte what it counts in each, where it stands there;
  all that as bytes, and the files of a segment with its dictionary;
- `schema`: the fields, and the codec by which Whoosh reads segments;
- `filtering`: what is no text (marks, dates, authors) into sets of papers, from SQLite;
- `lists`: operations on lists of documents, in plain Python and on numpy's arrays;
- `segments`: papers into segments, many of them into few, in generations of which one is in use;
- `reader`: an open index: one list for each term, over all segments;
- `retrieval`: clauses, their intersection, scores, the order of what is found; related papers;
- `spelling`, `highlighting`: did you mean; which places of a text matched;
- `search_index`, an index in a directory; `answering`, a query to it and the library into a list;
  `library_index`, one kept up to date with a library.

What is Whoosh's: the schema, the table of contents that names the segments and their deleted
documents, the names of files, and Porter's stemmer. It is in Python alone, so that Recto installs
wherever Python does, and its own searcher reads Recto's segments by the codec in `schema`.

What is Recto's own, and why (`bench/` has the figures):

- Dictionary, posting lists and matching. Whoosh's matchers walk a list posting by posting, in
  Python, and its dictionary is one of hashes, with a read for every step of a look-up. Here a term
  is two flat arrays, a clause is met by passes over whole arrays, and a block of neighbouring terms
  is one read.
- Impacts and ranking. A byte says what BM25 needs of a word in title and abstract, so that a paper
  costs one look-up in a table, and weights can change without a new index.
- Places, with the forms of stems, so that a phrase is exact without a look at texts.
- Building by one sort of numbers rather than by a pool of postings, in a process of its own where a
  core is free for it.
- Analysis. `U-Net`, `U^2-Net` and `unet` are one name, in papers, queries and highlights.
- The query language: parsing never fails, a half-typed query is one, hints say what was not
  understood.
- Generations, the stamp, the lock and checksums. A reader sees the old index or the new one,
  whenever anybody is interrupted, and flipped bits, which nobody notices otherwise, are found.
- Filters and spelling, which ask SQLite and the dictionary rather than listing all papers or words.
"""
