"""How often pages ask for news while something plays: the more there are, the more seldom."""

from collections.abc import Callable

SHARE = 0.12  # of one core, for what ticks draw; to send it and all around it costs twice as much again
OFTEN, SELDOM = 0.5, 4.0  # seconds between two ticks of a page
FIRST_COST = 0.01  # seconds of a tick, until some have been measured
MEMORY = 0.02  # how much the last one counts
MOST_COST = 0.05  # what a tick counts as at most: one that reads every sentence anew is no measure for others


class Ticks:
    """How long to wait between ticks, from what they cost on this machine.

    Args:
        playing: how many jobs play.
    """

    def __init__(self, playing: Callable[[], int]) -> None:
        self._playing = playing
        self._cost = FIRST_COST

    def took(self, seconds: float) -> None:
        """A tick has been drawn, with so much CPU time."""
        self._cost += MEMORY * (min(seconds, MOST_COST) - self._cost)

    @property
    def _needed(self) -> float:
        return self._playing() * self._cost / SHARE

    def seconds(self) -> float:
        """Between two ticks of a page that is drawn now: 0.5, 1, 2 or 4 s."""
        chosen, needed = OFTEN, self._needed
        while chosen < min(needed, SELDOM):
            chosen *= 2
        return chosen

    def fit(self, every: float) -> bool:
        """Whether a page that asks that often may go on so; with some slack, for changing it costs a whole page."""
        return (every >= self._needed / 1.5 or every >= SELDOM) and (every <= 4 * self._needed or every <= OFTEN)
