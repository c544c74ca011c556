"""The guided tour. A lesson is data, one TOML file each in this folder, in the order of their names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from playground.presets import PRESETS
from playground.race import Variants
from playground.settings import Settings


@dataclass(frozen=True)
class Prediction:
    """What is asked before there is anything to see; ``right`` is one of the choices."""

    question: str
    choices: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class Lesson:
    """One step of the tour.

    Attributes:
        name: what a link calls it.
        title: a few words.
        text: Markdown: what it is about, and what to do.
        prediction: what somebody should expect before trying.
        question: what to find out.
        answer: Markdown: what to see, with figures as printed by `python -m benchmarks.lessons`.
        view: what is shown below: a view of the inside, "baselines" or "race".
        preset, settings, pace, sentence: how the page is set up.
        takes: how long what it asks for takes, where that is more than five seconds.
        beside: what else the page holds, such as a second sentence, by the key of its widget.
        variants: of a race.
    """

    name: str
    title: str
    text: str
    prediction: Prediction
    question: str
    answer: str
    view: str
    preset: str
    settings: Settings
    pace: str
    sentence: str
    takes: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    variants: Variants = field(default_factory=dict)

    @property
    def sentences(self) -> str:
        """The bundled set that it is about: that of its preset."""
        return PRESETS[self.preset].sentences


@cache
def tour() -> Mapping[str, Lesson]:
    """All lessons in order, by number and title."""
    files = sorted(Path(__file__).resolve().parent.glob("*.toml"), key=lambda file: int(file.name.split("_")[0]))
    lessons = (_read(file.stem.partition("_")[2], file.read_text(encoding="utf-8")) for file in files)
    return MappingProxyType({f"{number} {lesson.title}": lesson for number, lesson in enumerate(lessons, 1)})


def _read(name: str, text: str) -> Lesson:
    fields = tomllib.loads(text)
    asked = fields.pop("prediction")
    prediction = Prediction(asked["question"], tuple(asked["choices"]), asked["right"])
    settings = replace(PRESETS[fields["preset"]].settings, **fields.pop("settings", {}))
    return Lesson(name=name, prediction=prediction, settings=settings, **fields)
