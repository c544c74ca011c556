"""What can be seen of a run at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from playground.epochs import Numbers
from playground.reached import Reached
from rnn_core import EpochRecord, Params, Update
from rnn_core.dataset import Split

Status = Literal["ready", "playing", "paused", "unwatched", "finished", "failed"]


class Member(NamedTuple):
    """A network that has come to its end."""

    params: Params  # the weights that it keeps
    epoch: int  # whose these are
    epochs: int  # that it has had
    record: EpochRecord | None  # of the epoch whose weights it keeps; None for its first ones
    seed: int

    def accuracy(self, split: Split) -> float | None:
        """The share of a part that it alone answers rightly, where that is known."""
        share: float | None = getattr(self.record, f"{split}_accuracy", None)
        return share


@dataclass(frozen=True)
class Snapshot:
    """One consistent look at a job. Weights are a copy; records are all finished epochs.

    Of several networks everything is the first one's, unless it says otherwise. The weights are the present ones; of a
    network that has finished those that it came to, the best ones if it might stop early.
    """

    status: Status
    epoch: int
    records: tuple[EpochRecord, ...]
    numbers: Numbers  # the same, as far as curves show them
    params: Params
    history: Mapping[int, Params]  # weights at the ends of earlier epochs, thinned to a budget
    update: Update | None  # the last one of the running epoch of the network that trains; None between epochs
    best_epoch: int
    kept_epoch: int | None  # of a finished network that might stop early: whose weights these are, the best ones
    problem: str | None  # why the job failed, for a person to read
    seconds_left: float | None
    before: Params | None  # the last update's weights before it, where single updates are watched
    networks: int  # how many the run has
    network: int  # which of them trains, from 1; of a finished run the last one
    network_epoch: int  # its finished epochs
    members: tuple[Member, ...]  # the networks that have finished, in order
    left_out: tuple[str, ...]  # which later networks came to no good end, and why: a sentence for each
    goal: Reached | None  # where it trains to at full speed, before it pauses

    @property
    def reached(self) -> Reached:
        """How far the run is."""
        return Reached(self.network, self.network_epoch)

    @property
    def share_of_epoch(self) -> float:
        """How much of the running epoch is done."""
        return self.update.number / self.update.total if self.update else 0.0

    @property
    def answering(self) -> tuple[Params, ...]:
        """Whose mean is the answer: all networks that have finished; while there is not more than one, the first."""
        return tuple(member.params for member in self.members) if len(self.members) > 1 else (self.params,)

    def each_alone(self, split: Split) -> tuple[float, ...]:
        """The share of a part that each finished network alone answers rightly; nothing where that is not known."""
        shares = (member.accuracy(split) for member in self.members)
        return tuple(share for share in shares if share is not None)
