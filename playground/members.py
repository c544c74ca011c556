"""The networks of a run, mostly one, trained one after another: each begins when the one before has come to its end.

So there is never more than one training in memory, and the weights that each finished network keeps.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from playground import trouble
from playground.epochs import Epochs
from playground.snapshot import Member
from rnn_core import Best, EpochRecord, History, Params, RnnCoreError, TrainConfig, Training, Update
from rnn_core.model_files import Curves, SavedNetwork


class Trains(Protocol):
    """What a job can drive: a Training, see there, or what goes through several. What it gives may be of any kind."""

    def __next__(self) -> object: ...
    @property
    def params(self) -> Params: ...
    @property
    def best(self) -> Best: ...
    @property
    def epoch(self) -> int: ...
    @property
    def kept(self) -> tuple[int, Params]: ...
    @property
    def config(self) -> TrainConfig: ...
    @property
    def updates_per_epoch(self) -> int: ...
    @property
    def chunks_per_epoch(self) -> int: ...
    @property
    def words_evaluated(self) -> float: ...


@dataclass(frozen=True)
class Earlier:
    """What the networks of a run came to before it was kept in a file.

    Attributes:
        first: the first weights of the first network.
        finished: the networks that had ended.
        records: of the first network.
        present: of the network that goes on.
    """

    first: Params
    finished: tuple[Member, ...]
    records: tuple[EpochRecord, ...]
    present: tuple[EpochRecord, ...]


class Members:
    """Trains networks in turn and keeps what is looked at.

    Args:
        first: the training of the first network; records, history and single updates are kept of it alone.
        others: give those of further networks; each is asked when it is its turn.
        history_bytes: what the weights of earlier epochs may take.
        earlier: what came before the first one given, of a run that goes on.

    Attributes:
        networks: how many there are.
        network: which of them trains, from 1; the last one at the end.
        epoch: its finished epochs.
        update: the last one of its running epoch; None between epochs.
        before: the weights before that, where single updates are watched.
        finished: the networks that have come to a good end, in order.
        left_out: which later ones have not, and why: a sentence for each.
        problem: why the first one has not, for a person to read; then there is no other.
        over: whether all have come to their end.
        records, epochs, history, best_epoch: of the first network.
    """

    def __init__(
        self,
        first: Trains,
        others: Sequence[Callable[[], Trains]],
        history_bytes: int,
        earlier: Earlier | None = None,
    ) -> None:
        self.finished = earlier.finished if earlier else ()
        self.network = len(self.finished) + 1
        self.networks = self.network + len(others)
        self.epoch = first.epoch
        self.update: Update | None = None
        self.before: Params | None = None
        self.left_out: tuple[str, ...] = ()
        self.problem: str | None = None
        self.over = False
        self.records: list[EpochRecord] = []
        self.epochs = Epochs()
        self.history = History(history_bytes)
        self.history.add(0, earlier.first if earlier else first.params)
        self.best_epoch = 0
        self._others = list(others)
        self._training: Trains | None = first
        self._present = self.records  # of the network that trains
        if earlier:
            self._go_on_after(earlier)

    def _go_on_after(self, earlier: Earlier) -> None:
        self.records.extend(earlier.records)
        for record in self.records:
            self.epochs.add(record)
        if self.finished:
            self._present, self.best_epoch = list(earlier.present), self.finished[0].epoch
        else:
            self.best_epoch = self.best_so_far
            if self.epoch:
                self.history.add(self.epoch, self.params)

    def go_on_with(self, training: Trains) -> None:
        """Let the only network, which has come to its end, go on: with a training that has more epochs."""
        self._training, self.finished, self.over = training, (), False

    @property
    def done(self) -> bool:
        """Whether the network that trains has no further epoch: all that is left is to say so."""
        return isinstance(self._training, Training) and self._training.done

    def saved(self, with_first: bool) -> tuple[SavedNetwork, ...]:
        """Every network that has begun, but for those that were left out.

        Of one that has ended only the answer is there, unless it is the last one. The first one's curves are whole.

        Args:
            with_first: whether first weights are to be among it; of the first network, for they are known of no other.
        """
        if self._training is None and self._others:
            self._begin_for_saving()
        whole = Curves.of(self.records)
        first = self.history.kept[0] if with_first else None
        ended = self.finished
        going_on = self._training
        if going_on is not None and ended and ended[-1].seed == going_on.config.seed:
            ended = ended[:-1]  # the last one is here with all that it takes to go on
        found = []
        for number, member in enumerate(ended):
            curves = Curves.of([member.record] if member.record else []) if number else whole
            kept_first = None if number else first
            found.append(
                SavedNetwork(member.seed, member.epochs, member.epoch, member.params, None, curves, kept_first)
            )
        if isinstance(going_on, Training):
            found.append(SavedNetwork.of(going_on, self._present, None if found else first))
        return tuple(found)

    def _begin_for_saving(self) -> None:
        """Begin the next network: with its first weights one goes on. If that fails, it will when its turn comes."""
        with suppress(RnnCoreError, MemoryError):
            self._training = self._others[0]()
            del self._others[0]

    @property
    def params(self) -> Params:
        """The weights that are looked at: those that the first network comes to, before that a copy of the present."""
        if self.finished:
            return self.finished[0].params
        assert self._training is not None
        return self._training.params.copy()

    @property
    def best_so_far(self) -> int:
        """The best epoch of the network that trains."""
        return self._training.best.epoch if self._training else 0

    def advance(self, watched: bool) -> object:
        """One event of the training, or None where a network has come to its end. Its errors end it and nothing else.

        Args:
            watched: whether the weights before an update are wanted.
        """
        if self.over:  # paused at the moment when it ended, and played again
            return None
        try:
            if self._training is None:
                self._training = self._others.pop(0)()
            before = self._training.params.copy() if watched and self.network == 1 else None
            event = next(self._training)
        except StopIteration:
            self._came_to_its_end()
        except Exception as error:
            self._fail(error)
        else:
            self._keep(event, before)
            return event
        return None

    def _keep(self, event: object, before: Params | None) -> None:
        if isinstance(event, Update):
            self.update, self.before = event, before
        elif isinstance(event, EpochRecord):
            self.update = self.before = None
            self.epoch = event.epoch
            self._present.append(event)
            if self.network == 1:
                assert self._training is not None
                self.epochs.add(event)
                self.history.add(event.epoch, self._training.params)
                self.best_epoch = self.best_so_far

    def _came_to_its_end(self) -> None:
        assert self._training is not None
        epoch, params = self._training.kept
        record = next((record for record in self._present if record.epoch == epoch), None)
        member = Member(params, epoch, self.epoch, record, self._training.config.seed)
        self.finished = (*self.finished, member)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        """The first network has nobody to stand in for it; a later one is left out."""
        self.update = self.before = None
        lack = "There is not enough memory for this network. Try a smaller hidden size."
        problem = trouble.in_words(error, "Training", lack)
        if self.network == 1:
            self.problem, self.over = problem, True
        else:
            self.left_out = (*self.left_out, f"Network {self.network} is left out: {_in_short(error)}.")
            self._training = None
            self._go_on()

    def _go_on(self) -> None:
        if not self._others:
            self.over = True
            return
        self._training, self._present = None, []  # what the next one needs is free before it is made
        self.epoch = 0
        self.network += 1


def _in_short(error: Exception) -> str:
    if isinstance(error, RnnCoreError):
        return "it blew up"
    if isinstance(error, MemoryError):
        return "there was not enough memory for it"
    return "it met an error in this program, which was logged"
