"""Fitting the baselines while the page lives: begun, continued a little at a time, stopped."""

import threading
import time
from collections.abc import Generator

from playground.baselines import Baseline, fit
from rnn_core import Dataset


class Comparison:
    """The baselines of one dataset.

    Attributes:
        share: how much of the fitting is done, 0 to 1.
        results: the fitted baselines; empty before that.
        refused: why they cannot be fitted now; empty if nothing is known to be in the way.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.share = 0.0
        self.results: tuple[Baseline, ...] = ()
        self.refused = ""
        self._dataset = dataset
        self._fitting: Generator[float, None, tuple[Baseline, ...]] | None = None
        self._work = threading.Lock()  # held by whoever fits: two reruns of a page can overlap

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._fitting is not None

    def start(self) -> None:
        """Begin to fit, from nothing."""
        self._fitting, self.share, self.refused = fit(self._dataset), 0.0, ""

    def stop(self) -> None:
        """Give up fitting."""
        self._fitting = None

    def go_on(self, seconds: float) -> None:
        """Fit for about this long, if it has begun."""
        fitting = self._fitting
        if fitting is None or not self._work.acquire(blocking=False):
            return
        try:
            end = time.monotonic() + seconds
            # Meanwhile another rerun can have stopped it, or have come to its end before this one had the lock.
            while fitting is self._fitting and time.monotonic() < end:
                self.share = next(fitting)
        except StopIteration as done:
            self.results, self._fitting = done.value, None
        except Exception:
            self._fitting = None  # it cannot go on, but can be started anew
            raise
        finally:
            self._work.release()
