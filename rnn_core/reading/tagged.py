"""Sentences in which every word has a label (a tag): "word/TAG word/TAG", or a column with as many tags as words."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import LINE_END, lines
from rnn_core.reading.names import folded
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import counted

NAMES = ("tags", "tag", "labels", "label")  # what the column of tags may be called, the most usual first
NO_TAG = "a word has no tag. Write each as word/TAG, or leave the row out."
WHY = "it has a tag for each word"
_SLASH = "/"
_SAMPLE = 200  # lines that decide


def has_slashes(text: str) -> bool:
    """Whether a text can be of words with their tags: every word of its first line has one."""
    words = text.strip().split("\n", 1)[0].split()
    return bool(words) and all(0 < word.rfind(_SLASH) < len(word) - 1 for word in words)


def is_slashed(text: str) -> bool:
    """Whether a text clearly is: every word of its first lines has a tag, and they recur."""
    if not has_slashes(text):
        return False
    lines = [line.split() for line in LINE_END.split(text, maxsplit=_SAMPLE)[:_SAMPLE]]
    return all(map(has_slashes, filter(None, map(" ".join, lines)))) and _recur(
        [word.rpartition(_SLASH)[2] for line in lines for word in line]
    )


def is_column(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether second cells clearly hold a tag for each word of the first: as many in each row, of rows unlike in
    length, and they recur."""
    lengths, all_tags = set(), []
    for words, label in pairs:
        tags = label.split()
        if len(words.split()) != len(tags):
            return False
        lengths.add(len(tags))
        all_tags += tags
    return len(lengths) != 1 and _recur(all_tags)


def _recur(tags: Sequence[str]) -> bool:
    return 2 <= len(set(tags)) <= min(limits.MAX_CLASSES, len(tags) / 2)


def parse(text: str) -> Table:
    """A sentence in each line that is not blank, each word with its tag after the last slash in it."""
    rows, without = [], []
    for number, line in enumerate(lines(text), 1):
        if not line.strip():
            continue
        pairs = [word.rpartition(_SLASH) for word in line.split()]
        if all(word and tag for word, _, tag in pairs):
            rows.append(Row(number, (" ".join(w for w, _, _ in pairs), " ".join(tag for _, _, tag in pairs))))
        else:
            without.append(number)
        refuse_too_many(len(rows) + len(without))
    return Table(
        "tagged", "line", 2, tuple(rows), names=("sentence", "tags"), problems={NO_TAG: without} if without else {}
    )


def column(called: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Which column holds the tags: by its name; else of two with as many words in every row, that of fewer kinds."""
    known = [folded(name) for name in called]
    for name in NAMES:
        if name in known:
            return known.index(name)
    columns = [[cell.split() for cell in cells] for cells in zip(*rows, strict=True)]
    kinds = [len({word for words in cells for word in words}) for cells in columns]
    alike = [
        {i, j}
        for i, j in combinations(range(len(columns)), 2)
        if all(len(a) == len(b) for a, b in zip(columns[i], columns[j], strict=True))
    ]
    if len(alike) != 1 or len({kinds[i] for i in alike[0]}) == 1:
        return None
    return min(alike[0], key=kinds.__getitem__)


def as_tags(label: str, words: int) -> str:
    """The tags of a cell, with one blank between.

    Raises:
        InvalidDataset: there are not as many as words.
    """
    tags = label.split()
    if len(tags) != words:
        raise InvalidDataset(
            f"{counted(words, 'word')} and {counted(len(tags), 'tag')}; every word needs one. Write them with blanks "
            "between, and words without blanks in them."
        )
    return " ".join(tags)


def refuse_labels_of_sentences(rows: Sequence[tuple[str, str]]) -> None:
    """Tell at once if every sentence has one label, instead of naming all rows.

    Raises:
        InvalidDataset: it is so, and not because all sentences have one word.
    """
    if rows and all(len(tags.split()) == 1 for _, tags in rows) and any(len(words.split()) > 1 for words, _ in rows):
        raise InvalidDataset(
            "every sentence has one label, and a readout at every word needs one for each word. Give tagged sentences, "
            "or do not say that every word has a label (--tags): the sentence's own can be learned after every word."
        )
