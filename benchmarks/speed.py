"""The speed of the core, against plain loops and against PyTorch where it is installed; CPU time.

python benchmarks/speed.py [--json] [--rounds 15] [--seeds 10]
"""

import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before numpy and torch are loaded
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, it has to find the packages

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from importlib.util import find_spec
from itertools import product
from statistics import median
from typing import get_args

import numpy as np

from benchmarks.contestants import (
    DENSE,
    LEARNING_RATE,
    SPARSE,
    ours,
    plain_loop,
    pytorch_mini_batches,
    pytorch_one_sentence,
)
from benchmarks.interleaved import Times, machine, take_turns, timed
from benchmarks.made_up import made_up
from playground.presets import PRESETS
from rnn_core import (
    EpochRecord,
    Gradients,
    ModelConfig,
    Params,
    TrainConfig,
    bundled,
    initial_params,
    loss_and_gradients,
    pack,
    train,
)
from rnn_core.config import CellName
from rnn_core.optim import OPTIMISERS, descend, first_slots
from rnn_core.seeds import Stream, generator

HIDDEN_SIZES = (8, 16, 64, 128, 256)
MINI_BATCHES = ((64, 8), (64, 32), (64, 128), (128, 8), (128, 32), (128, 128))
FOREVER = 10**6  # epochs


@dataclass(frozen=True)
class Row:
    """One line of a table: CPU time of ours and how many times slower others are.

    Attributes:
        what: what was done.
        unit: of the times below, of the median round.
        updates: ours, with the statistics of every update.
        spread: of ``updates``: the middle half of the rounds.
        epoch: ours, with the evaluation of train and test at its end as well.
        others: of each other its time, and how many times slower it is than our updates and than our epoch.
        aims: by name of the other, how many times slower than our updates it should at least be.
    """

    what: str
    unit: str
    updates: float
    spread: tuple[float, float]
    epoch: float
    others: dict[str, tuple[float, float, float]]
    aims: dict[str, float] = field(default_factory=dict)

    def verdict(self) -> str:
        """Whether the aims are met."""
        return ", ".join(
            f"{name} ≥ {aim:g}: {'met' if self.others[name][1] >= aim else 'missed'}"
            for name, aim in self.aims.items()
            if name in self.others
        )


def row(what: str, unit: str, per: float, measured: dict[str, Times], aims: dict[str, float]) -> Row:
    """A row from the rounds; ``per`` turns seconds of an epoch into the unit."""
    updates, whole = measured["updates"], measured["updates"] + measured["evaluation"]
    others = {
        name: (times.median * per, times.times_slower_than(updates), times.times_slower_than(whole))
        for name, times in measured.items()
        if name not in ("updates", "evaluation")
    }
    low, high = updates.quartiles
    return Row(what, unit, updates.median * per, (low * per, high * per), whole.median * per, others, aims)


def one_sentence_at_a_time(rounds: int, pytorch: bool) -> Iterator[Row]:
    """Per-sentence SGD on the bundled sentences."""
    dataset = bundled()
    chosen = dataset.indices("train")
    random = np.random.default_rng(0)
    for hidden in HIDDEN_SIZES:
        model = ModelConfig(hidden_size=hidden)
        plain = plain_loop(dataset, model, 0, LEARNING_RATE)
        contestants = [
            ours(dataset, model, TrainConfig(learning_rate=LEARNING_RATE, epochs=FOREVER)),
            timed("plain loop", lambda plain=plain: plain.epoch(random.permutation(chosen).tolist())),
        ]
        if pytorch:
            contestants.append(pytorch_one_sentence(dataset, hidden))
        aims = {64: {"plain loop": 2.0, "PyTorch": 8.0}, 256: {"plain loop": 4.0}}.get(hidden, {})
        measured = take_turns(contestants, rounds, epochs=10)
        yield row(f"H = {hidden}", "µs a sentence", 1e6 / len(chosen), measured, aims)


def mini_batches(rounds: int, pytorch: bool) -> Iterator[Row]:
    """Mini-batches of many sentences with many words, in float32."""
    dataset = made_up()
    for hidden, size in MINI_BATCHES:
        model = ModelConfig(hidden_size=hidden, dtype="float32")
        contestants = [
            ours(dataset, model, TrainConfig(learning_rate=LEARNING_RATE, batch_size=size, epochs=FOREVER)),
            *(pytorch_mini_batches(dataset, hidden, size) if pytorch else []),
        ]
        measured = take_turns(contestants, rounds, epochs=1)
        measured = quicker_pytorch(measured)
        aim = 4.0 if (hidden, size) == (64, 32) else 2.0
        yield row(f"H = {hidden}, B = {size}", "s an epoch", 1.0, measured, {name: aim for name in (DENSE, SPARSE)})


def gated_cells(rounds: int, pytorch: bool) -> Iterator[Row]:
    """GRU and LSTM, one sentence an update and mini-batches, in one and in both directions; H = 64."""
    bundled_sentences, many = bundled(), made_up()
    for cell, directions in product(get_args(CellName)[2:], (1, 2)):
        what = f"{cell}, {'one direction' if directions == 1 else 'both directions'}"
        model = ModelConfig(64, cell=cell, directions=directions)
        contestants = [ours(bundled_sentences, model, TrainConfig(LEARNING_RATE, FOREVER))]
        if pytorch:
            contestants.append(pytorch_one_sentence(bundled_sentences, 64, cell, directions))
        measured = take_turns(contestants, rounds, epochs=3)
        per_sentence = 1e6 / len(bundled_sentences.indices("train"))
        yield row(f"{what}, one sentence", "µs a sentence", per_sentence, measured, {"PyTorch": 4.0})

        model = replace(model, dtype="float32", input="embedding", embedding_size=64)
        contestants = [ours(many, model, TrainConfig(LEARNING_RATE, FOREVER, batch_size=32))]
        contestants += pytorch_mini_batches(many, 64, 32, cell, directions) if pytorch else []
        measured = quicker_pytorch(take_turns(contestants, max(3, rounds // 3), epochs=1))
        yield row(f"{what}, B = 32", "µs a sentence", 1e6 / len(many.examples), measured, {DENSE: 2.0, SPARSE: 2.0})


def quicker_pytorch(measured: dict[str, Times]) -> dict[str, Times]:
    """The rounds without the slower of PyTorch's two embeddings."""
    both = [name for name in (DENSE, SPARSE) if name in measured]
    slower = max(both, key=lambda name: measured[name].median) if len(both) == 2 else None
    return {name: times for name, times in measured.items() if name != slower}


def adam(rounds: int) -> list[tuple[int, float]]:
    """Microseconds of Adam's update after the same 32 sentences, for vocabularies of several sizes."""
    optimiser, batch = OPTIMISERS["adam"], pack(made_up().corpus, range(32))
    batch = replace(batch, words=np.unique(batch.words, return_inverse=True)[1])  # the first few hundred words
    contestants = []
    for words in (1_000, 9_000, 20_000):
        config = ModelConfig(64, dtype="float32", cell="lstm", input="embedding", embedding_size=64)
        params = initial_params(config, words, 6, np.random.default_rng(0))
        gradients, slots = loss_and_gradients(params, batch)[1], first_slots(optimiser, params)

        def update(
            params: Params = params, gradients: Gradients = gradients, slots: tuple[Params, ...] = slots
        ) -> None:
            for _ in range(20):
                descend(optimiser, params, gradients, slots, 1e-9, 0.0, 1)

        contestants.append(timed(str(words), update))
    measured = take_turns(contestants, rounds, epochs=1)
    return [(int(name), times.median / 20 * 1e6) for name, times in measured.items()]


def seconds_until_all_right(seed: int) -> tuple[float | None, float | None, float]:
    """CPU seconds of the default preset and of the plain loop until train and test are at 100 % (None: never).

    The plain loop has the settings that the tutorial has, and its rule. Only its training counts, not that it is tested
    after every epoch to see when it is done. The last value is what all its epochs took.
    """
    dataset, preset, blog = bundled(), PRESETS["alive"].settings, PRESETS["blog"].settings
    started, fast = time.process_time(), None
    for event in train(dataset, preset.model, replace(preset.training, seed=seed)):
        if isinstance(event, EpochRecord) and event.train_accuracy == event.test_accuracy == 1:
            fast = time.process_time() - started
            break
    plain = plain_loop(dataset, blog.model, seed, blog.learning_rate)
    order, spent = generator(seed, Stream.ORDER), 0.0
    for _ in range(blog.epochs):
        sentences = order.permutation(dataset.indices("train")).tolist()
        started = time.process_time()
        plain.epoch(sentences)
        spent += time.process_time() - started
        if all(plain.evaluate(dataset.indices(split))[1] == 1 for split in ("train", "test")):
            return fast, spent, spent
    return fast, None, spent


def shown(row: Row) -> str:
    """A row of a Markdown table."""
    digits = 1 if row.unit.startswith("µs") else 3
    low, high = row.spread
    others = "; ".join(
        f"{name} {time:.{digits}f}: {to_updates:.1f} and {to_epoch:.1f} times"
        for name, (time, to_updates, to_epoch) in row.others.items()
    )
    return (
        f"| {row.what} | {row.updates:.{digits}f} ({low:.{digits}f} to {high:.{digits}f}) | {row.epoch:.{digits}f} | "
        f"{others} | {row.verdict()} |"
    )


def table(title: str, rows: Iterator[Row], quiet: bool) -> list[Row]:
    """Print rows as they come."""
    done: list[Row] = []
    for each in rows:
        if not quiet:
            if not done:
                print(f"\n**{title}**, {each.unit}\n")
                print("| | our updates (middle half) | and evaluation | others, against our updates and both | aim |")
                print("|---|---|---|---|---|")
            print(shown(each), flush=True)
        done.append(each)
    return done


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true", help="for machines")
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--seeds", type=int, default=10)
    chosen = asked.parse_args()
    pytorch = find_spec("torch") is not None
    about = machine() + ("" if pytorch else "; PyTorch is not installed, so it is left out")
    if not chosen.json:
        print(about)
    one = table(
        "One sentence an update, bundled sentences, float64",
        one_sentence_at_a_time(chosen.rounds, pytorch),
        chosen.json,
    )
    many = table(
        "Mini-batches, 5,452 made-up sentences, 9,000 words, mean length 10, six classes, float32",
        mini_batches(max(3, chosen.rounds // 3), pytorch),
        chosen.json,
    )
    gated = table("GRU and LSTM, H = 64", gated_cells(chosen.rounds, pytorch), chosen.json)
    updates = adam(chosen.rounds)
    runs = [seconds_until_all_right(seed) for seed in range(chosen.seeds)]
    fast = median(float("inf") if seconds is None else seconds for seconds, _, _ in runs)
    plain = median(spent for _, _, spent in runs)  # a run that never got there counts with all its epochs: at least
    reached = [sum(run[i] is not None for run in runs) for i in (0, 1)]
    if chosen.json:
        result = {
            "about": about, "one sentence": one, "mini-batches": many, "gated cells": gated,
            "microseconds of Adam's update, by words": updates, "seconds until all right, by seed": runs,
        }  # fmt: skip
        print(json.dumps(result, default=asdict, indent=1))
        return
    costs = ", ".join(f"{microseconds:.0f} µs of {words:,} words" for words, microseconds in updates)
    print(f"\n**Adam's update** after the same 32 sentences, LSTM, H = 64, embedding 64: {costs}")
    print(
        f"\n**Until every train and test sentence is right**, {chosen.seeds} seeds: default preset {fast:.2f} s "
        f"({reached[0]} of {chosen.seeds} runs get there), plain loop with the published rule {plain:.1f} s or more "
        f"({reached[1]} of {chosen.seeds} within {PRESETS['blog'].settings.epochs} epochs): at least "
        f"{plain / fast:.0f} times (aim: 30, {'met' if plain >= 30 * fast else 'missed'})"
    )


if __name__ == "__main__":
    main()
