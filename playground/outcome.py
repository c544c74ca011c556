"""What a run has come to, as one value: how good its network is on sentences it has not seen, and next to what.

The test part is looked at here and chooses nothing: neither an epoch nor a setting. Of the baselines the one that
does best on it is named; such luck as is in that choice is theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.baselines import Baseline
from playground.judged import judged, sentence_of_each, truth, unit
from playground.overfitting import Overfitting, overfitting
from playground.sentences import Sentences
from playground.settings import Settings
from playground.snapshot import Snapshot
from rnn_core import Dataset, fingerprint_of_all
from rnn_core.arrays import IntArray
from rnn_core.intervals import clustered, difference

FEWEST = 10  # test sentences: of fewer no share is told, and nothing is compared


def can_be_told(dataset: Dataset) -> bool:
    """Whether there are test sentences enough to tell a share of."""
    return len(dataset.indices("test")) >= FEWEST


@dataclass(frozen=True)
class Rival:
    """The best of the baselines.

    Attributes:
        doing: what it does, in the middle of a sentence.
        share: of its test answers, those that are right.
        standing: of the network: 1 if it is better by more than chance explains, -1 if it is worse, else 0.
    """

    doing: str
    share: float
    standing: int


@dataclass(frozen=True)
class Outcome:
    """What a run has come to that has ended.

    Attributes:
        unit: what has an answer: "sentence" or "word".
        sentences: how many the test part has.
        leaked: how many of them are also among the training sentences.
        answers: how many answers are judged in the test part, and ``right`` how many of these are right.
        interval: the shares that these would not be surprising for; None without an answer.
        train, validation: the share that is right of the other parts; None for an empty part.
        rival: None as long as there are no baselines, or too few sentences to compare on.
        epoch: whose weights these are.
        epochs: how many the run had.
        lowest: the epoch with the lowest loss, of the validation part or, without one, of train.
        overfitting: what the curves show of that, if anything.
        settings: those of the run.
        fingerprint: of the weights.
        alone: of several networks, whose mean answers: what each is right in by itself, of the test part.
        left_out: which of several came to no good end, and why: a sentence for each.
    """

    unit: str
    sentences: int
    leaked: int
    right: int
    answers: int
    interval: tuple[float, float] | None
    train: float
    validation: float | None
    rival: Rival | None
    epoch: int
    epochs: int
    lowest: int
    overfitting: Overfitting | None
    settings: Settings
    fingerprint: str
    alone: tuple[float, ...]
    left_out: tuple[str, ...]

    @property
    def networks(self) -> int:
        """How many answer together."""
        return max(1, len(self.alone))

    @classmethod
    def of(
        cls,
        sentences: Sentences,
        settings: Settings,
        now: Snapshot,
        right: IntArray,
        baselines: Sequence[Baseline],
    ) -> "Outcome":
        """What a run has come to.

        Args:
            now: a look at it, after its end.
            right: of each test sentence, how many answers the weights get right that it has come to.
            baselines: of the same sentences; none if they are not fitted.
        """
        dataset, epoch = sentences.dataset, now.kept_epoch or now.epoch
        answers, kept = in_test(dataset, np.ones(len(truth(dataset)), dtype=bool)), now.records[epoch - 1]
        told = can_be_told(dataset) and bool(answers.sum())
        return cls(
            unit=unit(dataset),
            sentences=len(dataset.indices("test")),
            leaked=sentences.report.leaked,
            right=int(right.sum()),
            answers=int(answers.sum()),
            interval=clustered(right, answers) if told else None,
            train=kept.train_accuracy,
            validation=kept.validation_accuracy,
            rival=_rival(dataset, right, baselines) if told and baselines else None,
            epoch=epoch,
            epochs=now.epoch,
            lowest=now.best_epoch,
            overfitting=overfitting(now.records, dataset.label_entropy),
            settings=settings,
            fingerprint=fingerprint_of_all(now.answering),
            alone=now.each_alone("test") if len(now.members) > 1 else (),
            left_out=now.left_out,
        )


def in_test(dataset: Dataset, right: NDArray[np.bool_]) -> IntArray:
    """Of each test sentence, how many answers are right.

    Args:
        right: (A,) which of all answers are.
    """
    part = judged(dataset, "test")
    of_each = sentence_of_each(dataset)[part][right[part]]
    return np.bincount(of_each, minlength=len(dataset.examples))[dataset.indices("test")]


def _rival(dataset: Dataset, right: IntArray, baselines: Sequence[Baseline]) -> Rival:
    theirs = [in_test(dataset, np.equal(one.answers, truth(dataset))) for one in baselines]
    best = max(range(len(baselines)), key=lambda i: int(theirs[i].sum()))  # of equals the simplest
    share = baselines[best].accuracy(dataset, "test")
    assert share is not None
    return Rival(baselines[best].doing, share, difference(right, theirs[best]))
