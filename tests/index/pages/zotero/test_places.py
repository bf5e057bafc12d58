"""Where Zotero's library is, as its profiles say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import SourceError
from recto.index.pages.directories import is_zotero
from recto.index.pages.zotero.places import find_zotero

from .databases import ZoteroDatabase


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    monkeypatch.setenv("HOME", str(path))
    return path


def profile(home: Path, name: str, preferences: str, *, under: str = ".zotero/zotero") -> Path:
    """Make a profile with preferences."""
    directory = home / under / name
    directory.mkdir(parents=True)
    (directory / "prefs.js").write_text(f"// Mozilla User Preferences\n\n{preferences}\n")
    return directory


def preference(name: str, value: str) -> str:
    return f'user_pref("extensions.zotero.{name}", {value});'


def test_the_usual_place(home: Path) -> None:
    ZoteroDatabase(home / "Zotero").close()
    found = find_zotero()
    assert found.database == home / "Zotero" / "zotero.sqlite"
    assert found.storage == home / "Zotero" / "storage"
    assert found.linked is None


@pytest.mark.parametrize(
    "under",
    [
        ".zotero/zotero",
        "Library/Application Support/Zotero/Profiles",
        ".var/app/org.zotero.Zotero/.zotero/zotero",
    ],
)
def test_a_place_that_its_reader_chose(home: Path, tmp_path: Path, under: str) -> None:
    ZoteroDatabase(home / "Zotero").close()
    own = tmp_path / 'my "own" ö'
    ZoteroDatabase(own).close()
    escaped = str(own).replace('"', '\\"')
    profile(
        home,
        "abc.default",
        "\n".join(
            [
                preference("dataDir", f'"{escaped}"'),
                preference("useDataDir", "true"),
                preference("baseAttachmentPath", f'"{tmp_path}/linked"'),
                "user_pref(broken",
                preference("other", "{not json}"),
            ]
        ),
        under=under,
    )
    found = find_zotero()
    assert found.database == own / "zotero.sqlite"
    assert found.linked == tmp_path / "linked"
    assert find_zotero(home / "Zotero").database == home / "Zotero" / "zotero.sqlite"
    assert find_zotero(own / "zotero.sqlite").linked == tmp_path / "linked"


def test_of_several_profiles_the_one_that_zotero_starts_with(home: Path, tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        ZoteroDatabase(tmp_path / name).close()
        profile(home, f"{name}.p", preference("dataDir", f'"{tmp_path / name}"'))
    (home / ".zotero" / "zotero" / "profiles.ini").write_text(
        "[General]\nStartWithLastProfile=1\n\n"
        "[Profile0]\nName=first\nIsRelative=1\nPath=first.p\n\n"
        "[Profile1]\nName=second\nIsRelative=1\nPath=second.p\nDefault=1\n"
    )
    assert find_zotero().database.parent.name == "second"
    (home / ".zotero" / "zotero" / "profiles.ini").write_text("[[[ no ini\n=\n")
    assert find_zotero().database.parent.name == "first"


@pytest.mark.parametrize(
    "preferences",
    [
        preference("dataDir", '"relative/path"'),
        preference("dataDir", "17"),
        preference("dataDir", '"/nowhere/at/all"'),
        "",
    ],
)
def test_where_the_profile_says_nothing_of_use_it_is_the_usual_place(
    home: Path, preferences: str
) -> None:
    profile(home, "abc.default", preferences)
    ZoteroDatabase(home / "Zotero").close()
    assert find_zotero().database.parent == home / "Zotero"


def test_a_place_that_is_not_in_use_is_passed_by(home: Path, tmp_path: Path) -> None:
    ZoteroDatabase(tmp_path / "old").close()
    ZoteroDatabase(home / "Zotero").close()
    unused = [preference("dataDir", f'"{tmp_path / "old"}"'), preference("useDataDir", "false")]
    profile(home, "abc.default", "\n".join(unused))
    assert find_zotero().database.parent == home / "Zotero"


def test_in_the_profile_where_old_releases_kept_it(home: Path) -> None:
    directory = profile(home, "abc.default", "")
    ZoteroDatabase(directory / "zotero").close()
    assert find_zotero().database.parent == directory / "zotero"


def test_none_at_all_is_a_sentence_that_says_where_was_looked(home: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"no zotero.sqlite in {home}/Zotero"):
        find_zotero()
    with pytest.raises(SourceError, match=r"no zotero\.sqlite in .*elsewhere"):
        find_zotero(tmp_path / "elsewhere")


def test_without_a_home_a_directory_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_: object) -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", nowhere)
    ZoteroDatabase(tmp_path / "there").close()
    assert find_zotero(tmp_path / "there").database.parent == tmp_path / "there"
    with pytest.raises(SourceError, match="~/Zotero"):
        find_zotero()


def test_what_a_path_of_zotero_s_is(tmp_path: Path) -> None:
    ZoteroDatabase(tmp_path / "Zotero").close()
    assert is_zotero(tmp_path / "Zotero")
    assert is_zotero(tmp_path / "Zotero" / "zotero.sqlite")
    assert not is_zotero(tmp_path)
    assert not is_zotero(Path("a\0b"))
