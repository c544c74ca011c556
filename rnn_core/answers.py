"""What networks answer to sentences that nobody has labelled, and the rows of a table that holds it.

Letters: S sentences, N words of them that are read, C classes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.arrays import Array, IntArray
from rnn_core.batch import CHUNK_WORDS, Corpus, pack_all
from rnn_core.ensemble import predict_mean, predict_words_mean
from rnn_core.params import Params
from rnn_core.text import Vocabulary, tokenise

Cell = str | float | bool | None  # of a table


def require_sentences(sentences: Iterable[str]) -> list[str]:
    """Sentences that a program gives.

    Raises:
        TypeError: it is one sentence, whose characters would be taken for sentences, or something in it is no str.
    """
    if isinstance(sentences, str | bytes):
        raise TypeError("Give a list of sentences, not one sentence: [sentence].")
    each = list(sentences)
    for i, sentence in enumerate(each):
        if not isinstance(sentence, str):
            raise TypeError(f"Every sentence must be a str: number {i + 1} is of the type {type(sentence).__name__}.")
    return each


def read_corpus(members: Sequence[Params], corpus: Corpus, at_words: bool) -> Array:
    """(S, C) the mean probability of each class for each sentence; (N, C) for each word, sentence after sentence."""
    found = np.empty((len(corpus.words) if at_words else len(corpus), len(members[0].by)))
    for batch in pack_all(corpus, np.arange(len(corpus))):
        if at_words:
            by_sentence = predict_words_mean(members, batch).take(batch.by_sentence, axis=0)
            found[corpus.places(batch)] = by_sentence
        else:
            found[batch.order] = predict_mean(members, batch)
    return found


def likeliest(classes: Sequence[str], row: Sequence[float]) -> str:
    """The label that has the highest of these probabilities; of equal ones the first."""
    return classes[row.index(max(row))]


def header(classes: Sequence[str], tagged: bool) -> list[str]:
    """The names of the columns in which answers are written down."""
    of_each = ["sentence_number", "word", "tag"] if tagged else ["sentence", "label"]
    return [*of_each, *(f"p({label})" for label in classes)]


@dataclass(frozen=True, eq=False)
class Answers:
    """What some sentences were answered.

    Attributes:
        sentences: S of them.
        vocabulary, classes, tagged: of the networks that answered.
        probabilities: (S, C) of each class for each sentence; where words are tagged (N, C) for each word that is
            read, sentence after sentence.
        lengths: (S,) how many words of each are read. Networks that have read none answer the same to whatever they
            were asked: that is no answer.
        strange: (S,) which have words of which none is known, so that only the unknown word is read: their answers say
            little.
    """

    sentences: tuple[str, ...]
    vocabulary: Vocabulary
    classes: tuple[str, ...]
    tagged: bool
    probabilities: Array
    lengths: IntArray
    strange: NDArray[np.bool_]

    @classmethod
    def of(
        cls, sentences: tuple[str, ...], corpus: Corpus, members: Sequence[Params], vocabulary: Vocabulary,
        classes: tuple[str, ...], tagged: bool,
    ) -> "Answers":  # fmt: skip
        """What networks answer to sentences of which this corpus has the words."""
        known = np.concatenate([[0], np.cumsum(corpus.words != vocabulary.unknown_id)])[corpus.offsets]
        strange = (corpus.lengths > 0) & (np.diff(known) == 0)
        probabilities = read_corpus(members, corpus, tagged)
        return cls(sentences, vocabulary, classes, tagged, probabilities, corpus.lengths, strange)

    @property
    def silent(self) -> int:
        """How many sentences have no answer."""
        return int((self.lengths == 0).sum())

    @property
    def counts(self) -> IntArray:
        """(C,) how many sentences, or words, are given each label."""
        answered = self.probabilities if self.tagged else self.probabilities[self.lengths > 0]
        return np.bincount(answered.argmax(axis=1), minlength=len(self.classes))

    def labels(self) -> Iterator[tuple[str | None, list[float]]]:
        """The likeliest label of each sentence and the probability of each; None and nothing without an answer."""
        for row, known in zip(self.probabilities.tolist(), self.lengths, strict=True):
            yield (likeliest(self.classes, row), row) if known else (None, [])

    def tags(self) -> Iterator[list[tuple[str, str | None, list[float]]]]:
        """Of each sentence its words, as the networks cut them, each with its tag and the probability of each.

        A word that is skipped, as some unknown ones are, has no tag: None and nothing.
        """
        ends = np.concatenate([[0], np.cumsum(self.lengths)])
        skips = self.vocabulary.unknown_id is None
        for sentence, (start, end) in zip(self.sentences, pairwise(ends), strict=True):
            rows = iter(self.probabilities[start:end].tolist())
            told: list[tuple[str, str | None, list[float]]] = []
            for word in tokenise(sentence, self.vocabulary.text):
                row = [] if skips and word not in self.vocabulary else next(rows)
                told.append((word, likeliest(self.classes, row) if row else None, row))
            yield told

    def rows(self, first: int = 1) -> Iterator[list[Cell]]:
        """Rows below ``header``: one for each sentence or, where words are tagged, for each word.

        Args:
            first: the number of the first sentence.
        """
        nothing: list[Cell] = [None] * len(self.classes)
        if self.tagged:
            for number, words in enumerate(self.tags(), first):
                for word, tag, row in words:
                    yield [number, word, tag, *(row or nothing)]
        else:
            for sentence, (label, row) in zip(self.sentences, self.labels(), strict=True):
                yield [sentence, label, *(row or nothing)]

    def records(self) -> Iterator[dict[str, Any]]:
        """The same as an object for each sentence, for JSON."""
        if self.tagged:
            for sentence, words in zip(self.sentences, self.tags(), strict=True):
                yield {
                    "sentence": sentence,
                    "words": [word for word, _, _ in words],
                    "tags": [tag for _, tag, _ in words],
                    "probabilities": [self._by_label(row) for _, _, row in words],
                }
        else:
            for sentence, (label, row) in zip(self.sentences, self.labels(), strict=True):
                yield {"sentence": sentence, "label": label, "probabilities": self._by_label(row)}

    def _by_label(self, row: Sequence[float]) -> dict[str, float] | None:
        return dict(zip(self.classes, row, strict=True)) if row else None


@dataclass(frozen=True, eq=False)
class Classifier:
    """Networks that answer together, and what they know.

    Attributes:
        members: one, or several whose mean is the answer.
        vocabulary: their words, and how sentences are cut.
        classes: (C,) their labels.
        tagged: whether every word has a label.
    """

    members: tuple[Params, ...]
    vocabulary: Vocabulary
    classes: tuple[str, ...]
    tagged: bool

    def predict(self, sentences: Iterable[str]) -> tuple[Array, IntArray]:
        """(S, C) the probability of each class for each sentence, and (S,) how many words of it are read.

        Raises:
            TypeError: it is one sentence, whose characters would be taken for sentences, or something in it is no str.
        """
        corpus = self._corpus(map(self._cut, require_sentences(sentences)))
        return read_corpus(self.members, corpus, at_words=False), corpus.lengths

    def answers(self, sentences: Iterable[str]) -> Iterator[Answers]:
        """What the sentences are answered, in order, some at a time: so many as have some CHUNK_WORDS words."""
        piece: list[str] = []
        cut: list[tuple[str, ...]] = []
        words = 0
        for sentence in sentences:
            piece.append(sentence)
            cut.append(self._cut(sentence))
            words += 1 + len(cut[-1])  # an empty one is some work too
            if words >= CHUNK_WORDS:
                yield self._answer(piece, cut)
                piece, cut, words = [], [], 0
        if piece:
            yield self._answer(piece, cut)

    def _answer(self, sentences: Sequence[str], cut: Sequence[Sequence[str]]) -> Answers:
        corpus = self._corpus(cut)
        return Answers.of(tuple(sentences), corpus, self.members, self.vocabulary, self.classes, self.tagged)

    def _cut(self, sentence: str) -> tuple[str, ...]:
        return tokenise(sentence, self.vocabulary.text)

    def _corpus(self, cut: Iterable[Sequence[str]]) -> Corpus:
        return Corpus.of([self.vocabulary.encode(words) for words in cut])
