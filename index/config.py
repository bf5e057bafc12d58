"""The reader's settings: a TOML file, every mistake in it reported by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from .fetch_settings import Fetch, as_tables, is_base, is_span, read_commands
from .services import Bases
from .text import clean

THEMES = ("terminal", "dark", "light", "high-contrast")
COLOR = ("auto", "always", "never")

CITE_KEY = "{author}{year}{word}"
"""What new citation keys of a new library are made by."""

CITE_FIELDS = ("author", "authors", "year", "word", "words", "arxiv", "id")
"""What a template of citation keys can ask for."""

_FIELDS = ", ".join(f"{{{name}}}" for name in CITE_FIELDS)

_TABLES = ("export", "command")
"""The settings that are lists of tables."""

_CHOICES: dict[str, tuple[str, ...]] = {"theme": THEMES, "color": COLOR}
"""What the settings can be that are no free texts."""


class Bars(NamedTuple):
    """Which bars stand on the reader's screen; one that does not comes when it is needed."""

    search: bool = True
    """The line at the top: the query, and what the list holds."""
    keys: bool = True
    """The line at the bottom, with the keys that help."""
    sidebar: bool = True
    """Views, tags and sources beside the list, where there is room for them."""


class Cite(NamedTuple):
    """How papers are cited."""

    key: str = ""
    """What new citation keys are made by, with some of CITE_FIELDS in braces; empty for what the
    library began with."""


class WholePapers(NamedTuple):
    """How the texts of papers come."""

    with_queue: bool = False
    """Whether those of what is in the queue are fetched by themselves."""


class KeptExport(NamedTuple):
    """A file that holds what a query finds, and is written anew when that changes."""

    query: str
    file: str
    """Its path; the ending tells the format."""
    view: str = "all"
    including: tuple[str, ...] | None = None
    """What it has of that which exports leave out; None for what all have. `with` in the file."""


class Config(NamedTuple):
    """The settings with their defaults."""

    seeds: bool = True
    """Whether a new library takes the bundled pages in."""
    bars: Bars = Bars()
    """Which bars the reader has."""
    cite: Cite = Cite()
    """How papers are cited."""
    fetch: Fetch = Fetch()
    """How papers are fetched."""
    text: WholePapers = WholePapers()
    """How the texts of papers come."""
    keys: Mapping[str, Any] = {}
    """Commands and the keys they are on; the reader checks them, since it knows its commands."""
    mouse: bool = False
    """Whether the reader takes clicks; a terminal then selects text only while Shift is held."""
    theme: str = "terminal"
    """The colours of the reader; `terminal` uses the sixteen that the terminal has."""
    color: str = "auto"
    """Whether there are colours: where the terminal and NO_COLOR allow it, always or never."""
    new_days: int = 30
    """After how many days papers that came by a stream and that nobody has touched are neither new
    nor unread any more; 0 for never."""
    watch: tuple[str, ...] = ()
    """Directories whose new and changed files are taken in at each start."""
    ascii: bool = False
    """Whether the reader shows nothing but ASCII."""
    export: tuple[KeptExport, ...] = ()
    """Files that are kept as a query finds them."""
    export_with: tuple[str, ...] = ()
    """What exports have of that which they leave out otherwise: notes, abstract, files."""
    cursor: bool = False
    """Whether the terminal's cursor is seen on the present row too, not only where one types."""

    def as_json(self) -> dict[str, Any]:
        """Return every setting with its value."""
        return self._asdict() | {
            "bars": self.bars._asdict(),
            "cite": self.cite._asdict(),
            "text": self.text._asdict(),
            "fetch": self.fetch._asdict()
            | {"base": self.fetch.base._asdict(), "command": as_tables(self.fetch.command)},
            "export": [_export_as_json(one) for one in self.export],
        }

    def as_toml(self) -> str:
        """Return every setting as a line of TOML, tables behind plain values."""
        from .toml_lines import lines_of  # late: they are seldom written

        return "\n".join(lines_of(self.as_json(), _TABLES))

    def as_comments(self) -> str:
        """Return the lines of `as_toml` as comments, each setting with the values it can have."""
        lines = []
        for line in self.as_toml().splitlines():
            name, sign, value = line.partition(" = ")
            lines.append(f"# {line}  # {values_of(name, value)}" if sign else f"# {line}".rstrip())
        return "\n".join(lines)

    @classmethod
    def load(cls, path: Path) -> tuple[Config, list[str]]:
        """Return the settings in a file and a sentence for each that could not be used.

        A missing file is no mistake; one that cannot be read leaves everything at its default.
        """
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except (FileNotFoundError, NotADirectoryError):
            return cls(), []
        except OSError as error:
            return cls(), [f"{_named(path)} cannot be read: {error.strerror or error}."]
        except UnicodeDecodeError:
            return cls(), [f"{_named(path)} is not UTF-8 text."]
        import tomllib  # late: most people have no settings

        try:
            return cls.read(tomllib.loads(text), _named(path))
        except tomllib.TOMLDecodeError as error:
            return cls(), [f"{_named(path)} is not valid TOML: {clean(str(error))}."]

    @classmethod
    def read(cls, table: dict[str, Any], name: str) -> tuple[Config, list[str]]:
        """Return the settings in a table, and a sentence for each unknown or unusable one."""
        good, warnings = _read(cls()._asdict(), table, name)
        return cls(**good), warnings


def _read(
    defaults: Mapping[str, Any], table: dict[str, Any], name: str, above: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """Return what a table has for the settings in `defaults`, and what is wrong with the rest."""
    good: dict[str, Any] = {}
    warnings: list[str] = []
    for key, value in table.items():
        if key not in defaults:
            warnings.append(f"{name}: {above}{clean(key)} is not a setting.")
            continue
        default, choices = defaults[key], _CHOICES.get(key, ())
        if key == "export" and not above:
            good[key], more = _exports(value, name)
            warnings += more
        elif key == "command" and above == "fetch.":
            good[key], more = read_commands(value, name)
            warnings += more
        elif isinstance(default, (Bars, Cite, Fetch, Bases, WholePapers)) and isinstance(
            value, dict
        ):
            inner, more = _read(default._asdict(), value, name, f"{above}{key}.")
            good[key] = default._replace(**inner)
            warnings += more
        elif type(default) is tuple and _are_texts(value):
            good[key] = tuple(value)
        elif above == "cite." and not (value == "" or is_template(value)):
            warnings.append(
                f"{name}: {above}{key} must have some of {_FIELDS}, not {_told(value)}."
            )
        elif key == "keep" and above == "fetch." and not is_span(value):
            wanted = "a time such as '90d' or '12w', or ''"
            warnings.append(f"{name}: {above}{key} must be {wanted}, not {_told(value)}.")
        elif above == "fetch.base." and not is_base(value):
            warnings.append(
                f"{name}: {above}{key} must be an address of http or https, not {_told(value)}."
            )
        elif type(value) is type(default) and (not choices or value in choices):
            if isinstance(value, int) and value < 0:
                warnings.append(f"{name}: {above}{key} must be 0 or more, not {_told(value)}.")
            else:
                good[key] = value
        else:
            wanted = _listed(choices) if choices else ""
            wanted = wanted or _EXPECTED.get(type(default), "a table")
            warnings.append(f"{name}: {above}{key} must be {wanted}, not {_told(value)}.")
    return good, warnings


def values_of(name: str, value: str) -> str:
    """Return in words what a setting can be, of which one value is given as TOML."""
    if choices := _CHOICES.get(name, ()):
        return _listed(choices)
    if name == "keep":
        return "a time such as 90d or 12w; empty for ever"
    if value in ("true", "false"):
        return "true or false"
    if value.isdecimal():
        return "a whole number"
    return "a list of texts" if value.startswith("[") else "a text"


def _listed(choices: Sequence[str]) -> str:
    return ", ".join(choices[:-1]) + f" or {choices[-1]}"


def is_template(text: object) -> bool:
    """Tell whether a text can make citation keys: it asks for fields, and for none that is not."""
    if not isinstance(text, str):
        return False
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    asked = [(name, form, turn) for _, name, form, turn in parts if name is not None]
    return bool(asked) and all(
        name in CITE_FIELDS and not form and not turn for name, form, turn in asked
    )


def _told(value: object) -> str:
    return clean(repr(value))


def _exports(value: object, name: str) -> tuple[tuple[KeptExport, ...], list[str]]:
    """Return the files that are to be kept, and what is wrong with others."""
    good: list[KeptExport] = []
    warnings: list[str] = []
    tables = value if isinstance(value, list) else [value]
    for number, table in enumerate(tables, 1):
        place = f"{name}: export {number}"
        if not isinstance(table, dict):
            warnings.append(f"{place} must be a table that begins with [[export]].")
            continue
        known = {"query": "", "file": "", "view": "all"}
        fields, more = _read({**known, "with": ()}, table, name, f"export {number}.")
        warnings += more
        if "file" not in fields or not ({"query", "view"} & fields.keys()):
            warnings.append(f"{place} must have a file, and a query or a view.")
            continue
        including = fields.pop("with", None)
        good.append(KeptExport(**{"query": "", **fields}, including=including))
    return tuple(good), warnings


def _export_as_json(one: KeptExport) -> dict[str, Any]:
    told = one._asdict()
    including = told.pop("including")
    return told if including is None else {**told, "with": list(including)}


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and text for text in value)


_EXPECTED: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    str: "a text",
    tuple: "a list of texts",
}


def _named(path: Path) -> str:
    return clean(str(path))
