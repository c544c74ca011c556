"""How sure a share is that was counted on few answers."""

from math import sqrt
from statistics import NormalDist


def wilson(right: int, answers: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for the probability of a right answer (Wilson 1927).

    Args:
        right: how many answers are right.
        answers: how many there are; with none, nothing is known.
        confidence: how often such an interval holds the true probability.

    Returns:
        The least and the largest probability that is likely.
    """
    if not answers:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, weight = right / answers, z * z / answers
    middle = (share + weight / 2) / (1 + weight)
    reach = z * sqrt(share * (1 - share) / answers + weight / (4 * answers)) / (1 + weight)
    return max(0.0, middle - reach), min(1.0, middle + reach)
