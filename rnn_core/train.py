"""Training: a loop that hands control back after every update.

``train()`` gives an iterator. Ask for the next event and one update is made; stop asking and training
is paused; drop it and it is over. There is no thread, no callback, no sleep and no printing in here:
the page, the terminal and the tests all drive the same loop.
"""

import math
import time
from collections.abc import Iterator
from statistics import median

import numpy as np

from rnn_core.arrays import Array, IntArray
from rnn_core.batch import Batch, pack
from rnn_core.combinations import require_fitting
from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.dataset import Dataset, Split
from rnn_core.dropout import draw_masks, drop_words, word_probabilities
from rnn_core.errors import InvalidSetting, TrainingDiverged
from rnn_core.evaluation import NOTHING, Score, evaluate_batch
from rnn_core.initialise import initial_params
from rnn_core.label_counts import log_count_ratios
from rnn_core.model import NO_MASKS, loss_and_gradients
from rnn_core.optim import OPTIMISERS, clip, descend, first_slots
from rnn_core.params import Gradients, Params
from rnn_core.readout import Targets
from rnn_core.records import Best, EpochRecord, EvaluatedChunk, Event, TrainState, Update
from rnn_core.schedules import SCHEDULES
from rnn_core.seeds import Stream, generator

KEPT_WORDS = 50_000  # sentences read one at a time are packed once if they have no more words than this
CALM_RATE, CALM_WEIGHT, CALM_STEP = 1.0, 1e3, 10.0  # a run that stays within these is far from any overflow
DIVERGED_EPOCHS = 3  # this many epochs in a row with a loss above 5 ln C end the run
PLATEAU_LOSS, LEFT_PLATEAU_LOSS = 0.97, 0.87  # shares of the entropy of the training labels


def train(
    dataset: Dataset,
    model_config: ModelConfig,
    train_config: TrainConfig,
    state: TrainState | None = None,
    vectors: Array | None = None,
    weights_seed: int | None = None,
) -> "Training":
    """Train a network; iterate over the result to make it happen.

    Args:
        dataset: what to learn.
        model_config, train_config: the settings.
        state: where to go on from, for a run with the same dataset and settings (more epochs are
            allowed; a schedule then is spread over them), or between two epochs with other sentences of the
            same words and classes; without it training begins with fresh weights.
        vectors: (V, embedding size) what the embedding starts from; rows of NaN are drawn at random.
        weights_seed: of the first weights alone, so that their luck can be told from that of all else that is drawn
            (the order of the sentences, what is dropped); None for the seed of the settings, as for everything. With a
            state it says nothing: that has its weights.

    Raises:
        InvalidSetting: the network would be too large, or the settings do not go together; or the seed of the weights
            is negative or not a whole number.
        TrainingDiverged: (while iterating) the loss blew up; ``training.params`` then are the last good
            weights.
    """
    require_fitting(dataset, model_config, train_config)
    return Training(dataset, model_config, train_config, state, vectors, weights_seed)


class Training(Iterator[Event]):
    """A training run: an iterator of events that owns its weights and updates them in place.

    Attributes:
        config: how it is trained.
        updates_per_epoch: how many updates an epoch has; the last batch may be smaller than the others.
        chunks_per_epoch: how many chunks the evaluation at its end has.
        words_evaluated: how many words that reads, for each word that the updates read.
    """

    def __init__(
        self,
        dataset: Dataset,
        model_config: ModelConfig,
        train_config: TrainConfig,
        state: TrainState | None,
        vectors: Array | None,
        weights_seed: int | None,
    ) -> None:
        self.config = train_config
        self._entropy = dataset.label_entropy
        self._blown_up_loss = 5 * math.log(len(dataset.classes))
        self._corpus = dataset.corpus
        self._sentences = dataset.indices("train")
        self.updates_per_epoch = math.ceil(len(self._sentences) / train_config.batch_size)
        self._evaluation = dataset.batches
        chunks = [batch for batches in self._evaluation.values() for batch in batches]
        self.chunks_per_epoch = len(chunks)
        learned = int(dataset.corpus.lengths[self._sentences].sum())
        self.words_evaluated = sum(len(batch.words) for batch in chunks) / max(1, learned)
        self._packed: dict[int, tuple[Batch, Targets]] = {}
        self._unknown_id = dataset.vocabulary.unknown_id
        self._drops_words = self._unknown_id is not None or train_config.word_dropout > 0
        if self._drops_words:
            self._word_probabilities = word_probabilities(dataset, train_config.word_dropout)
        self._optimiser = OPTIMISERS[train_config.optimiser]
        self._schedule = SCHEDULES[train_config.schedule]
        if state is None:
            random = {stream: generator(train_config.seed, stream) for stream in Stream}
            if weights_seed is not None:
                random[Stream.WEIGHTS] = generator(weights_seed, Stream.WEIGHTS)
            V, C = dataset.vocabulary.rows, len(dataset.classes)
            ratios = log_count_ratios(dataset) if model_config.counts_words else None
            params = initial_params(model_config, V, C, random[Stream.WEIGHTS], vectors, ratios)
            self._state = TrainState(
                params=params,
                slots=first_slots(self._optimiser, params),
                best=Best(0, math.inf, params.copy()),
                last_good=params.copy(),
                random=random,
                order=np.empty(0, dtype=np.intp),
            )
        else:
            if len(state.slots) != self._optimiser.slots:
                raise InvalidSetting("This state is of a run with another optimiser. Choose that one to go on from it.")
            self._state = state.copy()
        layout = self._state.params.layout
        self._gradients = Gradients(layout, np.empty(0, dtype=np.intp), self._state.params.flat.dtype)
        # Whether nothing can overflow in the next update: then numpy need not be told to be quiet about it.
        largest = float(np.abs(self._state.params.flat).max())
        self._calm = train_config.learning_rate <= CALM_RATE and largest < CALM_WEIGHT
        self._diverged = False
        self._events = self._run()

    def __next__(self) -> Event:
        return next(self._events)

    @property
    def params(self) -> Params:
        """The present weights."""
        return self._state.params

    @property
    def best(self) -> Best:
        """The best weights so far."""
        return self._state.best

    @property
    def epoch(self) -> int:
        """Finished epochs."""
        return self._state.epoch

    @property
    def kept(self) -> tuple[int, Params]:
        """The weights that a run comes to, and their epoch: the best ones if it may stop early, else the last."""
        if self.config.early_stopping:
            return self.best.epoch, self.best.params
        return (self._state.last_good_epoch if self._diverged else self.epoch), self.params

    @property
    def done(self) -> bool:
        """Whether there is no further epoch: all have been, or it stops early."""
        return self.epoch >= self.config.epochs or self._stops_early

    def state(self) -> TrainState:
        """A copy of everything, from which ``train(..., state=...)`` goes on to the bit."""
        return self._state.copy()

    def _run(self) -> Iterator[Event]:
        state = self._state
        if state.epochs_blown_up and not state.position:  # a state between two epochs: the last may have been the end
            self._stop_if_blown_up(self._train_loss())
        while not self.done:
            if not len(state.order):
                state.order = state.random[Stream.ORDER].permutation(self._sentences)
            while state.position < self.updates_per_epoch:
                yield self._update() if self._calm else self._cautious_update()
            results: dict[Split, Score] = {}
            for split, batches in self._evaluation.items():
                results[split] = NOTHING
                for batch in batches:
                    started = time.perf_counter()
                    results[split] = results[split].plus(evaluate_batch(state.params, batch))
                    state.seconds += time.perf_counter() - started
                    yield EvaluatedChunk(state.epoch + 1)
            record = self._finish_epoch({split: score.means for split, score in results.items()})
            yield record
            self._stop_if_blown_up(record.train_loss)

    def _train_loss(self) -> float:
        score = NOTHING
        for batch in self._evaluation["train"]:
            score = score.plus(evaluate_batch(self._state.params, batch))
        return score.means[0]

    @property
    def _stops_early(self) -> bool:
        patience = self.config.early_stopping
        return patience > 0 and self._state.epoch - self._state.best.epoch >= patience

    @np.errstate(over="ignore", invalid="ignore")
    def _cautious_update(self) -> Update:
        """An update that may blow up: that is reported below, once, and not as numpy's warning."""
        return self._update()

    def _update(self) -> Update:
        started = time.perf_counter()
        config, state = self.config, self._state
        at = state.position * config.batch_size
        sentences = state.order[at : at + config.batch_size]
        batch, targets = self._batch(sentences)
        masks = draw_masks(state.params, batch, config.dropout, state.random) if config.dropout else NO_MASKS
        loss, gradients = loss_and_gradients(state.params, batch, config.gradient, self._gradients, targets, masks)
        norm, clipped = clip(gradients, config.clip_by, config.clip)
        if not math.isfinite(loss + norm):
            self._diverge(f"In epoch {state.epoch + 1} the loss or its gradient stopped being a number.")
        t = state.epoch * self.updates_per_epoch + state.position + 1
        rate = config.learning_rate * self._schedule(t / (config.epochs * self.updates_per_epoch))
        state.updates += 1  # not t: a state may have come from parts of other lengths
        descend(self._optimiser, state.params, gradients, state.slots, rate, config.weight_decay, state.updates)
        self._calm = self._calm and rate * norm < CALM_STEP
        state.position += 1
        state.gradient_norms.append(norm)
        state.clipped += clipped
        state.seconds += time.perf_counter() - started
        return Update(state.epoch + 1, state.position, self.updates_per_epoch, sentences, loss)

    def _batch(self, sentences: IntArray) -> tuple[Batch, Targets]:
        """Some sentences, packed; with word dropout, a few of their words at random are read as unknown."""
        layout = self._state.params.layout
        if len(sentences) == 1 and len(self._corpus.words) <= KEPT_WORDS:
            only = int(sentences[0])
            if only not in self._packed:
                batch = pack(self._corpus, sentences)
                self._packed[only] = batch, Targets.of(batch, layout)
            batch, targets = self._packed[only]
        else:
            batch = pack(self._corpus, sentences)
            targets = Targets.of(batch, layout)
        if not self._drops_words:
            return batch, targets
        random = self._state.random[Stream.WORD_DROPOUT]
        fewer = drop_words(batch, self._word_probabilities, self._unknown_id, random)
        return fewer, targets if len(fewer.words) == len(batch.words) else Targets.of(fewer, layout)

    @np.errstate(over="ignore", invalid="ignore")
    def _finish_epoch(self, results: dict[Split, tuple[float, float]]) -> EpochRecord:
        state = self._state
        train_loss, train_accuracy = results["train"]
        validation_loss, validation_accuracy = results.get("validation", (None, None))
        test_loss, test_accuracy = results.get("test", (None, None))
        # Once left, the plateau is only entered again when the loss is back at its height.
        threshold = LEFT_PLATEAU_LOSS if state.on_plateau else PLATEAU_LOSS
        state.on_plateau = not train_loss < threshold * self._entropy
        gradient_elements = state.params.layout.trained * self.updates_per_epoch
        record = EpochRecord(
            epoch=state.epoch + 1,
            train_loss=train_loss,
            train_accuracy=train_accuracy,
            validation_loss=validation_loss,
            validation_accuracy=validation_accuracy,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            gradient_norm=median(state.gradient_norms),
            clipped_share=state.clipped / gradient_elements,
            weight_norms={name: float(np.linalg.norm(weights)) for name, weights in state.params.named().items()},
            on_plateau=state.on_plateau,
            seconds=state.seconds,
        )
        state.epoch += 1
        state.order = state.order[:0]
        state.position = state.clipped = 0
        state.gradient_norms = []
        state.seconds = 0.0
        choice = train_loss if validation_loss is None else validation_loss
        if train_loss <= self._blown_up_loss:
            state.epochs_blown_up = 0
            state.last_good, state.last_good_epoch = state.params.copy(), state.epoch
            if choice < state.best.loss:
                state.best = Best(state.epoch, choice, state.last_good)
        else:
            state.epochs_blown_up += 1
        return record

    def _stop_if_blown_up(self, train_loss: float) -> None:
        state = self._state
        if not math.isfinite(train_loss):
            self._diverge(f"At the end of epoch {state.epoch} the loss was no longer a number.")
        if state.epochs_blown_up >= DIVERGED_EPOCHS:
            self._diverge(
                f"The loss blew up: at the end of epoch {state.epoch} it is {train_loss:.3g}, and guessing "
                f"would give {self._entropy:.2g}."
            )

    def _diverge(self, what: str) -> None:
        """Go back to the last good weights and give up."""
        state = self._state
        epoch = max(1, state.epoch + (state.position > 0 or len(state.order) > 0))
        state.params, self._diverged = state.last_good.copy(), True
        remedy = f"Try a learning rate of {self.config.learning_rate / 10:.2g} or less"
        if self.config.clip_by == "none":
            remedy += ", or switch clipping on"
        raise TrainingDiverged(f"{what} The last good weights were kept. {remedy}.", epoch)
