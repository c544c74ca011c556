"""The settings of one run, as flat as the controls that set them. Each is described where the core declares it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rnn_core import Dataset, ModelConfig, TrainConfig
from rnn_core.settings import Number, Setting, Value, Whole, fitting, settings_of

MODEL, TRAINING = settings_of(ModelConfig), settings_of(TrainConfig)
SETTINGS: dict[str, Setting] = MODEL | TRAINING  # in the order of thinking: the network, then how it learns


@dataclass(frozen=True)
class Settings(ModelConfig, TrainConfig):
    """What network to build and how to train it, in one value.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    @property
    def model(self) -> ModelConfig:
        """The network to build."""
        return ModelConfig(**{name: getattr(self, name) for name in MODEL})

    @property
    def training(self) -> TrainConfig:
        """How to train it."""
        return TrainConfig(**{name: getattr(self, name) for name in TRAINING})

    @property
    def values(self) -> dict[str, Any]:
        """All of them by name, in the order of thinking."""
        return {name: getattr(self, name) for name in SETTINGS}


def facts(dataset: Dataset) -> dict[str, Value]:
    """What settings need to know of the data: see rnn_core/config.py."""
    return {"tagged": dataset.tagged, "validation": len(dataset.indices("validation")) > 0, "vectors": False}


def fitted(values: Mapping[str, Value], known: Mapping[str, Value]) -> Settings:
    """Settings that go together and with the data; what does not, or means nothing there, has its default.

    Args:
        values: of all settings.
        known: facts of the data.
    """
    together = fitting(SETTINGS, {**values, **known})
    return Settings(**{name: together[name] for name in SETTINGS})  # type: ignore[arg-type]  # checked when made


def stops(name: str) -> tuple[Any, ...]:
    """The values of a number that a control offers."""
    setting = SETTINGS[name]
    assert isinstance(setting, Number | Whole)
    return setting.stops


def bounds(name: str) -> tuple[int, int]:
    """The least and the largest whole number that a control offers."""
    setting = SETTINGS[name]
    assert isinstance(setting, Whole)
    return setting.offered


def differing(one: Settings, other: Settings) -> list[str]:
    """The names of the settings in which two differ."""
    return [name for name in SETTINGS if getattr(one, name) != getattr(other, name)]
