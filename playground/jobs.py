"""A Job drives one training run in time slices. It knows nothing of the screen, nor who calls it.

Orders (play, pause, step) take effect at once and may be given twice. Whoever has time calls
``run_slice``; whoever wants to look calls ``snapshot``.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from playground.epochs import Epochs, Numbers
from playground.paces import Pace
from rnn_core import Best, EpochRecord, History, Params, RnnCoreError, Update

Status = Literal["ready", "playing", "paused", "unwatched", "finished", "failed"]

LEASE = 10.0  # seconds without anybody looking until a playing job pauses itself
PUBLISH_EVERY = 0.1  # seconds: copying a large network's weights is not free
HISTORY_BYTES = 2_000_000  # of weights of earlier epochs
RATE_WINDOW = 3.0  # seconds over which the speed for the time left is measured

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """One consistent look at a job. Weights are a copy; records are all finished epochs.

    The weights are the present ones; of a finished run those that it came to, the best ones if it might stop early.
    """

    status: Status
    epoch: int
    records: tuple[EpochRecord, ...]
    numbers: Numbers  # the same, as far as curves show them
    params: Params
    history: Mapping[int, Params]  # weights at the ends of earlier epochs, thinned to a budget
    update: Update | None  # the last one of the running epoch; None between epochs
    best_epoch: int
    kept_epoch: int | None  # of a finished run that might stop early: whose weights these are, the best ones
    problem: str | None  # why the job failed, for a person to read
    seconds_left: float | None
    before: Params | None = None  # the last update's weights before it, where single updates are watched

    @property
    def share_of_epoch(self) -> float:
        """How much of the running epoch is done."""
        return self.update.number / self.update.total if self.update else 0.0


class Trains(Protocol):
    """What a job can drive: a Training, or several one after another. See there. What it gives may be of any kind."""

    def __next__(self) -> object: ...
    @property
    def params(self) -> Params: ...
    @property
    def best(self) -> Best: ...
    @property
    def epoch(self) -> int: ...
    @property
    def kept(self) -> tuple[int, Params]: ...


class Job:
    """One visitor's training run.

    Args:
        training: the run to drive.
        epochs: how many epochs it will have.
        clock: seconds that never go back; tests give their own.
        history_bytes: what the weights of earlier epochs may take.
    """

    def __init__(
        self,
        training: Trains,
        epochs: int,
        clock: Callable[[], float] = time.monotonic,
        history_bytes: int = HISTORY_BYTES,
    ) -> None:
        self.epochs = epochs
        self._training = training
        self._clock = clock
        self._work = threading.Lock()  # held by whatever works on the training
        self._status: Status = "ready"
        self._pace: Pace | None = None
        self._step_to: int | None = None
        self._due = 0.0
        self._looked = clock()
        self._published = 0.0
        self._stale = False  # something happened since the last look was published
        self._finished_at: deque[tuple[float, int]] = deque()
        self._records: list[EpochRecord] = []
        self._epochs = Epochs()
        self._history = History(history_bytes)
        self._history.add(0, training.params)
        self._update: Update | None = None
        self._before: Params | None = None
        self._problem: str | None = None
        self._snapshot = self._look()

    @property
    def status(self) -> Status:
        """What the job is doing now."""
        return self._status

    def play(self) -> None:
        """Train, until paused or done. Playing twice is playing once; a finished run stays finished."""
        if self._status in ("ready", "paused", "unwatched"):
            self._start(step_to=None)

    def step(self) -> None:
        """Train to the end of the next epoch, then pause. While it plays this does nothing."""
        if self._status in ("ready", "paused", "unwatched"):
            self._start(step_to=self._training.epoch + 1)

    def _start(self, step_to: int | None) -> None:
        self._looked = self._due = self._clock()
        self._finished_at.clear()
        self._step_to = step_to
        self._status = "playing"

    def pause(self) -> None:
        """Stop after the update that is being made, if any."""
        if self._status == "playing":
            self._status = "paused"

    def set_pace(self, pace: Pace) -> None:
        """How fast to play from now on."""
        if pace != self._pace:
            self._pace = pace
            self._due = self._clock()
            self._finished_at.clear()

    def due_in(self) -> float | None:
        """Seconds until there is something to do; None while the job does not play.

        A job that nobody has looked at for LEASE seconds (a closed or hidden tab) pauses itself here.
        """
        if self._status != "playing":
            return None
        now = self._clock()
        if now - self._looked > LEASE:
            self._status = "unwatched"
            return None
        return max(0.0, self._due - now)

    def run_slice(self, seconds: float) -> None:
        """Train for about this long, or less if the pace says so."""
        with self._work:
            end = self._clock() + seconds
            while self.due_in() == 0.0:
                self._advance()
                if self._clock() >= end:
                    break
            if self._status != "playing" or self._clock() - self._published >= PUBLISH_EVERY:
                self._publish()

    def _advance(self) -> None:
        """One event of the training; its errors end this job and nothing else."""
        self._stale = True
        watched = self._pace is not None and self._pace.unit == "update"
        before = self._training.params.copy() if watched else None
        try:
            event = next(self._training)
        except StopIteration:
            self._status = "finished"
            return
        except RnnCoreError as error:
            self._fail(str(error))
            return
        except MemoryError:
            self._fail("There is not enough memory for this network. Try a smaller hidden size.")
            return
        except Exception:
            log.exception("a training run stopped on an unexpected error")
            self._fail("Training stopped on an error in this program, which was logged. Reset starts anew.")
            return
        if isinstance(event, Update):
            self._update, self._before = event, before
            if event.number < event.total:
                self._unit_done("update")
        elif isinstance(event, EpochRecord):
            self._records.append(event)
            self._epochs.add(event)
            self._history.add(event.epoch, self._training.params)
            self._update = self._before = None
            self._finished_at.append((self._clock(), event.epoch))
            self._unit_done("update")
            self._unit_done("epoch")
            # After the last epoch the training has still to say whether it ended well.
            if self._step_to is not None and self._step_to <= event.epoch < self.epochs:
                self._step_to = None
                self.pause()

    def _unit_done(self, unit: str) -> None:
        if self._pace and self._pace.per_second and self._pace.unit == unit and self._step_to is None:
            self._due = max(self._due + 1 / self._pace.per_second, self._clock())

    def _fail(self, problem: str) -> None:
        self._problem = problem
        self._update = self._before = None
        self._status = "failed"

    def snapshot(self) -> Snapshot:
        """The latest published look; a player's lease is renewed by it.

        While it plays this waits for nobody. After an order to stop it is looked at afresh, which waits for the slice
        that is running at most.
        """
        self._looked = self._clock()
        if self._status == "playing":
            published = self._snapshot
            return published if published.status == "playing" else replace(published, status="playing")
        if self._stale or self._status != self._snapshot.status:
            with self._work:
                self._publish()
        return self._snapshot

    def _publish(self) -> None:
        self._snapshot = self._look()
        self._published = self._clock()
        self._stale = False

    def _look(self) -> Snapshot:
        params, kept_epoch = self._training.params, None
        if self._status == "finished":
            epoch, params = self._training.kept
            kept_epoch = epoch if epoch < len(self._records) else None
        return Snapshot(
            status=self._status,
            epoch=len(self._records),
            records=tuple(self._records),
            numbers=self._epochs.numbers,
            params=params.copy(),
            history=self._history.kept,
            update=self._update,
            best_epoch=self._training.best.epoch,
            kept_epoch=kept_epoch,
            problem=self._problem,
            seconds_left=self._seconds_left(),
            before=self._before,
        )

    def _seconds_left(self) -> float | None:
        """From the speed of the last few seconds, pauses left out; None while that is not known."""
        window = self._finished_at
        while len(window) > 2 and window[-1][0] - window[0][0] > RATE_WINDOW:
            window.popleft()
        if len(window) < 2 or self._status != "playing":
            return None
        (began, first), (ended, last) = window[0], window[-1]
        return (self.epochs - last) * (ended - began) / (last - first)
