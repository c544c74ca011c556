"""Lines that begin with their label and a space: "LABEL sentence"; or, in all lines, "a label: sentence"."""

import re
import string
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from unicodedata import category

from rnn_core.reading.decoding import lines
from rnn_core.reading.table import Table, rows_of_lines

_SHAPE = re.compile(r"[A-Z0-9]{2,}|[+-]?[0-9]{1,2}|\S+[:/#_]\S+|\S+:")
_COARSE_AND_FINE = re.compile(r"[A-Z]{2,}:[a-z]+")
_COLON = re.compile(r"((?:[^\s:]+ ){0,2}[^\s:]+):\s+(?=\S)")
_GLUED = re.compile(r"([^\s:]+):([^\s:]+)(?=\s)")
_WORDS = frozenset("positive negative neutral pos neg neu spam ham true false".split())
_DELIMITERS = ",;|\t"
_NO_LABEL = re.compile(r"""[,;|"“”„«»]|^['‘]""")  # found in a first word
_SIGNS = {"+", "-"}  # labels all the same, if there are no others
_FUNCTION_WORDS = frozenset(
    "a an the this that these those my your his her its our their i you he she it we they there here what which who "
    "when where why how so if and but or as at by for from in of on to with is are was were do does did not".split()
)
_MOST_BEGIN = 0.5  # of the first words behind a colon: they begin sentences, and recur less than labels
_SAMPLE = 200  # lines
_FEW, _NEARLY_ALL = 0.2, 0.9  # of the lines


def fits(lines: Sequence[str]) -> bool:
    """Whether each line begins with a label and a space: the first words are few, recur, and look like labels.

    It is a last resort, for what is no table: words that do not look like labels are taken for some only if they stand
    nowhere else, are not those that sentences begin with, and no label stands at the ends of the lines.
    """
    at_colon = _end_at_a_colon(lines)
    pairs = [_cut(line, at_colon) for line in lines]
    if len(pairs) < 3 or any(not rest for _, rest in pairs):
        return False
    counts = Counter(first for first, _ in pairs)
    if any(map(_NO_LABEL.search, counts)) or (set(counts) != _SIGNS and any(map(_is_punctuation, counts))):
        return False
    coarse = {first.partition(":")[0] for first in counts}
    most = len(pairs) - 1 if all(map(_COARSE_AND_FINE.fullmatch, counts)) else max(2, 0.5 * len(pairs))
    if len(counts) < 2 or len(coarse) > most:
        return False
    if at_colon or all(_SHAPE.fullmatch(first) or first.casefold() in _WORDS for first in counts):
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
    """The first word of each line is its label, or what is before a colon."""
    sample = islice(lines(text), _SAMPLE)
    at_colon = _end_at_a_colon([line for line in sample if line.strip()])
    rows = tuple(rows_of_lines(text, lambda line: _cut(line, at_colon)))
    return Table("label_first", "line", 2, rows, names=("label", "sentence"))


def _end_at_a_colon(lines: Sequence[str]) -> bool:
    """Whether in each line a colon ends the label: the first word or up to three, or what a sentence is glued to."""
    if all(map(_COLON.match, map(str.strip, lines))):
        return True
    glued = [found.groups() for line in lines if (found := _GLUED.match(line.strip()))]
    begin = sum(word.istitle() or word.casefold() in _FUNCTION_WORDS for _, word in glued)
    return len(glued) == len(lines) and min(begin, len(set(glued))) > _MOST_BEGIN * len(lines)


def _cut(line: str, at_colon: bool) -> tuple[str, str]:
    line = line.strip()
    found = (_COLON.match(line) or _GLUED.match(line)) if at_colon else None
    label, sentence = (found[1], line[found.end(1) + 1 :].lstrip()) if found else (*line.split(None, 1), "")[:2]
    return label, sentence
