"""Lines that begin with their label and a space: "LABEL sentence"."""

import re
from collections import Counter
from collections.abc import Sequence

from rnn_core.reading.table import Table, rows_of_lines

_SHAPE = re.compile(r"[A-Z0-9]{2,}|[+-]?[0-9]{1,2}|\S+[:/#_]\S+|\S+:")
_WORDS = frozenset("positive negative neutral pos neg neu spam ham true false".split())


def fits(lines: Sequence[str]) -> bool:
    """Whether each line begins with a label and a space: the first words are few, recur, and look like labels."""
    pairs = [line.split(None, 1) for line in lines]
    if len(pairs) < 3 or any(len(pair) < 2 for pair in pairs):
        return False
    counts = Counter(first for first, _ in pairs)
    coarse = {first.partition(":")[0] for first in counts}
    if len(counts) < 2 or len(coarse) > max(2, 0.5 * len(pairs)):
        return False
    if all(_SHAPE.fullmatch(first) or first.casefold() in _WORDS for first in counts):
        return True
    elsewhere = {word for _, rest in pairs for word in rest.split()}
    return min(counts.values()) >= 2 and len(counts) <= 0.2 * len(pairs) and not elsewhere & set(counts)


def parse(text: str) -> Table:
    """The first word of each line is its label."""

    def cells(line: str) -> tuple[str, str]:
        label, sentence = (*line.split(None, 1), "")[:2]
        return label, sentence

    return Table("label_first", "line", 2, tuple(rows_of_lines(text, cells)), names=("label", "sentence"))
