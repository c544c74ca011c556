"""Training: a loop that hands control back after every update.

``train()`` gives an iterator. Ask for the next event and one update is made; stop asking and training
is paused; drop it and it is over. There is no thread, no callback, no sleep and no printing in here:
the page, the terminal and the tests all drive the same loop.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import get_args

import numpy as np

from rnn_core import word_dropout
from rnn_core.batch import Batch, IntArray, pack
from rnn_core.bptt import GradientRule
from rnn_core.dataset import Dataset, Split
from rnn_core.errors import InvalidSetting, TrainingDiverged, require_choice
from rnn_core.evaluation import evaluate_batch
from rnn_core.model import (
    ModelConfig,
    initial_params,
    loss_and_gradients,
)
from rnn_core.optim import ClipBy, clip, sgd
from rnn_core.params import Gradients, Params
from rnn_core.records import Best, EpochRecord, EvaluatedChunk, Event, TrainState, Update, WeightNorms
from rnn_core.seeds import Stream, generator

KEPT_WORDS = 50_000  # sentences read one at a time are packed once if they have no more words than this
DIVERGED_EPOCHS = 3  # this many epochs in a row with a loss above 5 ln C end the run
PLATEAU_LOSS, LEFT_PLATEAU_LOSS = 0.97, 0.87  # shares of the entropy of the training labels


@dataclass(frozen=True)
class TrainConfig:
    """How to train.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    learning_rate: float = 0.05  # above 0
    epochs: int = 100  # passes over the training sentences, 1 or more
    clip_by: ClipBy = "value"  # applied to the mean gradient of a batch
    clip: float = 1.0  # the threshold, above 0; without meaning where clip_by is "none"
    batch_size: int = 1  # sentences per update
    gradient: GradientRule = "correct"  # "published" leaves out the transpose, as the tutorial does
    seed: int = 0  # decides the first weights and the order of the sentences

    def __post_init__(self) -> None:
        for name in ("learning_rate", "clip"):
            value = getattr(self, name)
            if not (isinstance(value, int | float) and 0 < value < math.inf):
                raise InvalidSetting(f"The {name.replace('_', ' ')} is {value!r}; it must be a number above 0.")
        for name in ("epochs", "batch_size"):
            value = getattr(self, name)
            if not (isinstance(value, int) and value >= 1):
                raise InvalidSetting(
                    f"The {name.replace('_', ' ')} is {value!r}; it must be a whole number, 1 or larger."
                )
        require_choice("clipping", self.clip_by, get_args(ClipBy))
        require_choice("gradient rule", self.gradient, get_args(GradientRule))
        generator(self.seed, Stream.ORDER)


def train(
    dataset: Dataset,
    model_config: ModelConfig,
    train_config: TrainConfig,
    state: TrainState | None = None,
) -> "Training":
    """Train a network; iterate over the result to make it happen.

    Args:
        dataset: what to learn.
        model_config, train_config: the settings.
        state: where to go on from, for a run with the same dataset and settings (more epochs are
            allowed); without it training begins with fresh weights.

    Raises:
        InvalidSetting: the network would be too large.
        TrainingDiverged: (while iterating) the loss blew up; ``training.params`` then are the last good
            weights.
    """
    return Training(dataset, model_config, train_config, state)


class Training(Iterator[Event]):
    """A training run: an iterator of events that owns its weights and updates them in place.

    Attributes:
        params: the present weights.
        best: the best weights so far.
        epoch: finished epochs.
        updates_per_epoch: how many updates an epoch has; the last batch may be smaller than the others.
    """

    def __init__(
        self,
        dataset: Dataset,
        model_config: ModelConfig,
        train_config: TrainConfig,
        state: TrainState | None,
    ) -> None:
        self._config = train_config
        self._entropy = dataset.label_entropy
        self._blown_up_loss = 5 * math.log(len(dataset.classes))
        self._corpus = dataset.corpus
        self._sentences = dataset.indices("train")
        self.updates_per_epoch = math.ceil(len(self._sentences) / train_config.batch_size)
        self._evaluation = dataset.batches
        self._packed: dict[int, Batch] = {}
        self._unknown_id = dataset.vocabulary.unknown_id
        if self._unknown_id is not None:
            self._dropout = word_dropout.probabilities(dataset)
        self._order_random = generator(train_config.seed, Stream.ORDER)
        self._dropout_random = generator(train_config.seed, Stream.DROPOUT)
        if state is None:
            weights = generator(train_config.seed, Stream.WEIGHTS)
            params = initial_params(model_config, dataset.vocabulary.rows, len(dataset.classes), weights)
            state = _first_state(params, self._order_random, self._dropout_random)
        self._restore(state)
        self._gradients = Gradients(self.params.shape, self._order[:0], self.params.flat.dtype)
        self._events = self._run()

    def __next__(self) -> Event:
        return next(self._events)

    def _restore(self, state: TrainState) -> None:
        self.params = state.params.copy()
        self.best = state.best
        self.epoch = state.epoch
        self._last_good = state.last_good
        self._order = state.order
        self._position = state.position
        self._order_random.bit_generator.state = state.order_random
        self._dropout_random.bit_generator.state = state.dropout_random
        self._gradient_norms = list(state.gradient_norms)
        self._clipped = state.clipped
        self._seconds = state.seconds
        self._on_plateau = state.on_plateau
        self._epochs_blown_up = state.epochs_blown_up

    def state(self) -> TrainState:
        """A copy of everything, from which ``train(..., state=...)`` goes on to the bit."""
        return TrainState(
            params=self.params.copy(),
            best=self.best,
            last_good=self._last_good,
            epoch=self.epoch,
            order=self._order,
            position=self._position,
            order_random=self._order_random.bit_generator.state,
            dropout_random=self._dropout_random.bit_generator.state,
            gradient_norms=tuple(self._gradient_norms),
            clipped=self._clipped,
            seconds=self._seconds,
            on_plateau=self._on_plateau,
            epochs_blown_up=self._epochs_blown_up,
        )

    def _run(self) -> Iterator[Event]:
        while self.epoch < self._config.epochs:
            if not len(self._order):
                self._order = self._order_random.permutation(self._sentences)
            while self._position < self.updates_per_epoch:
                yield self._update()
            results: dict[Split, tuple[float, float]] = {}
            for split, batches in self._evaluation.items():
                losses, hits = 0.0, 0
                for batch in batches:
                    started = time.perf_counter()
                    loss, correct = evaluate_batch(self.params, batch)
                    losses, hits = losses + loss, hits + correct
                    self._seconds += time.perf_counter() - started
                    yield EvaluatedChunk(self.epoch + 1)
                sentences = sum(map(len, batches))
                results[split] = losses / sentences, hits / sentences
            yield self._finish_epoch(results)
            self._stop_if_blown_up(results["train"][0])

    @np.errstate(over="ignore", invalid="ignore")  # a blown-up run is reported below, once, and not as numpy's warning
    def _update(self) -> Update:
        started = time.perf_counter()
        config = self._config
        at = self._position * config.batch_size
        sentences = self._order[at : at + config.batch_size]
        batch = self._batch(sentences)
        loss, gradients = loss_and_gradients(self.params, batch, config.gradient, self._gradients)
        norm, clipped = clip(gradients, config.clip_by, config.clip)
        if not math.isfinite(loss + norm):
            self._diverge(f"In epoch {self.epoch + 1} the loss or its gradient stopped being a number.")
        sgd(self.params, gradients, config.learning_rate)
        self._position += 1
        self._gradient_norms.append(norm)
        self._clipped += clipped
        self._seconds += time.perf_counter() - started
        return Update(self.epoch + 1, self._position, self.updates_per_epoch, sentences, loss)

    def _batch(self, sentences: IntArray) -> Batch:
        """Some sentences, packed; with an unknown word, a few of their words at random are read as unknown."""
        if len(sentences) == 1 and len(self._corpus.words) <= KEPT_WORDS:
            only = int(sentences[0])
            if only not in self._packed:
                self._packed[only] = pack(self._corpus, sentences)
            batch = self._packed[only]
        else:
            batch = pack(self._corpus, sentences)
        if self._unknown_id is None:
            return batch
        return word_dropout.drop_words(batch, self._dropout, self._unknown_id, self._dropout_random)

    def _finish_epoch(self, results: dict[Split, tuple[float, float]]) -> EpochRecord:
        train_loss, train_accuracy = results["train"]
        validation_loss, validation_accuracy = results.get("validation", (None, None))
        test_loss, test_accuracy = results.get("test", (None, None))
        # Once left, the plateau is only entered again when the loss is back at its height.
        threshold = LEFT_PLATEAU_LOSS if self._on_plateau else PLATEAU_LOSS
        self._on_plateau = not train_loss < threshold * self._entropy
        gradient_elements = self.params.shape.size * self.updates_per_epoch
        record = EpochRecord(
            epoch=self.epoch + 1,
            train_loss=train_loss,
            train_accuracy=train_accuracy,
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            gradient_norm=median(self._gradient_norms),
            clipped_share=self._clipped / gradient_elements,
            weight_norms=WeightNorms(**{name: float(np.linalg.norm(w)) for name, w in self.params.named().items()}),
            on_plateau=self._on_plateau,
            seconds=self._seconds,
        )
        self.epoch += 1
        self._order = self._order[:0]
        self._position = self._clipped = 0
        self._gradient_norms = []
        self._seconds = 0.0
        choice = train_loss if validation_loss is None else validation_loss
        if train_loss <= self._blown_up_loss:
            self._epochs_blown_up = 0
            self._last_good = self.params.copy()
            if choice < self.best.loss:
                self.best = Best(self.epoch, choice, self._last_good)
        else:
            self._epochs_blown_up += 1
        return record

    def _stop_if_blown_up(self, train_loss: float) -> None:
        if not math.isfinite(train_loss):
            self._diverge(f"At the end of epoch {self.epoch} the loss was no longer a number.")
        if self._epochs_blown_up >= DIVERGED_EPOCHS:
            self._diverge(
                f"The loss blew up: at the end of epoch {self.epoch} it is {train_loss:.3g}, and guessing "
                f"would give {self._entropy:.2g}."
            )

    def _diverge(self, what: str) -> None:
        """Go back to the last good weights and give up."""
        epoch = max(1, self.epoch + (self._position > 0 or len(self._order) > 0))
        self.params = self._last_good.copy()
        remedy = f"Try a learning rate of {self._config.learning_rate / 10:.2g} or less"
        if self._config.clip_by == "none":
            remedy += ", or switch clipping on"
        raise TrainingDiverged(f"{what} The last good weights were kept. {remedy}.", epoch)


def _first_state(params: Params, order_random: np.random.Generator, dropout_random: np.random.Generator) -> TrainState:
    return TrainState(
        params=params,
        best=Best(0, math.inf, params.copy()),
        last_good=params.copy(),
        epoch=0,
        order=np.empty(0, dtype=np.intp),
        position=0,
        order_random=order_random.bit_generator.state,
        dropout_random=dropout_random.bit_generator.state,
        gradient_norms=(),
        clipped=0,
        seconds=0.0,
        on_plateau=True,
        epochs_blown_up=0,
    )
