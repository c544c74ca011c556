"""From a model to the bytes of a file."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidModel
from rnn_core.model_files import digest, randomness, sentences, weights
from rnn_core.model_files.fields import require_whole
from rnn_core.model_files.header import KEY, MOST_HEADER
from rnn_core.model_files.saved import SavedModel, SavedNetwork
from rnn_core.records import TrainState

FORMAT = 2


def save(model: SavedModel) -> bytes:
    """A model as a safetensors file that holds all of it: what ``load`` gives back is equal to the bit.

    Raises:
        InvalidModel: its words are too many characters, or one of them is no text.
    """
    from safetensors.numpy import save as to_bytes

    for field, texts in (("vocabulary", model.vocabulary.words), ("classes", model.classes)):
        for number, text in enumerate(texts, 1):
            require_whole(text, f"{field}: number {number}")
    tensors: dict[str, NDArray[Any]] = {}
    for number, network in enumerate(model.networks, 1):
        tensors |= {f"{number}/{name}": tensor for name, tensor in _tensors(network).items()}
    if model.dataset is not None:
        tensors[sentences.NAME] = sentences.as_array(model.dataset)
    # The library takes an array's memory as it lies, whatever its strides are.
    tensors = {name: np.ascontiguousarray(tensor, tensor.dtype.newbyteorder("<")) for name, tensor in tensors.items()}
    metadata = json.dumps(_description(model), separators=(",", ":"))
    tensors[digest.NAME] = digest.digest(metadata, tensors)
    data: bytes = to_bytes(tensors, {KEY: metadata})
    if int.from_bytes(data[:8], "little") > MOST_HEADER:
        raise InvalidModel(f"vocabulary: its words take {len(metadata):,} characters, more than a file can hold.")
    return data


def _tensors(network: SavedNetwork) -> dict[str, NDArray[Any]]:
    state = network.state
    found: dict[str, NDArray[Any]] = {"curves": network.curves.figures}
    if state is None:
        parts = {"kept": network.kept}
    else:
        found["order"] = state.order.astype(np.int64)
        found["gradient_norms"] = np.array(state.gradient_norms, dtype=np.float64)
        named = {"now": state.params, "best": state.best.params, "last_good": state.last_good}
        parts = {name: named[name] for name in _held(state).values()}
        parts |= {f"slot{i}": slot for i, slot in enumerate(state.slots, 1)}
    if network.first is not None:
        parts["first"] = network.first
    for prefix, params in parts.items():
        found |= weights.named(params, prefix)
    return found


def _held(state: TrainState) -> dict[str, str]:
    """Under which name the weights of a state are written: those that are equal are written once."""
    first: dict[bytes, str] = {}
    named = {"now": state.params, "best": state.best.params, "last_good": state.last_good}
    return {name: first.setdefault(params.flat.tobytes(), name) for name, params in named.items()}


def _description(model: SavedModel) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "model": asdict(model.model),
        "training": asdict(model.training),
        "text": asdict(model.vocabulary.text),
        "vocabulary": model.vocabulary.words,
        "classes": model.classes,
        "tagged": model.tagged,
        "fingerprint": model.fingerprint,
        "has_sentences": model.dataset is not None,
        "of_networks": model.of_networks,
        "networks": [_network(network) for network in model.networks],
    }


def _network(network: SavedNetwork) -> dict[str, Any]:
    return {
        "seed": network.seed,
        "epoch": network.epoch,
        "kept_epoch": network.kept_epoch,
        "has_first": network.first is not None,
        "columns": network.curves.columns,
        "state": network.state and _state(network.state),
    }


def _state(state: TrainState) -> dict[str, Any]:
    held = _held(state)
    return {
        "best": held["best"],
        "last_good": held["last_good"],
        "position": state.position,
        "updates": state.updates,
        "best_epoch": state.best.epoch,
        "best_loss": state.best.loss if state.best.epoch else None,
        "last_good_epoch": state.last_good_epoch,
        "epochs_blown_up": state.epochs_blown_up,
        "on_plateau": state.on_plateau,
        "clipped": state.clipped,
        "seconds": state.seconds,
        "random": randomness.as_json(state.random),
    }
