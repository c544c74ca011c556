"""A run of the terminal that does not come to its end: it is stopped between two steps, and what it has is saved."""

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType

from rnn_core import saving
from rnn_core.model_files import SavedModel
from rnn_core.records import Event
from rnn_core.train import Training
from rnn_core.wording import shown


class Stopped(KeyboardInterrupt):
    """Ctrl-C came while a network was trained, and no step of that was cut in two."""


def until_stopped(training: Training) -> Iterator[Event]:
    """The events of a training. After Ctrl-C the step that is being made is the last one; a second one breaks it off.

    Raises:
        Stopped: (while iterating) it came.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # a process in the background hears none
        yield from training
        return
    came = False

    def wait(signum: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, wait)
    try:
        for event in training:
            yield event
            if came:
                raise Stopped
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def save_stopped(model: SavedModel, target: str) -> str:
    """Save a run that was stopped; what is to be known about the file, as a sentence."""
    return _save(model, target, "has what was trained until then, and training can go on from it.")


def save_blown_up(model: SavedModel, target: str) -> str:
    """Save the last good weights of a run that blew up, without its state: going on would blow up again."""
    (network,) = model.networks
    if not network.kept_epoch:
        return "These weights have learned nothing: no model was saved."
    alone = replace(model, networks=(replace(network, state=None),))
    told = f"has the weights of epoch {network.kept_epoch}: they answer, and training cannot go on from them."
    return _save(alone, target, told)


def _save(model: SavedModel, target: str, told: str) -> str:
    name = shown(target, 200)
    if Path(target).exists():
        return f"{name} is as it was: only a run that ends takes the place of a file."
    saving.write(model, target)
    return f"{name} {told}"
