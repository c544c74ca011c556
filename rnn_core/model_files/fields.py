"""Named values out of JSON, each of the kind that it must be, and none too many."""

import re
import reprlib
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from rnn_core.errors import InvalidModel
from rnn_core.wording import shown

_LARGEST = 2**53
_HALF = re.compile("[\ud800-\udfff]")

_T = TypeVar("_T")


class Fields:
    """The fields of an object, taken one after the other; what is left at the end is too many.

    Args:
        value: what JSON gave.
        where: what messages call it; "" for the whole.
        whole: what messages call that.
    """

    def __init__(self, value: object, where: str = "", whole: str = "metadata") -> None:
        self.where = where
        if not isinstance(value, dict):
            raise InvalidModel(f"{where or whole}: it must be an object.")
        self._left: dict[str, Any] = dict(value)

    def name(self, field: str) -> str:
        """What messages call a field."""
        return f"{self.where}/{field}" if self.where else field

    def take(self, field: str, kind: type[_T]) -> _T:
        """The value of a field.

        Raises:
            InvalidModel: it is missing, or of another kind (True is no number).
        """
        if field not in self._left:
            raise InvalidModel(f"{self.name(field)}: it is missing.")
        value = self._left.pop(field)
        if type(value) is not kind:
            raise InvalidModel(f"{self.name(field)}: it is {shown(reprlib.repr(value))}; it must be a {kind.__name__}.")
        found: _T = value
        return found

    def optional(self, field: str, kind: type[_T]) -> _T | None:
        """The same, or None where the value is null."""
        if self._left.get(field, field) is None:
            return self.take(field, type(None))
        return self.take(field, kind)

    def one_of(self, field: str, possible: Sequence[str]) -> str:
        """One of these texts."""
        value = self.take(field, str)
        if value not in possible:
            raise InvalidModel(f"{self.name(field)}: it is “{shown(value)}”; it must be one of: {', '.join(possible)}.")
        return value

    def count(self, field: str, low: int = 0, high: int = _LARGEST) -> int:
        """A whole number in a range."""
        value = self.take(field, int)
        if not low <= value <= high:
            raise InvalidModel(f"{self.name(field)}: it is {value}; it must be a whole number from {low} to {high:,}.")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of different texts in code-point order, none of them blank."""
        found: list[Any] = self.take(field, list)
        before = ""
        for i, text in enumerate(found, 1):
            if not isinstance(text, str) or not text.strip():
                raise InvalidModel(
                    f"{self.name(field)}: number {i} is {shown(reprlib.repr(text))}, which is no word or label."
                )
            require_whole(text, f"{self.name(field)}: number {i}")
            if text == before:
                raise InvalidModel(f"{self.name(field)}: “{shown(text)}” stands there twice.")
            if text < before:
                raise InvalidModel(f"{self.name(field)}: it is not sorted, as the rows of the weights are.")
            before = text
        return tuple(found)

    def named(self, names: Collection[str]) -> dict[str, Any]:
        """All that is left, which must have exactly these names."""
        for name in names:
            if name not in self._left:
                raise InvalidModel(f"{self.name(name)}: it is missing.")
        found = {name: self._left.pop(name) for name in names}
        self.done()
        return found

    def done(self) -> None:
        """Raise InvalidModel if something is left."""
        for name in self._left:
            raise InvalidModel(f"{shown(self.name(shown(name)), 100)}: there is no such field.")


def require_whole(text: str, field: str) -> None:
    """Raise InvalidModel if a text holds a lone surrogate: nothing that it gets into could be written down."""
    half = _HALF.search(text)
    if half:
        raise InvalidModel(f"{field} holds half a character, {half[0]!a}.")
