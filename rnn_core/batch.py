"""Sentences of different lengths, packed for the network: no padding, no masks.

The sentences of a batch are sorted by length, longest first, and written down time step by time
step: every first word, then every second word, and so on. Step t then works on the first
``counts[t]`` sentences only. The layout is that of torch.nn.utils.rnn.pack_padded_sequence.

Letters: S sentences of a corpus, B sentences of a batch, T steps (the longest sentence), N words in
all (N = sum of the lengths).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise, starmap

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.intp]

CHUNK_WORDS = 4096  # what is not an update is done in pieces of this many words, so that it can be interrupted


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
    packed word p. ``previous`` and ``last`` are row numbers in that array. What only the way back needs is
    worked out when it is asked for.

    Attributes:
        words: (N,) word ids, time-major.
        counts: (T,) sentences that still have a word at each step; never rises.
        last: (B,) row of each sentence's final state; 0 (that is h_0) for an empty sentence.
        labels: (B,) class ids in packed order.
        order: (B,) which sentence of the corpus each packed sentence is.
    """

    words: IntArray
    counts: tuple[int, ...]
    last: IntArray
    labels: IntArray
    order: IntArray

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def steps(self) -> tuple[slice, ...]:
        """(T,) rows of the states after each step."""
        return tuple(self.walk())

    def walk(self) -> Iterable[slice]:
        """The same for who walks once: ``steps`` are kept, and take more room than the words of a long sentence."""
        kept: tuple[slice, ...] | None = vars(self).get("steps")
        return starmap(slice, pairwise(accumulate(self.counts, initial=1))) if kept is None else kept

    def label_places(self, classes: int) -> IntArray:
        """(B,) where each sentence's label stands in a flattened (B, C) array."""
        return self._first_places * classes + self.labels

    @cached_property
    def _first_places(self) -> IntArray:
        return np.arange(len(self))

    @cached_property
    def previous(self) -> IntArray:
        """(N,) row of the state before each word: one step of sentences earlier, or h_0."""
        counts = np.array(self.counts, dtype=np.intp)
        rows = np.arange(1, len(self.words) + 1)
        rows[: counts[:1].sum()] = 0
        rows[counts[:1].sum() :] -= np.repeat(counts[:-1], counts[1:])
        return rows

    @cached_property
    def by_word(self) -> IntArray:
        """(N,) packed positions sorted by word."""
        return np.argsort(self.words, kind="stable")

    @cached_property
    def word_starts(self) -> IntArray:
        """(R,) where each different word begins in ``by_word``."""
        words = self.words[self.by_word]
        new = np.ones(len(words), dtype=bool)
        new[1:] = words[1:] != words[:-1]
        return np.flatnonzero(new)

    @cached_property
    def vocabulary_rows(self) -> IntArray:
        """(R,) the different words that occur, sorted."""
        return self.words[self.by_word[self.word_starts]]


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
    counts = alive.sum(axis=1)  # (T,)
    begins = np.cumsum(counts) - counts + 1  # (T,) row of the state after each step's first word
    last = np.zeros(len(order), dtype=np.intp)
    words_in = lengths > 0
    last[words_in] = begins[lengths[words_in] - 1] + np.flatnonzero(words_in)
    return Batch(
        words=corpus.words[(corpus.offsets[order] + steps)[alive]],
        counts=tuple(counts.tolist()),
        last=last,
        labels=corpus.labels[order],
        order=order,
    )


def pack_all(corpus: Corpus, indices: IntArray, max_words: int = CHUNK_WORDS) -> list[Batch]:
    """These sentences in batches of at most ``max_words`` words (or one sentence), sorted by length."""
    lengths = corpus.lengths[indices]
    by_length = np.argsort(-lengths, kind="stable")
    chunks: list[list[int]] = []
    room = 0
    for index, length in zip(indices[by_length], lengths[by_length], strict=True):
        if not chunks or length > room:
            chunks.append([])
            room = max_words
        chunks[-1].append(int(index))
        room -= int(length)
    return [pack(corpus, chunk) for chunk in chunks]
