"""Settings as a person would say them, and in what two lots of them differ."""

import numpy as np

from playground.settings import SETTINGS, Settings, chosen, differing
from rnn_core.settings import Choices, Value

_SPEAK_FOR_THEMSELVES = ("cell", "optimiser")  # an LSTM is a cell, and Adam is an optimiser


def number(value: float) -> str:
    """1e-05 as "0.00001", 5000 as "5000"."""
    return np.format_float_positional(value, trim="-") if isinstance(value, float) else str(value)


def value_in_words(name: str, value: Value) -> str:
    """What a control calls a value: "LSTM", "0.05"."""
    if isinstance(SETTINGS[name], Choices):
        return chosen(name, value).title
    assert isinstance(value, int | float)
    return number(value)


def setting(name: str, value: Value) -> str:
    """One of them: "LSTM", "learning rate 0.01", "readout mean"."""
    said = value_in_words(name, value)
    return said if name in _SPEAK_FOR_THEMSELVES else f"{SETTINGS[name].title.lower()} {said}"


def meant(settings: Settings) -> list[str]:
    """The names of those that mean something beside the others: no embedding has a size where there is none."""
    values = settings.values
    return [
        name
        for name, described in SETTINGS.items()
        if all(values[other] in possible for other, possible in described.needs.items() if other in values)
    ]


def changes(settings: Settings, before: Settings) -> list[str]:
    """What is said of them that was not so before: ["LSTM", "learning rate 0.01"]."""
    telling = meant(settings)
    return [setting(name, getattr(settings, name)) for name in differing(settings, before) if name in telling]
