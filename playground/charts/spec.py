"""What all charts share: their form, their ink, the one scale for weights and states, and axes."""

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np

from rnn_core.arrays import Array

Spec = dict[str, Any]


def finished(chart: alt.TopLevelMixin) -> Spec:
    """A chart as a plain dictionary; the caller sends the data beside it."""
    spec: Spec = chart.to_dict()
    del spec["data"]
    spec.pop("datasets", None)
    return spec


_CANVAS_BEYOND, _MOST_IN_SVG = 2_000, 10_000  # marks; the first is Streamlit's


def many_marks(spec: Spec, count: int, still: bool) -> Spec:
    """A specification of a chart that may have thousands of marks: as SVG, to be saved as such, where that is quick.

    Unless told otherwise Streamlit draws many on a canvas, in half the time; of that no SVG can be made.

    Args:
        count: of the marks.
        still: whether it stands: one that is drawn anew on every tick has to be quick.
    """
    if still and _CANVAS_BEYOND < count <= _MOST_IN_SVG:
        return {**spec, "usermeta": {"embedOptions": {"renderer": "svg"}}}
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


def sequential(dark: bool) -> list[str]:
    """From nothing to all, for shares and gates."""
    return ["#1C222B", "#5BB2F0"] if dark else ["#F0F2F5", "#0B66A8"]


def round_bound(values: Array) -> float:
    """A round number that no |value| is above: 1, 2 or 5 times a power of ten; 1 where all are 0.

    A scale that ends there stands still from tick to tick, but for a few times.
    """
    largest = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    if not largest:
        return 1.0
    power = math.floor(math.log10(largest))
    # (written as text, for 0.2 is 2e-1 and not 2 times a rounded 0.1)
    bounds = (float(f"{m}e{power + up}") for up in (0, 1) for m in (1, 2, 5))
    return next(bound for bound in bounds if bound >= largest)


# Labels of a log axis (Vega expression): from 0.001 to 1000 as they are, else as powers of ten: 10⁻⁵.
_EXPONENT = "round(log(datum.value) / LN10)"
_RAISED = "".join(
    f" + (abs({_EXPONENT}) < {least} ? '' : slice('⁰¹²³⁴⁵⁶⁷⁸⁹', "
    f"floor(abs({_EXPONENT}) / {place}) % 10, floor(abs({_EXPONENT}) / {place}) % 10 + 1))"
    for place, least in ((100, 100), (10, 10), (1, 0))
)
_LOG_LABEL = f"abs({_EXPONENT}) <= 3 ? format(datum.value, '~g') : '10' + ({_EXPONENT} < 0 ? '⁻' : ''){_RAISED}"


def log_axis(title: str) -> alt.Axis:
    """An axis of a log scale, with a few powers of ten."""
    powers = [float(f"1e{exponent}") for exponent in range(-300, 16)]  # of which Vega takes those that are in sight
    return alt.Axis(title=title, values=powers, tickCount=5, labelExpr=_LOG_LABEL, minExtent=44, maxExtent=44)


def epoch_axis(epochs: int) -> alt.X:
    """The epochs of a run, from 0; what they are stands at the first, so that each of several charts has room for it.

    Args:
        epochs: where it ends.
    """
    label = "datum.value ? datum.label : 'epoch 0'"
    axis = alt.Axis(title=None, labelExpr=label, tickCount=5, tickMinStep=1, format="d", grid=False)
    return alt.X("epoch:Q", scale=alt.Scale(domain=[0, epochs], nice=False), axis=axis)


def dash_legend(series: Sequence[str], dark: bool) -> alt.Legend:
    """What solid, dashed and dotted lines are, above a chart.

    Args:
        series: those that there are.
    """
    return alt.Legend(
        title=None, orient="top", values=list(series), symbolStrokeColor=ink(dark), symbolStrokeWidth=2, symbolSize=400,
        columnPadding=12, offset=4,
    )  # fmt: skip


CLOSE = {"left": 5, "top": 5, "right": 5, "bottom": 4}  # the padding of a chart: Streamlit leaves a gap below

# The narrowest that the plotting area of a chart is: on a telephone. What has room there has room everywhere.
NARROW = 270
LETTER = 7.0  # about the width of a letter in a label, in pixels


def word_axis(flat: bool = False, **more: Any) -> alt.Axis:
    """An axis of words: each label is its position and the word, so that words may repeat.

    Args:
        flat: not turned; where ``fits`` says that there is room.
    """
    return alt.Axis(
        title=None, labelAngle=0 if flat else -40, labelLimit=90, labelOverlap=False if flat else "parity", ticks=False,
        **more,
    )  # fmt: skip


def fits(labels: Sequence[str]) -> bool:
    """Whether labels fit beside each other without being turned."""
    return max(map(len, labels), default=0) * LETTER + 8 <= NARROW / max(1, len(labels))


def positions(words: Sequence[str]) -> list[str]:
    """The labels of a word axis: "1 not", "2 bad"."""
    return [f"{t} {word}" for t, word in enumerate(words, 1)]
