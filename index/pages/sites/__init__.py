"""Pages and mails of other sites than the Daily Papers': arXiv, Google Scholar, publishers."""
