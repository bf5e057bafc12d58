"""The parser of what stands before a command: the reader's options and those that all have."""

from __future__ import annotations

from ...index import COLOR, THEMES
from .arguments import ArgumentParser, PrintVersion, add_common_options


class TopParser(ArgumentParser):
    """The parser of what stands before a command; only its help loads the commands."""

    def format_help(self) -> str:
        """Return the help with a line for each command."""
        from .table import NAMES, all_commands

        width = max(map(len, NAMES))
        lines = [f"  {command.name:<{width}}  {command.summary}" for command in all_commands()]
        self.set_ending("commands:", *lines, "", "recto COMMAND --help tells more of each.")
        return super().format_help()


def top_parser() -> TopParser:
    """Return it."""
    parser = TopParser("", "Search, read and keep papers. Without a command the reader opens.")
    parser.usage = "recto [--data-dir DIR] [--no-seeds] [--fresh] [--theme NAME]\n"
    parser.usage += "             [--color WHEN] [--ascii] [COMMAND …]"
    parser.add_argument(
        "--version", action=PrintVersion, nargs=0, help="print the version and exit"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="open the reader anew, not where it was left"
    )
    parser.add_argument(
        "--theme", metavar="NAME", choices=THEMES, help=f"the reader's colours: {', '.join(THEMES)}"
    )
    parser.add_argument(
        "--color", metavar="WHEN", choices=COLOR, help="colours in the reader: auto, always, never"
    )
    parser.add_argument("--ascii", action="store_true", help="show nothing but ASCII in the reader")
    add_common_options(parser, are_defaults_given=True)
    return parser
