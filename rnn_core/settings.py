"""What a setting is: described once, where it is declared in config.py.

Checks, the terminal's options, and a page's controls and links are made from the descriptions.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from rnn_core.errors import InvalidSetting

Value = str | int | float
Needs = Mapping[str, tuple[Value, ...]]  # settings by name, or facts of the data, and the values that they may have

_T = TypeVar("_T", bound=Value)


@dataclass(frozen=True)
class Choice:
    """One of the values that a setting may have.

    Attributes:
        title: a word or two.
        about: what it does, in a sentence.
        equations: the same in LaTeX, where there is something to write.
        needs: what it goes together with; nothing if it always goes.
    """

    title: str
    about: str = ""
    equations: str = ""
    needs: Needs = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Setting(ABC):
    """What all settings have.

    Attributes:
        name, default: as they are declared.
        title: on its control.
        help: what it does, in a sentence.
        called: what messages call it.
        needs: when it means anything; always if it is empty.
        common: whether most people want to see it.
    """

    title: str
    help: str
    called: str = ""
    needs: Needs = field(default_factory=dict)
    common: bool = False
    name: str = ""
    default: Any = None

    @abstractmethod
    def problem(self, value: object) -> str:
        """What a value must be instead; empty if it is right."""

    def require(self, value: object) -> None:
        """Raise InvalidSetting unless the value is possible."""
        problem = self.problem(value)
        if problem:
            raise InvalidSetting(f"The {self.called or self.title.lower()} is {value!r}; it must be {problem}.")


@dataclass(frozen=True, kw_only=True)
class Choices(Setting):
    """A setting with few possible values."""

    choices: Mapping[Any, Choice]

    def problem(self, value: object) -> str:
        """One of them, of the same kind (True is not 1)."""
        if any(value == possible and type(value) is type(possible) for possible in self.choices):
            return ""
        return f"one of: {', '.join(str(possible) for possible in self.choices)}"


@dataclass(frozen=True, kw_only=True)
class Whole(Setting):
    """A whole number from ``low`` to ``high``; a page offers ``stops``, or all in the range ``offered``."""

    low: int
    high: int | None = None
    stops: tuple[int, ...] = ()
    offered: tuple[int, int] = (0, 0)

    def problem(self, value: object) -> str:
        """A whole number in the range."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if whole and self.low <= value and (self.high is None or value <= self.high):  # type: ignore[operator]
            return ""
        return f"a whole number{f', {self.low} or larger' if self.high is None else f' from {self.low} to {self.high}'}"


@dataclass(frozen=True, kw_only=True)
class Number(Setting):
    """A number above ``low``, or from it on, and below ``below``; a page offers ``stops``."""

    low: float = -math.inf
    from_low: bool = False
    below: float = math.inf
    stops: tuple[float, ...]

    def problem(self, value: object) -> str:
        """A number in the range."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and (self.low < value < self.below or (self.from_low and value == self.low)):  # type: ignore[operator]
            return ""
        if self.below < math.inf:
            return f"a number from {self.low:g} to below {self.below:g}"
        if self.low == -math.inf:
            return "a number"
        return f"a number, {self.low:g} or larger" if self.from_low else f"a number above {self.low:g}"


def choices(default: _T, title: str, help: str, possible: Mapping[_T, Choice], **more: Any) -> _T:
    """Declare a setting with few possible values, in a dataclass; ``more`` are attributes of Setting."""
    return _declared(default, Choices(title=title, help=help, choices=possible, **more))


def whole(default: int, title: str, help: str, low: int, high: int | None = None, **more: Any) -> int:
    """Declare a whole number; ``more`` are attributes of Whole."""
    return _declared(default, Whole(title=title, help=help, low=low, high=high, **more))


def number(default: float, title: str, help: str, stops: tuple[float, ...], **more: Any) -> float:
    """Declare a number; ``more`` are attributes of Number."""
    return _declared(default, Number(title=title, help=help, stops=stops, **more))


def _declared(default: _T, setting: Setting) -> _T:
    # What a dataclass takes for a field with a default is a value of the field's type to everybody else.
    made: Any = field(default=default, metadata={"setting": setting})
    declared: _T = made
    return declared


class Declares(Protocol):
    """A dataclass whose fields are settings."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@cache
def settings_of(declaring: type[Declares]) -> dict[str, Setting]:
    """The descriptions of a dataclass's settings, by name, in the order of declaration."""
    return {
        f.name: _named(f.metadata["setting"], f.name, f.default) for f in fields(declaring) if "setting" in f.metadata
    }


def _named(setting: Setting, name: str, default: object) -> Setting:
    return type(setting)(**{**vars(setting), "name": name, "default": default})


def require_all(values: Declares) -> None:
    """Raise InvalidSetting unless every setting of a dataclass has a possible value."""
    for name, setting in settings_of(type(values)).items():
        setting.require(getattr(values, name))


def written(value: Value) -> str:
    """A value as a link says it."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def met(needs: Needs, values: Mapping[str, Value]) -> bool:
    """Whether settings and facts of the data are as something needs them."""
    return all(values[name] in possible for name, possible in needs.items())


def offered(setting: Choices, values: Mapping[str, Value]) -> list[Any]:
    """Those of a setting's possible values that go together with the others."""
    return [value for value, choice in setting.choices.items() if met(choice.needs, values)]


def mended(settings: Mapping[str, Setting], values: Mapping[str, Value]) -> dict[str, Value]:
    """Values in which every choice is one that is offered; what means nothing beside the others is left as it is.

    Args:
        settings: the descriptions; one needs only what stands before it.
        values: of the settings, and facts of the data that settings need.
    """
    together = dict(values)
    for name, setting in settings.items():
        if isinstance(setting, Choices) and met(setting.needs, together):
            possible = offered(setting, together)
            if together[name] not in possible:
                together[name] = setting.default if setting.default in possible else possible[0]
    return together


def fitting(settings: Mapping[str, Setting], values: Mapping[str, Value]) -> dict[str, Value]:
    """Values that go together, as ``mended``; what means nothing beside the others has its default."""
    together = mended(settings, values)
    for name, setting in settings.items():
        if not met(setting.needs, together):
            together[name] = setting.default
    return together
