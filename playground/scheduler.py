"""One thread trains for all visitors, a short slice for each in turn.

A thread per visitor would delay everybody's clicks and outlive closed tabs. A single thread that hands out time slices,
and yields to pages that are being drawn, keeps the page responsive; it sleeps while no job plays.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Protocol

SLICE = 0.01  # seconds of training in a row
PATIENCE = 0.04  # seconds that pages may take after a slice, so that training goes on even when there are many
UNDISTURBED = 0.0005  # seconds: a sleep that ends sooner than this has not waited for another thread
IDLE = 0.25  # longest sleep in seconds, so that leases are checked
MAX_PLAYING = 40  # more jobs than this wait for a place
TURN = 20.0  # seconds that a job keeps its place while others wait

THREAD_NAME = "rnn-playground-scheduler"

log = logging.getLogger(__name__)


def give_way(patience: float = PATIENCE) -> None:
    """Let other threads have the interpreter until none wants it, or until patience ends.

    Python runs one thread at a time. A thread that sleeps releases the interpreter, and wakes late if another thread
    was waiting for it. Without this, a page would get the interpreter for a few milliseconds at a time.
    """
    end = time.perf_counter() + patience
    began = now = 0.0
    while now < end:
        began = time.perf_counter()
        time.sleep(5e-5)
        now = time.perf_counter()
        if now - began < UNDISTURBED:
            return


class Work(Protocol):
    """What gets slices of time: the training of a run, or the fitting of baselines."""

    @property
    def status(self) -> str:
        """What it does; "playing" as long as it wants slices."""

    def due_in(self) -> float | None:
        """Seconds until it wants the next one; None if it wants none any more."""

    def run_slice(self, seconds: float) -> None:
        """Work for about this long."""


class Scheduler:
    """Runs jobs that play, round-robin, on one daemon thread.

    Beside the jobs there is work that needs much memory or long slices: of that only one is done at a time, from its
    beginning to its end, and it gets as much time as one job.

    Args:
        max_playing: how many jobs train at once; later ones wait, in order. A job that has had its turn while others
            waited goes to the end of the queue.
        clock: seconds that never go back; tests give their own.
        rest: called after every slice.
    """

    def __init__(
        self,
        max_playing: int = MAX_PLAYING,
        clock: Callable[[], float] = time.monotonic,
        rest: Callable[[], None] = give_way,
    ) -> None:
        self._max_playing = max_playing
        self._clock = clock
        self._rest = rest
        self._jobs: dict[Work, float | None] = {}  # since when each has its place; None in the queue
        self._heavy: list[Work] = []  # the first one gets slices
        self._owed = 0.0  # seconds that it has had more than one slice a round
        self._changed = threading.Condition()
        self._added = False  # a job, since the thread last slept
        self._stopped = False

    def start(self) -> None:
        """Start the thread, and stop one that is left over from before the code was reloaded."""
        for thread in threading.enumerate():
            if thread.name == THREAD_NAME:
                thread.scheduler.stop()  # type: ignore[attr-defined]
        _Loop(self).start()

    def add(self, job: Work) -> None:
        """Give a playing job its slices from now on; adding it again changes nothing."""
        with self._changed:
            self._jobs.setdefault(job, None)
            self._woken()

    def add_heavy(self, work: Work) -> None:
        """Do this once what was added so before has come to its end; adding it again changes nothing."""
        with self._changed:
            if work not in self._heavy:
                self._heavy.append(work)
            self._woken()

    def _woken(self) -> None:
        self._added = True
        self._changed.notify()

    def place(self, job: Work) -> int:
        """0 for a job that trains (or does not play), else its place in the queue, from 1."""
        with self._changed:
            playing = [other for other in self._jobs if other.status == "playing"]
        return max(0, playing.index(job) + 1 - self._max_playing) if job in playing else 0

    def playing(self) -> int:
        """How many jobs play and works are done, those in the queue included."""
        with self._changed:
            return sum(work.status == "playing" for work in (*self._jobs, *self._heavy))

    def stop(self) -> None:
        """End the thread after the slice that is running."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def run(self) -> None:
        """The thread's loop."""
        while not self._stopped:
            wait = self.run_round()
            with self._changed:
                if not self._stopped and not self._added and (wait is None or wait > 0):
                    self._changed.wait(wait)
                self._added = False

    def run_round(self) -> float | None:
        """Give a slice to every job that has a place and is due, and to the first of the heavy works.

        Returns:
            Seconds to wait until the next round; None to wait until a job is added.
        """
        waits, others = [], False
        for job in self._with_a_place():
            if job.due_in() == 0.0:
                self._slice(job)
                self._rest()
                others = True
            due_in = job.due_in()
            waits.append(0.0 if due_in is None else due_in)
        heavy = self._first_heavy()
        if heavy:
            self._owed = max(self._owed - SLICE, -SLICE) if others else 0.0
            if self._owed <= 0:
                began = self._clock()
                self._slice(heavy)
                self._owed += self._clock() - began
                self._rest()
            waits.append(0.0)
        return min(*waits, IDLE) if waits else None

    def _slice(self, work: Work) -> None:
        """A slice of time. What meets an error that it did not expect gets no more; the others go on."""
        try:
            work.run_slice(SLICE)
        except Exception:
            log.exception("Work stopped on an unexpected error")
            with self._changed:
                self._jobs.pop(work, None)
                self._heavy = [other for other in self._heavy if other is not work]

    def _first_heavy(self) -> Work | None:
        with self._changed:
            self._heavy = [work for work in self._heavy if work.due_in() is not None]
            return self._heavy[0] if self._heavy else None

    def _with_a_place(self) -> list[Work]:
        now = self._clock()
        with self._changed:
            self._jobs = {job: since for job, since in self._jobs.items() if job.due_in() is not None}
            for job, since in list(self._jobs.items())[: max(0, len(self._jobs) - self._max_playing)]:
                if since is not None and now - since >= TURN:
                    del self._jobs[job]
                    self._jobs[job] = None  # at the end
            having = list(self._jobs)[: self._max_playing]
            for job in having:
                if self._jobs[job] is None:
                    self._jobs[job] = now
        return having


class _Loop(threading.Thread):
    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__(target=scheduler.run, name=THREAD_NAME, daemon=True)
        self.scheduler = scheduler
