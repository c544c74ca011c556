"""How well the suggested settings learn people's labelled sentences, next to counting words.

python -m benchmarks.real_sentences FILE... [--vectors glove] [--seeds 5] [--networks 4]
python -m benchmarks.real_sentences FILE --sizes 200 400 800 [--picture docs/learning_curve.svg]

What the page does with a file, without the page: it is read with nothing asked, a fifth of it is for testing and an
eighth of the rest, chosen by the seed, for validation, where no column says what is, and the suggested settings are
trained. Several networks differ by their seed and answer with the mean of their probabilities.

The two logistic regressions learn from all that the file has for training, the eighth for validation included. With
sizes, so many sentences are drawn from those for training, anew for each seed, and all of the test part is judged.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

import altair as alt

from benchmarks.interleaved import machine
from playground import baselines
from rnn_core import Dataset, Example, ReadOptions, Repairs, evaluate, read_draft, split_off, train
from rnn_core.dataset import TEST_SHARE, VALIDATION_SHARE
from rnn_core.reading import Draft, finish
from rnn_core.recipes import suggest
from rnn_core.vectors import load_vectors

READ = ReadOptions(repairs=Repairs(leave_out=True), text=None)
COUNTING = {"Words, logistic regression": "words", "Words and pairs, logistic regression": "words and pairs"}


class Seed(NamedTuple):
    """What one seed came to: shares of the test part that are right."""

    one: float
    several: float
    counting: dict[str, float]  # by what is counted
    epoch: int  # of the one network's weights
    seconds: float  # of CPU, for the one network, vectors included


def drawn(examples: Sequence[Example], size: int | None, seed: int) -> tuple[Example, ...]:
    """The sentences for testing and so many of those for training, of each class the same share; without a size all."""
    learned = sum(example.split == "train" for example in examples)
    if size is None:
        return tuple(examples)
    tests = tuple(example for example in examples if example.split == "test")
    rest = split_off([e for e in examples if e.split == "train"], "test", size / learned, seed)
    return (*(replace(example, split="train") for example in rest if example.split == "test"), *tests)


def counting(dataset: Dataset) -> dict[str, float]:
    """How often each logistic regression is right in test."""
    fitted = finish(baselines.fit(dataset))
    return {COUNTING[one.name]: one.accuracy(dataset, "test") or 0.0 for one in fitted if one.name in COUNTING}


def of_seed(draft: Draft, vectors: str | None, networks: int, size: int | None, seed: int) -> Seed:
    """Train the networks of one seed."""
    given = draft.examples if draft.has_split else split_off(draft.examples, "test", TEST_SHARE, 0)
    examples = drawn(given, size, seed)
    divided = examples
    if not any(example.split == "validation" for example in examples):
        divided = split_off(examples, "validation", VALIDATION_SHARE, seed)
    dataset = Dataset(divided, draft.text)
    started = time.process_time()
    recipe, rows = suggest(dataset, pretrained=vectors is not None), None
    model = recipe.model
    if vectors:
        found = load_vectors(vectors, dataset.vocabulary.words)
        model, rows = replace(model, embedding_size=found.width), found.rows_of(dataset.vocabulary)
    kept, seconds = [], 0.0
    for network in range(networks):
        run = train(dataset, model, replace(recipe.training, seed=networks * seed + network), vectors=rows)
        for _ in run:
            pass
        kept.append(run.kept)
        if network == 0:
            seconds = time.process_time() - started
    members = [params for _, params in kept]
    learned = tuple(example for example in examples if example.split != "validation")
    one, several = (evaluate(dataset, "test", *some)[1] for some in (members[:1], members))
    return Seed(one, several, counting(Dataset(learned, draft.text)), kept[0][0], seconds)


def seeds_of(file: Path, vectors: str | None, networks: int, size: int | None, seeds: int) -> tuple[list[Seed], float]:
    """Each seed of a file, and the most memory in MB that this process held."""
    draft = read_draft(file.read_bytes(), file.name, READ)
    found = [of_seed(draft, vectors, networks, size, seed) for seed in range(seeds)]
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def middle(values: Iterator[float]) -> str:
    """The median, the lowest and the highest."""
    every = sorted(values)
    return f"{100 * median(every):.1f} ({100 * every[0]:.1f} to {100 * every[-1]:.1f})"


def row(name: str, found: list[Seed], megabytes: float) -> str:
    """A row of the table."""
    best = [max(one.counting.values()) for one in found]
    gains = [
        f"{100 * (median(values) - median(best)):+.1f}"
        for values in ([one.one for one in found], [one.several for one in found])
    ]
    counted = " | ".join(f"{100 * median(s.counting[what] for s in found):.1f}" for what in COUNTING.values())
    return (
        f"| {name} | {counted} | {middle(s.one for s in found)} | {gains[0]} | {middle(s.several for s in found)} | "
        f"{gains[1]} | {median(s.epoch for s in found):.0f} | {median(s.seconds for s in found):.1f} s | "
        f"{megabytes:.0f} MB |"
    )


def picture(of_sizes: dict[int, list[Seed]], networks: int, file: Path) -> None:
    """Draw the learning curve."""
    points = [
        {"sentences": size, "right": 100 * value, "what": what}
        for size, found in of_sizes.items()
        for seed in found
        for what, value in {
            "one network": seed.one,
            f"{networks} networks": seed.several,
            **{f"counting {what}": share for what, share in seed.counting.items()},
        }.items()
    ]
    base = alt.Chart(alt.Data(values=points)).encode(
        alt.X("sentences:Q", title="sentences to learn from")
        .scale(type="log", nice=False, padding=24)
        .axis(values=list(of_sizes)),
        alt.Color("what:N", title=None).scale(range=["#E69F00", "#999999", "#0072B2", "#009E73"]),
    )
    right = alt.Y("median(right):Q", title="% right in test").scale(zero=False)
    spread = base.mark_rule(opacity=0.5).encode(alt.Y("min(right):Q"), alt.Y2("max(right):Q"))
    chart = (base.mark_line(point=True).encode(right) + spread).properties(width=420, height=260)
    chart.save(file)


def main() -> None:
    """Print a table, and draw a picture if one is asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked.add_argument("--sizes", nargs="*", type=int, default=[])
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--networks", type=int, default=4)
    asked.add_argument("--vectors")
    asked.add_argument("--picture", type=Path)
    chosen = asked.parse_args()
    print(f"{machine()}\n\nMedians of {chosen.seeds} seeds (lowest to highest), % right in test\n")
    print(
        f"| file | {' | '.join(f'counting {what}' for what in COUNTING.values())} | one network | above the better | "
        f"{chosen.networks} networks | above the better | epoch | CPU of one | memory |\n|{'---|' * 10}"
    )
    of_sizes: dict[int, list[Seed]] = {}
    for file in chosen.files:
        for size in chosen.sizes or [None]:
            with ProcessPoolExecutor(1) as alone:  # so that the memory is that of one file
                work = partial(seeds_of, file, chosen.vectors, chosen.networks, size, chosen.seeds)
                found, megabytes = alone.submit(work).result()
            print(row(f"{size} of {file.name}" if size else file.name, found, megabytes), flush=True)
            if size:
                of_sizes[size] = found
    if chosen.picture:
        picture(of_sizes, chosen.networks, chosen.picture)


if __name__ == "__main__":
    main()
