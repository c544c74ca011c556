"""Some of many rows, chosen at random so that every label and every part of the dataset keeps its share."""

from collections.abc import Hashable, Sequence

import numpy as np

from rnn_core.arrays import IntArray
from rnn_core.seeds import Stream, generator

_SEED = 0  # a fixed one: the same file always gives the same rows, whatever is tried with their split


def chosen(groups: Sequence[Hashable], labels: Sequence[Sequence[Hashable]], most: int) -> IntArray:
    """Which of many rows to keep, in order.

    Of every group the same share is kept, to within one row, and each label is kept at least once, as long as there
    are not more of both than rows to keep.

    Args:
        groups: (R,) what each row belongs to.
        labels: the R labels, or lists of them, of which none may be lost.
        most: how many rows to keep at most.

    Returns:
        (min(R, most),) their indices.
    """
    R = len(groups)
    if R <= most:
        return np.arange(R)
    order = generator(_SEED, Stream.SAMPLE).permutation(R)
    group_ids: dict[Hashable, int] = {}
    group = np.array([group_ids.setdefault(groups[i], len(group_ids)) for i in order], dtype=np.intp)
    sizes = np.bincount(group)
    by_group = np.argsort(group, kind="stable")
    place = np.empty(R, dtype=np.intp)  # of each row within its group, in random order
    place[by_group] = np.arange(R) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    share = place / sizes[group]  # of its group that is kept when this row is the next
    seen: set[Hashable] = set()
    for i, row in enumerate(order):
        if not seen.issuperset(labels[row]):
            seen.update(labels[row])
            share[i] = -1.0
    kept = order[np.argsort(share, kind="stable")[:most]]
    return np.sort(kept)
