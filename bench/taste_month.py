"""A month of mornings: how many papers that a reader wants are among the first ten, day by day.

    .venv/bin/python -m bench.taste_month DAILY.jsonl.xz LARGE.jsonl [--readers N] [--picture FILE]
        [--starts DAY ...] [--half 0|1] [--centroid]

Both files are JSON Lines with `title`, `abstract`, `authors`, `date`, `arxiv_id`; the first
one, of papers on Hugging Face's lists, with `upvotes`. What both have of a day is that day's
list. A reader wants the papers of a topic: of a name such as GRPO, in 12 to 60 papers of the
month. The name itself is struck from the profile, and from the vocabulary of what Recto is
compared with. He has liked three papers of the month before; of the first ten of each day he
queues those that are his, but for one in five, which he overlooks, and says of the last that is
not, every third day, that it is not for him. Each way of ranking learns from what it showed.
Days on which nothing of his came are no days of his. Brackets are the 95 % of a bootstrap over
topics, `±` is half of that of the difference to Recto.

What is tried should be chosen on the topics of one half (`--half 1`) and told of the other;
`--starts` gives other months. `--centroid` has the mean of arxiv-sanity's vectors beside its SVM,
which tells what its terms bring and what its learning.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from hashlib import md5
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from recto.index.taste.scoring import score

from .corpora import lines_of
from .month_picture import draw
from .taste import Recto, Scores, bars
from .taste_peers import Peers
from .taste_readers import NAME, Question, days_of, masked

DAYS = 30
FIRST = 10
LIKED = 3
BEFORE = 30
"""Days of the month before, from which the first papers are."""

OVERLOOKED = 0.2
FEWEST, MOST = 12, 60

STARTS = ("2025-10-02", "2026-02-02", "2026-06-02")
"""The first days of the months."""

_DATE = re.compile(r'"date": "(\d{4}-\d\d-\d\d)"')

_NO_TOPICS = """
GitHub HuggingFace OpenAI DeepMind API APIs GPU GPUs CPU SOTA URL JSON HTTPS HTML FLOPs AUC MSE
RMSE MAE PSNR SSIM LPIPS BLEU ROUGE CVPR ICCV ECCV ACL EMNLP NeurIPS ICLR ICML AAAI NAACL PyTorch
TensorFlow CUDA NVIDIA AMD IBM MIT CNN CNNs RNN MLP MLPs DNN DNNs GPT ChatGPT LLaMA DeepSeek LLMs
LLM NLP SGD SVM XGBoost PCA ROC ResNet ImageNet CIFAR MNIST
"""
NO_TOPICS = frozenset(_NO_TOPICS.split())
"""Names of places, of measures and of what is in papers of all topics."""


class Choice(NamedTuple):
    """Which readers are asked, and beside whom."""

    most: int
    """Readers of a month."""
    half: int | None
    """Those of topics of this half alone; of both where it is none."""
    with_svm: bool
    with_centroid: bool


class Reader(NamedTuple):
    """Somebody who wants the papers of a topic, for a month."""

    topic: str
    first: int
    """The day before the month, as an ordinal."""
    liked: Sequence[int]
    wanted: frozenset[int]


Rank = Callable[[Question, Sequence[int]], Scores]
"""Gives the scores of a day's papers."""


class Day(NamedTuple):
    """What came of a reader's papers on a day of his month, and how many of them were seen."""

    number: int
    hits: int
    came: int
    """Those that could be among the first ten."""


def records_of(daily: str, large: str, start: str) -> list[dict[str, Any]]:
    """Return the papers of both files of a month and the one before, each once."""
    found: dict[str, dict[str, Any]] = {}
    month = date.fromisoformat(start)
    wanted = {str(month + timedelta(number)) for number in range(-BEFORE, DAYS)}
    for path in (daily, large):
        for line in lines_of(path):
            day = _DATE.search(line)
            # Where no more than the month is known it is written as its first day.
            if day is not None and day[1] in wanted and not day[1].endswith("-01"):
                told = json.loads(line)
                found.setdefault(re.sub(r"\W+", "", told["title"].lower()), told)
    return [*found.values()]


def readers_of(
    records: Sequence[dict[str, Any]], days: Sequence[int], first: int, seed: int
) -> list[Reader]:
    """Return the readers of the month behind a day."""
    papers = defaultdict[str, list[int]](list)
    for number, record in enumerate(records):
        if first - BEFORE < days[number] <= first + DAYS:
            for name in {*NAME.findall(f"{record['title']} {record['abstract']}")} - NO_TOPICS:
                papers[name].append(number)
    readers = []
    for name, own in sorted(papers.items()):
        before = [one for one in own if days[one] <= first]
        wanted = frozenset(own).difference(before)
        if FEWEST <= len(wanted) <= MOST and len(before) >= LIKED:
            liked = random.Random(f"{seed} {name} {first}").sample(before, LIKED)
            readers.append(Reader(name, first, liked, wanted))
    return readers


def half_of(topic: str) -> int:
    """Return the half that a topic is in, the same for its plural."""
    return md5(topic.lower().rstrip("s").encode()).digest()[-1] % 2


def month(rank: Rank, reader: Reader, came: Sequence[Sequence[int]]) -> list[Day]:
    """Return how the days of a month went."""
    liked, rejected = [*reader.liked], list[int]()
    found = []
    for number, papers in enumerate(came, 1):
        his = reader.wanted.intersection(papers)
        if not his:
            continue
        question = Question(
            tuple(liked), sorted(his), (), papers, tuple(rejected), struck=reader.topic
        )
        scores = rank(question, papers)
        shown = [papers[at] for at in np.argsort(-scores, kind="stable")[:FIRST]]
        hits = [one for one in shown if one in his]
        found.append(Day(number, len(hits), min(FIRST, len(his))))
        # By the paper, so that every way of ranking meets the same reader.
        liked += [
            one for one in hits if random.Random(f"{reader.topic} {one}").random() >= OVERLOOKED
        ]
        others = [one for one in shown if one not in his]
        if number % 3 == 0 and others:
            rejected.append(others[-1])
    return found


def ranks_of(
    records: Sequence[dict[str, Any]], among: Sequence[int], choice: Choice
) -> dict[str, Rank]:
    """Return the ways of ranking; `among` are the papers of the month and of the one before."""
    places = {one: place for place, one in enumerate(among)}
    texts = [masked(records[one]) for one in among]
    recto = Recto(texts)

    def here(question: Question) -> Question:
        liked, rejected = (
            tuple(places[one] for one in some) for some in (question.liked, question.rejected)
        )
        return question._replace(liked=liked, rejected=rejected)

    def by_recto(question: Question, papers: Sequence[int]) -> Scores:
        profile = recto.profile(here(question))
        return np.array([score(recto.vectors[places[one]], profile) for one in papers], float)

    def by_other(scores_of: Callable[[Question], Scores]) -> Rank:
        known: dict[object, Scores] = {}

        def by(question: Question, papers: Sequence[int]) -> Scores:
            key = question.struck, question.liked
            if key not in known:
                known.clear()
                known[key] = scores_of(here(question))
            return known[key][[places[one] for one in papers]]

        return by

    def by_upvotes(_: Question, papers: Sequence[int]) -> Scores:
        return np.array([records[one].get("upvotes") or 0 for one in papers], float)

    def by_date(_: Question, papers: Sequence[int]) -> Scores:
        ids = [records[one].get("arxiv_id") or "" for one in papers]
        order = {id: place for place, id in enumerate(sorted({*ids}))}
        return np.array([order[id] for id in ids], float)

    ranks: dict[str, Rank] = {"Recto": by_recto, "upvotes": by_upvotes, "newest": by_date}
    if choice.with_svm or choice.with_centroid:
        others = Peers([" ".join(text) for text in texts])
        if choice.with_svm:
            ranks["arxiv-sanity's SVM"] = by_other(others.svm)
        if choice.with_centroid:
            ranks["its centroid"] = by_other(others.centroid)
    return ranks


def month_of(
    daily: str, large: str, choice: Choice, start: str
) -> tuple[list[Reader], dict[str, list[list[Day]]], list[int]]:
    """Return the readers of a month, their days by way of ranking, and how many papers came."""
    records = records_of(daily, large, start)
    days = days_of(records)
    first = date.fromisoformat(start).toordinal() - 1
    found = readers_of(records, days, first, 1)
    found = [one for one in found if choice.half in (None, half_of(one.topic))]
    found = sorted(random.Random(start).sample(found, min(choice.most, len(found))))
    by_day = defaultdict[int, list[int]](list)
    for number, day in enumerate(days):
        by_day[day].append(number)
    came = [by_day[first + number] for number in range(1, DAYS + 1)]
    told = {
        name: [month(rank, reader, came) for reader in found]
        for name, rank in ranks_of(records, range(len(records)), choice).items()
    }
    return found, told, [*map(len, came)]


def share(found: Sequence[Day]) -> float:
    return sum(one.hits for one in found) / sum(one.came for one in found)


def by_topic(readers: Sequence[Reader], values: Sequence[float]) -> Scores:
    """Return the mean of each topic, whose months are not independent."""
    found = defaultdict[str, list[float]](list)
    for reader, value in zip(readers, values, strict=True):
        found[reader.topic].append(value)
    return np.array([np.mean(found[topic]) for topic in sorted(found)])


def tell(readers: Sequence[Reader], told: dict[str, list[list[Day]]]) -> None:
    """Print a table: shares by six days, and of the month."""
    own = by_topic(readers, [share(found) for found in told["Recto"]])
    for name, months in told.items():
        weeks = []
        for week in range(0, DAYS, 6):
            in_week = [one for found in months for one in found if week < one.number <= week + 6]
            weeks.append(f"{share(in_week):.3f}")
        shares = by_topic(readers, [share(found) for found in months])
        low, high = bars(shares)
        low_difference, high_difference = bars(shares - own)
        print(
            f"{name:20} {' '.join(weeks)}  {shares.mean():.3f} [{low:.3f} {high:.3f}]"
            f"  {np.mean(shares - own):+.3f} ± {(high_difference - low_difference) / 2:.3f}"
            f"  n={len(months)} topics={len(shares)}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("daily")
    parser.add_argument("large")
    parser.add_argument("--readers", type=int, default=40, help="of each month")
    parser.add_argument("--without-svm", action="store_true")
    parser.add_argument("--centroid", action="store_true")
    parser.add_argument("--half", type=int, choices=(0, 1), help="of the topics")
    parser.add_argument("--starts", nargs="+", default=STARTS, metavar="DAY")
    parser.add_argument("--picture", type=Path)
    given = parser.parse_args()
    choice = Choice(given.readers, given.half, not given.without_svm, given.centroid)
    readers: list[Reader] = []
    told: dict[str, list[list[Day]]] = {}
    sizes = list[int]()
    with ProcessPoolExecutor(len(given.starts)) as pool:
        months = pool.map(partial(month_of, given.daily, given.large, choice), given.starts)
        for start, (found, days, came) in zip(given.starts, months, strict=True):
            print(f"{start}: {sum(came):,} papers, {len(found)} readers", flush=True)
            sizes += filter(None, came)
            readers += found
            for name, own in days.items():
                told.setdefault(name, []).extend(own)
    daily = Counter(len(reader.wanted) for reader in readers)
    wanted = sum(size * count for size, count in daily.items()) / len(readers)
    print(f"{np.median(sizes):.0f} papers a day, {wanted:.0f} of them a reader's in the month")
    tell(readers, told)
    if given.picture is not None:
        lines = {
            name: [
                share(
                    [one for found in months for one in found if one.number == number]
                    or [Day(0, 0, 1)]
                )
                for number in range(1, DAYS + 1)
            ]
            for name, months in told.items()
        }
        given.picture.write_text(draw(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
