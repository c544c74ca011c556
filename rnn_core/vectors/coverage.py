"""How much of a data set has a vector: of its vocabulary, and of all words that training reads."""

from dataclasses import dataclass

from rnn_core.dataset import Dataset
from rnn_core.vectors.matches import Vectors


@dataclass(frozen=True)
class Coverage:
    """What of a data set's words has a vector.

    Attributes:
        words, of_words: how many of the vocabulary's V words do, and V.
        occurrences, of_occurrences: how many of the words of all training sentences do, each as often as it occurs,
            and how many there are. Those that are too rare for the vocabulary have none.
        missing: the vocabulary's words without one and how often each occurs, the most frequent first.
    """

    words: int
    of_words: int
    occurrences: int
    of_occurrences: int
    missing: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """How much of what training reads has a vector, from 0 to 1."""
        return self.occurrences / self.of_occurrences if self.of_occurrences else 0.0


def coverage(vectors: Vectors, dataset: Dataset) -> Coverage:
    """Hold vectors against the words of a data set."""
    vocabulary = dataset.vocabulary
    counts = dict(zip(dataset.tokenised.words, dataset.word_counts.tolist(), strict=True))
    covered = [word for word in vectors.words if word in vocabulary]
    without = set(vocabulary.words).difference(covered)
    missing = sorted(((word, counts[word]) for word in without), key=lambda found: (-found[1], found[0]))
    return Coverage(
        words=len(covered),
        of_words=len(vocabulary),
        occurrences=sum(counts[word] for word in covered),
        of_occurrences=int(dataset.word_counts.sum()),
        missing=tuple(missing),
    )
