"""Small models for the tests, and their files taken apart and put together again, rightly or not."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any, get_args

import numpy as np

from rnn_core import Dataset, EpochRecord, ModelConfig, TrainConfig, train
from rnn_core.config import CellName, OptimiserName, ReadoutName, Schedule
from rnn_core.model_files import Curves, SavedModel, SavedNetwork, save
from rnn_core.train import Training
from tests.test_resume import DATASETS, TAGGED

KEY = "rnn_playground"
NUMPY = {"F64": "float64", "F32": "float32", "I64": "int64", "U8": "uint8"}
Tensor = tuple[str, list[int], bytes]  # type, shape, bytes
Tensors = dict[str, Tensor]
LITTLE = 250_000  # bytes: in a file below that, names and settings outweigh the numbers


def most_memory(data: bytes) -> int:
    """What reading a file may take beyond its bytes: less than twice of them, or so little that it does not matter."""
    return 2 * len(data) + (LITTLE if len(data) < LITTLE else 0)


def stopped(dataset: Dataset, model: ModelConfig, config: TrainConfig, events: int) -> tuple[Training, list]:
    """A run that is stopped after so many events, and the records of its epochs."""
    training = train(dataset, model, config)
    return training, [event for event in islice(training, events) if isinstance(event, EpochRecord)]


def model_file(
    dataset: Dataset = DATASETS["vector"],
    model: ModelConfig = ModelConfig(3, cell="gru", directions=2),  # noqa: B008
    config: TrainConfig = TrainConfig(epochs=3, optimiser="adam", dropout=0.2),  # noqa: B008
    events: int = 30,
    with_sentences: bool = False,
) -> bytes:
    """The file of a run that was stopped in its second epoch."""
    network = SavedNetwork.of(*stopped(dataset, model, config, events))
    return save(SavedModel.of(dataset, model, config, [network], with_sentences))


def ended(dataset: Dataset, model: ModelConfig, config: TrainConfig) -> SavedNetwork:
    """A network of which only the answer was kept, as the page does of those that have ended, and its first weights."""
    first = train(dataset, model, config).params.copy()
    training, records = stopped(dataset, model, config, 10_000)
    kept_epoch, kept = training.kept
    return SavedNetwork(config.seed, training.epoch, kept_epoch, kept.copy(), None, Curves.of(records[-1:]), first)


def ended_file() -> bytes:
    """The file of a run of two networks, one of which has ended."""
    dataset, model, config = DATASETS["skip"], ModelConfig(3), TrainConfig(epochs=3)
    going_on = SavedNetwork.of(*stopped(dataset, model, replace(config, seed=1), 9))
    return save(SavedModel.of(dataset, model, config, [ended(dataset, model, config), going_on], of_networks=3))


def any_settings(i: int) -> tuple[Dataset, ModelConfig, TrainConfig]:
    """Settings number i: every optimiser with every cell in 16, all else as it is drawn."""
    random = np.random.default_rng(i)

    def one(values: Any) -> Any:
        return values[int(random.integers(len(values)))]

    readout = one(get_args(ReadoutName))
    tagged = readout == "words" and bool(random.integers(2))
    model = ModelConfig(
        int(random.integers(1, 5)),
        cell=get_args(CellName)[i // 4 % 4],
        layers=int(random.integers(1, 4)),
        directions=one((1, 2)),
        readout=readout,
        input=one(("one-hot", "embedding")),
        embedding_size=3,
        first_embedding=one(("random", "counts")),
        dtype=one(("float64", "float32")),
    )
    config = TrainConfig(
        learning_rate=0.02,
        epochs=4,
        optimiser=get_args(OptimiserName)[i % 4],
        batch_size=one((1, 4)),
        schedule=one(get_args(Schedule)),
        clip_by=one(("none", "value", "norm")),
        weight_decay=one((0.0, 0.01)),
        dropout=one((0.0, 0.3)),
        word_dropout=one((0.0, 0.2)),
        early_stopping=one((0, 2)),
        seed=i,
    )
    return TAGGED if tagged else one(tuple(DATASETS.values())), model, config


def apart(data: bytes) -> tuple[dict[str, Any], Tensors]:
    """What a model file says of itself, and its tensors."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    described = json.loads(header.pop("__metadata__")[KEY])
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = (entry["dtype"], entry["shape"], data[8 + size + begin : 8 + size + end])
    return described, tensors


def together(described: Any, tensors: Tensors, sealed: bool = True, **more: Any) -> bytes:
    """A file of these, with the digest that belongs to them.

    Args:
        sealed: whether the digest is made anew.
        more: further entries of the header.
    """
    metadata = described if isinstance(described, str) else json.dumps(described, separators=(",", ":"))
    if sealed:
        sha = hashlib.sha256(metadata.encode())
        for name in sorted(tensors.keys() - {"sha256"}):
            dtype, shape, data = tensors[name]
            sha.update(f"\n{name} {NUMPY.get(dtype, dtype)} {tuple(shape)}\n".encode() + data)
        tensors = {**tensors, "sha256": ("U8", [32], sha.digest())}
    header: dict[str, Any] = {"__metadata__": {KEY: metadata}}
    at = 0
    for name, (dtype, shape, data) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + len(data)]}
        at += len(data)
    return framed(header | more, b"".join(data for _, _, data in tensors.values()))


def framed(header: Any, data: bytes = b"") -> bytes:
    """A length, a header (a text as it is, all else as JSON), and data."""
    written = (header if isinstance(header, str) else json.dumps(header)).encode()
    return len(written).to_bytes(8, "little") + written + data


def changed(data: bytes, change: Callable[[dict[str, Any], Tensors], Any], sealed: bool = True) -> bytes:
    """A file with something else in it."""
    described, tensors = apart(data)
    change(described, tensors)
    return together(described, tensors, sealed)
