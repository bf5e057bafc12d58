"""Random keys in the reader on a terminal: what it shows, what it sends, that it goes on."""

from __future__ import annotations

import random
import re
import sys
import termios
import time
from pathlib import Path

from recto.tui.commands.table import COMMANDS

from ..e2e.hostile_library import assert_harmless
from ..e2e.terminal import Terminal
from ..hostile import HOSTILE
from .commands import Commands
from .ground import FaultError, Figures, Ground

KEYS = 900
"""Keys of one reader."""
SHORT = 60
"""Keys of one reader in a short run."""
WARM = 500
"""Keys after which the bytes of a key are counted."""
MOST = 2048
"""Bytes that a key may cost, on the whole."""
OFTEN = 45
"""Keys after which the screen is compared with the same drawn anew, more or less."""

SENT = {
    **{"enter": "\r", "space": " ", "escape": "\x1b", "backspace": "\x7f", "tab": "\t"},
    **{"shift+tab": "\x1b[Z", "up": "\x1b[A", "down": "\x1b[B", "home": "\x1b[H", "end": "\x1b[F"},
    **{"pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~", "left": "\x1b[D"},
    "right": "\x1b[C",
}
"""What a terminal sends for keys that have a name."""

CUT_OFF = re.compile(rb"\x1b(?:\[[0-9;?<>]*)?\Z")
"""A sequence that was on its way when the reader was killed."""
ASKED_FOR = re.compile(
    rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
    rb"|\x1b7\x1b\[r\x1b8(?:\x1b\[\?(?:1000|1002|1003|1006|1)l)+\x1b>"
)
"""What copies a title or a link, and what puts the terminal right after an editor."""

ALTERNATE_ENTERED, ALTERNATE_LEFT = b"\x1b[?1049h", b"\x1b[?1049l"

LEAVING = {
    "quit",
    "suspend",
    "pipe",
    "pager",
    "interrupt",
    "open-page",
    "open-code",
    "open-picture",
}
"""Commands that end the reader or start other programs."""

TEXTS = [
    *(
        "pruning",
        "neural net",
        'title:"',
        "tag:",
        "is:unread ",
        "author:",
        "2023..",
        "-a",
        "survey",
    ),
    *("ml/pruning", "+a -b", "ü 漢字 🙂", "NOT (", "x" * 90, "w", "a*", ":undo 3", "sort newest"),
]
SIZES = [(80, 24), (120, 40), (40, 12), (180, 50), (60, 20), (20, 5), (100, 30)]


def sent(keys: str) -> str:
    """Return what a terminal sends for a sequence of keys such as `g g` or `ctrl+d`."""

    def one(key: str) -> str:
        if match := re.fullmatch(r"ctrl\+([a-z])", key):
            return chr(ord(match[1]) - 96)
        return SENT.get(key, key)

    return "".join(map(one, keys.split()))


MAPPED = [sent(keys) for command in COMMANDS if command.id not in LEAVING for keys in command.keys]
NAMED = [command.id for command in COMMANDS if command.id not in LEAVING]


WORDS_OF_PYTHON = re.compile(rb"[A-Za-z]+Warning: |Traceback \(most recent")


class Keys:
    """Types at random into a reader."""

    def __init__(self, ground: Ground, commands: Commands) -> None:
        self._ground = ground
        self.keys = KEYS

    def shorten(self) -> None:
        """Type fewer keys into each reader."""
        self.keys = SHORT

    def round(self, chance: random.Random, figures: Figures) -> None:
        """Type into one reader, which is started again whenever it was left."""
        path = self._ground.copy("used")
        steps: list[str] = []
        left, spent, counted = self.keys, 0, 0
        try:
            while left > 0:
                columns, lines = chance.choice(SIZES[:4])
                steps.append(f"a terminal of {columns}x{lines}")
                terminal = start(path, self._ground.directory, columns, lines)
                try:
                    left, *more = self._type(terminal, chance, figures, steps, left)
                finally:
                    terminal.close()
                spent, counted = spent + more[0], counted + more[1]
            for crash in path.rglob("crash-2*"):
                if "20240101" not in crash.name:
                    raise FaultError("a crash", crash.read_text(), is_traceback=True)
            if counted > 100 and spent > MOST * counted:
                raise FaultError("too many bytes a key", f"{spent} for {counted}")
        except (FaultError, AssertionError) as error:
            error.add_note(f"the last of {len(steps)} steps:\n" + "\n".join(steps[-60:]))
            raise

    def _type(
        self,
        terminal: Terminal,
        chance: random.Random,
        figures: Figures,
        steps: list[str],
        left: int,
    ) -> tuple[int, int, int]:
        """Type until there are no keys left or the reader has been left.

        Returns the keys that are left, and the bytes of how many keys that were counted.
        """
        terminal.wait_for(lambda: is_painting(terminal) and bool(terminal.text.strip()))
        began = time.monotonic()
        spent = counted = 0
        while left > 0 and is_there(terminal):
            left -= 1
            keys = self._draw(terminal, chance)
            steps.append(ascii(keys))
            before = len(terminal.raw)
            terminal.send(keys)
            terminal.read(chance.choice((0.0, 0.005, 0.02)))
            if prints_keys(terminal):
                raise FaultError("keys are printed into the reader's page", terminal.text)
            is_compared = chance.randrange(OFTEN) == 0
            if is_compared:
                terminal.settle(0.2)
            if self.keys - left > WARM:
                spent += len(terminal.raw) - before
                counted += max(1, len(keys)) if keys in TEXTS else 1
            figures["keys"] += 1
            if is_compared and is_there(terminal):
                self._compare(terminal, steps)
                figures["screens compared"] += 1
        if is_there(terminal):
            terminal.settle(0.2)
            terminal.process.kill()
        elif terminal.wait_for_exit():
            raise FaultError("the reader has ended", f"{terminal.process.returncode}")
        if WORDS_OF_PYTHON.search(terminal.raw):  # the list of warnings is no word of Python
            raise FaultError("words of Python", terminal.text.strip(), is_traceback=True)
        assert_harmless(CUT_OFF.sub(b"", ASKED_FOR.sub(b"", bytes(terminal.raw))))
        figures["seconds of keys"] += int(time.monotonic() - began)
        figures["bytes"] += spent
        figures["keys counted in bytes"] += counted
        return left, spent, counted

    def _draw(self, terminal: Terminal, chance: random.Random) -> str:
        """Return what is typed next; a change of size returns nothing to type."""
        what = chance.random()
        if what < 0.02:
            terminal.resize(*chance.choice(SIZES))
            return ""
        if what < 0.55:
            return chance.choice(MAPPED)
        if what < 0.65:
            return f":{chance.choice(NAMED)}{chance.choice(('', ' ', ' a', ' 3'))}\r"
        if what < 0.75:
            return chance.choice(("/", "t", "S", "F", "c", "e", "X")) + chance.choice(TEXTS)
        if what < 0.85:
            return chance.choice(TEXTS)
        if what < 0.88:
            evil = chance.choice(HOSTILE)[:60].encode("utf-8", "ignore").decode()
            return f"\x1b[200~{evil}\x1b[201~"
        return chance.choice(("\x1b", "\x1b", "\r", "\t", "\x7f", "3", "12", "\x17", "\x15"))

    def _compare(self, terminal: Terminal, steps: list[str]) -> None:
        """Compare the screen with the same drawn anew; messages are gone after any key."""
        terminal.send("\x0c")
        terminal.settle(0.2)
        before = terminal.text
        terminal.send("\x0c")
        terminal.settle(0.2)
        if terminal.text == before or not is_there(terminal):
            return
        # What changes by itself, such as an index that was being built, has changed by now.
        terminal.settle(1.5)
        before = terminal.text
        terminal.send("\x0c")
        terminal.settle(0.6)
        if terminal.text != before and is_there(terminal):
            steps.append("the same drawn anew")
            told = f"\n{before}\n\n{terminal.text}"
            raise FaultError("the screen is not what it is drawn anew", told)


def start(path: Path, home: Path, columns: int, lines: int) -> Terminal:
    """Start the reader in a directory of its own, where it finds no other program."""
    work = home / "work"
    work.mkdir(exist_ok=True)
    command = [sys.executable, "-c", "import os, sys; os.chdir(sys.argv[1]); sys.argv[:] = "]
    command[-1] += "['recto', *sys.argv[2:]]; from recto.tui.cli.main import run; run()"
    env = {"HOME": str(home), "PATH": str(work), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    env |= {"EDITOR": "true", "BROWSER": "true", "SHELL": "/bin/false"}
    words = ["--no-seeds", f"--data-dir={path}"]
    terminal = Terminal([*command, str(work), *words], env, columns, lines)
    # What is typed when the reader has given the terminal back would stand behind what it wrote.
    settings = termios.tcgetattr(terminal.slave)
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(terminal.slave, termios.TCSANOW, settings)
    return terminal


def is_there(terminal: Terminal) -> bool:
    """Tell whether the reader runs; wait where it leaves, or has lent the terminal to others."""
    terminal.wait_for(lambda: terminal.process.poll() is not None or is_painting(terminal))
    return terminal.process.poll() is None


def is_painting(terminal: Terminal) -> bool:
    """Tell whether the reader has a page of its own on the terminal."""
    return terminal.raw.rfind(ALTERNATE_ENTERED) > terminal.raw.rfind(ALTERNATE_LEFT)


def prints_keys(terminal: Terminal) -> bool:
    """Tell whether the terminal prints keys while the reader has a page of its own on it.

    Twice, since the reader may take or leave its page between two looks.
    """
    for _ in range(2):
        if not termios.tcgetattr(terminal.slave)[3] & termios.ICANON:
            return False
        while terminal.read(0.0):
            pass
        if not is_painting(terminal):
            return False
    return True
