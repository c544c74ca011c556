"""Several networks that differ in a setting or two, trained side by side."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.jobs import Job
from playground.pretrained import Given, begun
from playground.scheduler import Scheduler
from playground.settings import Settings
from playground.snapshot import Snapshot
from rnn_core import Dataset

Variants = Mapping[str, Mapping[str, Any]]  # by the name of a network, the settings in which it differs from the others


def runners(settings: Settings, variants: Variants) -> dict[str, Settings]:
    """The settings of each network that races, by its name.

    Args:
        settings: of all, but for what their variants say; each is one network.

    Raises:
        InvalidSetting: a variant says what is not possible.
    """
    return {name: replace(settings, networks=1, **changes) for name, changes in variants.items()}


class Race:
    """A job for each network, on the same sentences, at full speed. The same seed gives them the same order of these.

    Args:
        given: what the embeddings begin with of those whose settings say so.

    Raises:
        InvalidSetting: settings that do not go together, or not with the sentences, or a network that is too large.
    """

    def __init__(self, dataset: Dataset, settings: Settings, variants: Variants, given: Given | None = None) -> None:
        self.dataset, self.settings, self.variants, self.given = dataset, settings, variants, given
        self._jobs = {
            name: Job(begun(dataset, own, given), own.epochs, history_bytes=0)
            for name, own in runners(settings, variants).items()
        }

    def play(self, scheduler: Scheduler) -> None:
        """Let all train."""
        for job in self._jobs.values():
            job.play()
            scheduler.add(job)

    def pause(self) -> None:
        """Stop all after their present update."""
        for job in self._jobs.values():
            job.pause()

    def place(self, scheduler: Scheduler) -> int:
        """0 if all train, else the place in the queue of the one that waits longest."""
        return max(scheduler.place(job) for job in self._jobs.values())

    @property
    def playing(self) -> bool:
        """Whether one of them still trains."""
        return any(job.status == "playing" for job in self._jobs.values())

    @property
    def over(self) -> bool:
        """Whether all have come to an end."""
        return all(job.status in ("finished", "failed") for job in self._jobs.values())

    def snapshots(self) -> dict[str, Snapshot]:
        """A look at each."""
        return {name: job.snapshot() for name, job in self._jobs.items()}


def standing(now: Snapshot | None) -> dict[str, Any]:
    """How far a network is: a row of numbers, those that there are not yet are None.

    Args:
        now: a look at it; None before it has begun.

    Returns:
        ``epoch``; ``right``, the first epoch with everything right in train; ``train`` and ``test``, the shares that
        are right now.
    """
    records = now.records if now else ()
    last = records[-1] if records else None
    return {
        "epoch": last.epoch if last else 0,
        "right": next((record.epoch for record in records if record.train_accuracy == 1), None),
        "train": last.train_accuracy if last else None,
        "test": last.test_accuracy if last else None,
    }
