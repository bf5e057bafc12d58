"""Addresses of repositories as git reads them, and none that makes it run anything."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
from recto.index import RectoError
from recto.index.sync.git.addresses import is_address, read_address


@pytest.mark.parametrize(
    ("text", "host", "port", "path", "quoted"),
    [
        ("git@host:me/recto.git", "git@host", None, "me/recto.git", "me/recto.git"),
        ("host:my recto", "host", None, "my recto", "'my recto'"),
        ("host:~/re cto", "host", None, "~/re cto", "~/'re cto'"),
        ("ssh://me@host:2222/~/recto.git", "me@host", 2222, "/~/recto.git", "~/recto.git"),
        ("ssh://host/srv/recto.git", "host", None, "/srv/recto.git", "/srv/recto.git"),
        ("me@[::1]:recto.git", "me@::1", None, "recto.git", "recto.git"),
        ("host:~ann/x;y", "host", None, "~ann/x;y", "~ann/'x;y'"),
    ],
)
def test_hosts_are_told_from_paths(
    text: str, host: str, port: int | None, path: str, quoted: str
) -> None:
    address = read_address(text)
    assert is_address(text) and address.is_ssh and not address.is_local
    assert (address.host, address.port, address.path) == (host, port, path)
    assert address.quoted_path() == quoted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-oProxyCommand=x:y",
        "--upload-pack=touch x",
        "ext::sh -c 'touch x'",
        "ssh://-oProxyCommand=x/y",
        "me@-host:x",
        "host:",
        "host:-x",
        "ssh://host",
        "http://host/x.git",
        "git://host/x.git",
        "https://me:secret@host/x.git",
        "file://elsewhere/x.git",
        "host:a\nb",
        "git@host",
        "ssh://host:port/x",
    ],
)
def test_other_addresses_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(RectoError) as caught:
        read_address(text)
    assert "secret" not in str(caught.value) and "\n" not in str(caught.value)


def test_a_folder_is_no_address_and_a_bare_repository_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a:b").mkdir()
    assert not is_address("a:b") and not is_address(str(tmp_path)) and not is_address("~/Sync")
    assert not is_address("./host:x")
    subprocess.run(["git", "init", "-q", "--bare", "repository"], check=True)
    assert is_address("repository") and is_address("not there.git") and is_address("host:x")
    assert read_address("repository").path == str(tmp_path / "repository")
    assert read_address(f"file://{tmp_path}/a%20b").path == f"{tmp_path}/a b"


@pytest.mark.parametrize("path", ["~/it's", "a b", "$(touch x)", "`x`", 'a"b', "~/", "~"])
def test_a_path_means_the_same_to_the_shell_of_its_host(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    script = f'd={read_address(f"host:{path}").quoted_path()}; printf %s "$d"'
    told = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    expected = str(tmp_path) + path[1:] if path.startswith("~") else path
    assert told.rstrip("/") == expected.rstrip("/"), shlex.quote(path)
