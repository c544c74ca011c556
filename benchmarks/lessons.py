"""The figures that the lessons quote, on the bundled sentences.

python -m benchmarks.lessons
"""

from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from benchmarks import lessons_by_rule
from playground.lessons import tour
from playground.presets import PRESETS
from playground.settings import Settings
from rnn_core import EpochRecord, Params, bundled, bundled_roles, trace, train
from rnn_core.inside.backwards import loss_gradients
from rnn_core.inside.behaviour import Suite, made_from_roles

SEEDS, MORE_SEEDS = range(10), range(30)
DATASET = bundled()
LONG = "i was not " + "very " * 17 + "bad"  # 21 words


@dataclass(frozen=True)
class Run:
    """What a run came to: epochs are None where it never got there."""

    plateau_left: int | None
    all_train_right: int | None  # first epoch with every training sentence right
    train_accuracy: float  # at the end
    test_accuracy: float
    clipped: float  # share of the gradient's elements, over all epochs
    first: Params
    last: Params


def run(settings: Settings, seed: int) -> Run:
    """Train to the end."""
    training = train(DATASET, settings.model, replace(settings, seed=seed).training)
    first = training.params.copy()
    records = [event for event in training if isinstance(event, EpochRecord)]
    return Run(
        plateau_left=next((r.epoch for r in records if not r.on_plateau), None),
        all_train_right=next((r.epoch for r in records if r.train_accuracy == 1), None),
        train_accuracy=records[-1].train_accuracy,
        test_accuracy=records[-1].test_accuracy or 0.0,
        clipped=float(np.mean([r.clipped_share for r in records])),
        first=first,
        last=training.params,
    )


def listed(epochs: list[int | None]) -> str:
    """Epochs by seed, and their median; a run that never got there counts as longer than all others."""
    middle = median(float("inf") if epoch is None else epoch for epoch in epochs)
    return f"{', '.join('-' if epoch is None else str(epoch) for epoch in epochs)} (median {middle:g})".replace(
        "inf", "beyond the run"
    )


def race() -> None:
    """The published rule against the correct one, from the same weights and in the same order."""
    blog = PRESETS["blog"].settings
    print(f"Race: exactly the blog, {blog.epochs} epochs, seeds {SEEDS[0]} to {SEEDS[-1]}; “-”: not within the run")
    for rule in ("correct", "published"):
        runs = [run(replace(blog, gradient=rule), seed) for seed in SEEDS]
        print(f"  {rule}: plateau left at epoch {listed([r.plateau_left for r in runs])}")
        print(f"  {rule}: every training sentence right at epoch {listed([r.all_train_right for r in runs])}")
        accuracies = ", ".join(f"{100 * r.test_accuracy:.0f}" for r in runs)
        right = sum(r.test_accuracy == 1 for r in runs)
        print(f"  {rule}: final test accuracy {accuracies} % (100 % in {right} of {len(runs)})", flush=True)


def initialisation() -> list[Run]:
    """The default preset: its plateau, and what its networks can do beyond the test sentences."""
    settings = PRESETS["alive"].settings
    runs = [run(settings, seed) for seed in SEEDS]
    print(f"Default preset, {settings.epochs} epochs: plateau left at epoch {listed([r.plateau_left for r in runs])}")
    return runs


def clipping() -> None:
    """Where clipping matters: four units, learning rate 0.05."""
    for by in ("value", "none"):
        settings = Settings(hidden_size=4, learning_rate=0.05, epochs=300, clip_by=by)
        runs = [run(settings, seed) for seed in MORE_SEEDS]
        solved = sum(r.train_accuracy == 1 for r in runs)
        clipped = f", {100 * median(r.clipped for r in runs):.2f} % clipped" if by == "value" else ""
        print(
            f"Four units, learning rate 0.05, 300 epochs, clipping {by}: every training sentence right at the end in "
            f"{solved} of {len(runs)}{clipped}",
            flush=True,
        )


def two_units() -> None:
    """How often two numbers are enough."""
    settings = PRESETS["two_units"].settings
    runs = [run(settings, seed) for seed in MORE_SEEDS]
    solved = [seed for seed, r in zip(MORE_SEEDS, runs, strict=True) if r.train_accuracy == 1]
    print(
        f"Two units, {settings.epochs} epochs: every training sentence right at the end in {len(solved)} of {len(runs)}"
        f" (seeds {', '.join(map(str, solved))})",
        flush=True,
    )


def turning(runs: list[Run]) -> None:
    """At which word the answer to the sentence of the first lesson becomes what it stays."""
    sentence = next(iter(tour().values())).sentence
    words = []
    for r in runs:
        read = trace(r.last, DATASET.vocabulary, sentence)
        answers = read.probabilities[1:].argmax(axis=1)
        changed = np.flatnonzero(answers != answers[-1])
        words.append(read.words[changed[-1] + 1] if len(changed) else read.words[0])
    print(f"“{sentence}”: by seed, the word from which on the answer stays: {', '.join(words)}")
    negative = trace(runs[0].last, DATASET.vocabulary, sentence)
    shares = (f"{word} {p[0]:.2f}" for word, p in zip(negative.words, negative.probabilities[1:], strict=True))
    print(f"  seed 0, probability of negative after each word: {', '.join(shares)}", flush=True)


def behaviour(runs: list[Run]) -> None:
    """What 100 % hides."""
    suite = Suite(made_from_roles(bundled_roles()), DATASET.vocabulary)
    perfect = [r for r in runs if r.test_accuracy == 1]
    rates = [suite.rates(r.last) for r in perfect]
    print(
        f"Behaviour of the {len(perfect)} default networks with 100 % test accuracy, {len(suite.tests)} tests, passed:"
    )
    misread = [trace(r.last, DATASET.vocabulary, "good earlier").probabilities[-1].argmax() == 0 for r in perfect]
    print(f"  “good earlier” is negative to {sum(misread)} of them")
    for ability in rates[0]:
        shares = [100 * rate[ability] for rate in rates]
        print(f"  {ability}: median {median(shares):.0f} %, {min(shares):.0f} to {max(shares):.0f} %")


def vanishing(runs: list[Run]) -> None:
    """How much of the error signal reaches the first of 21 words."""
    blog = [train(DATASET, PRESETS["blog"].settings.model, replace(Settings(), seed=seed).training) for seed in SEEDS]
    kinds = {
        "first weights of the blog": [training.params for training in blog],
        "first weights, scaled": [r.first for r in runs],
        "trained default networks": [r.last for r in runs],
    }
    print(f"Length of dL/dh at the first of {len(LONG.split())} words over that at the last, “not very ... very bad”:")
    for name, networks in kinds.items():
        ratios = []
        for params in networks:
            lengths = np.linalg.norm(loss_gradients(params, trace(params, DATASET.vocabulary, LONG), 1), axis=1)
            ratios.append(lengths[1] / lengths[-1])
        print(f"  {name}: median {median(ratios):.1e}")


def main() -> None:
    """Print the figures, a lesson after the other."""
    runs = initialisation()
    turning(runs)
    behaviour(runs)
    vanishing(runs)
    two_units()
    clipping()
    race()
    lessons_by_rule.main()


if __name__ == "__main__":
    main()
