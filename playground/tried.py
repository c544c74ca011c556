"""What trainings side by side have come to, each by itself and point by point of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from playground.plans import Entry, Plan
from playground.sweep import COLUMNS, Sweep
from rnn_core.dataset import Split
from rnn_core.settings import Value

_TRAIN = COLUMNS.index("train_accuracy")


@dataclass(frozen=True)
class Try:
    """One training, so far.

    Attributes:
        epochs: that it has had.
        right: the first epoch with everything right in train; None if there was none.
        train, test, validation: the shares that are right now, at the end with the weights that it keeps; None where
            there is no such part or nothing is known yet.
        ended: whether it has come to its end.
        problem: why it came to no good one.
    """

    entry: Entry
    epochs: int
    right: int | None
    train: float | None
    test: float | None
    validation: float | None
    ended: bool
    problem: str

    @property
    def there(self) -> bool:
        """Whether everything in train was right once."""
        return self.right is not None and not self.problem

    @property
    def lost(self) -> bool:
        """Whether that was so, but is not any more at the end."""
        return self.there and self.ended and self.train != 1

    def share(self, split: Split) -> float | None:
        """How much of a part is right; of one that came to no good end None."""
        found: float | None = None if self.problem else getattr(self, split)
        return found


def tried(plan: Plan, sweep: Sweep | None) -> tuple[Try, ...]:
    """How far each is, in the plan's order.

    Args:
        sweep: that trains them; None before it has begun.
    """
    return tuple(_try(entry, number, sweep) for number, entry in enumerate(plan.entries))


def _try(entry: Entry, number: int, sweep: Sweep | None) -> Try:
    if sweep is None:
        return Try(entry, 0, None, None, None, None, False, "")
    end, epochs = sweep.ends.get(number), int(sweep.done[number])
    right = np.flatnonzero(sweep.numbers[number, :epochs, _TRAIN] == 1)
    at = epochs if end is None else end.kept
    shares = [sweep.numbers[number, at - 1, COLUMNS.index(f"{part}_accuracy")] if at else np.nan
              for part in ("train", "test", "validation")]  # fmt: skip
    train, test, validation = (None if np.isnan(share) else float(share) for share in shares)
    first = int(right[0]) + 1 if len(right) else None
    return Try(entry, epochs, first, train, test, validation, end is not None, end.problem if end else "")


@dataclass(frozen=True)
class Point:
    """The trainings of one point of a grid.

    Attributes:
        share: the median share of the judging part that is right, of one that came to no good end nothing; None while
            nothing is known, and where none came to a good end.
        there: how many have had everything in train right, of ``seeds``.
        right: the median epoch at which these had.
    """

    point: tuple[Value, ...]
    seeds: int
    share: float | None
    there: int
    right: float | None


def points(plan: Plan, tries: Sequence[Try], split: Split) -> tuple[Point, ...]:
    """The trainings of a grid point by point.

    Args:
        split: the part that judges.
    """
    found = []
    for point in plan.points:
        own = [one for one in tries if one.entry.point == point]
        known = any(one.share(split) is not None for one in own)
        shares = (
            [one.share(split) or 0.0 for one in own if one.problem or one.share(split) is not None] if known else []
        )
        right = [one.right for one in own if one.there and one.right is not None]
        found.append(
            Point(
                point,
                len(own),
                median(shares) if shares else None,
                len(right),
                median(right) if right else None,
            )
        )
    return tuple(found)
