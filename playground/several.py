"""What is said of several networks while they train, and of whose answers one sees."""

from collections.abc import Sequence

from playground.judged import telling
from playground.messages import percent
from playground.snapshot import Snapshot
from rnn_core import Dataset


def finished(now: Snapshot, dataset: Dataset, together: float | None) -> str:
    """What those networks have come to that have finished; empty while none has, and of a run of one network.

    Args:
        together: the accuracy of their mean answer on the part that tells it; None while there is not more than one.
    """
    if now.networks == 1 or not now.members:
        return ""
    part, alone = telling(dataset), now.each_alone(telling(dataset))
    if together is not None:
        each = f"; one network alone: {spread(alone)}" if alone else ""
        said = f"The mean answer of {len(now.members)} networks: {percent(together)} of {part} right{each}."
    else:
        right = f": {percent(alone[0])} of {part} right" if alone else ""
        said = f"Network 1 has finished{right}. It stays drawn while the others train."
    return " ".join([said, *now.left_out])


def spread(shares: Sequence[float]) -> str:
    """From 0.77 to 0.80 "77% to 80%"; one of both where they are the same; empty where there is none."""
    if not shares:
        return ""
    low, high = percent(min(shares)), percent(max(shares))
    return low if low == high else f"{low} to {high}"


def whose_answers(now: Snapshot) -> str:
    """By what sentences are answered, to be put after what is said of them."""
    return f"by the mean of {len(now.members)} networks" if len(now.members) > 1 else "with the present weights"


def which_weights(now: Snapshot) -> str:
    """What answers, at which epoch, so that it can be said later too."""
    if len(now.members) > 1:
        return f"the mean of {len(now.members)} networks"
    if now.kept_epoch is not None:
        return f"its best weights, those of epoch {now.kept_epoch}"
    if now.update:
        return f"its weights in epoch {now.epoch + 1}, after {now.update.number} of {now.update.total} updates"
    return f"its weights of epoch {now.epoch}" if now.epoch else "its first weights, which have learned nothing"


def first_of(now: Snapshot) -> str:
    """Of which of several networks something is shown, to be put before it; empty for the only one."""
    return f"Network 1 of {now.networks}. " if now.networks > 1 else ""
