"""``RNNClassifier``: a recurrent network with the methods of a scikit-learn classifier."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from rnn_core import config
from rnn_core.arrays import Array
from rnn_core.batch import pack_all_unlabelled
from rnn_core.dataset import Dataset
from rnn_core.ensemble import fingerprint_of_all, predict_mean
from rnn_core.errors import RnnCoreError
from rnn_core.estimator.asked import Asked, seed_of
from rnn_core.estimator.given import class_ids, classes_among, labels_of, sentences_of
from rnn_core.estimator.one_thread import one_thread
from rnn_core.estimator.parts import part
from rnn_core.estimator.runs import one_epoch, to_the_end
from rnn_core.recipes import Recipe
from rnn_core.records import TrainState
from rnn_core.text import Tokeniser, Unknown, tokenise


@contextmanager
def _refusing() -> Iterator[None]:
    """What the core refuses is a ValueError, as everywhere in scikit-learn."""
    try:
        yield
    except RnnCoreError as error:
        raise ValueError(str(error)) from error


class RNNClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A recurrent network that reads sentences and answers with a class; X is a list of sentences, S strings.

    Args:
        settings: where what is not given (None) is taken from: "suggested", what learns people's sentences, by how many
            there are, and how they are cut, by what they look like; or "plain", the defaults of the settings, the
            tutorial's.
        hidden_size, cell, layers, directions, readout, input, embedding_size, first_embedding, forget_bias,
            initialisation, dtype: the network, see ModelConfig.
        learning_rate, epochs, clip_by, clip, optimiser, batch_size, schedule, weight_decay, dropout, word_dropout,
            early_stopping, gradient: how it is trained, see TrainConfig.
        networks: so many networks, with seeds one after the other, answer with the mean of their probabilities.
        tokeniser, fold_case, min_count, unknown: how a sentence becomes words, see TextConfig.
        validation_fraction: the share of each class that ``fit`` sets aside to choose the best epoch by, where it may
            stop early.
        random_state: decides all chance, also what is set aside. A whole number is the seed itself: each ``fit`` has
            the same bits. None or a RandomState: a seed is drawn from it each time.

    Attributes:
        classes_: (C,) the labels, sorted, of the type that they were given in.
        n_iter_: how many epochs were read; of several networks the most.
        vocabulary_: the words that are known.
        model_config_, train_config_: the settings that were used, each with its value.
        states_: of each network the weights, and all that it takes to go on from them.
        fingerprint_: eight hex characters that two fits share only if their weights are equal to the bit.
    """

    def __init__(
        self,
        *,
        settings: Literal["suggested", "plain"] = "suggested",
        hidden_size: int | None = None,
        cell: config.CellName | None = None,
        layers: int | None = None,
        directions: int | None = None,
        readout: config.ReadoutName | None = None,
        input: config.InputName | None = None,
        embedding_size: int | None = None,
        first_embedding: config.FirstEmbedding | None = None,
        forget_bias: float | None = None,
        initialisation: config.Initialisation | None = None,
        dtype: config.Dtype | None = None,
        learning_rate: float | None = None,
        epochs: int | None = None,
        clip_by: config.ClipBy | None = None,
        clip: float | None = None,
        optimiser: config.OptimiserName | None = None,
        batch_size: int | None = None,
        schedule: config.Schedule | None = None,
        weight_decay: float | None = None,
        dropout: float | None = None,
        word_dropout: float | None = None,
        early_stopping: int | None = None,
        gradient: config.GradientRule | None = None,
        networks: int | None = None,
        tokeniser: Tokeniser | None = None,
        fold_case: bool | None = None,
        min_count: int | None = None,
        unknown: Unknown | None = None,
        validation_fraction: float | None = None,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.settings = settings
        self.hidden_size = hidden_size
        self.cell = cell
        self.layers = layers
        self.directions = directions
        self.readout = readout
        self.input = input
        self.embedding_size = embedding_size
        self.first_embedding = first_embedding
        self.forget_bias = forget_bias
        self.initialisation = initialisation
        self.dtype = dtype
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.clip_by = clip_by
        self.clip = clip
        self.optimiser = optimiser
        self.batch_size = batch_size
        self.schedule = schedule
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.word_dropout = word_dropout
        self.early_stopping = early_stopping
        self.gradient = gradient
        self.networks = networks
        self.tokeniser = tokeniser
        self.fold_case = fold_case
        self.min_count = min_count
        self.unknown = unknown
        self.validation_fraction = validation_fraction
        self.random_state = random_state

    def fit(self, X: object, y: object) -> Self:
        """Train anew on sentences and their labels.

        Where the loss blows up, the last good weights are kept and a ConvergenceWarning is given.

        Raises:
            ValueError: a setting, the sentences or the labels cannot be used; nothing has changed then.
        """
        sentences = sentences_of(X)
        labels = labels_of(y, len(sentences))
        classes = classes_among(labels)
        ids = class_ids(labels, classes)
        with _refusing(), one_thread:
            asked, seed = Asked(self.get_params(deep=False)), seed_of(self.random_state)
            dataset = part(sentences, ids, len(classes), asked.text(sentences), None, asked.validation_share, seed)
            recipe = asked.recipe(dataset)
            states = [to_the_end(dataset, recipe, member) for member in asked.seeds(seed)]
        return self._keep(states, dataset, recipe, classes)

    def partial_fit(self, X: object, y: object, classes: object = None) -> Self:
        """Read sentences once (one epoch) and go on from the present weights, to the bit.

        The first call settles words, classes, the networks and their optimiser: parameters that would change one of
        these are refused later. What is suggested goes by its sentences. No part is set aside and nothing stops early.
        A schedule is spread over as many calls as there are epochs. After ``fit`` it goes on from the weights that were
        kept.

        Args:
            classes: all labels that there will be; needed at the first call.

        Raises:
            ValueError: as ``fit``; or there are no classes, other ones than before, or a label that is none of them.
        """
        first = not hasattr(self, "classes_")
        if first and classes is None:
            raise ValueError("The first call of partial_fit needs classes: all labels that there will be.")
        known = self.classes_ if classes is None else classes_among(classes)
        if not first and not np.array_equal(known, self.classes_):
            raise ValueError(f"These classes are not those of the first call, {self.classes_.tolist()}.")
        if self.early_stopping or self.validation_fraction:
            raise ValueError("partial_fit sets nothing aside: it has no early_stopping and no validation_fraction.")
        sentences = sentences_of(X)
        ids = class_ids(labels_of(y, len(sentences)), known)
        with _refusing(), one_thread:
            asked = Asked(self.get_params(deep=False))
            begins: Sequence[int | TrainState]
            if first:
                dataset = part(sentences, ids, len(known), asked.text(sentences))
                recipe = asked.recipe(dataset)
                begins = asked.seeds(seed_of(self.random_state))
            else:
                dataset = part(sentences, ids, len(known), self.vocabulary_.text, self.vocabulary_)
                before = Recipe(self.model_config_, self.train_config_)
                recipe = asked.recipe_to_go_on(before, self.vocabulary_.text, len(self.states_), self._settings)
                begins = self.states_
            states = [one_epoch(dataset, recipe, begin) for begin in begins]
        return self._keep(states, dataset, recipe, known)

    def predict_proba(self, X: object) -> Array:
        """(S, C) the probability of each class for each sentence.

        The same sentence has the same bits, in whatever order the others stand.
        """
        check_is_fitted(self)
        read = [tuple(self.vocabulary_.encode(tokenise(s, self.vocabulary_.text))) for s in sentences_of(X)]
        different = sorted(set(read))  # a row's last bits depend on its place in a product
        members = [state.params for state in self.states_]
        answers = np.empty((len(different), len(self.classes_)), members[0].flat.dtype)
        with one_thread:
            for batch in pack_all_unlabelled(different):
                answers[batch.order] = predict_mean(members, batch)
        place = {words: i for i, words in enumerate(different)}
        return answers[[place[words] for words in read]]

    def predict(self, X: object) -> Array:
        """(S,) the most probable class of each sentence."""
        probabilities = self.predict_proba(X)
        chosen: Array = self.classes_[probabilities.argmax(axis=1)]
        return chosen

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn is to know: X is a list of texts, not a table of numbers."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags

    def _keep(self, states: list[TrainState], dataset: Dataset, recipe: Recipe, classes: Array) -> Self:
        """All that was learned, at once: what is refused midway changes nothing."""
        self.classes_ = classes
        self.states_ = states
        self.vocabulary_ = dataset.vocabulary
        self.model_config_, self.train_config_ = recipe.model, recipe.training
        self._settings = self.settings
        self.n_iter_ = max(state.epoch for state in states)
        self.fingerprint_ = fingerprint_of_all([state.params for state in states])
        return self
