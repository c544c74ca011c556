"""What all charts share: their form, their ink, and the one scale for weights and states."""

from collections.abc import Sequence
from typing import Any

import altair as alt

Spec = dict[str, Any]


def finished(chart: alt.TopLevelMixin) -> Spec:
    """A chart as a plain dictionary; the caller sends the data beside it."""
    spec: Spec = chart.to_dict()
    del spec["data"]
    spec.pop("datasets", None)
    return spec


def with_names(spec: Spec, names: Sequence[str]) -> Spec:
    """A specification with the names of the classes in its parameter ``names``.

    They are put in here and not where specifications are cached: the cache is everybody's and outlives a visitor.
    """
    params = [{**param, "value": list(names)} if param["name"] == "names" else param for param in spec["params"]]
    return {**spec, "params": params}


def ink(dark: bool) -> str:
    """The colour of lines and words that stand for no class."""
    return "#D5DAE1" if dark else "#3A4049"


def diverging(dark: bool) -> list[str]:
    """From negative over nothing to positive, for weights and states; no class has these colours.

    Purple and green, told apart by colour-blind eyes too; nothing is the colour of the page.
    """
    return ["#C9A0DC", "#12161C", "#7FC97F"] if dark else ["#6A2C8C", "#FFFFFF", "#1B7837"]


def word_axis(**more: Any) -> alt.Axis:
    """An axis of words: each label is its position and the word, so that words may repeat."""
    return alt.Axis(title=None, labelAngle=-40, labelLimit=90, labelOverlap="parity", ticks=False, **more)


def positions(words: Sequence[str]) -> list[str]:
    """The labels of a word axis: "1 not", "2 bad"."""
    return [f"{t} {word}" for t, word in enumerate(words, 1)]
