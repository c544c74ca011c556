"""JSON, and JSON Lines with a record in each line, up to what can be held: bytes, objects, nesting, digits."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import json_cells, json_shapes
from rnn_core.reading.decoding import LINE_END
from rnn_core.reading.json_cells import Unusable
from rnn_core.reading.table import Table, refuse_too_many

_LONGEST_NUMBER = 100  # digits
_BLANKS = re.compile(r"[ \t\r\n]*")
_OF_PYTHON = re.compile(r"[rub]?'|(?:None|True|False)\b|nan\b|\(")
_CLOSED = re.compile(r",?\s*[\]}]")
_AS_TEXT = "Put it in quotation marks if it is meant as text."


def detect(text: str) -> str | None:
    """ "json", "jsonl", or None for a text that only begins like it."""
    text = text.strip()
    first, *rest = LINE_END.split(text, maxsplit=1)
    ends, goes_on = first.rstrip().rstrip(",")[-1:], rest[0].lstrip()[:1] if rest else ""
    if text.startswith("{\\"):  # as RTF does
        return None
    if text[0] == "{":
        return "jsonl" if ends == "}" and goes_on not in ("", '"') else "json"
    if ends == "]" and goes_on == "[" and text[1:].lstrip()[:1] == '"':
        return "jsonl"
    return "json" if text.endswith("]") or text[1:].lstrip()[:1] in ("{", "[", "") else None


def parse(text: str) -> Table:
    """Records in any of the shapes of json_shapes.

    Raises:
        InvalidDataset: another shape, or no JSON.
    """
    return json_shapes.parse(load(text))


def load(text: str) -> Any:
    """The value of a text; its numbers as they are written.

    Raises:
        InvalidDataset: no JSON, or too much.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.MAX_JSON_BYTES:
        raise InvalidDataset(
            f"the JSON has {size:,} bytes; at most {limits.MAX_JSON_BYTES:,} are possible. JSON Lines "
            "and CSV may be larger."
        )
    try:
        return _values(text)
    except json.JSONDecodeError as error:
        before = LINE_END.split(text[: error.pos])
        raise InvalidDataset(
            f"line {len(before)}, character {len(before[-1]) + 1}: this is not JSON: {error.msg}. {_remedy(error)}"
        ) from None


def parse_lines(lines: Iterable[str]) -> Table:
    """A record in each line that is not blank.

    Raises:
        InvalidDataset: a line that is no record, with its number.
    """
    decoder, records = _Decoder(), []
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r\n")
        if not line.strip():
            continue
        try:
            record = decoder.value(line)
        except json.JSONDecodeError as error:
            comma = line.rstrip().endswith(",")
            remedy = "Remove the comma at its end." if comma else _remedy(error, "Mend or remove that line.")
            raise InvalidDataset(f"line {number}: this is not JSON: {error.msg}. {remedy}") from None
        except InvalidDataset as error:
            raise InvalidDataset(f"line {number}: {error}") from None
        records.append((number, json_cells.slim(record, json_shapes.WRAPPERS) if isinstance(record, dict) else record))
        refuse_too_many(len(records))
    return json_shapes.parse_lines(records)


def _remedy(error: json.JSONDecodeError, otherwise: str = "Mend that place.") -> str:
    """How to mend what stops the reading, where it is one of a few things that are common."""
    before, here = error.doc[: error.pos].rstrip(), error.doc[error.pos :].lstrip()
    if _OF_PYTHON.match(here):
        return "It is written as Python shows it; write it with json.dump, and true, false and null."
    if _CLOSED.match(here) and (before.endswith(",") or here[0] == ","):
        return "Remove the comma before the bracket."
    return otherwise


def _values(text: str) -> Any:
    """The value of a text; of objects one after another, as some programs write them, a list."""
    decoder, found, at = _Decoder(), [], 0
    while True:
        value, at = decoder.next(text, at)
        found.append(value)
        if at == len(text):
            return found[0] if len(found) == 1 else found
        if not isinstance(value, dict) or text[at] != "{":
            raise json.JSONDecodeError("Extra data", text, at)


class _Decoder:
    """JSON with numbers kept as they are written, and nothing taken that JSON does not have."""

    def __init__(self) -> None:
        self._objects = 0
        self._decoder = json.JSONDecoder(
            parse_int=_number, parse_float=_number, parse_constant=_constant, object_pairs_hook=self._counted
        )

    def value(self, text: str) -> Any:
        """The only value of a text."""
        self._objects = 0
        try:
            return self._decoder.decode(text)
        except RecursionError:
            raise _too_deep() from None

    def next(self, text: str, at: int) -> tuple[Any, int]:
        """The value that begins behind the blanks at a place, and where the next would begin."""
        try:
            value, end = self._decoder.raw_decode(text, _after_blanks(text, at))
        except RecursionError:
            raise _too_deep() from None
        return value, _after_blanks(text, end)

    def _counted(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        self._objects += 1
        refuse_too_many(self._objects)  # now: a million empty ones would take half a gigabyte
        return _object(pairs)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at


def _too_deep() -> InvalidDataset:
    return InvalidDataset(f"the JSON is nested too deeply. {json_shapes.POSSIBLE}")


def _number(digits: str) -> str | Unusable:
    if len(digits) > _LONGEST_NUMBER:
        return Unusable("number", f"is a number of more than {_LONGEST_NUMBER} digits. {_AS_TEXT}")
    return digits


def _constant(name: str) -> Unusable:
    return Unusable(name, f"is {name}, which is not JSON. {_AS_TEXT}")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        made[twice] = Unusable("twice", "stands twice. Keep one, or use a list of records.", twice)
    return made
