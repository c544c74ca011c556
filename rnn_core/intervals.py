"""How sure a share of right answers is, and whether two methods differ on the same sentences.

Answers to the words of one sentence are not independent of each other: where words are judged, what is right is given
for each sentence. Letter: S sentences.
"""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95

_Counts = NDArray[Any]  # whole numbers of whatever size


def wilson(right: float, answers: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The interval of all shares of right answers that so many would not be surprising for (Wilson 1927).

        low, high = (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n),  p = right/n, z = 1.96 for 0.95

    Unlike p ± z √(p(1 - p)/n) it stays within 0 and 1, and is of use for few answers and for all or none right.

    Args:
        right: how many of the answers are right.
        answers: how many there are, n; see ``clustered`` for one that is not whole.
        confidence: in how many of many such samples the interval holds the true share, about.

    Returns:
        Its ends, 0 <= low < high <= 1.

    Raises:
        ValueError: there is no answer, more are right than there are, or the confidence is not between 0 and 1.
    """
    if not answers > 0:
        raise ValueError(f"an interval needs at least one answer, not {answers:g}")
    if not 0 <= right <= answers:
        raise ValueError(f"{right:g} of {answers:g} answers cannot be right")
    z, p = _z(confidence), right / answers
    middle, scale = p + z * z / (2 * answers), 1 + z * z / answers
    reach = z * math.sqrt(p * (1 - p) / answers + (z / (2 * answers)) ** 2)
    # (All or none right: rounding would miss the end by a hair.)
    low = 0.0 if right == 0 else (middle - reach) / scale
    return low, 1.0 if right == answers else (middle + reach) / scale


def clustered(right: _Counts, answers: _Counts, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval for sentences of which each has one or more answers.

    It is taken for as many answers as would tell as much if they were independent (the effective sample size, Kish
    1965): n p(1 - p) over the variance that the sentences show. With one answer each that is their number.

    Args:
        right: (S,) how many of each sentence's answers are right.
        answers: (S,) how many there are of each.

    Raises:
        ValueError: as ``wilson``.
    """
    n = float(answers.sum())
    if not n:
        raise ValueError("an interval needs at least one answer")
    p = float(right.sum()) / n
    independent = n * p * (1 - p)  # the spread of answers that have nothing to do with each other
    spread = float(((right - p * answers) ** 2).sum())
    # (Where all or none are right there is no spread to go by: then sentences are counted.)
    effective = n * independent / max(spread, independent) if independent else float(np.count_nonzero(answers))
    return wilson(p * effective, effective, confidence)


def difference(right: _Counts, other: _Counts, confidence: float = CONFIDENCE) -> int:
    """Whether one method is better than another on the same sentences, by more than chance explains.

    Only sentences tell that which one gets right and the other does not (McNemar 1947; with Edwards's correction of
    1948 for small numbers, and sums over the words of a sentence where these are judged, as in Obuchowski 1998):
    d = right - other has to have |sum d| - 1 > z √(sum d²).

    Args:
        right, other: (S,) how many answers to each sentence either gets right.

    Returns:
        1 if the first is better, -1 if the other is, 0 if these sentences do not tell.
    """
    d = right.astype(np.int64) - other
    total = int(d.sum())
    clear = abs(total) - 1 > _z(confidence) * math.sqrt(int((d * d).sum()))
    return (total > 0) - (total < 0) if clear else 0


def _z(confidence: float) -> float:
    """How many standard deviations to either side hold that share of a normal distribution."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not at {confidence:g}")
    return NormalDist().inv_cdf((1 + confidence) / 2)
