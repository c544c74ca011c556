"""Word dropout: how the unknown word gets something to learn from.

Every word of the training sentences is known, or nearly, so now and then one is read as if it were not: the rarer
it is, the likelier (Kiperwasser and Goldberg 2016).
"""

from dataclasses import replace

import numpy as np

from rnn_core.batch import Batch
from rnn_core.dataset import Dataset
from rnn_core.params import Array

WORD_DROPOUT = 0.25  # a word seen n times is read as unknown in 0.25 / (0.25 + n)


def probabilities(dataset: Dataset) -> Array:
    """(V,) how likely each row of the vocabulary is read as the unknown word."""
    ids = np.concatenate([batch.words for batch in dataset.batches["train"]])
    counts = np.bincount(ids, minlength=dataset.vocabulary.rows)
    return np.asarray(WORD_DROPOUT / (WORD_DROPOUT + counts))


def drop_words(batch: Batch, probabilities: Array, unknown_id: int, random: np.random.Generator) -> Batch:
    """The batch with some of its words read as the unknown one."""
    dropped = random.random(len(batch.words)) < probabilities[batch.words]
    if not dropped.any():
        return batch  # with what has been worked out about it
    return replace(batch, words=np.where(dropped, unknown_id, batch.words))
