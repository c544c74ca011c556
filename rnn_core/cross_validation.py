"""Cross-validation: a network for each fold, trained one after another, each tested on what it has not seen."""

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import NamedTuple

from rnn_core.config import TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.ensemble import member_seeds
from rnn_core.errors import TrainingDiverged
from rnn_core.evaluation import NOTHING, Score, score
from rnn_core.folds import Folds
from rnn_core.params import Params
from rnn_core.records import Best, EpochRecord
from rnn_core.train import Training


class FoldScore(NamedTuple):
    """A fold's network is trained and tested.

    Attributes:
        fold: which, from 1.
        score: of the weights that its training came to, on its test part.
        problem: why the training broke off; its last good weights were tested then. None if it did not.
    """

    fold: int
    score: Score
    problem: str | None


class CrossValidation(Iterator[object]):
    """Trains a network for every fold; an iterator as a Training is one, and nothing happens but when it is asked.

    It gives the updates and other events of the trainings, but for the records of their epochs, and at the end of each
    fold its FoldScore; then whatever is done beside.

    Args:
        folds: the dataset, dealt.
        begin: makes the training of a fold's dataset with a seed: those of as many members of an ensemble, the first
            of which has that of the folds.
        beside: what else is to be done with a fold's dataset after its network; asked a step at a time as well.

    Attributes:
        folds: as given.
        fold: the one that is trained now, from 1.
        scores: of those that are done.

    Raises:
        InvalidSetting, InvalidDataset: what ``begin`` and ``Folds.dataset`` raise; of a later fold while iterating.
    """

    def __init__(
        self,
        folds: Folds,
        begin: Callable[[Dataset, int], Training],
        beside: Callable[[Dataset], Iterable[object]] = lambda dataset: (),
    ) -> None:
        self.folds = folds
        self.scores: list[FoldScore] = []
        self._begin = begin
        self._beside = beside
        self._next(1)
        self._events = self._run()

    def _next(self, fold: int) -> None:
        self.fold, self._dataset = fold, self.folds.dataset(fold - 1)
        self._training = self._begin(self._dataset, member_seeds(self.folds.seed, fold)[-1])

    def __next__(self) -> object:
        return next(self._events)

    @property
    def params(self) -> Params:
        """The present weights of the network that is trained."""
        return self._training.params

    @property
    def best(self) -> Best:
        """Its best weights so far."""
        return self._training.best

    @property
    def epoch(self) -> int:
        """Its finished epochs."""
        return self._training.epoch

    @property
    def kept(self) -> tuple[int, Params]:
        """The weights that it comes to, and their epoch."""
        return self._training.kept

    @property
    def config(self) -> TrainConfig:
        """How it is trained."""
        return self._training.config

    @property
    def updates_per_epoch(self) -> int:
        """How many updates an epoch of it has."""
        return self._training.updates_per_epoch

    @property
    def chunks_per_epoch(self) -> int:
        """Into how many parts the evaluation after an epoch of it is divided."""
        return self._training.chunks_per_epoch

    @property
    def words_evaluated(self) -> float:
        """How many words that evaluation reads."""
        return self._training.words_evaluated

    @property
    def total(self) -> Score:
        """All answers on what the networks had not seen; scores add up."""
        return reduce(Score.plus, (done.score for done in self.scores), NOTHING)

    def _run(self) -> Iterator[object]:
        for fold in range(1, len(self.folds) + 1):
            if fold > 1:
                self._next(fold)
            problem = None
            try:
                for event in self._training:
                    if not isinstance(event, EpochRecord):
                        yield event
            except TrainingDiverged as error:
                problem = str(error)
            done = FoldScore(fold, score(self._dataset, "test", self.kept[1]), problem)
            self.scores.append(done)
            yield done
            yield from self._beside(self._dataset)
