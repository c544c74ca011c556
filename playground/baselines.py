"""What simple methods reach on the same sentences and the same split, to see whether the network earns its keep.

scikit-learn is imported when the first of them is fitted: it takes more memory than all the rest of the page.
"""

import warnings
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.judged import judged, sentence_of_each, truth
from rnn_core import Dataset
from rnn_core.arrays import IntArray
from rnn_core.dataset import Split

MOST_COEFFICIENTS = 1_000_000  # of one method: features times classes
_ITERATIONS = 5  # of the optimiser, before it can be interrupted: 60 ms at most for 10,000 sentences of six classes
_MOST_ROUNDS = 60


@dataclass(frozen=True)
class Baseline:
    """What one method answers.

    Attributes:
        name: what it looks at.
        answers: (A,) the predicted class of every sentence, or of every word that has a tag.
        doing: what it does, in the middle of a sentence.
    """

    name: str
    answers: NDArray[np.intp]
    doing: str = ""

    def accuracy(self, dataset: Dataset, split: Split) -> float | None:
        """The share of a part that it gets right; None for an empty part."""
        part = judged(dataset, split)
        return float((self.answers[part] == truth(dataset)[part]).mean()) if len(part) else None


def fit(dataset: Dataset) -> Generator[float, None, tuple[Baseline, ...]]:
    """Fit every baseline on what is not for testing; yields the share that is done, often enough to be interrupted.

    They learn from the validation part as well: it chooses nothing here. (A word that occurs only there is unknown.)

    The first always answers the most frequent class. Where words are tagged the other one gives each word the tag that
    it has most often. Else the others are logistic regressions (scikit-learn's default strength of regularisation) on
    how often each word, or each word and each pair of neighbours, occurs.
    """
    yield 0.0
    if dataset.tagged:
        return _of_tags(dataset)
    most_frequent = np.bincount(dataset.label_ids[_learned(dataset)]).argmax()
    words = yield from _logistic_regression(dataset, pairs=False, begin=0.0, end=0.4)
    pairs = yield from _logistic_regression(dataset, pairs=True, begin=0.4, end=1.0)
    return (
        Baseline(
            "Most frequent class, always",
            np.full(len(dataset.examples), most_frequent),
            "always answering the most frequent class",
        ),
        Baseline("Words, logistic regression", words, "counting words"),
        Baseline("Words and pairs, logistic regression", pairs, "counting words and pairs of them"),
    )


def _learned(dataset: Dataset) -> IntArray:
    """Which sentences are learned from."""
    return np.concatenate([dataset.indices("train"), dataset.indices("validation")])


def _of_tags(dataset: Dataset) -> tuple[Baseline, ...]:
    words, tags = dataset.corpus.words, truth(dataset)
    part = np.flatnonzero(np.isin(sentence_of_each(dataset), _learned(dataset)))
    C = len(dataset.classes)
    counts = np.bincount(words[part] * C + tags[part], minlength=dataset.vocabulary.rows * C).reshape(-1, C)
    # The most frequent class first: of equals it is taken, and so by a word that training does not have.
    by_count = np.argsort(-counts.sum(axis=0), kind="stable")
    of_each_word = by_count[counts[:, by_count].argmax(axis=1)]
    return (
        Baseline(
            "Most frequent tag, always", np.full(len(tags), by_count[0]), "always answering the most frequent tag"
        ),
        Baseline(
            "Each word's most frequent tag", of_each_word[words], "answering each word with its most frequent tag"
        ),
    )


def _logistic_regression(
    dataset: Dataset, pairs: bool, begin: float, end: float
) -> Generator[float, None, NDArray[np.intp]]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    yield begin  # the import has taken a second or two
    features = _features(dataset, pairs)
    part = _learned(dataset)
    learned, labels = features[part], dataset.label_ids[part]
    model = LogisticRegression(max_iter=_ITERATIONS, warm_start=True)
    for done in range(_MOST_ROUNDS):
        yield begin + (end - begin) * done / (done + 6)  # nobody knows how many rounds there will be
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is asked to stop early, and goes on next round
            model.fit(learned, labels)
        if model.n_iter_.max() < _ITERATIONS:
            break
    answers: NDArray[np.intp] = model.predict(features)
    return answers


def _features(dataset: Dataset, pairs: bool) -> Any:
    """(S, F) a sparse matrix: how often each known word, or word and pair of neighbours, occurs in each sentence.

    Features are those of what is learned from, the most frequent ones if there are too many.
    """
    from scipy.sparse import csr_array

    words, rows = dataset.corpus.words.astype(np.int64), dataset.vocabulary.rows
    sentence = np.repeat(np.arange(len(dataset.examples)), dataset.corpus.lengths)
    codes = words
    if pairs:
        neighbours = sentence[:-1] == sentence[1:]
        codes = np.concatenate([words, (rows + words[:-1] * rows + words[1:])[neighbours]])
        sentence = np.concatenate([sentence, sentence[:-1][neighbours]])
    in_learned = np.isin(sentence, _learned(dataset))
    kept, counts = np.unique(codes[in_learned], return_counts=True)
    most = MOST_COEFFICIENTS // len(dataset.classes)
    kept = np.sort(kept[np.lexsort((kept, -counts))[:most]])
    if not len(kept):  # no sentence has a known word
        return csr_array((len(dataset.examples), 1))
    column = np.minimum(np.searchsorted(kept, codes), len(kept) - 1)
    found = kept[column] == codes
    cells = (sentence[found], column[found])
    return csr_array((np.ones(found.sum()), cells), shape=(len(dataset.examples), len(kept)))
