"""One library on several machines: append-only logs in a folder, each written by one machine."""
