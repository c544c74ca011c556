"""What stands in a column, whatever it is called?"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import islice

from rnn_core import limits
from rnn_core.reading.names import folded, parts

# Words of which labels are made. Those of the second kind may as well answer something else.
_JUDGEMENTS = frozenset(
    "positive negative neutral pos neg neu mixed irrelevant spam ham phishing good bad joy sadness anger fear love "
    "surprise disgust happiness happy sad angry real fake toxic toxicity hate hateful offensive abusive sarcastic "
    "sarcasm entailment contradiction subjective objective favor favour against relevant acceptable unacceptable "
    "satisfied dissatisfied unhappy excellent poor like dislike agree disagree "
    "positiv negativ neutrale gut schlecht positivo negativo neutro positif négatif neutre bon mauvais bueno malo "
    "positivt negativt nøytral pozitif negatif pozytywny negatywny положительный отрицательный нейтральный "
    "positief negatief neutraal olumlu olumsuz سلبي إيجابي محايد सकारात्मक नकारात्मक तटस्थ "
    "позитив негатив 正面 负面 中性 积极 消极 好评 差评 긍정 부정 ポジティブ ネガティブ".split()
)
_ANSWERS = frozenset(
    "yes no maybe true false unknown unclear unsure other none n/a na y n t f ja nein oui non si sí да нет 是 否 "
    "-1".split()
)
_LONGEST_LABEL = 3  # words
_MOST_BY_NAME = 500  # different labels of a column that is called label or the like; few of them are possible
_MOST_FRACTIONS = 10
_MOST_JUDGEMENTS = 8  # where they do not stand twice on average
_NUMBER = re.compile(r"[-+#.,$€£(]{0,3}\d")
_DATED = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
).split()
_LONGEST_FIGURE = 60  # characters
_SAMPLE = 200  # different values that are looked at


class Contents:
    """What stands in the cells of one column; found out when it is asked for.

    Attributes:
        rows: how many cells there are.
    """

    def __init__(self, rows: Sequence[Sequence[str]], column: int) -> None:
        self._rows, self._column = rows, column
        self.rows = len(rows)

    @cached_property
    def values(self) -> Counter[str]:
        """How often each value occurs; white space around it, and empty cells, do not count."""
        values = Counter(row[self._column].strip() for row in self._rows)
        del values[""]
        return values

    @cached_property
    def length(self) -> int:
        """Characters in all cells."""
        return sum(len(row[self._column]) for row in self._rows)

    @cached_property
    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(1 for row in self._rows if row[self._column].strip())

    @property
    def is_full(self) -> bool:
        """Whether at most one cell in ten is empty, or one."""
        return self.rows - self.filled <= max(1, self.rows // 10)

    @property
    def recurs(self) -> bool:
        """Whether values are few, two at least, and recur, twice on average."""
        return 2 <= len(self.values) <= min(limits.MAX_CLASSES, self.rows / 2)

    @property
    def may_be_labels(self) -> bool:
        """Whether these can be labels of a column that is called so: some recur, and they are no measured numbers."""
        different = len(self.values)
        if not 2 <= different <= _MOST_BY_NAME or (different > 0.9 * self.rows and not self.are_answers):
            return False
        return different <= _MOST_FRACTIONS or not any("." in value and is_figure(value) for value in self._sample)

    @cached_property
    def are_judgements(self) -> bool:
        """Whether most values are made of words that are used as labels, such as "Extremely Negative"."""
        known = {value: times for value, times in self.values.items() if is_judgement(value)}
        few = self.recurs or len(self.values) < min(_MOST_JUDGEMENTS, self.rows)
        return few and len(known) >= 2 and 2 * sum(known.values()) >= self.filled

    @property
    def are_answers(self) -> bool:
        """Whether all values are such as yes and no, or one-digit numbers."""
        return bool(self.values) and all(is_answer(value) for value in self.values)

    @property
    def are_figures(self) -> bool:
        """Whether the values are numbers, dates or times."""
        return bool(self._sample) and all(map(is_figure, self._sample))

    @property
    def are_numbering(self) -> bool:
        """Whether the values are numbers as high as those that only number something."""
        return self.are_figures and any(value.isdecimal() and len(value) > 3 for value in self._sample)

    @property
    def are_texts(self) -> bool:
        """Whether half of the cells, at least, are filled, and not with figures, links or addresses."""
        return 2 * self.filled >= self.rows and not (self.are_figures or all(map(is_link, self._sample)))

    @property
    def are_different_texts(self) -> bool:
        """Whether they do not recur either, as labels do."""
        return self.are_texts and 2 * len(self.values) > self.rows

    @cached_property
    def _sample(self) -> list[str]:
        return list(islice(self.values, _SAMPLE))


def is_judgement(value: str) -> bool:
    """Whether a word that is used as a label is in it, and little else."""
    if len(value) > 60:
        return False
    words = parts(value)
    return len(words) <= _LONGEST_LABEL and not _JUDGEMENTS.isdisjoint(words)


def is_answer(value: str) -> bool:
    """Whether it is such as yes or no, or a digit."""
    return folded(value) in _ANSWERS or (len(value) == 1 and value.isdecimal())


def is_link(value: str) -> bool:
    """Whether it is a link or an address of mail."""
    return value.startswith(("http://", "https://", "www.")) or ("@" in value[1:] and len(value.split()) == 1)


def is_figure(value: str) -> bool:
    """Whether it is a number, a date or a time: it begins like one, and at most half of it is letters."""
    if not value or len(value) > _LONGEST_FIGURE or 2 * sum(map(str.isalpha, value)) > len(value):
        return False
    return bool(_NUMBER.match(value)) or _is_date(value.split()[0].strip(".,").casefold())


def _is_date(word: str) -> bool:
    return len(word) >= 3 and any(name.startswith(word) for name in _DATED)
