"""What other people's parsers raise at texts that they do not expect.

They document one error each, and raise many more: what a mistake in a program raises in Python. A
text that does so is one that cannot be read; it never ends the reading of others.
"""

from __future__ import annotations

PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RuntimeError,  # RecursionError among them
    StopIteration,
    TypeError,
    ValueError,
)
"""To be caught around one call of a parser with one text, and nowhere else.

What says something of the machine or the reader is not among them: OSError, MemoryError, the end of
the program.
"""
