"""One thread trains for all visitors, a short slice for each in turn.

A thread per visitor makes everybody's clicks wait and outlives closed tabs; one thread that gives slices
keeps the page responsive, and when nobody plays it sleeps.
"""

import threading

from playground.jobs import Job

SLICE = 0.02  # seconds of training in a row
REST = 0.001  # seconds between slices when several jobs play, so that pages get their turn
IDLE = 0.25  # seconds at most until leases are looked at
MAX_PLAYING = 40  # more jobs than this wait for a place

THREAD_NAME = "rnn-playground-scheduler"


class Scheduler:
    """Runs jobs that play, round-robin, on one daemon thread.

    Args:
        max_playing: how many jobs train at once; later ones wait, in order.
    """

    def __init__(self, max_playing: int = MAX_PLAYING) -> None:
        self._max_playing = max_playing
        self._jobs: list[Job] = []
        self._changed = threading.Condition()
        self._stopped = False

    def start(self) -> None:
        """Start the thread; one left over from before the code was reloaded is told to stop."""
        for thread in threading.enumerate():
            if thread.name == THREAD_NAME:
                thread.scheduler.stop()  # type: ignore[attr-defined]
        _Loop(self).start()

    def add(self, job: Job) -> None:
        """Let a job that plays have its slices; adding it twice is adding it once."""
        with self._changed:
            if job not in self._jobs:
                self._jobs.append(job)
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
                if not self._stopped and (wait is None or wait > 0):
                    self._changed.wait(wait)

    def run_round(self) -> float | None:
        """One slice for every job that is due; seconds to wait, or None until a job is added."""
        with self._changed:
            self._jobs = [job for job in self._jobs if job.due_in() is not None]
            jobs = list(self._jobs)
        if not jobs:
            return None
        waits = []
        for job in jobs[: self._max_playing]:
            if job.due_in() == 0.0:
                job.run_slice(SLICE)
            due_in = job.due_in()
            waits.append(0.0 if due_in is None else due_in)
        soonest = min(waits)
        if soonest > 0:
            return min(soonest, IDLE)
        return REST if len(jobs) > 1 else 0.0


class _Loop(threading.Thread):
    def __init__(self, scheduler: Scheduler) -> None:
        super().__init__(target=scheduler.run, name=THREAD_NAME, daemon=True)
        self.scheduler = scheduler
