"""From records of JSON to rows of text: what becomes of values, and what can become none.

Only what is chosen has to be text: what is wrong with a value is kept with its column (Table.misfits), and told where
that column is the sentence, the label or the split.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import names
from rnn_core.reading.table import Row, Table
from rnn_core.wording import counted, quoted, shown

_WORDS = ("tokens", "words")  # what a list of the words of a sentence is called, if not like a sentence
_SCORES = "cats"  # what spaCy calls an object of classes, each with a number
_BLANK, _SEVERAL = " ", ", "  # what stands between words, and between the labels of a row
_REMEDY = "Text is needed: put it there, or choose another column."

_Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Unusable:
    """Stands for a value that is not taken, until it is known where it stands and whether that is chosen.

    Attributes:
        kind: tells values that are refused for the same reason.
        why: as after the name of the column.
        key: what that name is, if not the column's.
    """

    kind: str
    why: str
    key: str | None = None


def table(format: str, unit: str, records: Sequence[tuple[int, Mapping[str, Any]]]) -> Table:
    """A row of each record, a column of each key.

    Args:
        records: with their places.

    Raises:
        InvalidDataset: there are too many keys.
    """
    called = tuple(dict.fromkeys(name for _, record in records for name in record))
    if len(called) > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"the records have {len(called):,} different keys; at most {limits.MAX_COLUMNS} are possible. "
            "Keep the sentence and the label."
        )
    places = [at for at, _ in records]
    values = {name: [record.get(name) for _, record in records] for name in called}
    glue, columns = _glue(values), []
    several: set[int] = set()
    misfits: dict[int, Mapping[str, Sequence[int]]] = {}
    for i, (name, column) in enumerate(values.items()):
        between, cells, unusable = glue.get(name, _SEVERAL), [], []
        for at, value in zip(places, column, strict=True):
            texts = _texts(value, name, glue.get(name))
            if isinstance(texts, Unusable):
                unusable.append((at, texts))
                texts = ()
            if between == _SEVERAL and len(texts) > 1:
                several.add(at)
            cells.append(between.join(texts))
        columns.append(cells)
        if unusable:
            misfits[i] = _told(name, unusable)
    cells_of_rows = zip(*columns, strict=True) if columns else ((),) * len(records)
    rows = tuple(Row(at, cells) for at, cells in zip(places, cells_of_rows, strict=True))
    return Table(format, unit, len(called), rows, called, several=tuple(sorted(several)), misfits=misfits)


def _told(name: str, unusable: Iterable[tuple[int, Unusable]]) -> dict[str, list[int]]:
    """What is wrong in a column and where; of values of the same kind the first says it for all."""
    said: dict[str, str] = {}
    found: dict[str, list[int]] = {}
    for at, value in unusable:
        what = said.setdefault(value.kind, f"“{shown(value.key or name)}” {value.why}")
        found.setdefault(what, []).append(at)
    return found


def _texts(value: Any, name: str, glue: str | None) -> tuple[str, ...] | Unusable:
    """The texts that a cell is made of: one, or those of a list, labels without repetitions."""
    if isinstance(value, dict) and _are_classes(name):
        value = _highest(value) or value
        glue = _SEVERAL
    if isinstance(value, list) and (glue or len(value) < 2):
        texts = [_text(element) for element in value]
        whole = tuple(text for text in texts if isinstance(text, str))
        if len(whole) == len(texts):
            return whole if glue == _BLANK else tuple(dict.fromkeys(filter(None, whole)))
    text = _text(value)
    return text if isinstance(text, Unusable) else (text,)


def _text(value: Any) -> str | Unusable:
    if isinstance(value, list):
        return Unusable("list", f"is a list{_of_what(value)}. {_REMEDY}")
    if isinstance(value, dict):
        return Unusable("object", f"is an object{_with_keys(value)}. {_REMEDY}")
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, Unusable) else "" if value is None else str(value)


def _with_keys(value: Mapping[str, Any]) -> str:
    return f" with the key{'s' if len(value) > 1 else ''} {quoted(list(value), 3)}" if value else ""


def _of_what(values: Sequence[Any]) -> str:
    kinds = {"object" if isinstance(v, dict) else "list" if isinstance(v, list) else "value" for v in values}
    return f" of {counted(len(values), kinds.pop())}" if len(kinds) == 1 else ""


# Lists: the words of a sentence, or several labels.


def _glue(values: _Columns) -> dict[str, str]:
    """Of columns with lists that are cells, what is put between: a blank between words, else a comma and a blank."""
    lists = {name: column for name, column in values.items() if any(isinstance(v, list) and v[1:] for v in column)}
    of_words = {name: column for name, column in lists.items() if all(map(_are_words, column))}
    lengths = {name: [len(value or ()) for value in column] for name, column in of_words.items()}
    sentences = [name for name in of_words if names.folded(name) in (*_WORDS, *names.SENTENCE)]
    words = [name for name in of_words if any(lengths[name] == lengths[sentence] for sentence in sentences)]
    label = _of_labels(values, [name for name in lists if name not in words])
    return {**dict.fromkeys(words, _BLANK), **({label: _SEVERAL} if label is not None else {})}


def _are_words(value: Any) -> bool:
    """Whether it is a list of words, tags or numbers, or nothing."""
    return value is None or (isinstance(value, list) and all(isinstance(v, str) and len(v.split()) == 1 for v in value))


def _of_labels(columns: Iterable[str], lists: Sequence[str]) -> str | None:
    """Of columns with lists the one that is the label: by its name, or alone where no column has such a name."""
    called = {names.folded(name): name for name in reversed(list(columns))}
    known = next((called[name] for name in names.LABEL if name in called), None)
    if known is not None:
        return known if known in lists else None
    return lists[0] if len(lists) == 1 else None


# An object of classes with a number each.


def _are_classes(name: str) -> bool:
    return names.folded(name) == _SCORES or names.folded(name) in names.LABEL


def _highest(scores: Mapping[str, Any]) -> list[str] | None:
    """The classes with the highest of these numbers, none of them if that is 0; None if these are no numbers."""
    try:
        numbers = {name: float(score) for name, score in scores.items()}
    except (TypeError, ValueError):
        return None
    highest = max(numbers.values(), default=0.0)
    return [name for name, number in numbers.items() if number == highest > 0]
