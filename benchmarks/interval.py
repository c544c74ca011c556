"""Whether the interval beside a share of right answers holds the true share as often as it says: 95 times in 100.

python -m benchmarks.interval [FILE...]

A network learns 500 sentences of each file (of benchmarks/question_file.py, if none is given). All others are the
pool, and the share of the pool that is right is the truth. Test parts are drawn from the pool, and their intervals held
against that truth.

- With replacement the pool stands for the endless number of such sentences that an interval is about: this is the test.
- Without, a test part that is a good part of the pool cannot miss its share by as much as the interval allows for, and
  holds it more often.

Of 200 test parts the number that hold it differs by chance alone, by 1.5 points (one standard deviation) about 95. So
200 times 200 are drawn: printed are the share of all 40,000, and how many of the 200 blocks are between 93 and 97 in
100, beside how many would be if the interval were exact.

At last the other rule: how often two methods are said to differ that do not. Of the network and the best baseline, each
sentence of a test part takes one or the other's answer for the first method, by the toss of a coin, and leaves the
second the other one.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.interleaved import machine
from benchmarks.question_file import lines
from playground.baselines import fit
from playground.judged import judged, sentence_of_each, truth
from playground.predictions import Predictions
from rnn_core import Dataset, ModelConfig, ReadOptions, TextConfig, TrainConfig, read_draft, train
from rnn_core.intervals import clustered, difference, wilson
from rnn_core.reading import finish
from rnn_core.task_sets import make

Counts = NDArray[Any]

LEARNED, MADE = 500, 10_000  # sentences
SIZES = (20, 100, 400, 1821)  # of test parts
BLOCKS, BLOCK = 200, 200
LOW, HIGH = 0.93, 0.97

MODEL = ModelConfig(32, dtype="float32", input="embedding", embedding_size=32, readout="mean")
TRAINING = TrainConfig(0.005, epochs=10, clip_by="norm", batch_size=32, optimiser="adam", dropout=0.5)


@dataclass(frozen=True)
class Pool:
    """(P,) of each sentence of a pool, how many answers are right and how many there are."""

    ours: Counts
    theirs: Counts
    answers: Counts

    @property
    def share(self) -> float:
        """The truth: of all answers those of the network that are right."""
        return float(self.ours.sum() / self.answers.sum())


def pool_of(dataset: Dataset, learned: int, model: ModelConfig, config: TrainConfig) -> Pool:
    """What a network answers that has learned so many of the sentences, drawn at random, to all others."""
    chosen = set(np.random.default_rng(0).permutation(len(dataset.examples))[:learned].tolist())
    examples = (replace(e, split="train" if i in chosen else "test") for i, e in enumerate(dataset.examples))
    dataset = Dataset(tuple(examples), dataset.text, tagged=dataset.tagged)
    run = train(dataset, model, config)
    for _ in run:
        pass
    part, S = judged(dataset, "test"), len(dataset.examples)
    of_each = sentence_of_each(dataset)[part]

    def counted(right: Counts) -> Counts:
        return np.bincount(of_each[right[part]], minlength=S)[dataset.indices("test")]

    theirs = [counted(np.equal(one.answers, truth(dataset))) for one in finish(fit(dataset))]
    answers = counted(np.ones(len(truth(dataset)), dtype=bool))
    return Pool(counted(Predictions.of(dataset, run.params).right), max(theirs, key=np.sum), answers)


def parts_of(pool: Pool, size: int, replacement: bool) -> Iterator[NDArray[np.intp]]:
    """Places in the pool, so many for each of all test parts."""
    random, P = np.random.default_rng(size), len(pool.answers)
    for _ in range(BLOCKS * BLOCK):
        yield random.integers(P, size=size) if replacement else random.choice(P, size, replace=False, shuffle=False)


def held(pool: Pool, size: int, replacement: bool, interval: Callable[[Counts, Counts], tuple[float, float]]) -> str:
    """How many of all test parts have an interval that holds the truth, and how many blocks are within bounds."""
    holds = []
    for part in parts_of(pool, size, replacement):
        low, high = interval(pool.ours[part], pool.answers[part])
        holds.append(low <= pool.share <= high)
    blocks = np.array(holds).reshape(BLOCKS, BLOCK).mean(axis=1)
    inside = ((blocks >= LOW) & (blocks <= HIGH)).mean()
    return f"{np.mean(holds):.3f} | {inside:.2f} | {blocks.min():.3f} to {blocks.max():.3f}"


def false_alarms(pool: Pool, size: int) -> float:
    """Of all test parts those on which two methods are said to differ that do not."""
    random, alarms = np.random.default_rng(1), 0
    for part in parts_of(pool, size, True):
        heads = random.random(size) < 0.5
        one, other = pool.ours[part], pool.theirs[part]
        alarms += difference(np.where(heads, one, other), np.where(heads, other, one)) != 0
    return alarms / (BLOCKS * BLOCK)


def exact() -> float:
    """How many blocks would be within bounds of an interval that holds the truth in exactly 95 of 100."""
    within = range(round(LOW * BLOCK), round(HIGH * BLOCK) + 1)
    return sum(comb(BLOCK, k) * 0.95**k * 0.05 ** (BLOCK - k) for k in within)


def by_words(right: Counts, answers: Counts) -> tuple[float, float]:
    """What the interval would be if words of one sentence were independent."""
    return wilson(int(right.sum()), int(answers.sum()))


def rows(name: str, pool: Pool) -> Iterator[str]:
    """The rows of the table for one pool."""
    words = int(pool.answers.max()) > 1
    kinds = {"": clustered, ", words taken as independent": by_words} if words else {"": clustered}
    for size in (size for size in SIZES if size <= len(pool.answers) / 2):
        for replacement in (True, False):
            for kind, interval in kinds.items():
                told = held(pool, size, replacement, interval)
                drawn = "with" if replacement else "without"
                yield f"| {name}{kind} | {pool.share:.3f} | {size:,} {drawn} | {told} |"


def main() -> None:
    """Print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path, metavar="FILE")
    given = {file.name: file.read_bytes() for file in asked.parse_args().files}
    files = given or {"questions.tsv": "\n".join(lines(MADE)).encode()}
    options = ReadOptions(text=TextConfig("words", unknown="vector"))
    pools = {
        name: pool_of(read_draft(content, name, options).dataset(), LEARNED, MODEL, TRAINING)
        for name, content in files.items()
    }
    tags = Dataset(make("negation_tags"), tagged=True)
    pools["negation_tags, every word"] = pool_of(tags, 40, ModelConfig(8, readout="words"), TrainConfig(0.05, epochs=5))
    print(f"{machine()}\n")
    print(f"An interval that holds the truth in 95 of 100: {exact():.2f} of the blocks are between {LOW} and {HIGH}.\n")
    print("| pool | right | test parts, replacement | hold the truth | blocks within | blocks |")
    print("|---|---|---|---|---|---|")
    for name, pool in pools.items():
        for row in rows(name, pool):
            print(row, flush=True)
    print("\n| pool | network, best baseline right | test part | said to differ, and do not |\n|---|---|---|---|")
    for name, pool in pools.items():
        theirs = pool.theirs.sum() / pool.answers.sum()
        for size in (size for size in SIZES if size <= len(pool.answers)):
            alarms = false_alarms(pool, size)
            print(f"| {name} | {pool.share:.3f}, {theirs:.3f} | {size:,} | {alarms:.3f} |", flush=True)


if __name__ == "__main__":
    main()
