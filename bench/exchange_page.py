"""What stands around the tables that `exchange.py` writes."""

TAIL = """## What these programs do besides

- pybtex 0.26.1 writes the accent of ñ and ã as `\\\\textasciitilde n` and a tie as
  `\\textasciitilde`; Recto reads both as they were meant. Recto itself writes ñ.
  ([findings](../findings/pybtex-tilde-accent-becomes-a-line-break.sh))
- bibtexparser 2.1.0 with `LatexDecodingMiddleware` reads `url`, `doi` and `file` as prose, so that
  a link loses its tilde and all behind a `%`; its entries without that middleware are whole.
  ([findings](../findings/bibtexparser-decodes-addresses-as-text.sh))
- nbib 0.3.2 finds no DOI in `LID`; Recto looks there first.
  ([findings](../findings/nbib-doi-of-lid-is-lost.sh))
- feedparser 6.0.14 takes the last alternate page of an entry for its link; Recto's feeds have one,
  and the links in an abstract are `related`.
  ([findings](../findings/feedparser-link-is-the-last-alternate.sh))"""
"""What nobody measures anew; each has its script."""

HEAD = """# What other programs keep

Papers that leave as BibTeX, RIS or CSL-JSON, go through another program and come back. This page is
written by `bench/exchange.py`, which runs the programs: {versions}.

| | |
|---|---|
| ✓ | comes back as it was |
| some | comes back of some papers, of others nothing |
| case | the program changes the case of its letters |
| text | formulas come back as their text |
| part | less comes back, and that is right |
| joined | comes back together with the note, which is a remark where the mark is gone |
| – | nothing comes back: the program does not keep it |

Nothing comes back wrong. Notes are there since the papers left `--with notes,abstract,files`. A tag
of yours comes back as one where the mark does that Recto writes for itself; else it is a keyword.
"""
