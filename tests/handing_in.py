"""Hand-ins for the tests: made of runs as the page makes them."""

import json
from collections.abc import Callable
from typing import Any

from playground import hand_in
from playground.paces import PACES
from playground.runs import Run
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from rnn_core import EpochRecord, Update
from rnn_core.hand_in import Answer, HandIn, write_hand_in
from tests.datasets import rows

SHORT = Settings(hidden_size=4, epochs=10)
ANSWERS = (Answer("One word at a time", "right", "it turns there, in half of the seeds"),)
OWN = Sentences(
    rows(*(f"word{i % 5} is {w}{i} | {w} | {('train', 'test', 'validation')[i % 3]}" for i in range(12) for w in "xy")),
    "mine.csv",
    own=True,
)


def run_of(settings: Settings = SHORT, sentences: Sentences | None = None, given: Any = None) -> Run:
    """A run at epoch 0, at full speed."""
    run = Run.begin(sentences or bundled_sentences(), settings, given=given)
    run.job.set_pace(PACES["full"])
    return run


def ended(run: Run) -> Run:
    """The same at its end."""
    run.job.play()
    while run.job.status == "playing":
        run.job.snapshot()
        run.job.run_slice(0.5)
    return run


def at(run: Run, epoch: int, updates: int = 0) -> Run:
    """The same, paused after so many epochs and updates."""
    run.job.play()
    done = seen = 0
    while (done, seen) != (epoch, updates):
        event = run.job._advance()
        if isinstance(event, Update):
            seen = event.number
        elif isinstance(event, EpochRecord):
            done, seen = event.epoch, 0
    run.job.pause()
    return run


def handed(run: Run, name: str = "Anna", answers: tuple[Answer, ...] = ANSWERS) -> HandIn:
    """The hand-in of a run."""
    now = run.job.snapshot()
    assert hand_in.why_not(run, now) == ""
    return hand_in.of_run(run, now, name, answers)


def forged(original: HandIn, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A file that somebody has changed."""
    fields = json.loads(write_hand_in(original))
    change(fields)
    return json.dumps(fields).encode()
