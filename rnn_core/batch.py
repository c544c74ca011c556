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
from itertools import accumulate, pairwise

import numpy as np

from rnn_core.arrays import Array, IntArray

CHUNK_WORDS = 4096  # what is not an update is done in pieces of this many words, so that it can be interrupted


@dataclass(frozen=True)
class Corpus:
    """Encoded sentences, one after the other.

    Attributes:
        words: (N,) word ids.
        offsets: (S + 1,) sentence i is ``words[offsets[i]:offsets[i + 1]]``; it may be empty.
        labels: (S,) the class id of each sentence; None if sentences have none.
        tags: (N,) the class id of each word; None if words have none.
    """

    words: IntArray
    offsets: IntArray
    labels: IntArray | None = None
    tags: IntArray | None = None

    @classmethod
    def of(cls, sentences: Sequence[Sequence[int]], labels: Iterable[int] | None = None) -> "Corpus":
        """Pack lists of word ids, with one class id for each sentence if there are labels."""
        offsets = np.cumsum([0, *(len(sentence) for sentence in sentences)], dtype=np.intp)
        words = [word for sentence in sentences for word in sentence]
        known = None if labels is None else np.array(list(labels), dtype=np.intp)
        return cls(np.array(words, dtype=np.intp), offsets, known)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> IntArray:
        """(S,) words in each sentence."""
        return np.diff(self.offsets)

    def places(self, batch: "Batch") -> IntArray:
        """(N,) where the words of a batch of this corpus stand in it, in the order of ``batch.by_sentence``."""
        begins = self.offsets[batch.order] - (np.cumsum(batch.lengths) - batch.lengths)
        places: IntArray = np.repeat(begins, batch.lengths) + np.arange(len(batch.words))
        return places


@dataclass(frozen=True)
class Batch:
    """Some sentences of a corpus in packed order.

    The engine keeps its states in arrays of 1 + N rows: row 0 is h_0 = 0, row 1 + p the state after
    packed word p. ``previous`` and ``last`` are row numbers in such an array; ``sentence``, ``mirror`` and
    ``by_word`` count packed words from 0. What not every batch needs is worked out when it is asked for.

    Attributes:
        words: (N,) word ids, time-major.
        counts: (T,) sentences that still have a word at each step; never rises.
        last: (B,) row of each sentence's final state; 0 (that is h_0) for an empty sentence.
        order: (B,) which sentence of the corpus each packed sentence is.
        labels: (B,) class ids of the sentences in packed order, or None.
        tags: (N,) class ids of the words in packed order, or None.
    """

    words: IntArray
    counts: tuple[int, ...]
    last: IntArray
    order: IntArray
    labels: IntArray | None = None
    tags: IntArray | None = None

    def __len__(self) -> int:
        return len(self.order)

    def by_step(self, rows: Array) -> list[Array]:
        """(T,) the rows of each step, as views.

        Args:
            rows: (N, ...) in packed order.
        """
        if len(self.order) == 1:  # the same, in less time; so below
            return list(rows.reshape(len(rows), 1, rows.shape[1]))
        return [rows[start:stop] for start, stop in pairwise(accumulate(self.counts, initial=0))]

    def before_each_word(self, states: Array) -> Array:
        """(N, ...) the state before each word.

        Args:
            states: (1 + N, ...) with h_0 first.
        """
        return states[:-1] if len(self.order) == 1 else states.take(self.previous, 0)

    def at_the_ends(self, states: Array) -> Array:
        """(B, ...) each sentence's final state.

        Args:
            states: (1 + N, ...) with h_0 first.
        """
        return states[-1:] if len(self.order) == 1 else states.take(self.last, 0)

    @cached_property
    def previous(self) -> IntArray:
        """(N,) row of the state before each word: that after the sentence's word before, or h_0."""
        counts = np.array(self.counts, dtype=np.intp)
        rows = np.arange(1, len(self.words) + 1)
        rows[: counts[:1].sum()] = 0
        rows[counts[:1].sum() :] -= np.repeat(counts[:-1], counts[1:])
        return rows

    @cached_property
    def sentence(self) -> IntArray:
        """(N,) which packed sentence each word belongs to, from 0."""
        counts = np.array(self.counts, dtype=np.intp)
        return np.arange(len(self.words)) - np.repeat(np.cumsum(counts) - counts, counts)

    @cached_property
    def lengths(self) -> IntArray:
        """(B,) words in each sentence; never rises."""
        return np.bincount(self.sentence, minlength=len(self))

    @cached_property
    def mirror(self) -> IntArray:
        """(N,) the packed words with every sentence reversed within its own length.

        Taking twice gives back what was there: the same counts, so the same engine reads backwards.
        """
        counts = np.array(self.counts, dtype=np.intp)
        steps = np.repeat(np.arange(len(counts)), counts)  # (N,) t of each word
        begins = np.cumsum(counts) - counts
        rows: IntArray = begins[self.lengths[self.sentence] - 1 - steps] + self.sentence
        return rows

    @cached_property
    def by_sentence(self) -> IntArray:
        """(N,) packed words, sentence after sentence, each in its own order."""
        return np.argsort(self.sentence, kind="stable")

    @cached_property
    def sentence_starts(self) -> IntArray:
        """(B',) where each sentence that has words begins in ``by_sentence``; these are the first B' of the batch."""
        lengths = self.lengths[self.lengths > 0]
        return np.cumsum(lengths) - lengths

    @cached_property
    def by_word(self) -> IntArray:
        """(N,) packed words sorted by their id."""
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
    places = (corpus.offsets[order] + steps)[alive]  # (N,) of each packed word in the corpus
    return Batch(
        words=corpus.words[places],
        counts=tuple(counts.tolist()),
        last=last,
        order=order,
        labels=None if corpus.labels is None else corpus.labels[order],
        tags=None if corpus.tags is None else corpus.tags[places],
    )


def pack_unlabelled(sentences: Sequence[Sequence[int]]) -> Batch:
    """Pack lists of word ids into one batch of sentences without labels, to be read only."""
    return pack(Corpus.of(sentences), range(len(sentences)))


def pack_all_unlabelled(sentences: Sequence[Sequence[int]]) -> list[Batch]:
    """The same in batches of bounded size; ``Batch.order`` says which sentences each one holds."""
    return pack_all(Corpus.of(sentences), np.arange(len(sentences)))


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
