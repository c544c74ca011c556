"""Which settings learn people's sentences: a search, one setting after another, behind rnn_core/recipes.py.

python -m benchmarks.recipes FILE[:SENTENCES]... [--start "cell=gru ..."] [--vary "dropout=0.3,0.5,0.7" ...]

The sentences that a file gives for testing are left out altogether. Of the others a fifth is held out to compare
settings by, and an eighth of what is left is for validation, as on the page: it chooses the epoch. A file is divided
anew for each of several folds, and in each fold several networks are trained that differ by their seed.

For each setting that is varied, each of its values is tried with the best of all others so far. What counts is how
often a network is right in the held-out sentences, plus how often the mean of several is, both as points above or below
the better logistic regression, and in the mean over the files.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from functools import cache, lru_cache
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

import numpy as np

from benchmarks.interleaved import machine
from playground import baselines
from rnn_core import (
    Dataset,
    ModelConfig,
    ReadOptions,
    Repairs,
    TextConfig,
    TrainConfig,
    evaluate,
    read_draft,
    split_off,
    train,
)
from rnn_core.reading import finish
from rnn_core.vectors import load_vectors

HELD_OUT, VALIDATION = 0.2, 0.125
MODEL = {field.name for field in fields(ModelConfig)}
START: dict[str, Any] = dict(
    cell="tanh", hidden_size=64, directions=2, readout="mean", input="embedding", embedding_size=64, dtype="float32",
    learning_rate=0.003, epochs=40, clip_by="norm", batch_size=32, optimiser="adam", weight_decay=1e-5, dropout=0.5,
    word_dropout=0.1, early_stopping=6,
)  # fmt: skip


class Outcome(NamedTuple):
    """What came of some networks in one fold: shares that are right of what was held out, and seconds of CPU."""

    one: float  # in the mean over the networks
    several: float  # with the mean of their answers
    counting: float  # the better logistic regression
    validation_loss: float
    epoch: float
    seconds: float  # of one network


@lru_cache(maxsize=4)
def dataset(file: str, fold: int) -> Dataset:
    """The training sentences of a file, or as many of them as stand behind a colon, with what is held out as test."""
    path, _, size = file.partition(":")
    asked = ReadOptions(repairs=Repairs(leave_out=True), text=TextConfig("words", unknown="vector"))
    draft = read_draft(Path(path).read_bytes(), path, asked)
    examples = [example for example in draft.examples if example.split == "train"]
    if size:
        chosen = np.random.default_rng(fold).permutation(len(examples))[: int(size)]
        examples = [examples[i] for i in sorted(chosen)]
    held_out = split_off(examples, "test", HELD_OUT, fold)
    return Dataset(split_off(held_out, "validation", VALIDATION, fold), asked.text)


@cache
def counting(file: str, fold: int) -> float:
    """How often the better logistic regression is right."""
    data = dataset(file, fold)
    return max(baseline.accuracy(data, "test") or 0.0 for baseline in finish(baselines.fit(data)))


def outcome(file: str, fold: int, networks: int, settings: Mapping[str, Any]) -> Outcome:
    """Train networks that differ by their seed."""
    data = dataset(file, fold)
    own = dict(settings)
    rows = None
    if own.pop("vectors", "none") == "glove":
        found = load_vectors("glove", data.vocabulary.words)
        own["embedding_size"], rows = found.width, found.rows_of(data.vocabulary)
    model = ModelConfig(**{name: value for name, value in own.items() if name in MODEL})
    of_training = {name: value for name, value in own.items() if name not in MODEL}
    members, losses, epochs = [], [], []
    started = time.process_time()
    for seed in range(networks):
        run = train(data, model, TrainConfig(**of_training, seed=1000 * fold + seed), vectors=rows)
        for _ in run:
            pass
        epoch, params = run.kept
        members.append(params)
        losses.append(run.best.loss)
        epochs.append(epoch)
    seconds = (time.process_time() - started) / networks
    alone = mean(evaluate(data, "test", params)[1] for params in members)
    several = evaluate(data, "test", *members)[1]
    return Outcome(alone, several, counting(file, fold), mean(losses), mean(epochs), seconds)


def tried(
    pool: ProcessPoolExecutor, files: Sequence[str], folds: int, networks: int, settings: Mapping[str, Any]
) -> dict[str, Outcome]:
    """The outcome of some settings for each file, in the mean over the folds."""
    futures = {file: [pool.submit(outcome, file, fold, networks, settings) for fold in range(folds)] for file in files}
    return {file: Outcome(*map(mean, zip(*(f.result() for f in own), strict=True))) for file, own in futures.items()}


def points(outcomes: Mapping[str, Outcome]) -> float:
    """What counts: one network and several, above the logistic regression, in points."""
    return 100 * mean((o.one + o.several) / 2 - o.counting for o in outcomes.values())


def row(name: str, outcomes: Mapping[str, Outcome]) -> str:
    """A row of the table."""
    of_each = " | ".join(
        f"{o.one:.3f} {o.several:.3f} ({o.counting:.3f}) {o.validation_loss:.3f} {o.epoch:.0f} {o.seconds:.0f} s"
        for o in outcomes.values()
    )
    return f"| {name} | {points(outcomes):+.1f} | {of_each} |"


def value_of(text: str) -> Any:
    """A setting's value as it is written."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return {"True": True, "False": False}.get(text, text)


def main() -> None:
    """Search, and print every row."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", metavar="FILE[:SENTENCES]")
    asked.add_argument("--start", default="", help="settings other than those it starts from")
    asked.add_argument("--vary", nargs="*", default=[], help="settings and the values to try, in this order")
    asked.add_argument("--folds", type=int, default=3)
    asked.add_argument("--networks", type=int, default=4)
    asked.add_argument("--processes", type=int, default=2)
    chosen = asked.parse_args()
    best = START | {name: value_of(value) for name, value in (item.split("=") for item in chosen.start.split())}
    print(machine())
    print(
        "\nFor each file: one network, several, (the better logistic regression), validation loss, epoch, CPU of one\n"
    )
    print(f"| settings | points | {' | '.join(Path(file).name for file in chosen.files)} |")
    print("|---|---|" + "---|" * len(chosen.files))
    with ProcessPoolExecutor(chosen.processes) as pool:
        outcomes = tried(pool, chosen.files, chosen.folds, chosen.networks, best)
        reached = points(outcomes)
        print(row("start", outcomes), flush=True)
        for varied in chosen.vary:
            # "a+b=1+2,3+4" varies two settings together.
            names, _, values = varied.partition("=")
            start = best
            for value in values.split(","):
                settings = start | dict(zip(names.split("+"), map(value_of, value.split("+")), strict=True))
                if settings == start:
                    continue
                outcomes = tried(pool, chosen.files, chosen.folds, chosen.networks, settings)
                print(row(f"{names} {value}", outcomes), flush=True)
                if points(outcomes) > reached:
                    best, reached = settings, points(outcomes)
    print(f"\nbest, {reached:+.1f}: " + " ".join(f"{name}={value}" for name, value in best.items()))


if __name__ == "__main__":
    main()
