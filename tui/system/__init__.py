"""Programs, files, clipboard, signals and plain text: what needs no toolkit for screens."""
