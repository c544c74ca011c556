"""One sentence, every step: what the network holds and what it would answer after each word."""

from dataclasses import dataclass

import numpy as np

from rnn_core.batch import Batch, Corpus, pack
from rnn_core.bptt import unroll
from rnn_core.model import log_softmax
from rnn_core.params import Array, Params
from rnn_core.text import Vocabulary, tokenise


@dataclass(frozen=True)
class Trace:
    """A sentence read word by word. Step 0 is before any word, where h_0 = 0.

    Attributes:
        tokens: every word of the sentence as the tokeniser cut it.
        known: for each token, whether the network knows it.
        words: (T,) those that were read: the known ones, and the others too if there is an unknown word.
        ids: (T,) their rows of Wxh, which are the columns of the equations' Wxh.
        states: (1 + T, H) h_0 .. h_T.
        scores: (1 + T, C) y_t = Why h_t + by.
        probabilities: (1 + T, C) softmax(y_t): the answer if the sentence ended there. Only the one
            at the last step is what training optimises.
    """

    tokens: tuple[str, ...]
    known: tuple[bool, ...]
    words: tuple[str, ...]
    ids: tuple[int, ...]
    states: Array
    scores: Array
    probabilities: Array

    def batch(self, label: int = 0) -> Batch:
        """The sentence alone in a batch, for the engine.

        Args:
            label: the class that it is held against.
        """
        return pack(Corpus.of([self.ids], [label]), [0])

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words it does not know, each once, in the order of the sentence."""
        missing = (token for token, known in zip(self.tokens, self.known, strict=True) if not known)
        return tuple(dict.fromkeys(missing))


def trace(params: Params, vocabulary: Vocabulary, sentence: str) -> Trace:
    """Read a sentence with a network; any text will do, unknown words and no words at all included.

    Raises:
        ValueError: the vocabulary is not the one that the weights belong to.
    """
    if vocabulary.rows != params.shape.words:
        raise ValueError(f"{vocabulary.rows} words, but weights for {params.shape.words}")
    tokens = tokenise(sentence, vocabulary.text)
    known = tuple(token in vocabulary for token in tokens)
    words = tokens if vocabulary.unknown_id is not None else tuple(t for t in tokens if t in vocabulary)
    ids = vocabulary.encode(words)
    batch = pack(Corpus.of([ids], [0]), [0])
    states = unroll(params, batch)  # a batch of one: its packed order is the sentence's own
    scores = states @ params.Why + params.by
    return Trace(tokens, known, words, tuple(ids), states, scores, np.exp(log_softmax(scores)))
