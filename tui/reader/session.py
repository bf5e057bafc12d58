"""Where the reader was left: restored at its start, told at its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...index import Bars
from ..widgets.history import History
from ..widgets.layouts import LAYOUTS

if TYPE_CHECKING:
    from ...index import Library
    from ..widgets.panes import PanesScreen
    from .finder import Finder
    from .text.controller import TextController


class ReaderSession:
    """The list, the layout, whether one was reading, and what was typed for programs and by `:`."""

    def __init__(
        self,
        library: Library,
        screen: PanesScreen,
        finder: Finder,
        texts: Callable[[], TextController],
    ) -> None:
        self._library = library
        self._screen = screen
        self._finder = finder
        self._texts = texts
        """Returns who opens texts, whom most starts do without."""
        self.pipes, self.commands = History(), History()

    def restore(self, *, is_fresh: bool) -> bool:
        """Show where one was, or begin anew where it `is_fresh`; say whether one ever was here."""
        left = self._library.session.load()
        session = {} if is_fresh else left
        screen = self._screen
        self._finder.start(session)
        self.pipes = History.of(left.get("pipes"))
        self.commands = History.of(left.get("commands"))
        self._lay_out(session)
        if session.get("is_full") is True and (paper := screen.results.paper) is not None:
            is_reading = session.get("is_reading") is True and self._texts().open(paper)
            screen.is_full = screen.is_full or not is_reading
        return bool(left)

    def told(self) -> dict[str, object]:
        """Return what the next start needs to be there again."""
        screen = self._screen
        bars, usual = screen.bars._asdict(), self._library.config.bars
        turned = {name: on for name, on in bars.items() if on != getattr(usual, name)}
        layout: dict[str, object] = {"layout": screen.layout_name, "bars": turned}
        layout |= {"is_full": screen.is_full, "is_reading": screen.reading is not None}
        layout |= {"pipes": self.pipes.texts, "commands": self.commands.texts}
        return self._finder.session() | layout

    def _lay_out(self, session: Mapping[str, object]) -> None:
        """Place the panes as they were left, and as the settings say where nothing was changed."""
        turned = session.get("bars")
        known: dict[str, bool] = self._library.config.bars._asdict()
        if isinstance(turned, dict):
            known |= {name: on is True for name, on in turned.items() if name in known}
        self._screen.bars = Bars(**known)
        if (layout := session.get("layout")) in LAYOUTS:
            self._screen.lay_out(str(layout))
