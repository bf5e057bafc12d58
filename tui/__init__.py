"""Everything that knows terminals and people."""

__version__ = "0.1.0"
"""The version of the whole; pyproject.toml takes it from here, as looking it up takes 15 ms."""
