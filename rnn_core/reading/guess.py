"""What was found out about a file, and why it was taken for that: a page and the terminal can say it."""

from typing import Generic, NamedTuple, TypeVar

_Value = TypeVar("_Value")


class Guess(NamedTuple, Generic[_Value]):
    """A value that nobody has given.

    Attributes:
        value: what was taken.
        why: half a sentence, as after "because".
    """

    value: _Value
    why: str
