"""Lines that stand in quotation marks as a whole, as when a table was pasted into one column of a spreadsheet."""

import re
from dataclasses import replace
from itertools import islice

from rnn_core.reading.decoding import Decoded, lines
from rnn_core.reading.dialect import DELIMITERS, Dialect, agreement

_LINE = re.compile(r'"((?:[^"\r\n]|"")++)"[,;\t ]*(?=[\r\n]|\Z)')
_SAMPLE, _FEWEST, _NEARLY_ALL = 200, 3, 0.9
_TOLD = "Each line stands in quotation marks as a whole: they were taken off."


def unwrapped(decoded: Decoded) -> Decoded:
    """A text without the quotation marks around its lines, where so there are columns; the first may have none."""
    sample = [line for line in islice(lines(decoded.text), _SAMPLE) if line.strip()]
    wrapped = sum(_LINE.match(line) is not None for line in sample[1:])
    if wrapped < max(_FEWEST, _NEARLY_ALL * (len(sample) - 1)):
        return decoded
    within = "".join(map(_without, sample))
    if all(agreement(within, Dialect(mark)) < _NEARLY_ALL for mark in DELIMITERS.values()):
        return decoded
    text = "".join(map(_without, lines(decoded.text)))
    return replace(decoded, text=text, notices=(*decoded.notices, _TOLD))


def _without(line: str) -> str:
    found = _LINE.match(line)
    return found[1].replace('""', '"') + line[found.end() :] if found else line
