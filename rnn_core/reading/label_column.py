"""Which column holds the labels?"""

from collections.abc import Collection, Sequence

from rnn_core.errors import InvalidDataset
from rnn_core.reading import names
from rnn_core.reading.contents import Contents
from rnn_core.reading.guess import Guess
from rnn_core.wording import shown

# What speaks for a column, the strongest first.
_WHOLE, _KNOWN, _PART, _NEARLY_EMPTY, _RECURRING, _KNOWN_HALF_FULL = range(6)
_ENDS_SO = 1  # the rank of a name that ends in a known word
_MOST_GRADES = 11  # different numbers that can be classes rather than what was counted or measured: 0 to 10
_PLAIN = 3  # the first so many names say that it is the label; the others, that it could be


def guess_label(
    called: Sequence[str], contents: Sequence[Contents], free: Collection[int], alone: bool
) -> Guess[int] | None:
    """The column that is likeliest to hold the labels.

    A whole name comes first, then known labels as values, then a part of a name, then few short values that recur,
    in a column that is nearly full. One that is half full may still be it if its name or its values say so: what is
    missing is told. Of "label" and "label_name" the first is taken: it is what the file calls the label.

    Args:
        called: names of all columns.
        contents: of all columns.
        free: those that can be it.
        alone: whether the sentence is known, so that a single free column must be it.

    Raises:
        InvalidDataset: two columns have the same name.
    """
    keys = {i: key for i in free if (key := _likelihood(called[i], contents[i]))}
    said = [i for i in keys if names.label_rank(called[i])]
    if len(free) == 2 - alone and not said:  # one of these it must be
        few = [i for i in free if contents[i].recurs]
        among = few if len(few) == 1 else free
        best = min(among, key=lambda i: (len(contents[i].values), contents[i].length))
        if names.measures(called[best]) and not contents[best].recurs:
            return None
        return Guess(best, "it is the only other column" if alone else _by_values(contents[best]))
    if not keys:
        return None
    best = min(keys, key=lambda i: keys[i])
    rank = names.label_rank(called[best])
    if rank and rank[0] == 0:
        alike = [i for i in free if names.label_rank(called[i]) == rank]
        if len(alike) > 1:
            name = names.folded(called[best])
            raise InvalidDataset(f"{len(alike)} columns are called “{name}”. Choose which one is the label.")
    if rank:
        return Guess(best, f"its name says so (“{shown(called[best])}”)")
    return Guess(best, _by_values(contents[best]))


def _by_values(values: Contents) -> str:
    if values.are_judgements:
        return f"its {len(values.values)} values recur and are known labels"
    return f"its {len(values.values)} values recur" if values.recurs else "its values are fewer and shorter"


def _likelihood(name: str, values: Contents) -> tuple[float, ...] | None:
    """What sorts columns, the likeliest label first; None for no label."""
    rank = names.label_rank(name)
    shape = (values.length, len(values.values))
    half_full, known = 2 * values.filled >= values.rows, values.are_judgements
    if rank and rank[0] == _WHOLE:
        if not half_full or len(values.values) < 2:
            return _NEARLY_EMPTY, rank[1]  # that its labels are missing is told
        plain = rank[1] < _PLAIN
        return _WHOLE, not values.may_be_labels, not plain, not (plain or known), rank[1]
    if rank and rank[0] == _ENDS_SO and known and values.is_full:
        return _WHOLE, False, True, False, rank[1]  # "stance" of for and against, beside a "target" of something
    if known and values.is_full and not names.stands_beside(name):
        return (_KNOWN, *(rank or (9, 0)), *shape)
    if rank and half_full and values.may_be_labels:
        return _PART, not values.is_full, rank[0], not values.are_answers, rank[1]
    if values.is_full and values.recurs and not names.measures(name) and not values.are_numbering:
        counted = values.are_figures and len(values.values) > _MOST_GRADES
        return (_RECURRING, names.stands_beside(name), counted, *shape)
    return (_KNOWN_HALF_FULL, *shape) if known and half_full and not names.stands_beside(name) else None
