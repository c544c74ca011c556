"""A run that has come to its end, trained longer: to the bit as if it had been begun with more epochs."""

from dataclasses import replace

from playground.runs import Run
from playground.saved_runs import saved


def may_be_longer(run: Run) -> bool:
    """Whether more epochs would only add to what the run was: one network, which has had all of its own.

    Where the learning rate follows from the number of epochs, a run with more has another from the start.
    """
    now = run.job.snapshot()
    had_all = now.status == "finished" and now.network_epoch == run.settings.epochs
    return had_all and now.networks == 1 and run.settings.schedule == "constant"


def longer(run: Run, epochs: int) -> Run:
    """The run with more epochs, paused where it had ended; see may_be_longer."""
    run.job.go_on_with(saved(run).go_on(run.dataset, epochs))
    return replace(run, settings=replace(run.settings, epochs=epochs))
