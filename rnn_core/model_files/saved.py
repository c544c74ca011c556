"""What a model file is about: networks with all that it takes to use them and to go on training them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnn_core.answers import Classifier
from rnn_core.arrays import Array, IntArray
from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.errors import InvalidModel
from rnn_core.model_files.curves import Curves
from rnn_core.params import Params
from rnn_core.records import EpochRecord, TrainState
from rnn_core.text import Vocabulary
from rnn_core.train import Training, train
from rnn_core.wording import quoted


@dataclass(frozen=True, eq=False)
class SavedNetwork:
    """One network of a run.

    Attributes:
        seed: its own.
        epoch: finished epochs.
        kept_epoch: of which epoch the weights are that answer.
        kept: these weights.
        state: from which training goes on; None of a network that has ended, if only its answer was kept.
        curves: what it told, one row for each epoch that is known.
        first: its first weights, if its embedding began with vectors; else its seed gives them.
    """

    seed: int
    epoch: int
    kept_epoch: int
    kept: Params
    state: TrainState | None
    curves: Curves
    first: Params | None = None

    @classmethod
    def of(cls, training: Training, records: Sequence[EpochRecord], first: Params | None = None) -> "SavedNetwork":
        """A network as it is now; later training does not touch it."""
        kept_epoch = training.kept[0]
        return cls.at(training.state(), training.config, kept_epoch, Curves.of(records), first)

    @classmethod
    def at(
        cls, state: TrainState, training: TrainConfig, kept_epoch: int, curves: Curves, first: Params | None
    ) -> "SavedNetwork":
        """A network in a state: the best weights answer if it may stop early, else the present ones.

        Args:
            training: with its own seed.
        """
        kept = state.best.params if training.early_stopping else state.params
        return cls(training.seed, state.epoch, kept_epoch, kept, state, curves, first)


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A run: its networks, and what they have in common.

    Attributes:
        model, training: the settings.
        vocabulary: the words that have a row of the table, and how sentences are cut.
        classes: (C,) the labels, as Why has columns.
        tagged: whether every word has a label.
        fingerprint: of the sentences that it was trained on.
        networks: one, or several that answer together.
        of_networks: how many were asked for; those that have not begun are not there.
        dataset: those sentences, if they are in the file.
    """

    model: ModelConfig
    training: TrainConfig
    vocabulary: Vocabulary
    classes: tuple[str, ...]
    tagged: bool
    fingerprint: str
    networks: tuple[SavedNetwork, ...]
    of_networks: int
    dataset: Dataset | None = None

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        model: ModelConfig,
        training: TrainConfig,
        networks: Iterable[SavedNetwork],
        with_sentences: bool = False,
        of_networks: int = 1,
    ) -> "SavedModel":
        """A run on these sentences, which are in the file only if that is asked for."""
        each = tuple(networks)
        return cls(
            model, training, dataset.vocabulary, dataset.classes, dataset.tagged, dataset.fingerprint,
            each, max(of_networks, len(each)), dataset if with_sentences else None,
        )  # fmt: skip

    @property
    def kept(self) -> list[Params]:
        """The weights that answer: of each network the best ones if it may stop early, else the last."""
        return [network.kept for network in self.networks]

    @property
    def classifier(self) -> Classifier:
        """The kept weights with what they know."""
        return Classifier(tuple(self.kept), self.vocabulary, self.classes, self.tagged)

    def predict(self, sentences: Sequence[str]) -> tuple[Array, IntArray]:
        """What the kept weights say.

        Returns:
            (S, C) the probability of each class for each sentence, and (S,) how many words of it are read. A network
            that has read none answers the same to whatever it was asked.
        """
        return self.classifier.predict(sentences)

    def go_on(self, dataset: Dataset, epochs: int | None = None, network: int = 0) -> Training:
        """Go on training one of the networks, to the bit as if it had never stopped.

        Args:
            dataset: the sentences it was trained on.
            epochs: until when; without it as many as were asked for before.
            network: which of them.

        Raises:
            InvalidModel: these are other sentences, and the message names what differs; or that network has ended and
                only its answer was kept.
        """
        chosen = self.networks[network]
        if chosen.state is None:
            raise InvalidModel(f"networks/{network + 1}: it has ended, and only what it answers with was kept.")
        self._require_same(dataset, chosen.state)
        config = replace(self.training, seed=chosen.seed, epochs=self.training.epochs if epochs is None else epochs)
        return train(dataset, self.model, config, chosen.state)

    def require_sentences(self, dataset: Dataset) -> None:
        """Raise InvalidModel unless these are the sentences that it was trained on."""
        for network in self.networks:
            self._require_same(dataset, network.state)

    def _require_same(self, dataset: Dataset, state: TrainState | None) -> None:
        only = "It can answer, but training cannot go on from it."
        if dataset.tagged != self.tagged or dataset.classes != self.classes:
            raise InvalidModel(
                f"classes: the model knows the labels {quoted(self.classes)}, and the sentences have "
                f"{quoted(dataset.classes)}. {only}"
            )
        if dataset.vocabulary != self.vocabulary:
            raise InvalidModel(f"vocabulary: the model was trained on sentences with other words. {only}")
        if dataset.fingerprint != self.fingerprint:
            raise InvalidModel(
                f"fingerprint: the model was trained on the sentences {self.fingerprint}, and these are "
                f"{dataset.fingerprint}. {only}"
            )
        if state is None:
            return
        updates = -(-len(dataset.indices("train")) // self.training.batch_size)
        complete = np.array_equal(np.sort(state.order), dataset.indices("train"))
        if state.position > updates or not (complete if len(state.order) else state.position == 0):
            raise InvalidModel(f"order: it is none in which these sentences can be read. {only}")
