"""What can wait until the first screen stands: the day's snapshot, a look at the index, news."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ...index import RectoError, Superseded
from .adding import look_at_watched

if TYPE_CHECKING:
    from ..reader.main_screen import MainScreen


def do_chores(screen: MainScreen) -> None:
    """Start each on a thread of its own."""
    # The first screen stands without them.
    from ..reader.services.taste_watch import TasteWatch
    from ..reader.services.text_watch import TextWatch

    look_at_watched(screen)
    TextWatch(screen.library, screen).start()
    TasteWatch(screen.library, screen).start()
    is_fetching = False
    if screen.library.following.names:
        screen.services.fetcher.watch()
        if screen.library.config.fetch.every:
            is_fetching = screen.services.fetcher.fetch(is_asked=False)
    if not is_fetching:  # whose end brings them
        screen.services.bring_texts()
    if screen.library.sync.is_configured:
        screen.services.syncer.watch()
    chores = [_take_snapshot, _check_index, _load_reading]
    if screen.state.counts.mine:
        chores.append(_prepare_taste)
    if screen.state.counts.searches:
        chores.append(_count_new)
    for chore in chores:
        screen.run_worker(
            lambda chore=chore: chore(screen), thread=True, group="chores", exit_on_error=False
        )


def _take_snapshot(screen: MainScreen) -> None:
    """Have it taken by another process: reading all papers in this one would slow the keys down."""
    try:
        screen.library.copies.snapshot_if_due(lambda: screen.is_running, is_apart=True)
    except RectoError as error:
        screen.app.call_from_thread(screen.say, str(error), is_error=True)


def _check_index(screen: MainScreen) -> None:
    """Look once a day whether the indexes are what was written, and build them anew if not.

    That of texts is brought up to date, too: they may have come while no reader was open.
    """
    library = screen.library
    is_wanted = lambda: screen.is_running  # noqa: E731
    with contextlib.suppress(RectoError, Superseded):  # a missing index is built anyhow
        sentence = library.index.check(is_wanted) or library.text_search.check(is_wanted)
        if not screen.is_running:
            return
        if sentence:
            screen.app.call_from_thread(screen.build_index, sentence)
        elif library.text_search.state() != "ready":
            screen.app.call_from_thread(screen.index_texts)


def _load_reading(screen: MainScreen) -> None:
    """Load what shows whole papers, where there are any, so that the first one is there at once."""
    if screen.library.locations.texts.is_dir():
        from ...index import lay_out
        from ..reader.text import controller
        from .text import texts

        assert controller, texts
        lay_out(("x",), 80)
        assert screen.library.highlights


def _prepare_taste(screen: MainScreen) -> None:
    """Have all papers ready to be ranked by what the marks teach, what is new first."""
    with contextlib.suppress(RectoError):  # it is ranked all the same
        screen.library.taste.prepare(lambda: screen.is_running)


def _count_new(screen: MainScreen) -> None:
    """Count what is new in each saved search."""
    is_stale = lambda: not screen.is_running  # noqa: E731
    with contextlib.suppress(RectoError, Superseded):  # they are counted again at the next start
        screen.library.searches.all(is_stale=is_stale)
        if screen.is_running:
            screen.app.call_from_thread(screen.mark_writer.reload)
