"""How much does the answer hang on word order, and on single words? For sentences of any language.

Nothing is right or wrong here: whether order should matter depends on the sentences. But a network whose answers never
change when sentences are read backwards has learned to count words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.batch import Batch, Corpus, pack_all
from rnn_core.dataset import Dataset
from rnn_core.model import predict
from rnn_core.params import Params

MOST_SENTENCES, MOST_WORDS = 200, 50_000  # what is read at most, all changed sentences together
BACKWARDS, ONE_WORD_LESS = "read backwards", "one word less"


@dataclass(frozen=True)
class Sensitivity:
    """Sentences of a dataset, changed in two ways, encoded once and read with any weights.

    Attributes:
        sentences: (n,) which of the dataset's: of the test part if there is one, those of two and more words.
    """

    sentences: NDArray[np.intp]
    _plain: tuple[Batch, ...]
    _backwards: tuple[Batch, ...]
    _less: tuple[Batch, ...]
    _less_of: NDArray[np.intp]  # (m,) which of ``sentences`` each one with a word less comes from

    @classmethod
    def of(cls, dataset: Dataset) -> "Sensitivity":
        """Choose sentences, evenly spread over the part, and change them."""
        corpus = dataset.corpus
        part = dataset.indices("test") if len(dataset.indices("test")) else dataset.indices("train")
        part = part[corpus.lengths[part] >= 2]
        to_read = corpus.lengths[part] ** 2  # words of a sentence backwards, and with each of its words left out
        every = max(1, -(-len(part) // MOST_SENTENCES), -(-int(to_read.sum()) // MOST_WORDS))
        part = part[::every][np.cumsum(to_read[::every]) <= MOST_WORDS]
        plain = [corpus.words[corpus.offsets[i] : corpus.offsets[i + 1]].tolist() for i in part]
        less = [words[:t] + words[t + 1 :] for words in plain for t in range(len(words))]
        less_of = np.repeat(np.arange(len(plain)), [len(words) for words in plain]).astype(np.intp)
        return cls(part, _packed(plain), _packed([words[::-1] for words in plain]), _packed(less), less_of)

    def rates(self, params: Params) -> dict[str, float]:
        """The share of sentences whose answer changes: read backwards, and when some one word is left out."""
        n = len(self.sentences)
        if not n:
            return {}
        plain = _answers(params, self._plain, n)
        backwards = _answers(params, self._backwards, n) != plain
        less = _answers(params, self._less, len(self._less_of)) != plain[self._less_of]
        decided = np.bincount(self._less_of, weights=less, minlength=n) > 0
        return {BACKWARDS: float(backwards.mean()), ONE_WORD_LESS: float(decided.mean())}


def _packed(sentences: Sequence[list[int]]) -> tuple[Batch, ...]:
    return tuple(pack_all(Corpus.of(sentences), np.arange(len(sentences))))


def _answers(params: Params, batches: Sequence[Batch], n: int) -> NDArray[np.intp]:
    answers = np.empty(n, dtype=np.intp)
    for batch in batches:
        answers[batch.order] = predict(params, batch).argmax(axis=1)
    return answers
