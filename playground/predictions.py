"""What is answered for every sentence of a dataset, as arrays, as a table and as a confusion matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.charts.table import Columns
from playground.judged import judged, sentence_of_each, truth
from rnn_core import Dataset, Params, predict_mean, predict_words_mean
from rnn_core.dataset import SPLITS, Split

MAX_TABLE_ROWS = 1000  # a browser gets no more of them at once
RIGHT, WRONG, NO_ANSWER = "✓", "✗", "–"


@dataclass(frozen=True)
class Predictions:
    """The answers of one network, or the mean answers of several.

    Attributes:
        dataset: S sentences.
        answers: (A,) the predicted class of each sentence or, where these are tagged, of each word that is read.
        confidence: (A,) the probability that it is given.
    """

    dataset: Dataset
    answers: NDArray[np.intp]
    confidence: NDArray[np.float64]

    @classmethod
    def of(cls, dataset: Dataset, *members: Params, splits: Sequence[Split] = SPLITS) -> "Predictions":
        """Read every sentence with the weights of each network.

        Args:
            splits: of these parts; what is not read has the answer -1.
        """
        answers = np.full(len(truth(dataset)), -1, dtype=np.intp)
        confidence = np.zeros(len(answers))
        for split in splits:
            for batch in dataset.batches.get(split, ()):
                if dataset.tagged:
                    probabilities = predict_words_mean(members, batch).take(batch.by_sentence, axis=0)
                    places = dataset.corpus.places(batch)
                else:
                    probabilities, places = predict_mean(members, batch), batch.order
                answers[places] = probabilities.argmax(axis=1)
                confidence[places] = probabilities.max(axis=1)
        return cls(dataset, answers, confidence)

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """(A,) which answers are right."""
        return np.equal(self.answers, truth(self.dataset))

    def confusion(self, split: Split) -> NDArray[np.intp]:
        """(C, C) how many answers of a part have each true class (row) and each predicted class (column)."""
        C, part = len(self.dataset.classes), judged(self.dataset, split)
        pairs = truth(self.dataset)[part] * C + self.answers[part]
        return np.bincount(pairs, minlength=C * C).reshape(C, C)

    def table(
        self,
        split: Split | None = None,
        true: str | None = None,
        predicted: str | None = None,
        only_wrong: bool = False,
    ) -> tuple[Columns, int]:
        """Sentences as the columns of a table: the wrong ones first, then the order of the file.

        Of the wrong ones those come first where the network is surest or, where words are tagged, those with the most
        words wrong. A tagged sentence is right if every word of it is; one that is skipped is not.

        Args:
            split, true, predicted: only sentences of this part, this label, this answer; None for all. Of tagged
                sentences those in which a word has this tag and gets this answer.
            only_wrong: leave out what is right.

        Returns:
            At most MAX_TABLE_ROWS of them, and how many there are.
        """
        dataset = self.dataset
        S, of_each = len(dataset.examples), sentence_of_each(dataset)
        missing = self._wanted - np.bincount(of_each[self.right], minlength=S)
        kept = missing > 0 if only_wrong else np.ones(S, dtype=bool)
        if split:
            kept &= np.isin(np.arange(S), dataset.indices(split))
        if true is not None or predicted is not None:
            fits = ~self.right if only_wrong else np.ones(len(self.answers), dtype=bool)
            if true is not None:
                fits &= truth(dataset) == dataset.classes.index(true)
            if predicted is not None:
                fits &= self.answers == dataset.classes.index(predicted)
            kept &= np.bincount(of_each[fits], minlength=S) > 0
        found = np.flatnonzero(kept)
        badness = missing if dataset.tagged else np.where(self.right, 0.0, self.confidence)
        order = found[np.lexsort((found, -badness[found], missing[found] == 0))]
        return self._columns(order[:MAX_TABLE_ROWS].tolist(), missing), len(found)

    @property
    def _wanted(self) -> NDArray[np.intp]:
        """(S,) how many right answers make a sentence right."""
        dataset = self.dataset
        return dataset.tokenised.lengths if dataset.tagged else np.ones(len(dataset.examples), dtype=np.intp)

    def _columns(self, rows: Sequence[int], missing: NDArray[np.intp]) -> Columns:
        dataset, classes = self.dataset, self.dataset.classes
        examples = [dataset.examples[i] for i in rows]
        answers: Columns
        if dataset.tagged:
            words, tags = self._wanted, [self._tags(i) for i in rows]
            answers = {
                "words": [f"{words[i] - missing[i]} of {words[i]}" for i in rows],
                "mistakes": [_mistakes(*tagged, e.label.split()) for tagged, e in zip(tags, examples, strict=True)],
                "prediction": [" ".join(predicted) for _, predicted in tags],
            }
        else:
            answers = {
                "prediction": [classes[self.answers[i]] for i in rows],
                "probability": self.confidence[list(rows)],
            }
        return {
            "right": [WRONG if missing[i] else RIGHT for i in rows],
            "sentence": [example.sentence for example in examples],
            "label": [example.label for example in examples],
            **answers,
            "part": [example.split for example in examples],
            "at": [example.at for example in examples],
        }

    def _tags(self, i: int) -> tuple[list[str], list[str]]:
        """The words of a sentence and their predicted tags; one that is skipped has none."""
        dataset, vocabulary = self.dataset, self.dataset.vocabulary
        words = [dataset.tokenised.words[k] for k in dataset.tokenised.ids[_slice(dataset.tokenised.offsets, i)]]
        answers = iter(self.answers[_slice(dataset.corpus.offsets, i)])
        skips = vocabulary.unknown_id is None
        tags = [NO_ANSWER if skips and word not in vocabulary else dataset.classes[next(answers)] for word in words]
        return words, tags


def _slice(offsets: NDArray[np.intp], i: int) -> slice:
    return slice(offsets[i], offsets[i + 1])


def _mistakes(words: Sequence[str], predicted: Sequence[str], true: Sequence[str]) -> str:
    """The words whose tags are wrong, each with the one that it got."""
    triples = zip(words, predicted, true, strict=True)
    return ", ".join(f"{word} → {got}" for word, got, wanted in triples if got != wanted)
