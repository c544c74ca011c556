"""The figures of the lessons from the ninth on: gates, counting, both directions, readouts, optimisers, tags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from benchmarks.cells import shown
from playground.baselines import fit
from playground.lessons import Lesson, tour
from playground.presets import PRESETS
from playground.race import runners
from playground.settings import Settings
from playground.shared import bundled_sentences
from rnn_core import Dataset, EpochRecord, Example, Params, evaluate, trace, train
from rnn_core.dataset import Split
from rnn_core.task_sets import make

SEEDS = range(10)


@dataclass(frozen=True)
class Run:
    """What a run came to: epochs are infinite where it never got there."""

    plateau_left: float
    all_right: float  # first epoch with everything right in train
    train: float  # accuracy at the end
    test: float
    params: Params


def run(dataset: Dataset, settings: Settings) -> Run:
    """Train to the end."""
    training = train(dataset, settings.model, settings.training)
    records = [event for event in training if isinstance(event, EpochRecord)]
    return Run(
        next((record.epoch for record in records if not record.on_plateau), float("inf")),
        next((record.epoch for record in records if record.train_accuracy == 1), float("inf")),
        records[-1].train_accuracy,
        records[-1].test_accuracy or 0.0,
        training.params,
    )


def compare(title: str, kinds: Mapping[str, Settings], dataset: Dataset) -> dict[str, list[Run]]:
    """Train each kind of network from every seed and print how well and how soon they learn."""
    print(f"{title}, {next(iter(kinds.values())).epochs} epochs:")
    found = {}
    for name, settings in kinds.items():
        runs = found[name] = [run(dataset, replace(settings, seed=seed)) for seed in SEEDS]
        print(f"  {name}: train {shown([r.train for r in runs])}, test {shown([r.test for r in runs])}")
        print(f"    plateau left at {epochs([r.plateau_left for r in runs])}")
        print(f"    all right in train at {epochs([r.all_right for r in runs])}", flush=True)
    return found


def epochs(found: Sequence[float]) -> str:
    """Epochs by seed and their median; a run that never got there counts as longer than all others."""
    listed = ", ".join(f"{epoch:g}" for epoch in found)
    return f"epoch {listed} (median {median(found):g})".replace("inf", "-")


def of_lesson(view_title: str) -> Lesson:
    """The lesson of this title."""
    return next(lesson for lesson in tour().values() if lesson.title == view_title)


def raced(title: str) -> dict[str, list[Run]]:
    """The race of a lesson."""
    lesson = of_lesson(title)
    return compare(title, runners(lesson.settings, lesson.variants), bundled_sentences(lesson.sentences).dataset)


def gates() -> None:
    """Marked recall by cell, and how far the state moves once the marked animal is read."""
    settings, dataset = of_lesson("What a gate is for").settings, bundled_sentences("marked_recall").dataset
    kinds = {cell: replace(settings, cell=cell) for cell in ("tanh", "lstm", "gru")}
    for name, runs in compare("What a gate is for", kinds, dataset).items():
        turned = [_settled(r.params, dataset) for r in runs]
        print(f"  {name}: of the test sentences answered right, the answer stands from the marked animal on in a share")
        print(f"    of {shown(turned)}", flush=True)


def _settled(params: Params, dataset: Dataset) -> float:
    """Of the sentences answered right: the share whose answer is the right one at the marked word and ever after."""
    stands = []
    for example in dataset.examples_of("test"):
        read = trace(params, dataset.vocabulary, example.sentence)
        right = read.probabilities[1:].argmax(axis=1) == dataset.classes.index(example.label)
        if right[-1]:
            stands.append(right[read.words.index("remember") + 1 :].all())
    return float(np.mean(stands))


def counting() -> None:
    """Brackets: how well, how far beyond the longest that were learned from, and whether a unit counts."""
    settings, dataset = of_lesson("Counting").settings, bundled_sentences("brackets").dataset
    longer = make("brackets", seed=1, sentences=400, shortest=18, longest=32)
    examples = (*dataset.examples, *(Example(e.sentence, e.label, "validation") for e in longer))
    with_longer = Dataset(examples, dataset.text)
    kinds = {cell: replace(settings, cell=cell) for cell in ("tanh", "lstm")}
    for name, runs in compare("Counting", kinds, dataset).items():
        far = [evaluate(with_longer, "validation", r.params)[1] for r in runs]
        counts = [_follows_depth(r.params, dataset) for r in runs]
        print(f"  {name}: of 18 to 32 brackets {shown(far)}; correlation of the unit that counts best with the depth:")
        print(f"    {', '.join(f'{count:.2f}' for count in counts)} (median {median(counts):.2f})", flush=True)
    patient("Counting", replace(settings, cell="tanh"), dataset)


def patient(title: str, settings: Settings, dataset: Dataset) -> None:
    """What comes of the network that does less well if it has 200 epochs with larger batches and smaller steps."""
    gentle = replace(settings, learning_rate=0.01, batch_size=32, epochs=200)
    compare(f"{title}, vanilla, batches of 32 at 0.01", {"vanilla": gentle}, dataset)


def _follows_depth(params: Params, dataset: Dataset) -> float:
    """The largest correlation of a unit's state (the LSTM's cell state) with the brackets that are open."""
    depths, states = [], []
    for example in dataset.examples_of("test"):
        read = trace(params, dataset.vocabulary, example.sentence)
        depths += np.cumsum([1 if word == "(" else -1 for word in read.words]).tolist()
        layer = read.layers[0][0]
        states.append((layer.states if layer.cells is None else layer.cells)[1:])
    held = np.concatenate(states)
    moving = held[:, held.std(axis=0) > 0]
    return float(np.abs([np.corrcoef(unit, depths)[0, 1] for unit in moving.T]).max())


def keeping() -> None:
    """The latch by forget bias; what is kept of the first word before training; and the same with Adam."""
    raced("Begin by keeping")
    for bias in (0, 1, 2):
        print(f"  bias {bias}: over 20 words a forget gate with this sum keeps {(1 / (1 + np.exp(-bias))) ** 20:.1e}")
    lesson = of_lesson("Begin by keeping")
    adam = replace(lesson.settings, optimiser="adam", learning_rate=0.01)
    kinds = {f"Adam, {name}": settings for name, settings in runners(adam, lesson.variants).items()}
    compare(lesson.title, kinds, bundled_sentences(lesson.sentences).dataset)


def directions() -> None:
    """How early the answer is known, when every word is asked for it."""
    settings, dataset = of_lesson("Both directions").settings, bundled_sentences().dataset
    kinds = {name: replace(settings, directions=n) for n, name in ((1, "one direction"), (2, "both"))}
    for name, runs in compare("Both directions", kinds, dataset).items():
        for place in ("first", "all but the last", "last"):
            shares = [_right_at(place, "test", r.params, dataset) for r in runs]
            print(f"  {name}: right at the words “{place}” of the test sentences {shown(shares)}", flush=True)


def _right_at(place: str, split: Split, params: Params, dataset: Dataset) -> float:
    """Of some words of the sentences, the share whose answer is the sentence's label."""
    right: list[bool] = []
    for example in dataset.examples_of(split):
        answers = trace(params, dataset.vocabulary, example.sentence).probabilities[1:].argmax(axis=1)
        words = {"first": answers[:1], "all but the last": answers[:-1], "last": answers[-1:]}[place]
        right += (words == dataset.classes.index(example.label)).tolist()
    return float(np.mean(right))


def readouts() -> None:
    """Votes by readout; and marked recall, where the maximum finds what the mean does not."""
    raced("A mean instead of the last state")
    patient("Votes", PRESETS["majority_last"].settings, bundled_sentences("majority").dataset)
    recall = replace(
        PRESETS["recall_vanilla"].settings, hidden_size=16, learning_rate=0.03, epochs=40, schedule="constant"
    )
    kinds = {readout: replace(recall, readout=readout) for readout in ("last", "mean", "max")}
    compare("The same readouts, vanilla, 16 units, marked recall", kinds, bundled_sentences("marked_recall").dataset)


def tags() -> None:
    """Tags: each word's commonest one, and the network."""
    lesson, dataset = of_lesson("An answer for every word"), bundled_sentences("negation_tags").dataset
    fitting = fit(dataset)
    while True:
        try:
            next(fitting)
        except StopIteration as ended:
            baselines = ended.value
            break
    for baseline in baselines:
        print(f"  {baseline.name}: {[round(baseline.accuracy(dataset, part) or 0, 4) for part in ('train', 'test')]}")
    compare(lesson.title, {"vanilla": lesson.settings}, dataset)


def main() -> None:
    """Print the figures, a lesson after the other."""
    gates()
    counting()
    keeping()
    directions()
    readouts()
    raced("A race of optimisers")
    tags()
