#!/usr/bin/env bash
# Textual 8.2.8: set_interval(..., repeat=2), documented as "Number of times to repeat the call or 0
# for continuous", calls three times: once, and two repetitions. A single call cannot be asked for.
# Guessed before it was run: two calls.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q textual==8.2.8
cat > "$folder/run.py" <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version

from textual.app import App

ENOUGH = 12


async def count(repeat: int) -> int:
    """Return how often an interval calls until its timer ends, or until it was often enough."""
    calls: list[None] = []
    window: App[None] = App()
    async with window.run_test():
        timer = window.set_interval(0.01, lambda: calls.append(None), repeat=repeat)
        others: list[None] = []
        window.set_interval(0.01, lambda: others.append(None))
        while len(calls) < ENOUGH and len(others) < 4 * ENOUGH:
            await asyncio.sleep(0.01)
        timer.stop()
        return len(calls)


print("textual", version("textual"))
made = {repeat: asyncio.run(count(repeat)) for repeat in (1, 2)}
for repeat, calls in made.items():
    print(f"repeat={repeat}: {calls} calls")
as_described = made == {1: 2, 2: 3}
print(
    "An interval calls once more than it is told to repeat."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
