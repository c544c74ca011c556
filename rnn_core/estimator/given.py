"""Sentences and labels as people hand them to an estimator, checked."""

from collections.abc import Iterable, Mapping, Set
from numbers import Integral

import numpy as np
from sklearn.utils import column_or_1d

from rnn_core import limits
from rnn_core.arrays import Array, IntArray
from rnn_core.wording import counted, listed, shown


def sentences_of(X: object) -> list[str]:
    """The sentences of a list, a tuple, a one-dimensional array, a pandas Series or the like.

    Raises:
        ValueError: it is something else, it is empty, or something in it is no string.
    """
    if isinstance(X, str | bytes):
        raise ValueError(f"X is a single text, {shown(repr(X))}; it must be a list of sentences. Write [X] for one.")
    if not isinstance(X, Iterable) or isinstance(X, Mapping | Set):
        raise ValueError(f"X is of the type {type(X).__name__}; it must be a list of sentences.")
    dimensions = getattr(X, "ndim", 1)
    if dimensions != 1:
        raise ValueError(f"X has {counted(dimensions, 'dimension')}; it must be a list of sentences. Give one column.")
    values = list(X)
    if not values:
        raise ValueError("X is empty. Give one sentence at least.")
    wrong = [i for i, value in enumerate(values) if not isinstance(value, str)]
    if wrong:
        told = [f"X[{i}] is {shown(repr(values[i]))} ({type(values[i]).__name__})" for i in wrong[:5]]
        raise ValueError(f"Every sentence must be a str: {listed(told, len(wrong) - 5)}.")
    return [str(value) for value in values]  # numpy has a str of its own


def labels_of(y: object, sentences: int) -> Array:
    """(S,) one label for each sentence, of the type that they have.

    Raises:
        ValueError: there are none or another number of them, or they are no classes.
    """
    if y is None:
        raise ValueError("y is None. RNNClassifier learns from labels: it requires y to be passed.")
    labels = _labels(y, "y")
    if len(labels) != sentences:
        raise ValueError(
            f"There are {counted(sentences, 'sentence')} in X and {counted(len(labels), 'label')} in y; each sentence "
            "needs one."
        )
    return labels


def classes_among(labels: object) -> Array:
    """(C,) the different labels, sorted.

    Raises:
        ValueError: there are fewer than two, or too many.
    """
    classes: Array = np.unique(_labels(labels, "classes"))
    if not 2 <= len(classes) <= limits.MAX_CLASSES:
        told = listed([shown(repr(label)) for label in classes[:5].tolist()], len(classes) - 5)
        raise ValueError(
            f"There {'is' if len(classes) == 1 else 'are'} {counted(len(classes), 'class', 'classes')}: {told}; 2 to "
            f"{limits.MAX_CLASSES} are possible."
        )
    return classes


def _labels(values: object, name: str) -> Array:
    """One-dimensional, all strings, whole numbers or truth values.

    (scikit-learn's own check warns of small parts that their labels might be figures.)
    """
    labels: Array = column_or_1d(values, warn=True)
    each: list[object] = list(values) if isinstance(values, list | tuple) else labels.tolist()
    kinds = [_kind(label) for label in each]
    kind = next(filter(None, kinds), "")
    told = [f"{name}[{i}] is {shown(repr(each[i]))}" for i, found in enumerate(kinds) if not found or found != kind]
    if told:
        mixed = len(set(kinds) - {""}) > 1  # what is wrong with the other kind is only that the first one is there
        beside = f", and {name}[{kinds.index(kind)}] is {shown(repr(each[kinds.index(kind)]))}" if mixed else ""
        raise ValueError(
            "Labels must be all strings, all whole numbers or all truth values: "
            f"{listed(told[:5], len(told) - 5)}{beside}."
        )
    # scikit-learn's scores do not know numbers in an array of objects.
    return np.array(each) if labels.dtype.kind == "O" and kind != "string" else labels


def _kind(label: object) -> str:
    """What a label is; empty if it can be none."""
    if isinstance(label, str):
        return "string"
    if isinstance(label, bool | np.bool_):
        return "truth value"
    whole = isinstance(label, Integral) or (isinstance(label, float | np.floating) and float(label).is_integer())
    return "whole number" if whole else ""


def class_ids(labels: Array, classes: Array) -> IntArray:
    """(S,) the place of each label among the classes.

    Raises:
        ValueError: one is not among them.
    """
    known = {label: i for i, label in enumerate(classes.tolist())}
    ids = [known.get(label, -1) for label in labels.tolist()]
    wrong = [i for i, number in enumerate(ids) if number < 0]
    if wrong:
        told = [f"y[{i}] is {shown(repr(labels[i : i + 1].tolist()[0]))}" for i in wrong[:5]]
        raise ValueError(f"Not among the classes: {listed(told, len(wrong) - 5)}.")
    return np.array(ids, dtype=np.intp)
