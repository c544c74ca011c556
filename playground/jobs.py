"""A Job drives one run in time slices.

It knows nothing of the screen, nor who calls it. Orders (play, pause, step) take effect at once and may be given twice.
Whoever has time calls ``run_slice``; whoever wants to look calls ``snapshot``.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from playground.lease import Lease
from playground.members import Earlier, Members, Trains
from playground.paces import Pace
from playground.reached import Reached
from playground.snapshot import Snapshot, Status
from playground.time_left import Speed, epochs_left
from rnn_core import EpochRecord, EvaluatedChunk, Update
from rnn_core.model_files import SavedNetwork

PUBLISH_EVERY = 0.1  # seconds: copying a large network's weights is not free
HISTORY_BYTES = 2_000_000  # of weights of earlier epochs


class Job:
    """One visitor's run.

    Args:
        training: the run to drive.
        epochs: how many epochs it will have, and each further one.
        clock: seconds that never go back; tests give their own.
        history_bytes: what the weights of earlier epochs may take.
        others: give the trainings of further networks; each is asked when it is its turn, and the one before is gone.
        earlier: what came before, of a run that goes on: it is paused, or at its end.
    """

    def __init__(
        self,
        training: Trains,
        epochs: int,
        clock: Callable[[], float] = time.monotonic,
        history_bytes: int = HISTORY_BYTES,
        others: Sequence[Callable[[], Trains]] = (),
        earlier: Earlier | None = None,
    ) -> None:
        self.epochs = epochs
        self._members = Members(training, others, history_bytes, earlier)
        self._clock = clock
        self._work = threading.Lock()  # held by whatever works on the training
        self._status: Status = "paused" if earlier else "ready"
        self._pace: Pace | None = None
        self._until: Reached | None = None  # where it pauses; up to there it knows no pace
        self._goal: Reached | None = None
        self._due = 0.0
        self._lease = Lease(clock)
        self._published = 0.0
        self._stale = False  # something happened since the last look was published
        self._speed = Speed(training.updates_per_epoch, training.chunks_per_epoch, training.words_evaluated)
        self._patience = training.config.early_stopping
        if earlier and self._members.done:
            self._advance()
        self._snapshot = self._look()

    @property
    def status(self) -> Status:
        """What the job is doing now."""
        return self._status

    def play(self) -> None:
        """Train, until paused or done. Playing twice is playing once; a finished run stays finished."""
        if self._status in ("ready", "paused", "unwatched"):
            self._start(until=None)

    def go_on_with(self, training: Trains) -> None:
        """Be paused where its only network has come to its end, which goes on with this: it has more epochs."""
        with self._work:
            self._members.go_on_with(training)
            self.epochs, self._status, self._stale = training.config.epochs, "paused", True

    def step(self) -> None:
        """Train to the end of the next epoch, then pause. While it plays this does nothing."""
        if self._status in ("ready", "paused", "unwatched"):
            self._start(until=Reached(self._members.network, self._members.epoch + 1))

    def go_to(self, goal: Reached) -> None:
        """Train to there as fast as it goes, whatever the pace, then pause. What is there or further stays.

        A run that has had its last epoch there comes to its end. The goal is kept when it pauses on the way.
        """
        if self._status in ("ready", "paused", "unwatched") and self.reached < goal:
            self._start(until=goal)
            self._goal = goal

    @property
    def goal(self) -> Reached | None:
        """Where it was told to go to, until it is there or is told something else."""
        return self._goal

    @property
    def reached(self) -> Reached:
        """How far it is."""
        return Reached(self._members.network, self._members.epoch)

    def _start(self, until: Reached | None) -> None:
        self._lease.renew()
        self._due = self._clock()
        self._speed.restart(self._due)
        self._until, self._goal = until, None
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
            self._speed.restart(self._due)

    def due_in(self) -> float | None:
        """Seconds until there is something to do; None while the job does not play.

        A job that nobody has looked at for LEASE seconds (a closed or hidden tab) pauses itself here.
        """
        if self._status != "playing":
            return None
        if self._lease.over:
            self._status = "unwatched"
            return None
        return max(0.0, self._due - self._clock())

    def run_slice(self, seconds: float) -> None:
        """Train for about this long, or less if the pace says so."""
        with self._work:
            end = self._clock() + seconds
            while self.due_in() == 0.0:
                event = self._advance()
                now = self._clock()
                self._count(event, now)
                if now >= end:
                    break
            if self._status != "playing" or self._clock() - self._published >= PUBLISH_EVERY:
                self._publish()

    def _count(self, event: object, now: float) -> None:
        if isinstance(event, Update):
            self._speed.update_done(now)
        elif isinstance(event, EvaluatedChunk):
            self._speed.chunk_done(now)
        else:  # the end of an epoch, or of a network in whatever way
            self._speed.epoch_done(now)

    def _advance(self) -> object:
        """One event of the training; None where a network has come to its end."""
        self._stale = True
        network, epoch = self._members.network, self._members.epoch
        slow = self._pace is not None and self._pace.unit == "update" and self._goal is None
        event = self._members.advance(watched=slow)
        if event is None:
            self._network_done(Reached(network, epoch))
        elif isinstance(event, Update):
            if event.number < event.total:
                self._unit_done("update")
        elif isinstance(event, EpochRecord):
            self._unit_done("update")
            self._unit_done("epoch")
            # After the last epoch the training has still to say whether it ended well.
            if self._until is not None and self._until <= self.reached and not self._members.done:
                self._stop_there()
        return event

    def _stop_there(self) -> None:
        self._until = self._goal = None
        self.pause()

    def _network_done(self, at: Reached) -> None:
        """A network has come to its end there; a step into the next one is a step of its own."""
        if self._members.over:
            self._until = self._goal = None
            self._status = "failed" if self._members.problem else "finished"
        elif self._until is not None and (self._until <= at or self._until == self.reached):
            self._stop_there()
        elif self._until is not None and self._until.network == at.network:
            self._until = Reached(self._members.network, 1)

    def _unit_done(self, unit: str) -> None:
        if self._pace and self._pace.per_second and self._pace.unit == unit and self._until is None:
            self._due = max(self._due + 1 / self._pace.per_second, self._clock())

    def snapshot(self) -> Snapshot:
        """The latest published look; a player's lease is renewed by it.

        While it plays this waits for nobody. After an order to stop it is looked at afresh, which waits for the slice
        that is running at most.
        """
        self._lease.renew()
        if self._status == "playing":
            published = self._snapshot
            return published if published.status == "playing" else replace(published, status="playing")
        if self._stale or self._status != self._snapshot.status:
            with self._work:
                self._publish()
        return self._snapshot

    def saved(self, with_first: bool) -> tuple[SavedNetwork, ...]:
        """The networks as they are after the slice that is running: see Members."""
        with self._work:
            return self._members.saved(with_first)

    def _publish(self) -> None:
        self._snapshot = self._look()
        self._published = self._clock()
        self._stale = False

    def _look(self) -> Snapshot:
        members, kept_epoch = self._members, None
        if members.finished and members.finished[0].epoch < members.finished[0].epochs:
            kept_epoch = members.finished[0].epoch
        return Snapshot(
            status=self._status,
            epoch=len(members.records),
            records=tuple(members.records),
            numbers=members.epochs.numbers,
            params=members.params,
            history=members.history.kept,
            update=members.update,
            best_epoch=members.best_epoch,
            kept_epoch=kept_epoch,
            problem=members.problem,
            seconds_left=self._seconds_left(),
            before=members.before,
            networks=members.networks,
            network=members.network,
            network_epoch=members.epoch,
            members=members.finished,
            left_out=members.left_out,
            goal=self._goal,
        )

    def _seconds_left(self) -> float | None:
        """None while that is not known."""
        if self._status != "playing":
            return None
        # (What a pace lets come later counts as done by then.)
        an_epoch = self._speed.look(max(self._clock(), self._due))
        if an_epoch is None:
            return None
        members, goal = self._members, self._goal
        done = members.epoch + self._speed.share_of_epoch
        if goal and goal.network == members.network:
            return an_epoch * max(0.0, goal.epoch - done)
        whole = goal.network - 1 if goal else members.networks  # networks that will come to their end
        before = [member.epochs for member in members.finished]
        left = epochs_left(done, members.best_so_far, self._patience, self.epochs, before, whole - members.network)
        return an_epoch * (left + (goal.epoch if goal else 0))
