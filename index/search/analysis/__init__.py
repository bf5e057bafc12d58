"""Text into words: folded, cut and stemmed, alike for papers, queries and highlights."""
