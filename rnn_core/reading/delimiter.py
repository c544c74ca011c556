"""Which delimiter stands between the columns?"""

import re
from collections import Counter
from collections.abc import Iterator

from rnn_core.reading import delimited
from rnn_core.reading.decoding import LINE_END
from rnn_core.reading.dialect import DELIMITERS, LONGEST_DELIMITER, OTHERS, Dialect, agreement, read_rows
from rnn_core.reading.guess import Guess
from rnn_core.reading.quoting import guess_dialect
from rnn_core.reading.surplus import recurs

_CLEAR = 0.9  # the share of rows that agree on a number of cells
_MOST_SIGNS = 20  # of which it is asked whether they are delimiters
_LINES = 50  # in which marks are looked for that can stand between columns
_RUNS = (
    re.compile(r" ?(?:[^\w\s]|_)+ ?"),
    re.compile(r""" ?[^\w\s.,;!?'"()\[\]]+ ?"""),
)  # sentences may end before them
_SENTENCE_MARKS = frozenset(".,;!?'\"()[]…“”„’‘ ")
_NEED_BLANKS = frozenset(":-–—/&_*+\\")  # alone they stand within words


class Delimiters:
    """The delimiters that a sample of a file can have, each in the dialect that fits it best."""

    def __init__(self, sample: str) -> None:
        self._sample = sample
        self._last = [*_marks(sample), *([" "] if _quoted_with_blanks(sample) else [])]
        possible = [*DELIMITERS.values(), *(mark for mark in OTHERS if mark in sample), *self._last]
        self._dialects: dict[str, Dialect] = {mark: guess_dialect(sample, mark).value for mark in possible}

    def with_known_names(self) -> str | None:
        """The delimiter with which the text begins with names of a sentence and a label column."""
        found = (mark for mark, dialect in self._dialects.items() if delimited.has_known_names(self._sample, dialect))
        return next(found, None)

    def steadiest(self) -> tuple[Guess[str], bool]:
        """The delimiter with which most rows are of one width, and whether they are clearly so.

        Where several are clear it is the tab, or one that gives a column of few short values that recur, the shorter
        the better. One that is not usual is taken only if it gives such a column, and those that are no delimiters
        elsewhere only where nothing else can be.
        """
        shares = self._shares()
        if shares["\t"] >= _CLEAR:
            return Guess("\t", _agreed(shares["\t"])), True
        labels = {mark: self._shortness(mark) if share >= _CLEAR else 0.0 for mark, share in shares.items()}
        possible = [mark for mark in shares if mark not in self._last and (_is_usual(mark) or labels[mark])]
        best = max(possible, key=lambda mark: (labels[mark] > 0, shares[mark], labels[mark], mark == ","))
        if shares[best] >= _CLEAR:
            return Guess(best, _agreed(shares[best])), True
        for mark in possible:
            if mark != "\t" and delimited.share_read(self._sample, self._dialects[mark]) >= _CLEAR:
                return Guess(mark, "rows with more cells have the delimiter in the sentence"), True
        last = max(self._last, key=labels.__getitem__, default="")
        if last and labels[last]:
            return Guess(last, _agreed(shares[last])), True
        return Guess(best, _agreed(shares[best])), False

    def unusual(self) -> str | None:
        """The steadiest of those that are not usual."""
        shares = {mark: share for mark, share in self._shares().items() if not _is_usual(mark)}
        return max(shares, key=lambda mark: (self._shortness(mark) > 0, shares[mark]), default=None)

    def _shares(self) -> dict[str, float]:
        return {mark: agreement(self._sample, dialect) for mark, dialect in self._dialects.items()}

    def _shortness(self, mark: str) -> float:
        """How short the values of a column are that look like labels; 0 if there is none. The first row may name it.

        Beside a delimiter that is not usual there are blanks on both sides, then they belong to it, or on none.
        """
        rows = read_rows(self._sample, self._dialects[mark])
        if not rows:
            return 0.0
        width = Counter(map(len, rows)).most_common(1)[0][0]
        ended = ([*row[:-1], row[-1].rstrip()] for row in rows[1:] if len(row) == width)
        columns = list(zip(*ended, strict=True))
        if not _is_usual(mark) and any(
            2 * sum(cell != cell.strip() for cell in cells) > len(cells) for cells in columns
        ):
            return 0.0
        if mark in self._last and columns and any(" " in cell for cell in columns[0]):  # as in "label x = sentence"
            columns = columns[1:]
        counts = (Counter(map(str.strip, column)) for column in columns)
        return max((1 / (1 + max(map(len, values))) for values in counts if recurs(values)), default=0.0)


def _is_usual(mark: str) -> bool:
    return mark in DELIMITERS.values()


def _marks(sample: str) -> Iterator[str]:
    """Signs, one or a few together, that stand in nearly every line with blanks on both sides, or on none."""
    lines = LINE_END.split(sample, maxsplit=_LINES)[:_LINES]
    found = Counter(mark for line in lines for mark in {run for runs in _RUNS for run in runs.findall(line)})
    for run, times in found.most_common(_MOST_SIGNS):
        mark, blanks = run.strip(" "), len(run) - len(run.strip(" "))
        alone = len(mark) == 1 and mark in _NEED_BLANKS
        if blanks == 1 or (alone and not blanks) or _SENTENCE_MARKS.issuperset(mark) or mark in DELIMITERS.values():
            continue
        if times >= _CLEAR * len(lines) and len(run) <= LONGEST_DELIMITER and run not in OTHERS:
            yield run


def _quoted_with_blanks(sample: str) -> bool:
    """Whether rows are of cells in quotation marks with a blank between: R writes tables so."""
    lines = [line for line in LINE_END.split(sample, maxsplit=_LINES)[:_LINES] if line.strip()]
    return bool(lines) and sum(line.startswith('"') and '" ' in line for line in lines) >= _CLEAR * len(lines)


def _agreed(share: float) -> str:
    return f"{share:.0%} of the rows have as many cells"
