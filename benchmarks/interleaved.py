"""Timing several contestants on a machine that is never quite at rest: in turns, CPU time, medians and spread."""

import datetime
import gc
import platform
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

import numpy as np


@dataclass(frozen=True)
class Times:
    """CPU seconds of one contestant for one epoch, a value for each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.rounds)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Between these lies the middle half of the rounds."""
        low, _, high = quantiles(self.rounds, n=4)
        return low, high

    def __add__(self, other: "Times") -> "Times":
        return Times(tuple(a + b for a, b in zip(self.rounds, other.rounds, strict=True)))

    def times_slower_than(self, other: "Times") -> float:
        """The median of the ratios round by round, so that a slow minute of the machine slows both."""
        return median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))


def take_turns(contestants: Iterable[Callable[[], Mapping[str, float]]], rounds: int, epochs: int) -> dict[str, Times]:
    """Let every contestant train in each round, after one round that does not count.

    Args:
        contestants: what trains for one epoch when it is called, and gives its CPU seconds, by the names of its parts.
        epochs: in a row; enough of them that it matters little what the one before has left in the caches.
    """
    contestants, spent = list(contestants), defaultdict[str, list[float]](list)
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds + 1):
            for contestant in contestants:
                turn = Counter[str]()
                for _ in range(epochs):
                    turn.update(contestant())
                for part, seconds in turn.items() if number else ():
                    spent[part].append(seconds / epochs)
    finally:
        gc.enable()
    return {part: Times(tuple(seconds)) for part, seconds in spent.items()}


def timed(name: str, run: Callable[[], object]) -> Callable[[], dict[str, float]]:
    """A contestant of one part."""

    def contestant() -> dict[str, float]:
        started = time.process_time()
        run()
        return {name: time.process_time() - started}

    return contestant


def machine() -> str:
    """When and on what a figure was measured."""
    return (
        f"{datetime.date.today()}, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, one BLAS thread"
    )
