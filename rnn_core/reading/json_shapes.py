"""Where the records of a JSON value are: in a list, in columns, or in objects around them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from rnn_core.errors import InvalidDataset
from rnn_core.reading import json_cells, json_groups, names
from rnn_core.reading.table import Table, refuse_too_many
from rnn_core.wording import counted, quoted, shown

POSSIBLE = (
    'Possible are a list of records, [{"sentence": …, "label": …}, …], in an object too, {"train": […], "test": […]}; '
    'columns, {"sentence": […], "label": […]}; one object, {"sentence": "label", …}; sentences below their '
    'labels, {"positive": […], "negative": […]}; or JSON Lines with a record in each line.'
)
_DEEPEST = 3  # objects around records
WRAPPERS = ("row", "_source", "fields", "attributes")  # Hugging Face's viewer, Elasticsearch, Django, JSON:API


class _Found(NamedTuple):
    """Records by the names of their columns; None for a list that is shorter or longer than the others."""

    records: Sequence[Mapping[str, Any] | None]
    named: bool = True  # whether these names stand in the file
    told: tuple[str, ...] = ()  # what was taken for granted

    @property
    def has_known_names(self) -> bool:
        first = self.records[0] if self.records else None
        return first is not None and names.is_header(tuple(first))


def parse(value: Any) -> Table:
    """A row of each record.

    Raises:
        InvalidDataset: there are none; the message says what was seen instead.
    """
    found = _found(value)
    if found is None:
        raise InvalidDataset(f"the JSON has another shape than the ones that are read: {_seen(value)}. {POSSIBLE}")
    return _table("json", "record", found, range(1, len(found.records) + 1))


def parse_lines(lines: Sequence[tuple[int, Any]]) -> Table:
    """The same for a value in each line.

    Args:
        lines: their numbers and values.

    Raises:
        InvalidDataset: a line is not like the first one.
    """
    kind = list if lines and isinstance(lines[0][1], list) else dict
    for number, value in lines:
        if not isinstance(value, kind):
            raise InvalidDataset(
                f'line {number}: this is not a record, {{"sentence": …, "label": …}}, but {_seen(value)}. {POSSIBLE}'
            )
    found = _of_list([value for _, value in lines]) or _Found([])
    return _table("jsonl", "line", found, [number for number, _ in lines])


def _table(format: str, unit: str, found: _Found, places: Sequence[int]) -> Table:
    records = [(at, record) for at, record in zip(places, found.records, strict=False) if record is not None]
    table = json_cells.table(format, unit, records)
    ragged = [at for at, record in zip(places, found.records, strict=False) if record is None]
    problems = {"more or fewer values than the other lists. Mend it, or leave it out.": ragged} if ragged else {}
    return replace(table, names=table.names if found.named else None, problems=problems, told=table.told + found.told)


def _found(value: Any, depth: int = 0) -> _Found | None:
    if isinstance(value, list):
        return _groups_of(value) or _of_list(value)
    if not isinstance(value, dict) or not value or depth == _DEEPEST:
        return None
    if not any(isinstance(inner, dict | list) for inner in value.values()):
        return _of_scalars(value)
    return (
        _split(value)
        or _parts(value, depth)
        or _columns(value)
        or _columns_of_objects(value)
        or _groups(value)
        or _inside(value, depth)
        or (_Found([value]) if depth == 0 and names.is_header(tuple(value)) else None)
    )


def _of_scalars(value: Mapping[str, Any]) -> _Found:
    """One record, or sentences with their labels."""
    refuse_too_many(len(value))
    if names.is_header(tuple(value)):
        return _Found([value])
    return _Found([{"sentence": sentence, "label": label} for sentence, label in value.items()])


def _of_list(values: Sequence[Any]) -> _Found | None:
    """Records, also each in another object; or lists of as many values, two or more."""
    refuse_too_many(len(values))
    if values and all(isinstance(record, dict) for record in values):
        return _Found(_unwrapped(values))
    if not values or not all(isinstance(record, list) for record in values):
        return None
    width = Counter(map(len, values)).most_common(1)[0][0]
    if width < 2 or sum(isinstance(cell, dict | list) for cell in values[0]) == len(values[0]):
        return None
    return _of_rows([f"column {i}" for i in range(1, width + 1)], values, named=False)


def _unwrapped(records: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """What stands under one of WRAPPERS in each record, unless there is more beside it that matters."""
    for wrapper in WRAPPERS:
        if wrapper in records[0] and not names.is_header(tuple(records[0])):
            inner = [record.get(wrapper) for record in records]
            found = [record for record in inner if isinstance(record, dict)]
            if len(found) == len(records):
                return found
    return records


def _of_rows(called: Sequence[str], rows: Sequence[Sequence[Any]], named: bool = True) -> _Found:
    return _Found([dict(zip(called, row, strict=True)) if len(row) == len(called) else None for row in rows], named)


def _split(value: Mapping[str, Any]) -> _Found | None:
    """What pandas writes with orient="split": names and rows."""
    called, rows = value.get("columns"), value.get("data")
    if not isinstance(called, list) or not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return None
    if not all(isinstance(name, str) for name in called) or len(set(called)) < len(called):
        return None
    refuse_too_many(len(rows))
    return _of_rows(called, rows)


def _parts(value: Mapping[str, Any], depth: int) -> _Found | None:
    """{"train": …, "test": …}: what is in them, with a column that tells the part."""
    found = {name: part for name, inner in value.items() if (part := _found(inner, depth + 1)) is not None}
    parts = {name: told for name in found if (told := names.part_of(name))}
    others = [name for name in found if name not in parts and _is_nested(value[name])]
    if not parts:
        return None
    if others:
        raise InvalidDataset(
            f"{quoted(others)} stands beside {quoted(list(parts))}, but names no part. Call it train, validation or "
            "test, or leave it out."
        )
    records = [(told, record) for name, told in parts.items() for record in found[name].records]
    refuse_too_many(len(records))
    named = all(found[name].named for name in parts)
    if len(set(parts.values())) == 1:
        return _Found([record for _, record in records], named)
    return _Found([record and {**record, "split": record.get("split", told)} for told, record in records], named)


def _columns(value: Mapping[str, Any]) -> _Found | None:
    """{"text": […], "label": […]}: lists of as many values, if their names are known or few values recur in one."""
    lists = {name: column for name, column in value.items() if isinstance(column, list) and not _hold_objects(column)}
    lengths = [len(column) for column in lists.values()]
    known = names.is_header(tuple(lists))
    if not known and (len(lists) < max(2, len(value)) or len(set(lengths)) > 1 or not any(map(_recur, lists.values()))):
        return None
    if len(set(lengths)) > 1:
        seen = " and ".join(f"“{shown(name)}” {len(column):,}" for name, column in list(lists.items())[:5])
        raise InvalidDataset(f"the columns have unlike numbers of values: {seen}. Give each as many.")
    refuse_too_many(lengths[0])
    return _Found([dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)])


def _hold_objects(values: Sequence[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _recur(values: Sequence[Any]) -> bool:
    return len({value for value in values if isinstance(value, str | bool)}) <= len(values) / 2


def _columns_of_objects(value: Mapping[str, Any]) -> _Found | None:
    """What pandas writes: {"text": {"0": …}, "label": {"0": …}} or, with orient="index", {"0": {"text": …, …}, …}."""
    if not all(isinstance(inner, dict) and inner for inner in value.values()):
        return None
    first = tuple(next(iter(value.values())))
    if names.is_header(first):
        return _Found(list(value.values()))
    alike = all(inner.keys() == set(first) for inner in value.values()) and not any(
        isinstance(cell, dict | list) for inner in value.values() for cell in inner.values()
    )
    if names.is_header(tuple(value)) or (alike and len(first) > len(value) > 1):
        index = dict.fromkeys(key for inner in value.values() for key in inner)
        refuse_too_many(len(index))
        return _Found([{name: inner.get(key) for name, inner in value.items()} for key in index])
    return _Found(list(value.values())) if alike and len(first) > 1 else None


def _groups(value: Mapping[str, Any]) -> _Found | None:
    """{"praise": […], "blame": […]}: lists of sentences, each with its label as key."""
    records = json_groups.of_keys(value)
    if records is None:
        return None
    refuse_too_many(len(records))
    return _Found(records, told=(f"The keys {quoted(list(value))} are taken as the labels of the sentences in them.",))


def _groups_of(values: Sequence[Any]) -> _Found | None:
    """Records with a label and many sentences each."""
    records = json_groups.of_records(values) if all(isinstance(record, dict) for record in values) else None
    if records is None:
        return None
    refuse_too_many(len(records))
    return _Found(records)


def _inside(value: Mapping[str, Any], depth: int) -> _Found | None:
    """Records in an object: the only ones, or the only ones with names that are known."""
    found = [part for inner in value.values() if _is_nested(inner) and (part := _found(inner, depth + 1)) is not None]
    known = [part for part in found if part.has_known_names]
    return next((parts[0] for parts in (known, found) if len(parts) == 1), None)


def _is_nested(value: Any) -> bool:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(inner, dict | list) for inner in values)


def _seen(value: Any) -> str:
    """What a value is, with a look at what is in it."""
    if isinstance(value, dict):
        if not value:
            return "an empty object"
        nested = next(((key, inner) for key, inner in value.items() if isinstance(inner, dict | list)), None)
        inside = f", “{shown(nested[0])}” {_kind(nested[1])}" if nested else ""
        return f"an object with the {'keys' if len(value) > 1 else 'key'} {quoted(list(value), 3)}{inside}"
    if isinstance(value, list) and value:
        odd = next(((i, v) for i, v in enumerate(value, 1) if _kind(v)[:6] != _kind(value[0])[:6]), None)
        inside = f", number {odd[0]:,} {_kind(odd[1])}" if odd else ""
        return f"{_kind(value)}, the first {_kind(value[0])}{inside}"
    return _kind(value)


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {counted(len(value), 'value')}"
    return "an object" if isinstance(value, dict) else "null" if value is None else "text or a number"
