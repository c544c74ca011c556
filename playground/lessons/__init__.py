"""The guided tour. A lesson is data, one TOML file each in this folder, in the order of their names."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from playground.presets import PRESETS
from playground.settings import Settings


@dataclass(frozen=True)
class Lesson:
    """One step of the tour.

    Attributes:
        title: a few words.
        text: Markdown: what it is about, and what to do.
        question: what to find out.
        answer: Markdown: what there was to see, with figures as measured by `python -m benchmarks.lessons`.
        view: what is shown below: a view of the inside, "baselines" or "race".
        preset, settings, pace, sentence: how the page is set up.
        beside: other texts of the page, such as a second sentence, by the key of their box.
    """

    title: str
    text: str
    question: str
    answer: str
    view: str
    preset: str
    settings: Settings
    pace: str
    sentence: str
    beside: dict[str, str]
    sentences: str = "sentiment"


@cache
def lessons() -> tuple[Lesson, ...]:
    """All lessons, in order."""
    files = sorted(Path(__file__).resolve().parent.glob("*.toml"))
    return tuple(_read(file.read_text(encoding="utf-8")) for file in files)


def _read(text: str) -> Lesson:
    fields = tomllib.loads(text)
    settings = replace(PRESETS[fields["preset"]].settings, **fields.pop("settings", {}))
    return Lesson(settings=settings, **{"beside": {}, **fields})
