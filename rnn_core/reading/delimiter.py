"""Which delimiter stands between the columns?"""

import re
from collections import Counter

from rnn_core.reading import delimited
from rnn_core.reading.dialect import DELIMITERS, OTHERS, Dialect, agreement, read_rows
from rnn_core.reading.guess import Guess
from rnn_core.reading.quoting import guess_dialect
from rnn_core.reading.surplus import recurs

_CLEAR = 0.9  # the share of rows that agree on a number of cells
_AT_LABEL = re.compile(r"\S@[\w-]+\s*\Z")  # else it stands in addresses and before names


class Delimiters:
    """The delimiters that a sample of a file can have, each in the dialect that fits it best."""

    def __init__(self, sample: str) -> None:
        self._sample = sample
        possible = [*DELIMITERS.values(), *(mark for mark in OTHERS if mark in sample)]
        if all(map(_AT_LABEL.search, sample.split("\n"))):
            possible.append("@")
        self._dialects: dict[str, Dialect] = {mark: guess_dialect(sample, mark).value for mark in possible}

    def with_known_names(self) -> str | None:
        """The delimiter with which the text begins with names of a sentence and a label column."""
        found = (mark for mark, dialect in self._dialects.items() if delimited.has_known_names(self._sample, dialect))
        return next(found, None)

    def steadiest(self) -> tuple[Guess[str], bool]:
        """The delimiter with which most rows are of one width, and whether they are clearly so.

        Where several are clear it is the tab, or one that gives a column of few short values that recur, the shorter
        the better. One that is not usual is taken only if it gives such a column.
        """
        shares = self._shares()
        if shares["\t"] >= _CLEAR:
            return Guess("\t", _agreed(shares["\t"])), True
        labels = {mark: self._shortness(mark) if share >= _CLEAR else 0.0 for mark, share in shares.items()}
        possible = [mark for mark in shares if mark in DELIMITERS.values() or labels[mark]]
        best = max(possible, key=lambda mark: (labels[mark] > 0, shares[mark], labels[mark], mark == ","))
        if shares[best] >= _CLEAR:
            return Guess(best, _agreed(shares[best])), True
        for mark in possible:
            if mark != "\t" and delimited.share_read(self._sample, self._dialects[mark]) >= _CLEAR:
                return Guess(mark, "rows with more cells have the delimiter in the sentence"), True
        return Guess(best, _agreed(shares[best])), False

    def unusual(self) -> str | None:
        """The steadiest of those that are not usual."""
        shares = {mark: share for mark, share in self._shares().items() if mark not in DELIMITERS.values()}
        return max(shares, key=shares.__getitem__, default=None)

    def _shares(self) -> dict[str, float]:
        return {mark: agreement(self._sample, dialect) for mark, dialect in self._dialects.items()}

    def _shortness(self, mark: str) -> float:
        """How short the values of a column are that look like labels; 0 if there is none. The first row may name it."""
        rows = read_rows(self._sample, self._dialects[mark])
        width = Counter(map(len, rows)).most_common(1)[0][0]
        columns = zip(*(row for row in rows[1:] if len(row) == width), strict=True)
        counts = (Counter(map(str.strip, column)) for column in columns)
        return max((1 / (1 + max(map(len, values))) for values in counts if recurs(values)), default=0.0)


def _agreed(share: float) -> str:
    return f"{share:.0%} of the rows have as many cells"
