"""JSON, a document or an object a line, as sites and reference managers write it."""
