"""Which view inside needs what of a network: the one place that says what cannot be shown, and why.

Some views ask for more than others. ``needs`` is asked before a view or a part of one is drawn, so that none is ever
drawn for a network that it was not made for, and ``without`` before a network is chosen.
"""

from collections.abc import Callable
from typing import NamedTuple

from playground.explained import EXPLAINED
from rnn_core import ModelConfig
from rnn_core.cells import CELLS

# The views inside, in groups, by name; views/inside draws them.
INSIDE: dict[str, tuple[str, ...]] = {
    "Forward": ("steps", "states", "plane", "words", "weights"),
    "Backward": ("through_time", "check", "norms", "saliency"),
    "What it learned": ("behaviour", "memory"),
}
REGIONS, PUBLISHED = "regions", "published"  # parts of views: of the plane; of through time and of the check


class _Need(NamedTuple):
    """Something that a view or a part of one asks for.

    Attributes:
        of: the view, or the part.
        missing: what of a network, or of sentences with a label for each word, is in its way: "two directions"; None
            where nothing is.
        called: the view or part, in a sentence: "memory view".
        why: one sentence on what it needs.
    """

    of: str
    missing: Callable[[ModelConfig, bool], str | None]
    called: str
    why: str


def _two_directions(model: ModelConfig, tagged: bool) -> str | None:
    return "two directions" if model.directions > 1 else None


def _tags(model: ModelConfig, tagged: bool) -> str | None:
    return "a label for each word" if tagged else None


def _other_than_the_tutorials(model: ModelConfig, tagged: bool) -> str | None:
    if model.of_the_tutorial:
        return None
    if model.cell != ModelConfig.cell:
        return EXPLAINED[model.cell].one
    return f"{model.layers} layers" if model.layers > 1 else _two_directions(model, tagged)


def _more_than_two_numbers(model: ModelConfig, tagged: bool) -> str | None:
    if model.hidden_size != 2:
        return f"a hidden size of {model.hidden_size}"
    if model.layers > 1 or model.directions > 1:
        return f"{model.layers} layers" if model.layers > 1 else "two directions"
    if CELLS[model.cell].carries > 1 or not CELLS[model.cell].within_one:
        return EXPLAINED[model.cell].one
    return f"the readout {model.readout}" if model.readout in ("mean", "max") else None


_NEEDS = (
    _Need(
        "memory",
        _tags,
        "memory view",
        "This view follows one answer to a whole sentence, and these sentences have a label for each word instead.",
    ),
    _Need(
        "memory",
        _two_directions,
        "memory view",
        "This view asks how far back the end of a sentence reaches. A network that also reads backwards meets the cue "
        "last, so that nothing lies in between: the view needs one that reads forwards only.",
    ),
    _Need(
        "behaviour",
        _tags,
        "behaviour view",
        "This view compares the answers to two sentences, and these sentences have a label for each word instead.",
    ),
    _Need(
        PUBLISHED,
        _other_than_the_tutorials,
        "published gradient rule",
        "The published rule exists for the tutorial's network only: one layer of tanh that reads forwards.",
    ),
    _Need(
        REGIONS,
        _more_than_two_numbers,
        "map of the answers in the plane",
        "The answers are drawn all over the plane where all that a network holds and reads out is two numbers between "
        "-1 and 1.",
    ),
)


def needs(view: str, model: ModelConfig, tagged: bool) -> str | None:
    """Why a view, or a part of one, cannot be shown for a network: one sentence; None if it can.

    Args:
        view: its name in ``INSIDE``, or ``REGIONS`` or ``PUBLISHED``.
        tagged: whether the sentences have a label for each word.
    """
    return next((need.why for need in _NEEDS if need.of == view and need.missing(model, tagged)), None)


def without(model: ModelConfig, tagged: bool) -> list[str]:
    """What can be explained of the tutorial's network, and not of this one: a sentence for each cause.

    A map of the answers is missed only where there are two units.
    """
    missed: dict[str, list[str]] = {}
    told = set() if model.hidden_size == 2 else {REGIONS}
    for need in _NEEDS:
        cause = need.missing(model, tagged)
        if cause and need.of not in told:
            told.add(need.of)
            missed.setdefault(cause, []).append(need.called)
    return [f"With {cause}, Inside lacks the {' and the '.join(called)}." for cause, called in missed.items()]
