"""Sentences of different lengths, packed for the network: no padding, no masks.

The sentences of a batch are sorted by length, longest first, and written down time step by time
step: every first word, then every second word, and so on. Step t then works on the first
``counts[t]`` sentences only. The layout is that of torch.nn.utils.rnn.pack_padded_sequence.

Letters: S sentences of a corpus, B sentences of a batch, T steps (the longest sentence), N words in
all (N = sum of the lengths).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Corpus:
    """Encoded sentences, one after the other.

    Attributes:
        words: (N,) word ids.
        offsets: (S + 1,) sentence i is ``words[offsets[i]:offsets[i + 1]]``; it may be empty.
        labels: (S,) class ids.
    """

    words: IntArray
    offsets: IntArray
    labels: IntArray

    @classmethod
    def of(cls, sentences: Sequence[Sequence[int]], labels: Iterable[int]) -> "Corpus":
        """Pack lists of word ids and one class id for each."""
        offsets = np.cumsum([0, *(len(sentence) for sentence in sentences)], dtype=np.intp)
        words = [word for sentence in sentences for word in sentence]
        return cls(np.array(words, dtype=np.intp), offsets, np.array(list(labels), dtype=np.intp))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def lengths(self) -> IntArray:
        """(S,) words in each sentence."""
        return np.diff(self.offsets)


@dataclass(frozen=True)
class Batch:
    """Some sentences of a corpus in packed order.

    ``unroll`` keeps its states in an array of 1 + N rows: row 0 is h_0 = 0, row 1 + p the state after
    packed word p. ``previous`` and ``last`` are row numbers in that array.

    Attributes:
        words: (N,) word ids, time-major.
        counts: (T,) sentences that still have a word at each step; never rises.
        previous: (N,) row of the state before each word.
        last: (B,) row of each sentence's final state; 0 (that is h_0) for an empty sentence.
        labels: (B,) class ids in packed order.
        order: (B,) which sentence of the corpus each packed sentence is.
        vocabulary_rows: (R,) the different words that occur, sorted.
        by_word: (N,) packed positions sorted by word.
        word_starts: (R,) where each different word begins in ``by_word``.
    """

    words: IntArray
    counts: tuple[int, ...]
    previous: IntArray
    last: IntArray
    labels: IntArray
    order: IntArray
    vocabulary_rows: IntArray
    by_word: IntArray
    word_starts: IntArray

    def __len__(self) -> int:
        return len(self.labels)


def pack(corpus: Corpus, indices: Iterable[int] | IntArray) -> Batch:
    """Pack the sentences with these indices into one batch.

    Args:
        corpus: encoded sentences.
        indices: (B,) which of them, in any order; the same set in another order packs sentences of
            equal length in that other order and changes no result.
    """
    indices = np.asarray(indices, dtype=np.intp)
    lengths = corpus.offsets[indices + 1] - corpus.offsets[indices]
    longest_first = np.argsort(-lengths, kind="stable")
    order, lengths = indices[longest_first], lengths[longest_first]

    steps = np.arange(lengths.max(initial=0))[:, None]  # (T, 1)
    alive = steps < lengths  # (T, B)
    words = corpus.words[(corpus.offsets[order] + steps)[alive]]  # (N,)
    rows = np.zeros(alive.shape, dtype=np.intp)  # (T, B) row of the state after each word
    rows[alive] = np.arange(1, len(words) + 1)
    before = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])

    by_word = np.argsort(words, kind="stable")
    vocabulary_rows, word_starts = np.unique(words[by_word], return_index=True)
    return Batch(
        words=words,
        counts=tuple(int(count) for count in alive.sum(axis=1)),
        previous=before[alive],
        last=rows.max(axis=0, initial=0),
        labels=corpus.labels[order],
        order=order,
        vocabulary_rows=vocabulary_rows,
        by_word=by_word,
        word_starts=word_starts,
    )


def pack_all(corpus: Corpus, max_words: int) -> list[Batch]:
    """The whole corpus in batches of at most ``max_words`` words (or one sentence), sorted by length."""
    by_length = np.argsort(-corpus.lengths, kind="stable")
    chunks: list[list[int]] = []
    room = 0
    for index, length in zip(by_length, corpus.lengths[by_length], strict=True):
        if not chunks or length > room:
            chunks.append([])
            room = max_words
        chunks[-1].append(int(index))
        room -= int(length)
    return [pack(corpus, chunk) for chunk in chunks]
