"""From the bytes of a file to a model: everything is checked, from the outside in, before it is copied."""

import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnn_core import limits
from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.errors import InvalidModel, InvalidSetting
from rnn_core.initialise import require_size
from rnn_core.layout import Layout
from rnn_core.model_files import digest, randomness, sentences, strict_json, weights
from rnn_core.model_files.curves import Curves
from rnn_core.model_files.fields import Fields
from rnn_core.model_files.header import open_file
from rnn_core.model_files.saved import SavedModel, SavedNetwork
from rnn_core.model_files.size import refuse_too_large
from rnn_core.model_files.weights import Needed
from rnn_core.model_files.write import FORMAT
from rnn_core.optim import OPTIMISERS
from rnn_core.params import Params
from rnn_core.records import Best, TrainState
from rnn_core.text import TextConfig, Vocabulary
from rnn_core.wording import shown

_MOST_STRUCTURE = 2 * limits.MAX_VOCABULARY  # characters of the metadata outside of its strings
_MOST_WIDENED = 1_000_000  # bytes
_LONGEST = 100  # characters of a setting
_MOST_UPDATES = 50_000  # of an epoch: one a sentence, of as many as there may be where the file was made

NAMED = ("now", "best", "last_good")

_Settings = TypeVar("_Settings", ModelConfig, TrainConfig, TextConfig)


def load(data: bytes) -> SavedModel:
    """The model that ``save`` has written.

    Raises:
        InvalidModel: it cannot be used; the message is one line that names the field. Nothing in a file is run.
    """
    refuse_too_large(len(data))
    opened = open_file(data)
    strict_json.require_narrow(opened.metadata, "metadata", _MOST_WIDENED)
    found = Fields(strict_json.loads(opened.metadata, "metadata", _MOST_STRUCTURE))
    version = found.count("format")
    if version != FORMAT:
        raise InvalidModel(
            f"format: the file is of version {version}; this is a program for version {FORMAT}. "
            f"{'Update it' if version > FORMAT else 'Save the model anew'}."
        )
    model, training = _settings(found, "model", ModelConfig), _settings(found, "training", TrainConfig)
    vocabulary = Vocabulary(found.texts("vocabulary"), _settings(found, "text", TextConfig))
    classes, tagged = found.texts("classes"), found.take("tagged", bool)
    fingerprint, has_sentences = found.take("fingerprint", str), found.take("has_sentences", bool)
    of_networks, described = found.count("of_networks"), found.take("networks", list)
    found.done()
    layout = _layout(model, vocabulary, classes)
    if tagged and model.readout != "words":
        raise InvalidModel("tagged: every word has a label, and the readout is another than “words”.")
    if not 1 <= len(described) <= limits.MAX_NETWORKS:
        raise InvalidModel(f"networks: there are {len(described)}; 1 to {limits.MAX_NETWORKS} are possible.")
    slots = OPTIMISERS[training.optimiser].slots
    if not len(described) <= of_networks <= limits.MAX_NETWORKS:
        raise InvalidModel(f"of_networks: it is {of_networks}, and there are {len(described)} networks.")
    networks = [_Described(Fields(one, f"networks/{i}"), f"{i}", layout, slots) for i, one in enumerate(described, 1)]

    wanted = {digest.NAME: Needed("U8", (32,), "SHA-256")}
    wanted |= {sentences.NAME: Needed("U8", (None,), "")} if has_sentences else {}
    for network in networks:
        wanted |= dict(network.needed())
    weights.require(opened.tensors, wanted)
    digest.require_unchanged(opened.metadata, opened.tensors)

    dataset = None
    if has_sentences:
        dataset = sentences.of_array(opened.tensors[sentences.NAME], vocabulary.text, tagged)
        if dataset.fingerprint != fingerprint:
            raise InvalidModel(
                f"fingerprint: it is {shown(fingerprint)}, and the sentences, cut as “text” says, have "
                f"{dataset.fingerprint}."
            )
    read = tuple(network.read(opened.tensors, training) for network in networks)
    return SavedModel(model, training, vocabulary, classes, tagged, fingerprint, read, of_networks, dataset)


def _settings(found: Fields, name: str, kind: type[_Settings]) -> _Settings:
    values = Fields(found.take(name, dict), name).named([field.name for field in fields(kind)])
    for field, value in values.items():  # what refuses it repeats it
        if isinstance(value, list | dict) or (isinstance(value, str) and len(value) > _LONGEST):
            raise InvalidModel(f"{name}: {field} is {shown(reprlib.repr(value))}, which is no setting.")
    try:
        return kind(**values)
    except InvalidSetting as error:
        raise InvalidModel(f"{name}: {shown(str(error), 200)}") from None


def _layout(model: ModelConfig, vocabulary: Vocabulary, classes: tuple[str, ...]) -> Layout:
    if not 2 <= len(classes) <= limits.MAX_CLASSES:
        raise InvalidModel(f"classes: there are {len(classes)}; 2 to {limits.MAX_CLASSES} are possible.")
    if len(vocabulary) > limits.MAX_VOCABULARY:
        raise InvalidModel(
            f"vocabulary: it has {len(vocabulary):,} words; at most {limits.MAX_VOCABULARY:,} are possible."
        )
    layout = Layout(model, vocabulary.rows, len(classes))
    try:
        require_size(layout)
    except InvalidSetting as error:
        raise InvalidModel(f"model: {error}") from None
    return layout


class _Described:
    """One network as the metadata describe it: what tensors it needs, and the network that they make.

    Args:
        prefix: of its tensors.
        slots: of the optimiser.
    """

    def __init__(self, found: Fields, prefix: str, layout: Layout, slots: int) -> None:
        self._prefix, self._layout = prefix, layout
        self._seed, self._epoch = found.take("seed", int), found.count("epoch")
        if self._seed < 0:
            raise InvalidModel(f"{found.name('seed')}: it is {self._seed}; it must be 0 or larger.")
        self._kept_epoch = found.count("kept_epoch", high=self._epoch)
        columns: list[Any] = found.take("columns", list)
        if not all(isinstance(column, str) for column in columns):
            raise InvalidModel(f"{found.name('columns')}: they must be the names of figures.")
        self._columns = tuple(columns)
        self._has_first = found.take("has_first", bool)
        state = found.optional("state", dict)
        self._state = None if state is None else _State(Fields(state, found.name("state")), self._epoch)
        found.done()
        self._parts = ["kept"] if self._state is None else [*self._state.parts, *(f"slot{i + 1}" for i in range(slots))]

    def needed(self) -> Iterator[tuple[str, Needed]]:
        """What its tensors must be."""
        for part in (*self._parts, *(["first"] if self._has_first else [])):
            yield from weights.needed(self._layout, f"{self._prefix}/{part}").items()
        yield f"{self._prefix}/curves", Needed("F64", (None, len(self._columns)), f"{len(self._columns)} columns")
        if self._state is not None:
            position = self._state.position
            yield f"{self._prefix}/order", Needed("I64", (None,), "")
            yield f"{self._prefix}/gradient_norms", Needed("F64", (position,), f"{position:,} updates")

    def read(self, tensors: Mapping[str, NDArray[Any]], training: TrainConfig) -> SavedNetwork:
        """The network; its numbers are copied."""
        first = self._weights(tensors, "first") if self._has_first else None
        parts = {part: self._weights(tensors, part) for part in self._parts}
        curves = Curves(self._columns, tensors[f"{self._prefix}/curves"].copy())
        curves.require(list(next(iter(parts.values())).named()), self._epoch, f"{self._prefix}/curves")
        if self._state is None:
            return SavedNetwork(self._seed, self._epoch, self._kept_epoch, parts["kept"], None, curves, first)
        state = self._state.read(parts, tensors[f"{self._prefix}/order"], tensors[f"{self._prefix}/gradient_norms"])
        return SavedNetwork.at(state, replace(training, seed=self._seed), self._kept_epoch, curves, first)

    def _weights(self, tensors: Mapping[str, NDArray[Any]], part: str) -> Params:
        return weights.of_tensors(tensors, f"{self._prefix}/{part}", self._layout)


class _State:
    """What the metadata say of a state.

    Args:
        epoch: finished epochs.
    """

    def __init__(self, found: Fields, epoch: int) -> None:
        self.position = found.count("position", high=_MOST_UPDATES)
        self._held = {
            "now": "now",
            "best": found.one_of("best", NAMED[:2]),
            "last_good": found.one_of("last_good", NAMED),
        }
        best = found.count("best_epoch", high=epoch)
        if best:
            self._best = best, found.take("best_loss", float)
        else:
            found.take("best_loss", type(None))
            self._best = 0, float("inf")
        self._random = randomness.of_json(Fields(found.take("random", dict), found.name("random")))
        self._others: dict[str, Any] = {
            "epoch": epoch,
            "position": self.position,
            "updates": found.count("updates"),
            "last_good_epoch": found.count("last_good_epoch", high=epoch),
            "epochs_blown_up": found.count("epochs_blown_up", high=epoch),
            "on_plateau": found.take("on_plateau", bool),
            "clipped": found.count("clipped"),
            "seconds": found.take("seconds", float),
        }
        found.done()

    @property
    def parts(self) -> list[str]:
        """The weights with names that are in the file: those that are equal are there once."""
        return [name for name in NAMED if name in self._held.values()]

    def read(self, parts: Mapping[str, Params], order: NDArray[Any], gradient_norms: NDArray[Any]) -> TrainState:
        """The state with these weights by name."""
        now, best, last_good = (
            parts[self._held[name]] for name in NAMED
        )  # what is equal is shared: nothing changes it
        slots = [params for name, params in parts.items() if name.startswith("slot")]
        return TrainState(
            params=now,
            slots=tuple(slots),
            best=Best(*self._best, best),
            last_good=last_good,
            random=self._random,
            order=order.astype(np.intp),
            gradient_norms=gradient_norms.tolist(),
            **self._others,
        )
