"""Operations on lists of documents: in plain Python, and on arrays where numpy is installed."""
