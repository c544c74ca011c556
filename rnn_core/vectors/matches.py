"""Whose vector is it? The words of a file are held against the wanted ones."""

from array import array
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidDataset
from rnn_core.text import Vocabulary, tokenise
from rnn_core.wording import counted, quoted, shown


@dataclass(frozen=True, eq=False)
class Vectors:
    """Word vectors.

    Attributes:
        words: (n,) the wanted words that have a vector, in code-point order.
        rows: (n, D) their vectors, read-only.
        notices: what is to be known about where they come from, as sentences.
    """

    words: tuple[str, ...]
    rows: NDArray[np.float32]
    notices: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """D, how many numbers a vector has."""
        return int(self.rows.shape[1])

    def rows_of(self, vocabulary: Vocabulary) -> NDArray[np.float32]:
        """(V, D) a row for each of a vocabulary's: the word's vector, or NaN where there is none."""
        rows = np.full((vocabulary.rows, self.width), np.nan, np.float32)
        place = {word: i for i, word in enumerate(self.words)}
        for row, word in enumerate(vocabulary.words):
            if word in place:
                rows[row] = self.rows[place[word]]
        return rows


class Matches:
    """Which of the wanted words have been met, and in which spelling.

    A word's own spelling comes first; without it, the first word that folds to it serves ("Paris" for "paris").

    Args:
        wanted: the words, spelled as ``tokenise`` gives them.
    """

    def __init__(self, wanted: Collection[str]) -> None:
        self.wanted = frozenset(wanted)
        self._exact: set[str] = set()
        self._folded: dict[str, str] = {}  # wanted words that another spelling serves so far, and that spelling
        self._repeated: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._exact) + len(self._folded)

    def served_by(self, word: str) -> list[str]:
        """The wanted words, hardly ever more than one, that take the vector of this next word of the file.

        A word that comes up again takes the place of what served it before.
        """
        served = []
        if word in self.wanted:
            if word in self._exact:
                self._repeated[word] = None
            else:
                self._exact.add(word)
                self._folded.pop(word, None)
                served.append(word)
        folded = _folded(word)
        if folded in self.wanted and folded not in self._exact and folded not in self._folded:
            self._folded[folded] = word
            served.append(folded)
        return served

    def notices(self, width: int) -> list[str]:
        """How many have a vector, and what was assumed."""
        told = [f"Vectors of width {width:,} for {len(self):,} of {counted(len(self.wanted), 'word')}."]
        if self._folded:
            word, spelling = next(iter(self._folded.items()))
            told.append(
                f"{counted(len(self._folded), 'word takes', 'words take')} the vector of another spelling, such as "
                f"“{shown(word)}” that of “{shown(spelling)}”."
            )
        if self._repeated:
            told.append(
                f"{counted(len(self._repeated), 'word stands', 'words stand')} there more than once "
                f"({quoted(list(self._repeated))}); the first vector was taken."
            )
        return told

    def require_any(self) -> None:
        """Raise InvalidDataset if no wanted word was met."""
        if not self:
            raise InvalidDataset(
                f"it has none of the {counted(len(self.wanted), 'word')} of the data. Are its vectors for the same "
                "language, and are the data's words cut and written alike?"
            )


class Rows:
    """The vectors that are kept, one for each word; a later one takes the place of an earlier one."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._numbers = array("f")
        self._at: dict[str, int] = {}  # word: which row

    def put(self, word: str, row: NDArray[np.float32]) -> None:
        """Keep a word's vector, (D,)."""
        at = self._at.setdefault(word, len(self._at)) * self._width
        self._numbers[at : at + self._width] = array("f", row.tobytes())

    def finished(self, notices: list[str]) -> Vectors:
        """All of them, sorted by word."""
        words = tuple(sorted(self._at))
        rows = np.frombuffer(self._numbers, dtype=np.float32).reshape(-1, self._width)
        rows = rows[[self._at[word] for word in words]]
        rows.flags.writeable = False
        return Vectors(words, rows, tuple(notices))


def _folded(word: str) -> str:
    """The word as it is looked up where case is folded; of several words in one, the first spelling stays."""
    if word.isascii():
        return word.lower()
    words = tokenise(word)
    return words[0] if len(words) == 1 else word
