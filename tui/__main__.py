"""`python -m recto.tui` does what the command `recto` does."""

from __future__ import annotations

from .cli.main import run

if __name__ == "__main__":
    run()
