"""Whether a run went on to learn its training sentences by heart, as its curves show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rnn_core import EpochRecord

RISE = 0.05  # of the loss of guessing: what the loss has to rise by
LOOKED_AT = 3  # epochs at the end: one bad epoch among them is no rise


@dataclass(frozen=True)
class Overfitting:
    """What has happened after the epoch with the lowest loss on sentences that it does not learn from.

    Attributes:
        part: whose loss it is: of the validation part or, where there is none, of the test part.
        epoch: the one with the lowest loss.
        loss: in that epoch, and in the last one.
    """

    part: Literal["validation", "test"]
    epoch: int
    loss: tuple[float, float]


def overfitting(records: Sequence[EpochRecord], guessing: float) -> Overfitting | None:
    """See whether the loss on other sentences has clearly risen while that on train fell.

    Clearly: in each of the last three epochs, all of them after the lowest, it is above that by a twentieth of what
    guessing would give. A run in which both losses rose is not overfitted but unsteady.

    Args:
        records: of a run that has ended.
        guessing: the loss of always answering the label shares.

    Returns:
        None if it is not so, or if there are no other sentences.
    """
    part: Literal["validation", "test"] = "test" if records[0].validation_loss is None else "validation"
    watched = [record.test_loss if part == "test" else record.validation_loss for record in records]
    losses = [loss for loss in watched if loss is not None]
    if not losses:
        return None
    at = min(range(len(losses)), key=losses.__getitem__)
    best, last = records[at], records[-1]
    after = losses[at + 1 :][-LOOKED_AT:]
    risen = len(after) == LOOKED_AT and min(after) - losses[at] > RISE * guessing
    if not risen or last.train_loss >= best.train_loss:
        return None
    return Overfitting(part, best.epoch, (losses[at], losses[-1]))
