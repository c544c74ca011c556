"""Abilities of the network of each epoch, worked out once for each: what it can do beyond its test sentences."""

from collections.abc import Mapping
from typing import Protocol

from rnn_core import Dataset, Params, bundled_roles
from rnn_core.inside.behaviour import BehaviourTest, Suite, made_from_roles
from rnn_core.inside.sensitivity import Sensitivity

MOST_EPOCHS = 40  # that are looked at


class Measure(Protocol):
    """Something that weights can be asked: shares by name."""

    def rates(self, params: Params) -> dict[str, float]:
        """The share for each ability."""


class Abilities:
    """The abilities that make sense for a dataset.

    Attributes:
        suite: tests made from what the words are for; without any test where that is not known.
        sensitivity: how answers hang on order and single words; None where the suite says more.
    """

    def __init__(self, dataset: Dataset, own: bool) -> None:
        self.suite = Suite(() if own else made_from_roles(bundled_roles()), dataset.vocabulary)
        self.sensitivity = Sensitivity.of(dataset) if own else None
        self._known: dict[int, tuple[Params, dict[str, float]]] = {}

    def rates(self, params: Params) -> dict[str, float]:
        """The share for each ability, with some weights."""
        measure: Measure = self.suite if self.sensitivity is None else self.sensitivity
        return measure.rates(params)

    def over(self, history: Mapping[int, Params]) -> dict[int, dict[str, float]]:
        """The same for at most MOST_EPOCHS of the epochs whose weights were kept, evenly spaced."""
        epochs = list(history)[:: max(1, -(-len(history) // MOST_EPOCHS))]
        self._known = {epoch: known for epoch, known in self._known.items() if history.get(epoch) is known[0]}
        for epoch in epochs:
            if epoch not in self._known:
                self._known[epoch] = (history[epoch], self.rates(history[epoch]))
        return {epoch: self._known[epoch][1] for epoch in epochs}

    def with_pairs(self, pairs: tuple[BehaviourTest, ...]) -> Suite:
        """The suite with tests that a person has written."""
        return Suite((*self.suite.tests, *pairs), self.suite.vocabulary)
