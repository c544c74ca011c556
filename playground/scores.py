"""How well each class is recognised: precision, recall and F1, by scikit-learn, which is imported when first asked."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playground.judged import judged, truth
from rnn_core import Dataset
from rnn_core.dataset import Split


def per_class(dataset: Dataset, answers: NDArray[np.intp], split: Split) -> pd.DataFrame:
    """One row per class that occurs in a part or is answered there, the most frequent first.

    Args:
        answers: (A,) the predicted class of every sentence, or of every word that has a tag.
    """
    from sklearn.metrics import precision_recall_fscore_support

    part = judged(dataset, split)
    classes = np.arange(len(dataset.classes))
    precision, recall, f1, true = precision_recall_fscore_support(
        truth(dataset)[part], answers[part], labels=classes, zero_division=0.0
    )
    predicted = np.bincount(answers[part], minlength=len(classes))
    occurs: NDArray[np.bool_] = true + predicted > 0
    frame = pd.DataFrame(
        {
            "label": dataset.classes,
            "true": true,
            "predicted": predicted,
            # A class that never occurs has no recall, one that is never answered no precision.
            "precision": np.where(predicted > 0, precision, np.nan),
            "recall": np.where(true > 0, recall, np.nan),
            "f1": np.where(occurs, f1, np.nan),
        }
    )
    return frame[occurs].sort_values("true", ascending=False, kind="stable")


def macro_f1(dataset: Dataset, answers: NDArray[np.intp], split: Split) -> float | None:
    """The mean F1 of the classes that occur in a part; None for an empty part."""
    from sklearn.metrics import f1_score

    part = judged(dataset, split)
    if not len(part):
        return None
    labels = truth(dataset)[part]
    return float(f1_score(labels, answers[part], labels=np.unique(labels), average="macro", zero_division=0.0))
