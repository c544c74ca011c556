"""JSON that somebody else may have written: no name twice, nothing that is no number, no more objects than expected."""

import json
import math
import re
from typing import Any, NoReturn

from rnn_core.errors import InvalidModel
from rnn_core.wording import shown

# A string from its first quotation mark; one that never ends as well, so that no place is looked at twice.
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_ASTRAL, _NOT_LATIN = re.compile(r"\\u[dD][89abAB]"), re.compile(r"\\u(?!00)")  # four bytes a character, and two
_MOST_DIGITS = 40


def loads(text: str, field: str, most: int) -> Any:
    """Parse JSON.

    Args:
        field: what messages call it.
        most: characters outside of strings. Every object costs at least one, and up to a hundred times as much memory.

    Raises:
        InvalidModel: it is none, or too much.
    """
    _require_few_parts(text, field, most)

    def refuse(what: str) -> NoReturn:
        raise InvalidModel(f"{field}: {what}.")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                refuse(f"“{shown(name)}” stands there twice")
            found[name] = value
        return found

    def whole(digits: str) -> int:
        if len(digits) > _MOST_DIGITS:
            refuse(f"a number has {len(digits):,} digits")
        return int(digits)

    def constant(name: str) -> NoReturn:
        refuse(f"{name} is no finite number")

    def real(number: str) -> float:
        return float(number) if math.isfinite(float(number)) else constant(shown(number))

    try:
        return json.loads(text, object_pairs_hook=unique, parse_int=whole, parse_float=real, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise InvalidModel(f"{field}: this is not JSON: {shown(str(error), 100)}.") from None


def require_narrow(text: str, field: str, most: int) -> None:
    """Raise InvalidModel if strings take so many bytes more in memory than they are long here.

    Python holds a string in as many bytes a character as the widest of its characters needs: one emoji makes it four
    times as long.
    """
    more = 0
    for found in _STRING.finditer(text):
        start, end = found.span()
        escapes = text.count("\\u", start, end)
        if escapes:
            wide = 4 if _ASTRAL.search(text, start, end) else 2 if _NOT_LATIN.search(text, start, end) else 1
            more += max(0, wide * (end - start - 5 * escapes) - (end - start))
    if more > most:
        raise InvalidModel(
            f"{field}: its words take {more:,} bytes more than is written; at most {most:,} are possible."
        )


def _require_few_parts(text: str, field: str, most: int) -> None:
    """Raise InvalidModel if there can be too many objects in a text; it is looked at without making any."""
    structure = len(text)
    for strings, found in enumerate(_STRING.finditer(text)):  # between two strings stands a sign, in what is JSON
        structure -= found.end() - found.start()
        if strings > most:
            break
    else:
        if structure <= most:
            return
    raise InvalidModel(f"{field}: it has more parts than a model can have.")
