"""What is followed: what acts have set, names that only a later Recto knows, and commands."""

from __future__ import annotations

import pytest
from recto.index import Library, NotFoundError
from recto.index.fetch.followed import FollowedSources
from recto.index.fetch_settings import FetchCommand

from ..support import on_disk

COMMANDS = (FetchCommand("lab", "cat lab.bib"),)


def test_what_is_followed_stands_in_its_order_and_commands_behind_it(empty: Library) -> None:
    empty.following.follow("arxiv:cs.LG")
    empty.following.follow("huggingface")
    empty.following.follow("arxiv:cs.CL")
    empty.following.unfollow("arxiv:cs.LG")
    with on_disk.store_of(empty) as store:
        sources = FollowedSources(store.database, COMMANDS)
        names = [one.name for one in sources.all()]
        assert names == ["huggingface", "arxiv:cs.CL", "command:lab"]
        chosen = sources.chosen(["lab", "huggingface"])
        assert [one.name for one in chosen] == ["command:lab", "huggingface"]
        assert [one.name for one in sources.chosen(["lab", "command:lab"])] == ["command:lab"]
        with pytest.raises(NotFoundError, match=r"You do not follow arxiv:cs\.LG"):
            sources.chosen(["huggingface", "arxiv:cs.LG"])


def test_what_only_a_later_recto_understands_is_left_aside(empty: Library) -> None:
    empty.following.follow("huggingface")
    with on_disk.store_of(empty) as store, store.database.transaction():
        database = store.database
        for name, value in (("follow:gopher:7", "true"), ("follow:arxiv:cs.LG", "no JSON")):
            database.execute(
                "INSERT INTO settings(name, value, clock, act) VALUES (?, ?, 9, 'x')",
                (name, value),
            )
        names = [one.name for one in FollowedSources(database, ()).all()]
    assert names == ["huggingface"]
