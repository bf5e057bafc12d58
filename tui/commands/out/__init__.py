"""What leaves the reader: links, copies, files, pipes, and the table of these commands."""
