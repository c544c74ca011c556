"""Every sentence tested once, while the page lives: begun, looked at, stopped. See rnn_core/cross_validation.py."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from playground.baselines import fit
from playground.jobs import Job
from playground.judged import judged, truth
from playground.scheduler import Scheduler
from playground.settings import Settings
from playground.snapshot import Status
from rnn_core import CrossValidation, Dataset, FoldScore, InvalidDataset, Training, deal
from rnn_core.dataset import Example


@dataclass(frozen=True)
class CrossValidated:
    """What came out.

    Attributes:
        settings: of the networks, but for their seeds.
        scores: of each fold.
        baselines: how many answers each simple method has right, by its name; tested in the same way.
        untested: sentences that only were learned from.
    """

    settings: Settings
    scores: tuple[FoldScore, ...]
    baselines: dict[str, int]
    untested: tuple[Example, ...]

    @property
    def right(self) -> int:
        """How many of the networks' answers are right."""
        return sum(done.score.right for done in self.scores)

    @property
    def answers(self) -> int:
        """How many there are."""
        return sum(done.score.answers for done in self.scores)

    @property
    def accuracies(self) -> tuple[float, ...]:
        """The share of each fold that is right; of one without an answer there is none."""
        return tuple(done.score.means[1] for done in self.scores if done.score.answers)


@dataclass
class _Attempt:
    """One that goes on."""

    settings: Settings
    folds: CrossValidation
    job: Job
    baselines: Counter[str]


@dataclass
class EverySentence:
    """Cross-validation of one dataset.

    Attributes:
        tested: what the last one that came to its end found.
        refused: why none can begin, or why the last one came to nothing; empty if nothing is known.
    """

    dataset: Dataset
    tested: CrossValidated | None = None
    refused: str = ""
    _attempt: _Attempt | None = field(default=None, repr=False)

    def start(self, settings: Settings, begin: Callable[[Dataset, int], Training]) -> None:
        """Begin one, from nothing, with the settings' seed and those that follow it; while one goes on, nothing.

        Raises:
            InvalidSetting, InvalidDataset: it is not possible.
        """
        if self._attempt:
            return
        found: Counter[str] = Counter()
        folds = CrossValidation(deal(self.dataset, settings.seed), begin, lambda fold: _baselines(fold, found))
        job = Job(folds, settings.epochs, history_bytes=0)
        self._attempt, self.refused = _Attempt(settings, folds, job, found), ""

    def play(self, scheduler: Scheduler) -> None:
        """Go on with what was begun, or what has paused itself."""
        if self._attempt:
            self._attempt.job.play()
            scheduler.add(self._attempt.job)

    def stop(self) -> None:
        """Give it up."""
        if self._attempt:
            self._attempt.job.pause()
            self._attempt = None

    def look(self) -> Status:
        """What it is doing, "ready" for nothing; it goes on for as long as somebody looks."""
        attempt = self._attempt
        if attempt is None:
            return "ready"
        now = attempt.job.snapshot()
        if now.status == "finished":
            scores, untested = tuple(attempt.folds.scores), attempt.folds.folds.untested
            self.tested = CrossValidated(attempt.settings, scores, dict(attempt.baselines), untested)
            self._attempt = None
        elif now.status == "failed":
            self._attempt, self.refused = None, now.problem or ""
        return now.status

    @cached_property
    def folds(self) -> int:
        """How many folds one has; 0 if none is possible."""
        try:
            return len(deal(self.dataset, seed=0))
        except InvalidDataset as error:
            self.refused = str(error)
            return 0

    @property
    def running(self) -> bool:
        """Whether one was begun that has not come to its end."""
        return self._attempt is not None

    def place(self, scheduler: Scheduler) -> int:
        """0 if it trains, else its place in the queue."""
        return scheduler.place(self._attempt.job) if self._attempt else 0

    @property
    def progress(self) -> tuple[int, int, float]:
        """Which fold is trained now, from 1, of how many; and how much of all is done, 0 to 1."""
        if self._attempt is None:
            return 0, 0, 0.0
        of_all, fold = len(self._attempt.folds.folds), self._attempt.folds.fold
        of_fold = self._attempt.folds.epoch / self._attempt.settings.epochs
        return fold, of_all, (fold - 1 + of_fold) / of_all


def _baselines(fold: Dataset, found: Counter[str]) -> Iterator[float]:
    """Fit the simple methods on a fold, and count what they have right of its test part."""
    results = yield from fit(fold)
    part = judged(fold, "test")
    for baseline in results:
        found[baseline.name] += int((baseline.answers[part] == truth(fold)[part]).sum())
