"""What the speed of the core is measured with and against: each a thing that trains for one epoch when it is called."""

import time
from collections.abc import Callable

import numpy as np

from benchmarks.interleaved import timed
from benchmarks.plain_loop import PlainLoop
from rnn_core import Dataset, EpochRecord, ModelConfig, TrainConfig, Update, initial_params, train
from rnn_core.config import CellName
from rnn_core.seeds import Stream, generator

DENSE, SPARSE = "PyTorch, dense", "PyTorch, sparse"
LEARNING_RATE = 0.02


def ours(dataset: Dataset, model: ModelConfig, config: TrainConfig) -> Callable[[], dict[str, float]]:
    """A run of ours as a contestant: its updates with their statistics, and the evaluation that ends an epoch."""
    run = train(dataset, model, config)

    def epoch() -> dict[str, float]:
        started = updated = time.process_time()
        for event in run:
            if isinstance(event, Update) and event.number == event.total:
                updated = time.process_time()
            elif isinstance(event, EpochRecord):
                break
        return {"updates": updated - started, "evaluation": time.process_time() - updated}

    return epoch


def plain_loop(dataset: Dataset, model: ModelConfig, seed: int, learning_rate: float) -> PlainLoop:
    """The plain loop, with the first weights that a run of ours would have."""
    first = initial_params(model, dataset.vocabulary.rows, len(dataset.classes), generator(seed, Stream.WEIGHTS))
    return PlainLoop(first, word_ids(dataset), dataset.label_ids.tolist(), learning_rate, 1.0)


def word_ids(dataset: Dataset) -> list[list[int]]:
    """The words of each sentence, as those take them who pack nothing."""
    return [ids.tolist() for ids in np.split(dataset.corpus.words, dataset.corpus.offsets[1:-1])]


def pytorch_one_sentence(
    dataset: Dataset, hidden: int, cell: CellName = "tanh", directions: int = 1
) -> Callable[[], dict[str, float]]:
    """PyTorch, one sentence at a time."""
    from benchmarks.pytorch_loop import OneSentence

    every, chosen = word_ids(dataset), dataset.indices("train")
    sentences, labels = [every[i] for i in chosen], dataset.label_ids[chosen].tolist()
    run = OneSentence(dataset.vocabulary.rows, hidden, len(dataset.classes), LEARNING_RATE, cell, directions)
    return timed("PyTorch", lambda: run.epoch(sentences, labels))


def pytorch_mini_batches(
    dataset: Dataset, hidden: int, size: int, cell: CellName = "tanh", directions: int = 1
) -> list[Callable[[], dict[str, float]]]:
    """PyTorch's two ways."""
    import torch

    from benchmarks.pytorch_loop import MiniBatches

    random = np.random.default_rng(0)
    sentences, labels = [torch.tensor(ids) for ids in word_ids(dataset)], torch.tensor(dataset.label_ids)

    def contestant(name: str) -> Callable[[], dict[str, float]]:
        run = MiniBatches(
            dataset.vocabulary.rows, hidden, len(dataset.classes), LEARNING_RATE, name == SPARSE, cell, directions
        )

        def epoch() -> None:
            order = random.permutation(len(sentences)).tolist()
            run.epoch(sentences, labels, [order[i : i + size] for i in range(0, len(order), size)])

        return timed(name, epoch)

    return [contestant(name) for name in (DENSE, SPARSE)]
