"""Did you mean: near spellings of a query's words, judged by what they find."""
