"""How texts are cut into words, and where those stand."""

from __future__ import annotations

import random
import unicodedata

import pytest
from recto.index.search.analysis.words import (
    MAX_JOINED,
    MAX_WORD,
    fold,
    neighbours,
    parts_of,
    runs,
    split,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Deep Learning", "deep learning"),
        ("Poincaré", "poincare"),
        ("Poincare\u0301", "poincare"),
        ("Ångström Straße Łukasz Ørsted", "angstrom strasse lukasz orsted"),
        ("ﬁne ＡＢＣ 𝒳", "fine abc x"),
        ("β-VAE", "beta-vae"),
        ("Ω and λ", "omega and lambda"),
        ("U²-Net H₂O", "u^2-net h_2o"),
        ("image‑to–text don’t", "image-to-text don't"),
    ],
)
def test_case_accents_and_signs_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("?!, --", []),
        ("Attention is all you need.", ["attention", "is", "all", "you", "need"]),
        ("the model's nets", ["the", "model", "nets"]),
        ("vision-language models", ["vision", "language", "models"]),
        ("at 3.5% in 2024.", ["at", "3", "5", "in", "2024"]),
        ("snake_case a/b x=y", ["snake", "case", "a", "b", "x", "y"]),
        ("深度学习 model", ["深", "度", "学", "习", "model"]),
        ("딥러닝 모델", ["딥러닝", "모델"]),
        ("x" * 100, ["x" * MAX_WORD]),
        (r"\textbf{bold}", ["textbf", "bold"]),
        (r"O_\text{big}", ["o", "big"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("UNet", ()),
        ("U-Net", ("unet",)),
        ("U^2-Net", ("u2net", "unet")),
        ("S^{2}FT", ("s2ft", "sft")),
        ("R_2{-}ConvNet", ("r2convnet",)),
        (r"Poincar\'e", ("poincare",)),
        (r"na\"ive", ("naive",)),
        ("GPT-3.5", ("gpt3.5",)),
        ("3.5", ("3.5",)),
        ("O'Reilly", ("oreilly",)),
        ("LoRA's", ()),
        ("state-of-the-art", ("stateoftheart",)),
        ("-".join(["word"] * 20), ()),
    ],
)
def test_joined_forms(name: str, joined: tuple[str, ...]) -> None:
    assert split(fold(name))[1] == joined


def test_longer_names_hold_shorter_ones() -> None:
    assert neighbours(("u", "net", "based")) == ["unet", "netbased"]
    assert neighbours(("state", "of", "the", "art")) == []
    assert neighbours(("x" * MAX_JOINED, "y")) == []


@pytest.mark.parametrize(
    "text",
    [
        "A U-Net-based U^2-Net",
        "the Poincaré and Poincare\u0301 balls",
        "ﬁne 深度 β-VAE ㎏",
        "na\u0308i\u0308ve",
    ],
)
def test_runs_stand_where_they_say(text: str) -> None:
    for run in runs(text):
        written = text[run.start : run.end]
        assert words(written) == list(run.parts)
        assert not unicodedata.combining(written[0])


def test_a_run_ends_behind_its_accents() -> None:
    (run,) = runs("Poincare\u0301")
    assert (run.start, run.end) == (0, 9)


def test_parts_keep_their_places_behind_a_possessive() -> None:
    run = "o'reilly's-book"
    assert [run[start:end] for start, end in parts_of(run)] == ["o", "reilly", "book"]


def test_any_text_has_words() -> None:
    chance = random.Random(2)
    alphabet = [chr(code) for code in (*range(0x250), *range(0x300, 0x370), 0x200D, 0xD800, 0xFFFF)]
    alphabet += list("-_^{}$'\\.\"`~²₂αßﬁ深か딥𝒳🙂")
    for _ in range(500):
        text = "".join(chance.choices(alphabet, k=chance.randrange(60)))
        for run in runs(text):
            assert 0 <= run.start < run.end <= len(text)
            assert run.parts
            assert all(run.parts)
        assert words(text) == [part for run in runs(text) for part in run.parts]
        "".join(words(text)).encode()
