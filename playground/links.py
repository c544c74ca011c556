"""The address bar: settings to query parameters and back, every value checked.

A link sets, it never starts anything. What is wrong in it becomes the preset's value or the nearest
possible one, and one notice names it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from playground.settings import (
    CHOICES,
    DEFAULT_PACE,
    DEFAULT_PRESET,
    DEFAULT_SENTENCE,
    PACES,
    PRESETS,
    RANGES,
    STOPS,
    SUGGESTED,
    Settings,
)
from rnn_core import limits

_WHOLE = re.compile(r"[0-9]{1,9}")
_SENTENCES = re.compile(r"sentiment|own-[0-9a-f]{8}")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?(e-?[0-9]{1,2})?")


@dataclass(frozen=True)
class Link:
    """What the address bar holds."""

    sentences: str = "sentiment"  # only a name: a link carries no sentences and fetches none
    preset: str = DEFAULT_PRESET
    settings: Settings = PRESETS[DEFAULT_PRESET].settings
    pace: str = DEFAULT_PACE
    sentence: str = DEFAULT_SENTENCE


def to_query(link: Link) -> dict[str, str]:
    """The query parameters of a link: everything, so that it means the same after any change of defaults."""
    settings = {name: _written(value) for name, value in asdict(link.settings).items()}
    return {"dataset": link.sentences, "preset": link.preset, **settings, "pace": link.pace, "sentence": link.sentence}


def _written(value: str | int | float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[Link, list[str]]:
    """Read query parameters.

    Args:
        query: every parameter with all its values.

    Returns:
        The link, and the names of the parameters that were not followed as written, as a person may read
        them.
    """
    ignored: list[str] = []
    single: dict[str, str] = {}
    for name, values in query.items():
        if name not in to_query(Link()):
            ignored.append(f"{_shown(name)} (unknown)")
        elif len(values) != 1:
            ignored.append(f"{name} (given {len(values)} times)")
        else:
            single[name] = values[0]

    def choice(name: str, choices: Sequence[str], default: str) -> str:
        value = single.get(name, default)
        if value not in choices:
            ignored.append(name)
            return default
        return value

    sentences = single.get("dataset", Link.sentences)
    if not _SENTENCES.fullmatch(sentences):
        ignored.append("dataset")
        sentences = Link.sentences
    preset = choice("preset", [*PRESETS, SUGGESTED], DEFAULT_PRESET)
    settings: dict[str, Any] = asdict(PRESETS.get(preset, PRESETS[DEFAULT_PRESET]).settings)
    for name, choices in CHOICES.items():
        settings[name] = choice(name, choices, settings[name])
    for name in (*STOPS, *RANGES):
        if name in single:
            wanted = _number(single[name], whole=isinstance(settings[name], int))
            if wanted is not None:
                settings[name] = _nearest(name, wanted)
            if wanted is None or not math.isclose(settings[name], wanted):
                ignored.append(name)
    pace = choice("pace", list(PACES), DEFAULT_PACE)
    sentence = single.get("sentence", DEFAULT_SENTENCE)
    if len(sentence) > limits.MAX_SENTENCE_CHARACTERS or "\0" in sentence:
        ignored.append("sentence (cut)")
        sentence = sentence.replace("\0", "")[: limits.MAX_SENTENCE_CHARACTERS]
    return Link(sentences, preset, Settings(**settings), pace, sentence), ignored


def _number(text: str, whole: bool) -> float | None:
    """A plainly written number, or None. (int() would take " 7", "1_000" and digits of other scripts.)"""
    if not (_WHOLE if whole else _DECIMAL).fullmatch(text):
        return None
    return int(text) if whole else float(text)


def _nearest(name: str, wanted: float) -> float:
    if name in RANGES:
        low, high = RANGES[name]
        return min(max(int(wanted), low), high)
    return min(STOPS[name], key=lambda stop: abs(math.log(stop / max(wanted, 1e-9))))


def _shown(name: str) -> str:
    return "".join(c if c.isalnum() or c in "_-" else "�" for c in name[:30]) or "(empty)"
