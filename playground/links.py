"""The address bar: settings to query parameters and back, every value checked.

A link sets, it never starts anything. What is wrong in it becomes the preset's value or the nearest
possible one, and one notice names it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from playground.paces import DEFAULT_PACE, PACES
from playground.presets import BUNDLED, DEFAULT_PRESET, PRESETS, SUGGESTED, presets_for
from playground.reached import START, Reached
from playground.settings import SETTINGS, facts, nearest
from rnn_core import limits
from rnn_core.packed import MOST_IN_LINK
from rnn_core.settings import Choices, Setting, Value, Whole, mended, written
from rnn_core.task_sets import TASKS

_WHOLE = re.compile(r"[0-9]{1,9}")
_OWN = re.compile(r"own-[0-9a-f]{8}")
_PACKED = re.compile(r"[A-Za-z0-9_.-]+")  # what is in it is looked at where it is read
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?(e-?[0-9]{1,2})?")

DEFAULT_SENTENCE = "i am not at all sad"
# Those of before there was more than the tutorial's network. A link has always all of them; of the others only what is
# not as it was then, so that a link of before means what it meant.
_ALWAYS = (
    "hidden_size", "learning_rate", "epochs", "clip_by", "clip", "batch_size", "initialisation", "gradient", "dtype",
    "seed",
)  # fmt: skip
_REACHED = ("network", "epoch")  # fields of Reached
_FILE = "file"  # what a link says of a run that went on from one
_DECIDING = ("dataset", "preset", *SETTINGS)  # what run it is; one that is not as written was another run
NAMES = (*_DECIDING, "pace", "sentence", *_REACHED, "run", "sentences")  # every parameter of a link


@dataclass(frozen=True)
class Link:
    """What the address bar holds."""

    sentences: str = "sentiment"  # only a name: a link fetches none
    preset: str = DEFAULT_PRESET
    values: Mapping[str, Value] = field(default_factory=lambda: PRESETS[DEFAULT_PRESET].settings.values)  # of settings
    pace: str = DEFAULT_PACE
    sentence: str = DEFAULT_SENTENCE
    reached: Reached = START  # how far the run was that the page showed
    from_file: bool = False  # whether that went on from a file, so that it cannot be had from the link
    packed: str = ""  # the sentences themselves, if they are somebody's own and travel in it


def to_query(link: Link, beside: Mapping[str, str] | None = None) -> dict[str, str]:
    """The query parameters of a link.

    Args:
        beside: further ones.
    """
    of_preset = _to_begin_with(link.sentences, link.preset)
    settings = {
        name: written(value)
        for name, value in link.values.items()
        if name in _ALWAYS or (value, of_preset[name]) != (SETTINGS[name].default,) * 2
    }
    query = {"dataset": link.sentences, "preset": link.preset, **settings, "pace": link.pace, "sentence": link.sentence}
    reached = {name: getattr(link.reached, name) for name in _REACHED}
    query |= {name: str(number) for name, number in reached.items() if number != getattr(START, name)}
    query |= {"run": _FILE} if link.from_file else {}
    query |= beside or {}
    # At the end: what a program cuts off of a long link is noticed there, and of settings it would not be.
    return {**query, "sentences": link.packed} if link.packed else query


def address(base: str, query: Mapping[str, str]) -> str:
    """The whole address of a page.

    Args:
        base: that of the page without any parameters.
    """
    return f"{base.rstrip('/')}/?{urlencode(query)}"


def _to_begin_with(sentences: str, preset: str) -> dict[str, Any]:
    """What settings have that a link does not name: as its preset has them, or the first one of its sentences."""
    first = presets_for(sentences)[0] if sentences in BUNDLED else DEFAULT_PRESET
    return PRESETS[preset if preset in PRESETS else first].settings.values


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
    for name, given in query.items():
        if name not in NAMES:
            ignored.append(f"{_shown(name)} (unknown)")
        elif len(given) != 1:
            ignored.append(f"{name} (given {len(given)} times)")
        else:
            single[name] = given[0]

    def choice(name: str, possible: Sequence[str], default: str) -> str:
        value = single.get(name, default)
        if value not in possible:
            ignored.append(name)
            return default
        return value

    sentences = single.get("dataset", Link.sentences)
    if sentences not in BUNDLED and not _OWN.fullmatch(sentences):
        ignored.append("dataset")
        sentences = Link.sentences
    own = sentences not in BUNDLED
    presets = [SUGGESTED, *PRESETS] if own else [SUGGESTED, *presets_for(sentences)]
    preset = choice("preset", presets, DEFAULT_PRESET if own else presets[1])
    values = _to_begin_with(sentences, preset)
    for name, setting in SETTINGS.items():
        if name in single:
            values[name], followed = _read(setting, single[name], values[name])
            if not followed:
                ignored.append(name)
    # Whether the sentences of somebody's own have a validation part is not known here; a run is fitted to them anyhow.
    known = facts(values, not own and sentences in TASKS and TASKS[sentences].tagged, own)
    together = mended(SETTINGS, {**values, **known})
    ignored += [name for name in values if together[name] != values[name] and name in single and name not in ignored]
    values = {name: together[name] for name in values}
    pace = choice("pace", list(PACES), DEFAULT_PACE)
    sentence = single.get("sentence", DEFAULT_SENTENCE)
    if len(sentence) > limits.MAX_SENTENCE_CHARACTERS or "\0" in sentence:
        ignored.append("sentence (cut)")
        sentence = sentence.replace("\0", "")[: limits.MAX_SENTENCE_CHARACTERS]
    packed = single.get("sentences", "")
    if "sentences" in single and not (own and 0 < len(packed) <= MOST_IN_LINK and _PACKED.fullmatch(packed)):
        ignored.append("sentences")
        packed = ""
    followed = not {name.split()[0] for name in ignored} & {*_DECIDING, *_REACHED}
    reached = _reached(single, values) if followed else None
    if reached is None:
        ignored += [name for name in _REACHED if name in single]
    from_file = followed and single.get("run") == _FILE
    if "run" in single and not from_file:
        ignored.append("run")
    link = Link(sentences, preset, values, pace, sentence, reached or START, from_file, packed)
    return link, list(dict.fromkeys(ignored))


def _reached(given: Mapping[str, str], values: Mapping[str, Any]) -> Reached | None:
    """How far the run was; None where a run with these values cannot be."""
    network, epoch = (_number(given.get(name, str(getattr(START, name))), whole=True) for name in _REACHED)
    if (values["input"], values["vectors"]) == ("embedding", "own") or network is None or epoch is None:
        return None  # (Which file of vectors it was, a link does not tell.)
    if not 1 <= network <= values["networks"] or epoch > values["epochs"]:
        return None
    return Reached(int(network), int(epoch))


def _read(setting: Setting, text: str, otherwise: Value) -> tuple[Value, bool]:
    """The value that is meant, or the nearest possible one, and whether it is the same."""
    if isinstance(setting, Choices):
        by_text = {str(value): value for value in setting.choices}
        return by_text.get(text, otherwise), text in by_text
    wanted = _number(text, whole=isinstance(setting, Whole))
    if wanted is None:
        return otherwise, False
    value = nearest(setting, wanted)
    return value, math.isclose(value, wanted)


def _number(text: str, whole: bool) -> float | None:
    """A plainly written number, or None. (int() would take " 7", "1_000" and digits of other scripts.)"""
    if not (_WHOLE if whole else _DECIMAL).fullmatch(text):
        return None
    return int(text) if whole else float(text)


def _shown(name: str) -> str:
    return "".join(c if c.isalnum() or c in "_-" else "�" for c in name[:30]) or "(empty)"
