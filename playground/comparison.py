"""Fitting the baselines while the page lives: begun, continued a slice at a time by the scheduler, stopped."""

import time
from collections.abc import Callable, Generator
from typing import Literal

from playground import trouble
from playground.baselines import Baseline, fit
from playground.lease import Lease
from rnn_core import Dataset

Status = Literal["ready", "playing", "unwatched", "stopped", "finished"]


class Comparison:
    """The baselines of one dataset.

    Orders may come from a page while the scheduler's thread fits: they take effect at the end of its step.

    Args:
        clock: seconds that never go back; tests give their own.

    Attributes:
        status: what the fitting does. It is "unwatched" if nobody has looked for LEASE seconds (a closed or hidden
            tab): then it is given up, so that nothing is kept for it, and has to begin anew.
        share: how much of the fitting is done, 0 to 1.
        results: the fitted baselines; empty before that.
        refused: why they are not fitted; empty if nothing is known to be in the way.
    """

    def __init__(self, dataset: Dataset, clock: Callable[[], float] = time.monotonic) -> None:
        self.status: Status = "ready"
        self.share = 0.0
        self.results: tuple[Baseline, ...] = ()
        self.refused = ""
        self._dataset = dataset
        self._clock = clock
        self._lease = Lease(clock)
        self._fitting: Generator[float, None, tuple[Baseline, ...]] | None = None

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.status == "playing"

    def start(self) -> None:
        """Begin to fit, from nothing; what is being fitted goes on."""
        if not self.running:
            self._lease.renew()
            self._fitting, self.share, self.refused = fit(self._dataset), 0.0, ""
            self.status = "playing"

    def stop(self) -> None:
        """Give up fitting."""
        self._end("stopped")

    def look(self) -> None:
        """Somebody looks at what it comes to."""
        self._lease.renew()

    def due_in(self) -> float | None:
        """0 while there is something to fit, else None. Fitting that nobody looks at ends here."""
        if self.running and self._lease.over:
            self._end("unwatched")
        return 0.0 if self.running else None

    def run_slice(self, seconds: float) -> None:
        """Fit for about this long, if it has begun; its errors end it and nothing else."""
        fitting, end = self._fitting, self._clock() + seconds
        while fitting and fitting is self._fitting:
            self._step(fitting)
            if self._clock() >= end:
                break

    def _step(self, fitting: Generator[float, None, tuple[Baseline, ...]]) -> None:
        results: tuple[Baseline, ...] = ()
        refused = ""
        try:
            self.share = next(fitting)
            return
        except StopIteration as done:
            results = done.value
        except Exception as error:
            refused = trouble.in_words(error, "Fitting them", "There is not enough memory to fit them.")
        if fitting is self._fitting:  # else a page has stopped it meanwhile, or begun it anew
            self.results, self.refused = results, refused
            self._end("finished" if results else "stopped")

    def _end(self, status: Status) -> None:
        if self.running:
            self.status, self._fitting = status, None
