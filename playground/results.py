"""What has been worked out about one visitor's sentences and networks, kept so that it is worked out once."""

from functools import cached_property

from playground.abilities import Abilities
from playground.comparison import Comparison
from playground.cross_validation import EverySentence
from playground.forecast import Forecast
from playground.judged import telling
from playground.look import Look
from playground.outcome import Outcome, in_test
from playground.predictions import Predictions
from playground.sentences import Sentences
from playground.settings import Settings
from playground.snapshot import Snapshot
from playground.untrained import Untrained
from playground.weight_norms import WeightNorms
from rnn_core import Batch, Params, evaluate
from rnn_core.arrays import IntArray
from rnn_core.dataset import Split
from rnn_core.inside.behaviour import BehaviourTest
from rnn_core.inside.microscope import GradientCheck, check_gradient
from rnn_core.inside.plane import frequent_rows, some_sentences

_MOST_ENDS, MOST_WORDS = 120, 400


class Results:
    """Results on the sentences of a run. Nothing is worked out before it is looked at.

    Attributes:
        comparison: with baselines.
        every_sentence: tested once.
        checked: the last check of a gradient, and what was looked at.
        weight_norms: over the epochs of the run.
        untrained: networks like that of the run, at their first weights.
        forecast: of the time that runs take.
    """

    def __init__(self, sentences: Sentences) -> None:
        self.comparison = Comparison(sentences.dataset)
        self.every_sentence = EverySentence(sentences.dataset)
        self.checked: tuple[Look, GradientCheck] | None = None
        self.weight_norms = WeightNorms()
        self.untrained = Untrained()
        self.forecast = Forecast(sentences.dataset)
        self._sentences = sentences
        self._predictions: tuple[tuple[Params, ...], Predictions] | None = None
        self._together: tuple[tuple[Params, ...], float] | None = None
        self._right_in_test: tuple[tuple[Params, ...], IntArray] | None = None
        self._accuracies: tuple[Params, tuple[float, ...]] | None = None
        self._abilities: tuple[tuple[BehaviourTest, ...], Abilities] | None = None

    def predictions(self, *members: Params) -> Predictions:
        """What these weights answer for every sentence, or the mean of several, worked out once for each look."""
        if self._predictions is None or not _same(self._predictions[0], members):
            self._predictions = (members, Predictions.of(self._sentences.dataset, *members))
        return self._predictions[1]

    def together(self, members: tuple[Params, ...]) -> float:
        """The accuracy of the mean answer on the part that tells it, worked out once for each look."""
        if self._together is None or not _same(self._together[0], members):
            dataset = self._sentences.dataset
            self._together = (members, evaluate(dataset, telling(dataset), *members)[1])
        return self._together[1]

    def outcome(self, now: Snapshot, settings: Settings) -> Outcome:
        """What a run with these settings has come to that has ended."""
        members = now.answering
        if self._right_in_test is None or not _same(self._right_in_test[0], members):
            dataset = self._sentences.dataset
            tested = Predictions.of(dataset, *members, splits=("test",))  # all would take several times as long
            self._right_in_test = (members, in_test(dataset, tested.right))
        return Outcome.of(self._sentences, settings, now, self._right_in_test[1], self.comparison.results)

    def accuracies(self, params: Params) -> tuple[float, ...]:
        """The accuracy of these weights on train, and on test where there is one, worked out once for each look."""
        if self._accuracies is None or self._accuracies[0] is not params:
            dataset = self._sentences.dataset
            parts: list[Split] = [split for split in ("train", "test") if split in dataset.batches]
            self._accuracies = (params, tuple(evaluate(dataset, split, params)[1] for split in parts))
        return self._accuracies[1]

    def abilities(self, pairs: tuple[BehaviourTest, ...]) -> Abilities:
        """What networks of these sentences can do, and whether they pass the pairs that the visitor has written."""
        if self._abilities is None or self._abilities[0] != pairs:
            self._abilities = (pairs, Abilities(self._sentences.dataset, not self._sentences.roles_known, pairs))
        return self._abilities[1]

    @cached_property
    def some_sentences(self) -> Batch:
        """Training sentences whose ends are drawn in the plane."""
        return some_sentences(self._sentences.dataset, _MOST_ENDS)

    @cached_property
    def frequent_rows(self) -> IntArray:
        """(n,) rows of the words that are on the map."""
        return frequent_rows(self._sentences.dataset, MOST_WORDS)

    def check(self, seen: Look) -> None:
        """Check the gradient of what is looked at."""
        self.checked = (seen, check_gradient(seen.params, seen.read, seen.label))


def _same(one: tuple[Params, ...], other: tuple[Params, ...]) -> bool:
    """Whether they are the same weights in memory."""
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
