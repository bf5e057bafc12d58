"""The ways of a text to the reader's clipboard, which may be on another machine."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Mapping

from ...index import clean
from .programs import ended

LIMIT = 74_994
"""Bytes of text that one OSC 52 may carry.

hterm takes sequences of 100,000 bytes, its frame among them, and three bytes of text are four of
Base64; others take more (its `osc52.sh` has the sum).
"""

_WITHOUT = ("linux", "vt100", "vt102", "vt220", "cons25")
"""Values of TERM that stand for terminals without a clipboard."""

_PART = 250
"""Characters of a sequence that GNU screen passes on at a time."""

TMUX_PATIENCE = 3.0
"""Seconds that tmux may take to answer."""


def refusal(env: Mapping[str, str]) -> str | None:
    """Return why the terminal takes no OSC 52, or None where it may take it."""
    if env.get("TMUX"):
        return None  # what stands behind tmux is known to tmux alone
    if env.get("TERM") in _WITHOUT:
        return f"The terminal ({env['TERM']}) has no clipboard"
    if env.get("TERM_PROGRAM") == "Apple_Terminal":
        return "Apple's Terminal gives programs no clipboard"
    return None


def sequence(data: bytes, env: Mapping[str, str]) -> str:
    """Return what asks a terminal to put data on its clipboard (xterm's OSC 52).

    Nothing of the data stands in it raw. GNU screen passes on what is wrapped for it in parts.
    """
    whole = f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07"
    if not env.get("STY") or env.get("TMUX"):
        return whole
    parts = (whole[at : at + _PART] for at in range(0, len(whole), _PART))
    return "".join(f"\x1bP{part}\x1b\\" for part in parts)


def load_into_tmux(data: bytes) -> str | None:
    """Give data to tmux, which passes it on to its own terminal; return why not, or None.

    tmux by default drops an OSC 52 of a program in it, but not what it is given this way.
    """
    command = ["tmux", "load-buffer", "-w", "-"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=TMUX_PATIENCE, check=False
        )
    except FileNotFoundError:
        return "there is no program tmux"
    except subprocess.TimeoutExpired:
        return "tmux does not answer"
    except OSError as error:
        return f"tmux: {error.strerror}"
    if done.returncode == 0:
        return None
    said = clean(done.stderr.decode("utf-8", "replace"))
    return said[:60] or f"tmux {ended(done.returncode)}"
