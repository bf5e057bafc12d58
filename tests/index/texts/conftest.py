"""What texts are fetched with: services on this machine, and a clock that is moved."""

from __future__ import annotations

from ..fetch.conftest import client, clock, made_client

__all__ = ["client", "clock", "made_client"]
