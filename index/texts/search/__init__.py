"""Words to places in whole papers: an index of their sections, a cache, and what is shown of it."""
