"""Many trainings as one job: side by side, an epoch of each in turn. Only their numbers are kept."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground import trouble
from playground.lease import Lease
from playground.members import Trains
from playground.snapshot import Status
from rnn_core import EpochRecord

COLUMNS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "validation_accuracy")
_SETTLING = 0.5  # seconds of training without which nothing is told of the time left


class End(NamedTuple):
    """How a training has ended."""

    kept: int  # the epoch whose weights it comes to; 0 for its first ones
    problem: str  # why it came to no good end, for a person to read; else empty


class Sweep:
    """Trainings that share the time of one job.

    Orders may come from a page while the scheduler's thread trains: they take effect after the update that is made.

    Args:
        begins: begin the trainings; each is asked when it is its turn, and its weights are dropped when it has ended.
        epochs: the most that each has.
        side_by_side: how many train at a time; when one ends the next begins.
        clock: seconds that never go back; tests give their own.

    Attributes:
        status: what it does. It is "unwatched" if nobody has looked for LEASE seconds.
        numbers: (K, E, 5) of each training and epoch what COLUMNS say; nan for what there is not, or not yet. What has
            been written never changes.
        done: (K,) how many epochs each has had.
        ends: of each training that has ended how.
    """

    def __init__(
        self,
        begins: Sequence[Callable[[], Trains]],
        epochs: int,
        side_by_side: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        K = len(begins)
        self.status: Status = "ready"
        self.numbers: NDArray[np.float64] = np.full((K, epochs, len(COLUMNS)), np.nan)
        self.done: NDArray[np.intp] = np.zeros(K, dtype=np.intp)
        self.ends: dict[int, End] = {}
        self.side_by_side = min(side_by_side, K)
        self._begins = list(begins)
        self._clock = clock
        self._lease = Lease(clock)
        self._trainings: dict[int, Trains] = {}
        self._turns = deque(range(self.side_by_side))  # the first one trains, to the end of its epoch
        self._waiting = deque(range(self.side_by_side, K))
        self._seconds = 0.0  # of slices and what lay between them, without pauses
        self._worked: float | None = None  # when the last slice ended; None after a pause

    def play(self) -> None:
        """Train, until paused or done. Playing twice is playing once; what has finished stays so."""
        if self.status in ("ready", "paused", "unwatched"):
            self._lease.renew()
            self._worked = None
            self.status = "playing"

    def pause(self) -> None:
        """Stop after the update that is being made, if any."""
        if self.status == "playing":
            self.status = "paused"

    def look(self) -> Status:
        """What it does; somebody looks."""
        self._lease.renew()
        return self.status

    def due_in(self) -> float | None:
        """0 while there is something to train, else None. What nobody looks at (a hidden tab) pauses itself here."""
        if self.status == "playing" and self._lease.over:
            self.status = "unwatched"
        return 0.0 if self.status == "playing" else None

    def run_slice(self, seconds: float) -> None:
        """Train for about this long."""
        began = self._clock()
        while self.due_in() == 0.0:
            self._advance()
            if self._clock() >= began + seconds:
                break
        now = self._clock()
        self._seconds += now - (began if self._worked is None else self._worked)
        self._worked = now

    def _advance(self) -> None:
        """An update, or the beginning of a training. Its errors end that one and nothing else."""
        if not self._turns:  # paused at the moment when it ended
            self.status = "finished"
            return
        number = self._turns[0]
        training = self._trainings.get(number)
        try:
            if training is None:
                self._trainings[number] = self._begins[number]()
            elif isinstance(event := next(training), EpochRecord):
                self._note(number, event)
                self._turns.rotate(-1)
        except StopIteration:
            self._end(number)
        except Exception as error:
            self._end(number, trouble.in_words(error, "Training", "There was not enough memory for it."))

    def _note(self, number: int, record: EpochRecord) -> None:
        self.numbers[number, record.epoch - 1] = [getattr(record, column) for column in COLUMNS]  # None becomes nan
        self.done[number] = record.epoch

    def _end(self, number: int, problem: str = "") -> None:
        training = self._trainings.pop(number, None)
        self.ends[number] = End(training.kept[0] if training else 0, problem)
        self._turns.popleft()
        if self._waiting:
            self._turns.append(self._waiting.popleft())
        if not self._turns:
            self._begins.clear()  # and with them the sentences, which may be others' by now
            self.status = "finished"

    @property
    def share(self) -> float:
        """How much of all is done, 0 to 1; a training that has ended counts as all its epochs."""
        K, epochs = len(self.done), int(self.numbers.shape[1])
        left = sum(epochs - int(self.done[number]) for number in range(K) if number not in self.ends)
        return 1 - left / (K * epochs)

    @property
    def seconds_left(self) -> float | None:
        """About how long it will still take; None while that is not known."""
        share = self.share
        return self._seconds * (1 - share) / share if self._seconds > _SETTLING and share else None
