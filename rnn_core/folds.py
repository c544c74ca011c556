"""The folds of a dataset: other splits of the same sentences, so that each is in the test part of exactly one.

With a handful of sentences for testing, their share that is right says next to nothing. Cross-validation (Stone 1974)
tests all of them: each fold is tested by a network that was trained on the others.
"""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from rnn_core.arrays import IntArray
from rnn_core.dataset import Dataset, Example, split_off
from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.seeds import Stream, generator
from rnn_core.wording import counted

MOST = 10  # folds: more take longer, and tell hardly more (Kohavi 1995)
FEWER, FEW = 5, 1000  # so many folds where there are more sentences than these


@dataclass(frozen=True)
class Folds:
    """A dataset dealt into folds.

    Attributes:
        whole: the dataset, S sentences.
        of_each: (S,) which fold tests each sentence; -1 for one that none can test.
        seed: chooses the validation parts.
    """

    whole: Dataset
    of_each: IntArray
    seed: int

    def __len__(self) -> int:
        return int(self.of_each.max()) + 1

    def dataset(self, fold: int) -> Dataset:
        """The sentences in the same order, split as the fold has it.

        The share of what is not tested that is for validation is that of the dataset; the words that the network
        knows are those of the fold's own training part.

        Raises:
            InvalidDataset: the training part passes a cap.
        """
        whole = self.whole
        tested = self.of_each == fold
        examples: tuple[Example, ...] = tuple(
            replace(example, split="test" if test else "train")
            for example, test in zip(whole.examples, tested, strict=True)
        )
        learned, validation = (len(whole.indices(split)) for split in ("train", "validation"))
        if validation:
            share = validation / (learned + validation)
            examples = split_off(examples, "validation", share, self.seed, whole.tagged)
        return replace(whole, examples=examples)

    @property
    def untested(self) -> tuple[Example, ...]:
        """The sentences that are only learned from: without them a training part would lack a label."""
        return tuple(self.whole.examples[i] for i in np.flatnonzero(self.of_each < 0))


def deal(dataset: Dataset, seed: int, k: int | None = None) -> Folds:
    """Deal the sentences of all parts into k folds, at random and so that each has its share of each class.

    The same sentence twice comes into one fold, else a network would be tested on what it has learned by heart. Every
    class (every tag, where words have them) keeps a sentence in each training part; so one that only a single sentence
    has is never tested.

    Args:
        seed: chooses which sentence comes into which fold.
        k: how many folds. If it is left out there are 10, of more than 1,000 sentences 5, and never more than the
            largest class has sentences: a fold without that class would be trained on too much of it.

    Raises:
        InvalidSetting: fewer than two folds, or more than sentences that can be tested.
        InvalidDataset: there is nothing that can be tested.
    """
    groups = dataset.tokenised.alike()
    labels = [{label for i in group for label in dataset.labels_of(dataset.examples[i])} for group in groups]
    having = Counter(label for of_group in labels for label in of_group)
    testable = sum(all(having[label] > 1 for label in of_group) for of_group in labels)
    if testable < 2:
        raise InvalidDataset(
            "No two sentences can be tested: what is tested is not learned from, and each label has to be learned. "
            "At least one label needs two different sentences."
        )
    strata: dict[str, list[int]] = {}
    for g, group in enumerate(groups):
        strata.setdefault("" if dataset.tagged else dataset.examples[group[0]].label, []).append(g)
    if k is None:
        k = min(MOST if len(dataset.examples) <= FEW else FEWER, testable, max(map(len, strata.values())))
        k = max(k, 2)
    if not 2 <= k <= testable:
        raise InvalidSetting(
            f"{counted(k, 'fold')}: 2 to {testable:,} are possible, for {counted(testable, 'different sentence')} can "
            "be tested."
        )
    of_each = np.full(len(dataset.examples), -1, dtype=np.intp)
    size = [0] * k
    tested: list[Counter[str]] = [Counter() for _ in range(k)]  # of each fold, groups that have a label
    random = generator(seed, Stream.SPLIT)
    for stratum in sorted(strata):
        for g in random.permutation(strata[stratum]):
            possible = [f for f in range(k) if all(tested[f][label] + 1 < having[label] for label in labels[g])]
            if possible:
                fold = min(possible, key=size.__getitem__)  # so each has its share of every stratum
                of_each[groups[g]] = fold
                size[fold] += len(groups[g])
                tested[fold].update(labels[g])
    some = of_each >= 0
    of_each[some] = np.unique(of_each[some], return_inverse=True)[1]  # tags can leave a fold empty: there is none then
    return Folds(dataset, of_each, seed)
