"""From records of JSON to rows of text: what becomes of values, and what can become none.

Only what is chosen has to be text: what is wrong with a value is kept with its column (Table.misfits), and told where
that column is the sentence, the label or the split.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Any

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import names
from rnn_core.reading.table import Row, Table
from rnn_core.wording import counted, listed, places, shown

_WORDS = ("tokens", "words")  # what a list of the words of a sentence is called, if not like a sentence
_SCORES = "cats"  # what spaCy calls an object of classes, each with a number
_HOLDERS = (_SCORES, "choices")  # keys of an object that stands for what they hold; the second is Label Studio's
_BLANK, _SEVERAL = " ", ", "  # what stands between words, and between the labels of a row
_SHOWN = 3  # keys of an object
_REMEDY = "Text is needed: put it there, or choose another column."

_NOT_ACCEPTED = ("reject", "ignore")  # answers in Prodigy

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
    told = _not_accepted(records, unit)
    records = [(at, _without_answer(record)) for at, record in records]
    called = tuple(dict.fromkeys(name for _, record in records for name in record))
    if len(called) > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"the records have {len(called):,} different keys; at most {limits.MAX_COLUMNS} are possible. "
            "Keep the sentence and the label."
        )
    numbers = [at for at, _ in records]
    values = {name: [record.get(name) for _, record in records] for name in called}
    glue, columns = _glue(values), []
    several: set[int] = set()
    misfits: dict[int, Mapping[str, Sequence[int]]] = {}
    for i, (name, column) in enumerate(values.items()):
        between, cells, unusable = glue.get(name, _SEVERAL), [], []
        for at, value in zip(numbers, column, strict=True):
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
    rows = tuple(Row(at, cells) for at, cells in zip(numbers, cells_of_rows, strict=True))
    return Table(format, unit, len(called), rows, called, several=tuple(sorted(several)), misfits=misfits, told=told)


def _not_accepted(records: Iterable[tuple[int, Mapping[str, Any]]], unit: str) -> tuple[str, ...]:
    """What is told of labels that Prodigy proposed and somebody did not accept: they stand there all the same."""
    found = [at for at, record in records if "_input_hash" in record and record.get("answer") in _NOT_ACCEPTED]
    return (f"{places(unit, found)}: “answer” says that the label was not accepted. It is kept.",) if found else ()


def _without_answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record of Prodigy in which labels were chosen: its answer only says that they were."""
    if "_input_hash" in record and "accept" in record:
        return {name: value for name, value in record.items() if name != "answer"}
    return record


def slim(record: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """A record in which what can be no text is only what is said of it: of many lines it would take much memory.

    Args:
        kept: the keys of objects in which a record may be.
    """
    return {intern(name): value if name in kept else _slim(name, value) for name, value in record.items()}


def _slim(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        name, held = _held(name, value)
        return value if held is not value or _are_classes(name) else _text(value)
    return _text(value) if isinstance(value, list) and _is_nested(value) else value


def _told(name: str, unusable: Iterable[tuple[int, Unusable]]) -> dict[str, list[int]]:
    """What is wrong in a column and where; of values of the same kind the first says it for all."""
    said: dict[str, str] = {}
    found: dict[str, list[int]] = {}
    for at, value in unusable:
        if value.kind not in said:
            said[value.kind] = f"“{shown(value.key or name)}” {value.why}"
        found.setdefault(said[value.kind], []).append(at)
    return found


def _texts(value: Any, name: str, glue: str | None) -> tuple[str, ...] | Unusable:
    """The texts that a cell is made of: one, or those of a list, labels without repetitions."""
    if isinstance(value, dict):
        name, value = _held(name, value)
        glue = _SEVERAL if name == _HOLDERS[1] else glue
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


def _held(name: str, value: Mapping[str, Any]) -> tuple[str, Any]:
    """What an object stands for, and what that is called: itself, or the value of a key that is known for it.

    MongoDB writes numbers and the like with their type: {"$numberInt": "5"}.
    """
    holder = next((key for key in _HOLDERS if key in value), None)
    if holder is None and len(value) == 1:
        holder = next((key for key in value if key.startswith("$")), None)
    return (name, value) if holder is None else (holder, value[holder])


def _text(value: Any) -> str | Unusable:
    if isinstance(value, list):
        kinds = {"object" if isinstance(v, dict) else "list" if isinstance(v, list) else "value" for v in value}
        return _list(len(value), kinds.pop() if len(kinds) == 1 else None)
    if isinstance(value, dict):
        return _object(tuple(islice(value, _SHOWN)), len(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, Unusable) else "" if value is None else str(value)


@lru_cache
def _object(first_keys: tuple[str, ...], keys: int) -> Unusable:
    named = listed([f"“{shown(key)}”" for key in first_keys], keys - _SHOWN)
    seen = f" with the key{'s' if keys > 1 else ''} {named}" if keys else ""
    return Unusable("object", f"is an object{seen}. {_REMEDY}")


@lru_cache
def _list(values: int, kind: str | None) -> Unusable:
    seen = f" of {counted(values, kind)}" if kind else ""
    return Unusable("list", f"is a list{seen}. {_REMEDY}")


# Lists: the words of a sentence, or several labels.


def _glue(values: _Columns) -> dict[str, str]:
    """Of columns with lists that are cells, what is put between: a blank between words, else a comma and a blank."""
    lists = {name: column for name, column in values.items() if any(map(_are_several, column))}
    of_words = {name: column for name, column in lists.items() if all(map(_are_words, column))}
    lengths = {name: [len(value or ()) for value in column] for name, column in of_words.items()}
    sentences = [name for name in of_words if names.folded(name) in (*_WORDS, *names.SENTENCE)]
    words = [name for name in of_words if any(lengths[name] == lengths[sentence] for sentence in sentences)]
    label = _of_labels(values, [name for name in lists if name not in words])
    return {**dict.fromkeys(words, _BLANK), **({label: _SEVERAL} if label is not None else {})}


def _are_several(value: Any) -> bool:
    """Whether it is a list of two values or more."""
    return isinstance(value, list) and len(value) > 1 and not _is_nested(value)


def _is_nested(values: Sequence[Any]) -> bool:
    return any(isinstance(value, dict | list) for value in values)


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
