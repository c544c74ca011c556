"""What answers are held against: the label of each sentence or, where sentences are tagged, the tag of each word.

A word that is skipped, as some unknown ones are, is never read: it has no answer and is not judged. Letters: S
sentences, A answers that are judged.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core import Dataset
from rnn_core.dataset import Split


def unit(dataset: Dataset) -> str:
    """What has an answer: "sentence" or "word"."""
    return "word" if dataset.tagged else "sentence"


def truth(dataset: Dataset) -> NDArray[np.intp]:
    """(A,) the class that each answer should be."""
    tags = dataset.corpus.tags
    return dataset.label_ids if tags is None else tags


def sentence_of_each(dataset: Dataset) -> NDArray[np.intp]:
    """(A,) which sentence each answer belongs to."""
    sentences = np.arange(len(dataset.examples))
    return np.repeat(sentences, dataset.corpus.lengths) if dataset.tagged else sentences


def judged(dataset: Dataset, split: Split) -> NDArray[np.intp]:
    """Which of the answers belong to a part."""
    in_part = np.zeros(len(dataset.examples), dtype=bool)
    in_part[dataset.indices(split)] = True
    return np.flatnonzero(in_part[sentence_of_each(dataset)])


def telling(dataset: Dataset) -> Split:
    """The part that tells how good answers are: test or, where there is none, train."""
    return "test" if len(dataset.indices("test")) else "train"


@dataclass(frozen=True)
class Judge:
    """What networks are compared by: a part of the sentences, what has an answer there, and how many have one."""

    split: Split
    unit: str
    answers: int


def judge(dataset: Dataset, choosing: bool) -> Judge:
    """What they are compared by.

    Args:
        choosing: whether one of many is chosen by it: that is what a validation part is for, where there is one.
    """
    split = "validation" if choosing and len(dataset.indices("validation")) else telling(dataset)
    return Judge(split, unit(dataset), len(judged(dataset, split)))
