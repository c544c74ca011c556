"""Labelled sentences of any size, made up from a seed: for measuring speed, not for learning anything."""

import numpy as np

from rnn_core import Dataset, Example
from rnn_core.dataset import Split


def made_up(
    sentences: int = 5452, words: int = 9000, mean_length: float = 10, classes: int = 6, seed: int = 0
) -> Dataset:
    """Sentences to learn from, with lengths around a mean and words as unequal as those of a language.

    Every word occurs; how often falls with its rank (Zipf). The default is the size of a well-known set of questions
    in six classes.
    """
    random = np.random.default_rng(seed)
    lengths = np.maximum(1, random.poisson(mean_length - 1, sentences) + 1)
    weights = 1 / np.arange(1, words + 1)
    ids = random.choice(words, lengths.sum(), p=weights / weights.sum())
    once = min(words, len(ids))
    ids[random.choice(len(ids), once, replace=False)] = np.arange(once)
    texts = np.array([f"w{i}" for i in range(words)])[ids]
    begins = np.cumsum(lengths) - lengths
    train: Split = "train"
    return Dataset(
        tuple(
            Example(" ".join(texts[begin : begin + length]), f"class {i % classes}", train)
            for i, (begin, length) in enumerate(zip(begins, lengths, strict=True))
        )
    )
