"""Abilities of the network of each epoch, worked out once for each: what it can do beyond its test sentences."""

from collections.abc import Mapping

from rnn_core import Dataset, Params, bundled_roles
from rnn_core.inside.behaviour import BehaviourTest, Suite, made_from_roles
from rnn_core.inside.sensitivity import Sensitivity

MOST_EPOCHS = 40  # that are looked at


class Abilities:
    """The abilities that make sense for a dataset.

    Args:
        own: the sentences are a visitor's, so that nobody knows what their words are for.
        pairs: tests that the visitor has written.

    Attributes:
        suite: tests made from what the words are for, if that is known, and the pairs.
        sensitivity: how answers hang on order and single words; None where the suite says more.
    """

    def __init__(self, dataset: Dataset, own: bool, pairs: tuple[BehaviourTest, ...] = ()) -> None:
        made = () if own else made_from_roles(bundled_roles())
        self.suite = Suite((*made, *pairs), dataset.vocabulary)
        self.sensitivity = Sensitivity.of(dataset) if own else None
        self._known: dict[int, tuple[Params, dict[str, float]]] = {}

    def rates(self, params: Params) -> dict[str, float]:
        """The share for each ability, with some weights."""
        sensitivity = self.sensitivity.rates(params) if self.sensitivity else {}
        return sensitivity | self.suite.rates(params)

    def over(self, history: Mapping[int, Params]) -> dict[int, dict[str, float]]:
        """The same for at most MOST_EPOCHS of the epochs whose weights were kept, evenly spaced."""
        epochs = list(history)[:: max(1, -(-len(history) // MOST_EPOCHS))]
        self._known = {epoch: known for epoch, known in self._known.items() if history.get(epoch) is known[0]}
        for epoch in epochs:
            if epoch not in self._known:
                self._known[epoch] = (history[epoch], self.rates(history[epoch]))
        return {epoch: self._known[epoch][1] for epoch in epochs}
