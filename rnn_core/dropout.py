"""Dropout: what an update leaves out at random, so that no single word or unit is relied upon.

Numbers of the input and of what is read out (Srivastava et al. 2014): each is left out with probability p, and the
others are divided by 1 - p, so that nothing changes on average. Of a one-hot word there is one number to leave out.

Words (Iyyer et al. 2015): a word is read as the unknown word, or skipped where unknown words are. How the unknown
word gets something to learn from is of the same kind: where there is one, every word of the training sentences is now
and then read as if it were not known, the rarer it is, the likelier (Kiperwasser and Goldberg 2016).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch, Corpus, pack
from rnn_core.dataset import Dataset
from rnn_core.inputs import INPUTS
from rnn_core.params import Params
from rnn_core.seeds import Stream

RARE_WORDS = 0.25  # a word seen n times is read as unknown in 0.25 / (0.25 + n), if there is an unknown word


class Masks(NamedTuple):
    """Factors of dropout: 0 for what is left out, else 1 / (1 - p); None where nothing is.

    Attributes:
        input: (N, numbers of a word).
        readout: (B, W), or (N, W) at every word.
    """

    input: Array | None
    readout: Array | None


def mask(shape: tuple[int, int], share: float, dtype: np.dtype, random: np.random.Generator) -> Array:
    """Factors that leave out a share."""
    kept = random.random(shape) >= share
    return np.multiply(kept, 1 / (1 - share), dtype=dtype)


def draw_masks(params: Params, batch: Batch, share: float, random: Mapping[Stream, np.random.Generator]) -> Masks:
    """What dropout leaves out of one update; inputs and what is read out draw from streams of their own."""
    layout, dtype, N = params.layout, params.flat.dtype, len(batch.words)
    answers = N if layout.config.readout == "words" else len(batch)
    width = INPUTS[layout.config.input].mask_width(params)
    return Masks(
        mask((N, width), share, dtype, random[Stream.INPUT_DROPOUT]),
        mask((answers, layout.read_out), share, dtype, random[Stream.READOUT_DROPOUT]),
    )


def word_probabilities(dataset: Dataset, share: float) -> Array:
    """(V,) how likely an update reads each word of the vocabulary as an unknown one.

    Args:
        share: of all words; the rare ones are read so more often.
    """
    rows = dataset.vocabulary.rows
    if dataset.vocabulary.unknown_id is None:
        return np.full(rows, share)
    ids = np.concatenate([batch.words for batch in dataset.batches["train"]])
    counts = np.bincount(ids, minlength=rows)
    return np.asarray(share + (1 - share) * (RARE_WORDS / (RARE_WORDS + counts)))


def drop_words(batch: Batch, probabilities: Array, unknown_id: int | None, random: np.random.Generator) -> Batch:
    """The batch with some of its words read as the unknown one; without one they are skipped."""
    dropped = random.random(len(batch.words)) < probabilities[batch.words]
    if not dropped.any():
        return batch  # with what has been worked out about it
    if unknown_id is None:
        return _without(batch, dropped)
    return replace(batch, words=np.where(dropped, unknown_id, batch.words))


def _without(batch: Batch, dropped: np.ndarray) -> Batch:
    """The batch without some of its words, packed anew."""
    by_sentence = batch.by_sentence[~dropped[batch.by_sentence]]
    lengths = np.bincount(batch.sentence[by_sentence], minlength=len(batch))
    shorter = Corpus(
        batch.words[by_sentence],
        np.concatenate([[0], np.cumsum(lengths)]),
        batch.labels,
        None if batch.tags is None else batch.tags[by_sentence],
    )
    packed = pack(shorter, range(len(batch)))
    return replace(packed, order=batch.order[packed.order])
