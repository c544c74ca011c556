"""The settings of one run, as flat as the controls that set them. Each is described where the core declares it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from rnn_core import Dataset, EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.model_name import model_name
from rnn_core.settings import Choice, Choices, Number, Setting, Value, Whole, choices, fitting, settings_of
from rnn_core.vectors import installed

VectorsName = Literal["none", "glove", "own"]


@dataclass(frozen=True)
class Settings(ModelConfig, TrainConfig, EnsembleConfig):
    """What network to build, how to train it, and how many of them, in one value.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    vectors: VectorsName = choices(
        "none",
        "Pretrained vectors",
        "What the embedding begins with.",
        {
            "none": Choice("none", "random numbers."),
            "glove": Choice(
                "GloVe",
                "50 numbers a word, learned from Wikipedia and news: alike for words that are used alike.",
                needs={"glove": (True,)},
            ),
            "own": Choice("own", "those of a file: GloVe's or word2vec's text, or fastText's .vec."),
        },
        needs={"input": ("embedding",)},
    )

    @property
    def model(self) -> ModelConfig:
        """The network to build."""
        return ModelConfig(**{name: getattr(self, name) for name in settings_of(ModelConfig)})

    @property
    def training(self) -> TrainConfig:
        """How to train it."""
        return TrainConfig(**{name: getattr(self, name) for name in settings_of(TrainConfig)})

    @property
    def values(self) -> dict[str, Any]:
        """All of them by name, in the order of thinking."""
        return {name: getattr(self, name) for name in SETTINGS}


TRAINING = settings_of(TrainConfig) | settings_of(EnsembleConfig)
_OF_MODEL = list(settings_of(ModelConfig))
_OF_MODEL.insert(_OF_MODEL.index("input") + 1, "vectors")  # it decides on what comes after it
MODEL = {name: settings_of(Settings)[name] for name in _OF_MODEL}
SETTINGS: dict[str, Setting] = MODEL | TRAINING  # in the order of thinking: the network, then how it learns


def facts(values: Mapping[str, Value], tagged: bool, validation: bool, own: bool = False) -> dict[str, Value]:
    """What settings need to know beside each other: see rnn_core/config.py. "glove" is whether its package is there.

    Args:
        tagged, validation: of the sentences: whether each word has a label, and whether there is such a part.
        own: whether the visitor has uploaded vectors.
    """
    there = {"none": False, "glove": installed(), "own": own}
    pretrained = values["input"] == "embedding" and there[str(values["vectors"])]
    return {"tagged": tagged, "validation": validation, "glove": there["glove"], "own": own, "pretrained": pretrained}


def facts_of(values: Mapping[str, Value], dataset: Dataset, own: bool = False) -> dict[str, Value]:
    """The same, with a dataset's."""
    return facts(values, dataset.tagged, len(dataset.indices("validation")) > 0, own)


def fitted(values: Mapping[str, Value], known: Mapping[str, Value]) -> Settings:
    """Settings that go together and with the data; what does not, or means nothing there, has its default.

    Vectors of one's own are none until they are uploaded: a control may wait for them, a run does not.

    Args:
        values: of all settings.
        known: facts of the data.
    """
    if values["vectors"] == "own" and not known["own"]:
        values = {**values, "vectors": "none"}
    together = fitting(SETTINGS, {**values, **known})
    return Settings(**{name: together[name] for name in SETTINGS})  # type: ignore[arg-type]  # checked when made


def chosen(name: str, value: Value) -> Choice:
    """One of the values that a setting may have, described."""
    setting = SETTINGS[name]
    assert isinstance(setting, Choices)
    choice: Choice = setting.choices[value]
    return choice


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


def nearest(setting: Setting, wanted: float) -> float:
    """Of the values that a control offers; those of several powers of ten are compared by their ratio."""
    if isinstance(setting, Whole) and not setting.stops:
        low, high = setting.offered
        return min(max(int(wanted), low), high)
    possible: tuple[float, ...] = stops(setting.name)
    if possible[0] <= 0:
        return min(possible, key=lambda stop: abs(stop - wanted))
    return min(possible, key=lambda stop: abs(math.log(stop / max(wanted, 1e-9))))


def offered(settings: Settings) -> dict[str, Value]:
    """What controls can show of settings that were made elsewhere: of each the nearest value that is offered."""
    return {
        name: settings.values[name] if isinstance(setting, Choices) else nearest(setting, settings.values[name])
        for name, setting in SETTINGS.items()
    }


def differing(one: Settings, other: Settings) -> list[str]:
    """The names of the settings in which two differ."""
    return [name for name in SETTINGS if getattr(one, name) != getattr(other, name)]


def network_name(settings: Settings) -> str:
    """What network it is: "LSTM, 16 units", or several: "LSTM, 16 units, 3 networks that differ by their seed"."""
    several = f", {settings.networks} networks that differ by their seed" if settings.networks > 1 else ""
    return model_name(settings) + several
