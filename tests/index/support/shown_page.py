"""A page of HTML as a browser shows it."""

from __future__ import annotations

from html.parser import HTMLParser


class ShownPage(HTMLParser):
    """What a page shows, and what it would fetch or run."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        """Where it leads, and what it would fetch."""
        self.open: list[str] = []
        """The elements that have begun and not ended, from the outermost."""
        self._headings: list[tuple[str, str]] = []
        self.feed(source)
        self.close()

    def headings(self, *levels: str) -> list[str]:
        """Return the headings of some levels, such as `h1`, in their order."""
        return [text for level, text in self._headings if level in levels]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self._headings.append((tag, ""))
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
        if {"h1", "h2", "h3"} & {*self.open}:
            level, text = self._headings[-1]
            self._headings[-1] = level, text + data
