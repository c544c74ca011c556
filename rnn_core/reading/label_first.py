"""Lines that begin with their label and a space: "LABEL sentence"."""

import re
import string
from collections import Counter
from collections.abc import Sequence
from unicodedata import category

from rnn_core.reading.table import Table, rows_of_lines

_SHAPE = re.compile(r"[A-Z0-9]{2,}|[+-]?[0-9]{1,2}|\S+[:/#_]\S+|\S+:")
_WORDS = frozenset("positive negative neutral pos neg neu spam ham true false".split())
_DELIMITERS = ",;|\t"
_NO_LABEL = re.compile(r"""[,;|"“”„«»]|^['‘]""")  # found in a first word
_SIGNS = {"+", "-"}  # labels all the same, if there are no others
_FUNCTION_WORDS = frozenset(
    "a an the this that these those my your his her its our their i you he she it we they there here what which who "
    "when where why how so if and but or as at by for from in of on to with is are was were do does did not".split()
)
_FEW, _NEARLY_ALL = 0.2, 0.9  # of the lines


def fits(lines: Sequence[str]) -> bool:
    """Whether each line begins with a label and a space: the first words are few, recur, and look like labels.

    It is a last resort, for what is no table: words that do not look like labels are taken for some only if they stand
    nowhere else, are not those that sentences begin with, and no label stands at the ends of the lines.
    """
    pairs = [line.split(None, 1) for line in lines]
    if len(pairs) < 3 or any(len(pair) < 2 for pair in pairs):
        return False
    counts = Counter(first for first, _ in pairs)
    if any(map(_NO_LABEL.search, counts)) or (set(counts) != _SIGNS and any(map(_is_punctuation, counts))):
        return False
    coarse = {first.partition(":")[0] for first in counts}
    if len(counts) < 2 or len(coarse) > max(2, 0.5 * len(pairs)):
        return False
    if all(_SHAPE.fullmatch(first) or first.casefold() in _WORDS for first in counts):
        return True
    if min(counts.values()) < 2 or len(counts) > _FEW * len(pairs) or _end_with_a_label(lines):
        return False
    firsts = {first.casefold() for first in counts}
    elsewhere = {word.casefold() for _, rest in pairs for word in rest.split()}
    return not firsts & elsewhere and 2 * len(firsts & _FUNCTION_WORDS) <= len(firsts)


def _is_punctuation(word: str) -> bool:
    return all(character in string.punctuation or category(character)[0] == "P" for character in word)


def _end_with_a_label(lines: Sequence[str]) -> bool:
    """Whether nearly every line is divided by a delimiter, behind the last of which few words recur."""
    for delimiter in _DELIMITERS:
        ends = [line.rpartition(delimiter)[2].strip() for line in lines if delimiter in line]
        if len(ends) >= _NEARLY_ALL * len(lines) and len(set(ends)) <= max(2, _FEW * len(lines)):
            return True
    return False


def parse(text: str) -> Table:
    """The first word of each line is its label."""

    def cells(line: str) -> tuple[str, str]:
        label, sentence = (*line.split(None, 1), "")[:2]
        return label, sentence

    return Table("label_first", "line", 2, tuple(rows_of_lines(text, cells)), names=("label", "sentence"))
