"""Two networks that differ in one line: the correct gradient against the published one."""

from dataclasses import replace
from typing import get_args

from playground.jobs import Job, Snapshot
from playground.scheduler import Scheduler
from playground.settings import Settings
from rnn_core import Dataset, train
from rnn_core.config import GradientRule

RULES: tuple[GradientRule, ...] = get_args(GradientRule)


class Race:
    """A job for each rule, with the same first weights and the same order of sentences, at full speed.

    Args:
        settings: of both, but for the rule.

    Raises:
        InvalidSetting: the network would be too large.
    """

    def __init__(self, dataset: Dataset, settings: Settings) -> None:
        self.settings = settings
        self._jobs = {
            rule: Job(
                train(dataset, settings.model, replace(settings, gradient=rule).training),
                settings.epochs,
                history_bytes=0,
            )
            for rule in RULES
        }

    def play(self, scheduler: Scheduler) -> None:
        """Let both train."""
        for job in self._jobs.values():
            job.play()
            scheduler.add(job)

    def pause(self) -> None:
        """Stop both after their present update."""
        for job in self._jobs.values():
            job.pause()

    def place(self, scheduler: Scheduler) -> int:
        """0 if both train, else the place in the queue of the one that waits longer."""
        return max(scheduler.place(job) for job in self._jobs.values())

    @property
    def playing(self) -> bool:
        """Whether one of them still trains."""
        return any(job.status == "playing" for job in self._jobs.values())

    @property
    def over(self) -> bool:
        """Whether both have come to an end."""
        return all(job.status in ("finished", "failed") for job in self._jobs.values())

    def snapshots(self) -> dict[GradientRule, Snapshot]:
        """A look at each."""
        return {rule: job.snapshot() for rule, job in self._jobs.items()}
