"""What a run of LaTeX cites, from the files that it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from recto.index import SourceError, read_cited


def test_bibtex_and_biblatex_say_it_each_in_its_way(tmp_path: Path) -> None:
    (tmp_path / "main.aux").write_text(
        "\\relax \n\\citation{knuth1984, lamport94}\n\\citation{knuth1984}\n"
        "\\bibdata{refs}\n\\abx@aux@cite{0}{doe:2020}\n\\abx@aux@cite{roe+x_y}\n"
        "\\citation{biblatex-control}\\citation{REV42Control}\\citation{IEEEexample:BSTcontrol}\n"
        "\\@writefile{toc}{\\contentsline {section}{\\citation}}\n"
    )
    cited = read_cited(tmp_path / "main.aux")
    assert cited.keys == ["knuth1984", "lamport94", "doe:2020", "roe+x_y"]
    assert (cited.is_all, cited.problems) == (False, [])


def test_parts_are_read_each_once(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "main.aux").write_text(
        "\\@input{chapters/one.aux}\n\\@input{chapters/two.aux}\n\\@input{main.aux}\n"
        "\\@input{gone.aux}\n\\citation{c}\n"
    )
    (tmp_path / "chapters" / "one.aux").write_text("\\citation{a}\n\\@input{chapters/two.aux}\n")
    (tmp_path / "chapters" / "two.aux").write_text("\\citation{b,*}\n\\@input{main.aux}")
    cited = read_cited(tmp_path / "main.aux")
    assert cited.keys == ["c", "a", "b"]
    assert cited.is_all
    assert cited.problems == ["gone.aux cannot be read: No such file or directory."]


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_cited(tmp_path / "none.aux")
    with pytest.raises(SourceError, match="directory"):
        read_cited(tmp_path)
    (tmp_path / "odd.aux").write_bytes(b"\\citation{\xff\xfe}\\citation{ok}\\@input{a\0b}")
    assert read_cited(tmp_path / "odd.aux").keys == ["\ufffd\ufffd", "ok"]
