"""JSON: a list of records, one object of sentences with their labels, or a record in each line."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import LINE_END
from rnn_core.reading.names import is_header
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import places, shown

_SHAPES = (
    'Possible are a list of records, [{"sentence": …, "label": …}, …], one object, {"sentence": "label", …}, '
    "or JSON Lines with a record in each line."
)
_LONGEST_NUMBER = 100  # digits


@dataclass(frozen=True)
class _Refused:
    """Stands for a value that we do not take until it is known in which record it is."""

    why: str


def detect(text: str) -> str | None:
    """ "json", "jsonl", or None for a text that only begins like it."""
    text = text.strip()
    first, *rest = LINE_END.split(text, maxsplit=1)
    if text[0] == "{":
        return "jsonl" if rest and first.rstrip().rstrip(",").endswith("}") else "json"
    return "json" if text.endswith("]") or text[1:].lstrip()[:1] in ("{", "[", "") else None


def parse(text: str) -> Table:
    """A list of records, or one object of sentences and labels.

    Raises:
        InvalidDataset: another shape, or no JSON.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.MAX_JSON_BYTES:
        raise InvalidDataset(
            f"the JSON has {size:,} bytes; at most {limits.MAX_JSON_BYTES:,} are possible. JSON Lines "
            "and CSV may be larger."
        )
    try:
        loaded = _loads(text)
    except json.JSONDecodeError as error:
        before = LINE_END.split(text[: error.pos])
        raise InvalidDataset(
            f"line {len(before)}, character {len(before[-1]) + 1}: this is not JSON: {error.msg}. Mend that place."
        ) from None
    if isinstance(loaded, dict) and is_header(tuple(loaded)):
        loaded = [loaded]  # a single record
    if isinstance(loaded, dict) and loaded and not any(isinstance(v, dict | list) for v in loaded.values()):
        refuse_too_many(len(loaded))
        records = [{"sentence": sentence, "label": label} for sentence, label in loaded.items()]
        return _table("json", "record", list(enumerate(records, 1)))
    if isinstance(loaded, list) and loaded and all(isinstance(record, dict) for record in loaded):
        return _table("json", "record", list(enumerate(loaded, 1)))
    raise InvalidDataset(f"the JSON has another shape than the ones that are read. {_SHAPES}")


def parse_lines(lines: Iterable[str]) -> Table:
    """A record in each line that is not blank.

    Raises:
        InvalidDataset: a line that is no record, with its number.
    """
    records = []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if not line.strip():
            continue
        try:
            record = _loads(line)
        except json.JSONDecodeError as error:
            comma = line.rstrip().endswith(",")
            remedy = "Remove the comma at its end." if comma else "Mend or remove that line."
            raise InvalidDataset(f"line {number}: this is not JSON: {error.msg}. {remedy}") from None
        except InvalidDataset as error:
            raise InvalidDataset(f"line {number}: {error}") from None
        if not isinstance(record, dict):
            raise InvalidDataset(f'line {number}: this is not a record, {{"sentence": …, "label": …}}. {_SHAPES}')
        records.append((number, record))
        refuse_too_many(len(records))
    return _table("jsonl", "line", records)


def _loads(text: str) -> Any:
    """JSON with numbers kept as they are written, and nothing taken that JSON does not have."""
    objects = 0

    def counted(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal objects
        objects += 1
        refuse_too_many(objects)  # now: a million empty ones would take half a gigabyte
        return _object(pairs)

    try:
        return json.loads(
            text, parse_int=_number, parse_float=_number, parse_constant=_constant, object_pairs_hook=counted
        )
    except RecursionError:
        raise InvalidDataset(f"the JSON is nested too deeply. {_SHAPES}") from None


def _number(digits: str) -> str | _Refused:
    if len(digits) > _LONGEST_NUMBER:
        return _Refused(f"a number of {len(digits):,} digits. Put it in quotation marks if it is meant as text.")
    return digits


def _constant(name: str) -> _Refused:
    return _Refused(f"{name} is not JSON. Put it in quotation marks if it is meant as text.")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        made[twice] = _Refused(f"the key “{shown(twice)}” stands twice. Keep one, or use a list of records.")
    return made


def _table(format: str, unit: str, records: Sequence[tuple[int, dict[str, Any]]]) -> Table:
    names = tuple(dict.fromkeys(name for _, record in records for name in record))
    if len(names) > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"the records have {len(names):,} different keys; at most {limits.MAX_COLUMNS} are possible. "
            "Keep the sentence and the label."
        )
    nested = [at for at, record in records if any(isinstance(value, dict | list) for value in record.values())]
    if nested:
        raise InvalidDataset(
            f"{places(unit, nested)}: a value is itself a list or an object; each must be text. {_SHAPES}"
        )
    refused = [(at, value.why) for at, record in records for value in record.values() if isinstance(value, _Refused)]
    if refused:
        why = refused[0][1]
        raise InvalidDataset(f"{places(unit, sorted({at for at, other in refused if other == why}))}: {why}")
    rows = tuple(Row(at, tuple(_text(record.get(name)) for name in names)) for at, record in records)
    return Table(format, unit, len(names), rows, names=names)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
