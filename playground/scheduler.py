"""One thread trains for all visitors, a short slice for each in turn.

A thread per visitor would delay everybody's clicks and outlive closed tabs. A single thread that hands out time slices,
and yields to pages that are being drawn, keeps the page responsive; it sleeps while no job plays.
"""

import threading
import time
from collections.abc import Callable

from playground.jobs import Job

SLICE = 0.01  # seconds of training in a row
PATIENCE = 0.04  # seconds that pages may take after a slice, so that training goes on even when there are many
UNDISTURBED = 0.0005  # seconds: a sleep that ends sooner than this has not waited for another thread
IDLE = 0.25  # longest sleep in seconds, so that leases are checked
MAX_PLAYING = 40  # more jobs than this wait for a place
TURN = 20.0  # seconds that a job keeps its place while others wait

THREAD_NAME = "rnn-playground-scheduler"


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


class Scheduler:
    """Runs jobs that play, round-robin, on one daemon thread.

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
        self._jobs: dict[Job, float | None] = {}  # since when each has its place; None in the queue
        self._changed = threading.Condition()
        self._added = False  # a job, since the thread last slept
        self._stopped = False

    def start(self) -> None:
        """Start the thread, and stop one that is left over from before the code was reloaded."""
        for thread in threading.enumerate():
            if thread.name == THREAD_NAME:
                thread.scheduler.stop()  # type: ignore[attr-defined]
        _Loop(self).start()

    def add(self, job: Job) -> None:
        """Give a playing job its slices from now on; adding it again changes nothing."""
        with self._changed:
            self._jobs.setdefault(job, None)
            self._added = True
            self._changed.notify()

    def place(self, job: Job) -> int:
        """0 for a job that trains (or does not play), else its place in the queue, from 1."""
        with self._changed:
            playing = [other for other in self._jobs if other.status == "playing"]
        return max(0, playing.index(job) + 1 - self._max_playing) if job in playing else 0

    def playing(self) -> int:
        """How many jobs play, those in the queue included."""
        with self._changed:
            return sum(job.status == "playing" for job in self._jobs)

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
        """Give a slice to every job that has a place and is due.

        Returns:
            Seconds to wait until the next round; None to wait until a job is added.
        """
        waits = []
        for job in self._with_a_place():
            if job.due_in() == 0.0:
                job.run_slice(SLICE)
                self._rest()
            due_in = job.due_in()
            waits.append(0.0 if due_in is None else due_in)
        return min(*waits, IDLE) if waits else None

    def _with_a_place(self) -> list[Job]:
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
