"""Names as others may have written them: in one word or in two, with a particle behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEAM = re.compile(r"([^\W\d_]{2,}?)(v?)(\d+(?:\.\d+)*)")
_YEAR = re.compile(r"(?:19|20)\d\d")

_PARTICLES = (
    *(
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "의",
        "에",
        "에서",
        "에게",
        "로",
        "으로",
        "와",
        "과",
        "도",
    ),
    *("만", "부터", "까지", "보다", "처럼", "나", "이나", "에는", "에서는", "으로부터", "로부터"),
    *("으로서", "로서", "으로써", "로써", "이란", "란", "이라는", "라는", "과의", "와의", "로의"),
)
"""What Korean puts behind a noun without a space, none of which begins another word."""
_LONGEST_FIRST = tuple(sorted(_PARTICLES, key=len, reverse=True))


def parted_name(name: str) -> tuple[str, ...]:
    """Return the words of which a name in one word may be made: `llama3` of `llama` and `3`.

    Empty where it is not letters with a number behind them. `yolov8` is `yolo v8`.
    """
    found = _SEAM.fullmatch(name)
    if found is None:
        return ()
    head, version, number = found.groups()
    first, *others = number.split(".")
    return (head, f"{version}{first}", *others)


def is_numbered(first: str, second: str) -> bool:
    """Whether two words are a name and its number, as in `llama 3`; years are no such numbers."""
    return (
        first.isalpha()
        and bool(re.fullmatch(r"v?\d{1,4}(?:\.\d+)*", second))
        and not _YEAR.fullmatch(second)
    )


def is_hangul(word: str) -> bool:
    """Whether a word is Korean."""
    return all("\uac00" <= char <= "\ud7a3" for char in word)


def with_particles(word: str) -> Iterator[str]:
    """Yield a Korean noun with each particle that may follow it, and without its own."""
    for particle in _LONGEST_FIRST:
        if word.endswith(particle) and len(word) > len(particle) + 1:
            word = word[: -len(particle)]
            yield word
            break
    for particle in _PARTICLES:
        yield word + particle


def is_ideograph(part: str) -> bool:
    """Whether a word is one character of a script without spaces: Chinese or Japanese."""
    return len(part) == 1 and ("\u3040" <= part <= "\u30ff" or "\u3400" <= part <= "\u9fff")
