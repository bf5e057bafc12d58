"""How much memory the reader has had after 20 searches: `python bench/memory.py FILE`.

The most resident memory of the process, in MB, beside that of a bare Textual app over the same
titles in which the same is typed.
"""

from __future__ import annotations

from pathlib import Path

from figures import report
from keystrokes import queries
from libraries import arguments_of, prepared, titles_of
from reader import bare_command, command
from terminal import Terminal

SEARCHES = 20


def measure(run: list[str], home: Path, title: str, texts: list[str]) -> float:
    """Return the peak after these searches, typed letter by letter."""
    with Terminal(run, home) as terminal:
        terminal.wait_for(title)
        terminal.settle()
        for text in texts:
            terminal.send("/")
            terminal.send("\x15")
            for letter in text:
                terminal.send(letter)
                terminal.read(0.06)
            terminal.send("\r")
            terminal.settle(0.7)
        return terminal.peak()


def main() -> None:
    options = arguments_of(__doc__).parse_args()
    texts = queries()[: 1 if options.quick else SEARCHES]
    with prepared(options) as directory:
        titles = titles_of(directory)
        first = titles[0][:24]
        ours = measure(command(directory), directory, first, texts)
        bare = measure(bare_command(directory, titles), directory, first, texts)
        report("peak memory after 20 searches, MB", f"{ours:.0f}", f"{bare:.0f}")


if __name__ == "__main__":
    main()
