"""Whether a hand-in is what it says: first against itself, then against its run, trained again."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rnn_core.dataset import Dataset
from rnn_core.errors import InvalidDataset, InvalidHandIn
from rnn_core.hand_in.recompute import Again
from rnn_core.hand_in.said_in_link import differences
from rnn_core.hand_in.values import HandedNetwork, HandIn, Point, on_a_curve

Outcome = Literal["confirmed", "same figures", "refused", "not checked", "not read"]

_LOSS, _ACCURACY = 1e-4, 0.01  # a relative and an absolute difference; another kind of processor makes some 1e-13
_OTHER_PROCESSOR = (
    "On another kind of processor the last bits differ, which only a very unsteady run turns into other figures."
)


@dataclass(frozen=True)
class Verdict:
    """What came of a check.

    Attributes:
        why: in a sentence or two; empty if it is confirmed.
    """

    outcome: Outcome
    why: str = ""


def require_consistent(hand_in: HandIn) -> Dataset:
    """The sentences of a hand-in that does not contradict itself.

    Raises:
        InvalidHandIn: it does, or its sentences cannot be used.
    """
    otherwise = differences(hand_in)
    if otherwise:
        raise InvalidHandIn(f"Its link does not say the same as its settings: {otherwise}.")
    network, *others = hand_in.networks
    if [point.epoch for point in network.curve] != on_a_curve(network.epochs):
        raise InvalidHandIn(f"Its figures are not those of {network.epochs} epochs.")  # else some could be left out
    if others and not all(each.ended for each in hand_in.networks):
        raise InvalidHandIn("Of several networks only those that have ended are handed in, and one of these has not.")
    try:
        dataset = hand_in.sentences()
    except InvalidDataset as error:
        raise InvalidHandIn(f"Its sentences cannot be used: {error}") from None
    if dataset.fingerprint != hand_in.fingerprint:
        raise InvalidHandIn(
            f"Its sentences have the fingerprint {dataset.fingerprint}, and {hand_in.fingerprint} is said. "
            "Was it made with another version of the playground?"
        )
    return dataset


def run_of(hand_in: HandIn) -> Hashable:
    """What decides on how its run goes: two hand-ins with the same need to be trained once."""
    how_far = tuple((n.epochs, n.updates, n.ended, n.first and n.first[0]) for n in hand_in.networks)
    settings = (hand_in.model, hand_in.training, hand_in.ensemble, hand_in.vectors)
    return settings, hand_in.dataset, hand_in.fingerprint, how_far


def held_against(networks: Sequence[HandedNetwork], again: Sequence[Again]) -> Verdict:
    """The verdict on networks that have been trained again."""
    for number, (handed, found) in enumerate(zip(networks[1:], again[1:], strict=True), 2):
        if [point.epoch for point in handed.curve] != [found.epoch] * (found.epoch > 0):
            return Verdict(
                "refused", f"Its figures of network {number} are not those of epoch {found.epoch}, as they must."
            )
    weights = _weights(networks, again)
    differ = [said for said in weights if said.found != said.said]
    agree = [said for said in weights if said.found == said.said]
    unequal = (
        f"Trained again, the weights {differ[0].where} are {differ[0].found} and not {differ[0].said}" if differ else ""
    )
    if differ and agree:
        # This processor computes as that one did, so that the rest would be the same as well.
        return Verdict("refused", f"{unequal}, though they agree {agree[0].where}.")
    parted = next(filter(None, map(_parted, networks, again)), "")
    if parted and differ:
        return Verdict("refused", f"{unequal}, and the figures are others: {parted}. {_OTHER_PROCESSOR}")
    if parted:
        return Verdict("refused", f"The weights are right, and the figures were changed: {parted}.")
    if differ:
        return Verdict(
            "same figures",
            f"{unequal}, but the loss and the accuracies after every epoch are the same: so it is when it was trained "
            "on another kind of processor.",
        )
    return Verdict("confirmed")


class _Weights(NamedTuple):
    """Weights of which a hand-in says the fingerprint, and the one that was found."""

    where: str
    said: str
    found: str


def _weights(networks: Sequence[HandedNetwork], again: Sequence[Again]) -> list[_Weights]:
    said = []
    for number, (handed, found) in enumerate(zip(networks, again, strict=True), 1):
        of = f" of network {number}" if len(networks) > 1 else ""
        if handed.first:
            said.append(_Weights(f"at epoch {handed.first[0]}{of}", handed.first[1], found.first))
        said.append(_Weights(f"at the end{of}", handed.fingerprint, found.params.fingerprint()))
    return said


def _parted(handed: HandedNetwork, found: Again) -> str:
    """Where the curve of a network parts from what was found again; empty if it does not."""
    for said in handed.curve:
        point = found.curve[said.epoch]
        same_loss = math.isclose(said.train_loss, point.train_loss, rel_tol=_LOSS)
        same_train = _near(said.train_accuracy, point.train_accuracy)
        if not (same_loss and same_train and _near(said.test_accuracy, point.test_accuracy)):
            return f"after epoch {said.epoch} {_figures(said)} is said, and it is {_figures(point)}"
    return ""


def _near(one: float | None, other: float | None) -> bool:
    """Whether two accuracies are the same, as far as another processor's last bits let them be."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _ACCURACY


def _figures(point: Point) -> str:
    tested = "" if point.test_accuracy is None else f", test accuracy {point.test_accuracy:.3f}"
    return f"train loss {point.train_loss:.4g}, accuracy {point.train_accuracy:.3f}{tested}"
