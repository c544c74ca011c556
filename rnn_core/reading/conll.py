"""CoNLL: a word and its tags in each line, a blank line between sentences.

Source: the shared tasks of CoNLL 2000 to 2003, where the word stands first and the tag last; in CoNLL-U (Universal
Dependencies) the word is the second of ten columns, and the fourth its part of speech.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import lines
from rnn_core.reading.table import Row, Table, refuse_too_many

NEEDS_TAGS = (
    "this is CoNLL: a word and its tag in each line, a blank line between sentences. Say that every word has a label "
    "(--tags)."
)
_RAGGED = "the sentence has lines with more or fewer columns than usual. Mend it, or leave it out."
_HOLE = "in the sentence a word or a tag is missing, or has a blank in it. Mend it, or leave it out."
_SAMPLE = 10_000  # characters
_FEWEST = 3  # sentences
_RECURRING = 0.7  # as many kinds of tags as this share of the words, or fewer
_LONGEST = 10_000  # lines of a sentence
_UNIVERSAL = ("id", "sentence", "lemma", "tags", "xpos", "feats", "head", "deprel", "deps", "misc")

_TAG = re.compile(r"""[^\s,;|"{}\[\]]{1,20}|\W{1,5}""")  # not the end of a line of a table, or of JSON

_Sentence = list[list[str]]  # of each word the cells of its line


def fits(text: str) -> bool:
    """Whether a text clearly is: lines of as many columns, sentences of several, more kinds of words than of tags."""
    sample = text[:_SAMPLE]
    sentences = [sentence for _, sentence in _sentences(lines(sample))]
    if len(sample) < len(text):
        sentences = sentences[:-1]  # it may be cut
    tokens = [token for sentence in sentences for token in sentence]
    if not sentences or len(tokens) < 2 * len(sentences):
        return False
    if not 2 <= len(tokens[0]) <= limits.MAX_COLUMNS or any(len(token) != len(tokens[0]) for token in tokens):
        return False
    names = _names(sentences)
    if names is _UNIVERSAL:
        return True
    if len(sentences) < _FEWEST:
        return False  # a list of words may have a blank line somewhere
    pairs = [(token[names.index("sentence")], token[-1]) for token in tokens]
    words, tags = {word for word, _ in pairs}, {tag for _, tag in pairs}
    if not all(map(_are_whole, pairs)) or not all(map(_TAG.fullmatch, tags)):
        return False
    return 2 <= len(tags) <= min(limits.MAX_CLASSES, _RECURRING * len(pairs), len(words) - 1)


def parse(text: str) -> Table:
    """A row of each sentence: its words and, for each other column, what stands there, all with blanks between.

    Raises:
        InvalidDataset: there are no columns, or no blank lines.
    """
    widths = Counter(len(token) for _, sentence in _sentences(lines(text)) for token in sentence)
    width = max(widths, key=widths.__getitem__, default=0)
    if not 2 <= width <= limits.MAX_COLUMNS:
        raise InvalidDataset("most lines are not a word and its tag. Needed is both, with a blank or a tab between.")
    usual = [sentence for _, sentence in islice(_sentences(lines(text)), 100) if _is_regular(sentence, width)]
    names = _names(usual)
    word, tag = names.index("sentence"), names.index("tags")
    rows: list[Row] = []
    problems: dict[str, list[int]] = {}
    for at, sentence in _sentences(lines(text)):
        words = [token for token in sentence if len(token) == width and _is_word(token, names)]
        if not _is_regular(sentence, width):
            problems.setdefault(_RAGGED, []).append(at)
        elif not all(_are_whole((token[word], token[tag])) for token in words):
            problems.setdefault(_HOLE, []).append(at)
        elif words:
            rows.append(Row(at, tuple(map(" ".join, zip(*words, strict=True)))))
        refuse_too_many(len(rows) + sum(map(len, problems.values())))
    return Table("conll", "line", width, tuple(rows), names=names, problems=problems)


def _sentences(lines: Iterable[str]) -> Iterator[tuple[int, _Sentence]]:
    """The sentences and the lines where they begin, without comments and marks between documents."""
    sentence: _Sentence = []
    start = width = 0
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        cells = line.split("\t", limits.MAX_COLUMNS) if "\t" in line else line.split(None, limits.MAX_COLUMNS)
        if not line.strip() or cells[0] == "-DOCSTART-":
            if sentence:
                yield start, sentence
            sentence = []
        elif sentence or not _is_comment(line, len(cells) == width):
            start = start if sentence else number
            width = len(cells)
            sentence.append(cells)
            if len(sentence) > _LONGEST:
                raise InvalidDataset(
                    f"line {start}: a sentence of more than {_LONGEST:,} lines. Put a blank line between sentences."
                )
    if sentence:
        yield start, sentence


def _is_comment(line: str, as_wide: bool) -> bool:
    """Whether the first line of a sentence is one; "#" may be a word as well, and begins others."""
    return line.startswith("# ") and "\t" not in line and (" = " in line or not as_wide)


def _names(sentences: Sequence[_Sentence]) -> tuple[str, ...]:
    """What the columns are called: the word stands in the first, or behind its number in the sentence."""
    width = len(sentences[0][0]) if sentences else 2
    if width == len(_UNIVERSAL) and all(sentence[0][0][:1].isdecimal() for sentence in sentences):
        return _UNIVERSAL
    word = 1 if width > 2 and sentences and all(map(_is_counted, sentences)) else 0
    return tuple({word: "sentence", width - 1: "tags"}.get(i, f"column {i + 1}") for i in range(width))


def _is_counted(sentence: _Sentence) -> bool:
    numbers = [token[0] for token in sentence]
    return any(numbers == [str(start + i) for i in range(len(numbers))] for start in (0, 1))


def _is_word(token: Sequence[str], names: Sequence[str]) -> bool:
    """Whether it is no range of words ("3-4") or word that was not said ("8.1") of CoNLL-U."""
    return names is not _UNIVERSAL or token[0].isdecimal()


def _are_whole(cells: Iterable[str]) -> bool:
    return all(len(cell.split()) == 1 for cell in cells)


def _is_regular(sentence: _Sentence, width: int) -> bool:
    return all(len(token) == width for token in sentence)
