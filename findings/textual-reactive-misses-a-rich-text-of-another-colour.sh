#!/usr/bin/env bash
# Textual 8.2.8 with Rich 15.0.0: a reactive that holds a Rich Text does not take another Text that
# differs in its base style alone. Rich's Text compares letters and spans but not `style`, and
# Textual stores nothing, calls no watcher and repaints nothing for a value that is equal.
# Guessed before it was run: the second line is shown in blue.
# Exits 0 while it is as described, 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q textual==8.2.8 rich==15.0.0
cat > "$folder/run.py" <<'PYTHON'
import asyncio
import sys
from importlib.metadata import version

from rich.text import Text
from textual.app import App, ComposeResult
from textual.reactive import reactive
from textual.widget import Widget

watched: list[str] = []


class Line(Widget):
    line: reactive[Text] = reactive(Text(""), init=False)

    def watch_line(self, line: Text) -> None:
        watched.append(str(line.style))

    def render(self) -> Text:
        return self.line


class Window(App[None]):
    def compose(self) -> ComposeResult:
        yield Line()


async def show() -> tuple[str, str]:
    window = Window()
    async with window.run_test(size=(20, 3)) as pilot:
        line = window.query_one(Line)
        line.line = Text("unread", style="red")
        await pilot.pause()
        line.line = Text("unread", style="blue")
        await pilot.pause()
        style = line.render_line(0)
        return str(line.line.style), str(next(iter(style)).style)


print("textual", version("textual"), "rich", version("rich"))
equal = Text("unread", style="red") == Text("unread", style="blue")
kept, painted = asyncio.run(show())
print("Rich: a red Text equals a blue one with the same letters:", equal)
print("Set to red and then to blue, the watcher heard of", watched)
print("The reactive holds the style", kept, "and is painted in", painted)
as_described = equal and watched == ["red"] and kept == "red"
print(
    "A reactive that holds a Text keeps the old colour: only other letters or spans are another."
    if as_described
    else "It is not as described any more."
)
sys.exit(not as_described)
PYTHON
"$folder/venv/bin/python" "$folder/run.py"
