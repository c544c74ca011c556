"""What counting words knows: how much more often each word stands in sentences of one class than of the others."""

import numpy as np

from rnn_core.arrays import Array
from rnn_core.dataset import Dataset


def log_count_ratios(dataset: Dataset) -> Array:
    """Log-count ratios of the training sentences (Wang and Manning 2012, "Baselines and bigrams").

    n_vc is the number of training sentences of class c that hold word v; where words are tagged, how often v has the
    tag c. With p_vc = (n_vc + 1) / sum over v of (n_vc + 1), the ratio is ln p_vc less its mean over the classes.
    For two classes it is half the log ratio by which naive Bayes weighs a word.

    Returns:
        (V, C); every row sums to 0.
    """
    V, C, corpus = dataset.vocabulary.rows, len(dataset.classes), dataset.corpus
    in_train = np.zeros(len(corpus.lengths), dtype=bool)
    in_train[dataset.indices("train")] = True
    of_train = np.repeat(in_train, corpus.lengths)
    if corpus.tags is None:
        sentences = np.repeat(np.arange(len(corpus.lengths)), corpus.lengths)[of_train]
        # A word that a sentence holds twice counts once. (Nearly sorted already: np.unique takes fifty times as long.)
        held = np.sort(sentences * V + corpus.words[of_train])
        held = held[np.diff(held, prepend=-1) > 0]
        words, classes = held % V, dataset.label_ids[held // V]
    else:
        words, classes = corpus.words[of_train], corpus.tags[of_train]
    n = np.bincount(words * C + classes, minlength=V * C).reshape(V, C) + 1.0
    logs = np.log(n / n.sum(axis=0))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))
