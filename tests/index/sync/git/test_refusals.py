"""What git 2.39 and OpenSSH 9.2 say, as sentences of Recto's."""

from __future__ import annotations

import pytest
from recto.index import RectoError
from recto.index.errors import AwayError
from recto.index.sync.git.addresses import read_address
from recto.index.sync.git.refusals import is_damage, refusal, telling_line

ADDRESS = read_address("git@office:me/recto.git")


@pytest.mark.parametrize(
    ("said", "title", "is_away"),
    [
        ("Host key verification failed.\nfatal: Could not read", "The host is not known", False),
        (
            "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
            "The host has another key",
            False,
        ),
        ("git@office: Permission denied (publickey).", "The host lets nobody in", False),
        (
            "fatal: could not read Username for 'https://h': terminal prompts disabled",
            "The host lets nobody in",
            False,
        ),
        ("ssh: Could not resolve hostname office: Name or service", "Not to be reached", True),
        ("ssh: connect to host office port 22: Connection refused", "Not to be reached", True),
        ("Timeout, server office not responding.\nfatal: early EOF", "Not to be reached", True),
        ("fatal: the remote end hung up unexpectedly", "Not to be reached", True),
        ("fatal: write error: No space left on device", "The disk is full", False),
        ("error: remote unpack failed: disk quota exceeded", "The disk is full", False),
        (
            "error: cannot lock ref 'refs/heads/main': Unable to create '/r/main.lock': File exists"
            ".\n\nAnother git process seems to be running",
            "The repository is locked",
            False,
        ),
        (
            "fatal: detected dubious ownership in repository at '/r'",
            "The repository is some",
            False,
        ),
        ("sh: 1: git-upload-pack: not found", "There is no git on the host", False),
        ("fatal: '/r' does not appear to be a git repository", "There is no such", False),
        ("remote: Repository not found.\nfatal: repository 'https", "There is no such", False),
        (
            "! [remote rejected] main (branch is currently checked out)",
            "The repository has a",
            False,
        ),
        ("remote: error: insufficient permission for adding an object", "The repository ta", False),
        ("! [remote rejected] main (pre-receive hook declined)", "The repository takes", False),
        ("fatal: mismatched algorithms: client sha1; server sha256", "The repository is of", False),
        ("fatal: something nobody knows \x1b[31mred\x1b[0m", "Not in step", False),
    ],
)
def test_each_has_a_sentence_and_a_status(said: str, title: str, is_away: bool) -> None:
    error = refusal(ADDRESS, said)
    assert isinstance(error, RectoError) and error.title.startswith(title)
    assert isinstance(error, AwayError) == is_away
    assert error.exit_status == (75 if is_away else 2)
    assert "\x1b" not in str(error) and "\n" not in str(error) and "{" not in str(error)


def test_the_line_that_says_most_is_told_in_part() -> None:
    said = "remote: Counting objects: 3, done.\nTo office:x\nfatal: bad thing\nerror: other\n"
    assert telling_line(said) == "bad thing."
    assert len(telling_line("x" * 5000)) == 200
    assert telling_line("") == "it does not say why."
    assert is_damage("error: object file .git/objects/17/ab is empty")
    assert not is_damage("fatal: Could not read from remote repository.")
