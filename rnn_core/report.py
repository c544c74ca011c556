"""What a person should know about their sentences before training on them, in plain words with the rows."""

from dataclasses import dataclass

import numpy as np

from rnn_core.dataset import SPLITS, Dataset
from rnn_core.wording import counted, listed, places, quoted, shown

RARE = 5  # training sentences
LOPSIDED = 0.6  # share of the largest class, of the training sentences


@dataclass(frozen=True)
class Report:
    """A look at a dataset. Nothing in it forbids training.

    Attributes:
        counts: how many sentences (words, where these have tags) each class has in each part that is not empty, the
            largest class first.
        words: different words that the network will know.
        findings: what is odd, as sentences; the gravest first.
        longest: the longest sentences, as a sentence.
        leaked: how many test sentences are also among the training sentences, word for word.
        tagged: whether words have the labels, so that they are counted and the classes are tags.
    """

    counts: dict[str, dict[str, int]]
    words: int
    findings: tuple[str, ...]
    longest: str
    leaked: int
    tagged: bool = False


def report(dataset: Dataset, unit: str = "line") -> Report:
    """Look at a dataset.

    Args:
        unit: what ``Example.at`` counts: "line", "record" or "row".
    """
    repeated, leaked = _repeated(dataset, unit)
    findings = [*repeated, *_classes(dataset), *_words(dataset, unit)]
    parts = [split for split in SPLITS if len(dataset.indices(split))]
    counted_parts = {split: dataset.label_counts(split) for split in parts}
    by_size = sorted(dataset.classes, key=lambda label: (-counted_parts["train"][label], label))
    return Report(
        counts={label: {split: counted_parts[split][label] for split in parts} for label in by_size},
        words=len(dataset.vocabulary),
        findings=tuple(findings),
        longest=_longest(dataset, unit),
        leaked=leaked,
        tagged=dataset.tagged,
    )


def _repeated(dataset: Dataset, unit: str) -> tuple[list[str], int]:
    """Sentences that are the same, word for word: with other labels, in two parts, or simply twice.

    Returns:
        What is told of them, and how many test sentences are also among the training sentences.
    """
    examples = dataset.examples
    contradictory, leaked, duplicates = [], [], []
    for group in dataset.tokenised.alike():
        if len(group) < 2:
            continue
        if len({examples[i].label for i in group}) > 1:
            contradictory.append(group)
        parts = {examples[i].split for i in group}
        if "train" in parts and "test" in parts:
            leaked += [i for i in group if examples[i].split == "test"]
        seen: set[tuple[str, str]] = set()
        for i in group:
            if (examples[i].label, examples[i].split) in seen:
                duplicates.append(i)
            seen.add((examples[i].label, examples[i].split))

    def at(indices: list[int]) -> str:
        return places(unit, [examples[i].at for i in indices])

    label, contradict = ("tags", "tags") if dataset.tagged else ("label", "labels")
    findings = []
    if contradictory:
        first = contradictory[0]
        labels = list(dict.fromkeys(examples[i].label for i in first))
        findings.append(
            f"{counted(len(contradictory), 'sentence')} with contradictory {contradict}, such as "
            f"“{shown(examples[first[0]].sentence)}” ({at(first)}: {quoted(labels)}). It cannot get all of them right."
        )
    if leaked:
        findings.append(
            f"{counted(len(leaked), 'test sentence')} also among the training sentences ({at(sorted(leaked))}): the "
            "test looks better than it is."
        )
    if duplicates:
        findings.append(
            f"{counted(len(duplicates), 'repeated sentence')} with the same {label} ({at(sorted(duplicates))}): each "
            "repetition counts as one more."
        )
    return findings, len(leaked)


def _classes(dataset: Dataset) -> list[str]:
    train = dataset.label_counts("train")
    unit, name, names = ("word", "tag", "tags") if dataset.tagged else ("sentence", "class", "classes")
    (largest, most), total = train.most_common(1)[0], train.total()
    findings = []
    if most / total >= LOPSIDED:
        findings.append(
            f"{100 * most / total:.0f}% of the training {unit}s are “{shown(largest)}”: always answering that is "
            "right as often. Compare with it."
        )
    few = RARE if total > 2 * RARE else 2  # of a handful of sentences every class is small
    rare = sorted((count, label) for label, count in train.items() if count < few)
    if rare:
        named = listed([f"“{shown(label)}” ({count})" for count, label in rare[:5]], len(rare) - 5)
        findings.append(
            f"{counted(len(rare), name, names)} with fewer than {few} training {unit}s: {named}. That is "
            f"hardly enough to learn from; a {name} with a single {unit} stays in train."
        )
    return findings


def _words(dataset: Dataset, unit: str) -> list[str]:
    kept = np.array([word in dataset.vocabulary for word in dataset.tokenised.words], dtype=bool)
    findings = []
    of_test = np.zeros(len(dataset.examples), dtype=bool)
    of_test[dataset.indices("test")] = True
    of_test = np.repeat(of_test, dataset.tokenised.lengths)
    in_test = np.bincount(dataset.tokenised.ids[of_test], minlength=len(kept)) > 0
    only = np.flatnonzero(in_test & (dataset.word_counts == 0))
    fate = "read as the unknown word" if dataset.text.unknown == "vector" else "skipped"
    if len(only):
        findings.append(
            f"{len(only):,} of {int(in_test.sum()):,} different words in test never occur in train and are {fate}: "
            f"{quoted([dataset.tokenised.words[i] for i in only])}."
        )
    rare = int(((dataset.word_counts > 0) & ~kept).sum())
    if rare:
        findings.append(
            f"{counted(rare, 'different word')} of train, seen fewer than {dataset.text.min_count} times: {fate}."
        )
    known = np.concatenate([[0], np.cumsum(kept[dataset.tokenised.ids])]) if len(kept) else np.zeros(1, dtype=int)
    empty = np.flatnonzero(np.diff(known[dataset.tokenised.offsets]) == 0)
    if len(empty) and dataset.text.unknown == "skip":
        at = places(unit, [dataset.examples[i].at for i in empty])
        findings.append(
            f"{counted(len(empty), 'sentence')} without any known word ({at}): the network sees nothing there."
        )
    return findings


def _longest(dataset: Dataset, unit: str) -> str:
    lengths = dataset.tokenised.lengths
    order = np.argsort(-lengths, kind="stable")[:3]
    longest = listed([f"{counted(int(lengths[i]), 'word')} ({places(unit, [dataset.examples[i].at])})" for i in order])
    return f"Longest: {longest}. Half of the sentences have at most {counted(int(np.median(lengths)), 'word')}."
