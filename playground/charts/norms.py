"""Norms of weights and gradient over the epochs, and where the plateau ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.curves import thin
from playground.charts.spec import CLOSE, Spec, epoch_axis, finished, ink, log_axis
from playground.charts.table import Columns
from playground.epochs import Numbers
from playground.weight_names import Place, places
from rnn_core import EpochRecord, Layout

GRADIENT = "gradient"
MOST_LINES = 8  # in one chart, that of the gradient included


@dataclass(frozen=True)
class Panel:
    """One chart of the three that stand under each other.

    Attributes:
        log: whether the scale is logarithmic; what is 0 has no place on it then.
    """

    title: str
    log: bool
    height: int
    format: str
    description: str


LOSS = Panel("loss", False, 136, ".3f", "Train loss by epoch.")
NORMS = Panel(
    "norm", True, 306, ".3g", "Norms of the gradient (median of an epoch) and of weights by epoch, log scale."
)
CLIPPED = Panel("clipped", False, 112, ".2%", "Share of the gradient's elements that were clipped, by epoch.")
PANELS = (LOSS, NORMS, CLIPPED)
_DASHES = ([1, 0], [7, 2], [2, 2], [8, 3, 2, 3], [4, 4], [1, 4], [10, 4], [6, 2, 1, 2, 1, 2])


def lines(layout: Layout) -> dict[str, tuple[str, ...]]:
    """Which weights each line stands for: one by one, or those of a direction or a layer together if there are many."""

    def by_direction(name: str, place: Place) -> str:
        return by_layer(name, place) + (" back" if place.direction else "")

    def by_layer(name: str, place: Place) -> str:
        return name if place.layer is None else f"layer {place.layer + 1}"

    for called in (lambda name, place: name, by_direction, by_layer):
        found: dict[str, tuple[str, ...]] = {}
        for name, place in places(layout).items():
            line = called(name, place)
            found[line] = (*found.get(line, ()), name)
        if len(found) < MOST_LINES:
            break
    return found


def together(norms: Mapping[str, Numbers], lines: Mapping[str, Sequence[str]]) -> dict[str, Numbers]:
    """(E,) the norm of each line's weights taken together.

    Args:
        norms: (E,) of each weight.
    """
    return {line: np.sqrt(sum(norms[name] ** 2 for name in names)) for line, names in lines.items()}


def left_plateau(records: Sequence[EpochRecord]) -> int | None:
    """The epoch at whose end the loss was first clearly below that of guessing."""
    return next((record.epoch for record in records if not record.on_plateau), None)


def norms_columns(values: Mapping[str, Numbers], log: bool, left: int | None) -> Columns:
    """One row per epoch and line, thinned; each says where the plateau ended, if it has.

    Args:
        values: (E,) of each line.
        log: whether what is not above 0 is left out.
    """
    columns = np.stack([*values.values()], axis=1)
    if log:
        columns = np.where(columns > 0, columns, np.nan)
    kept = thin(columns, 300)
    return {
        "epoch": np.repeat(kept + 1, len(values)),
        "line": [*values] * len(kept),
        "value": columns[kept].ravel(),
        "left": np.full(len(kept) * len(values), np.nan if left is None else float(left)),
    }


@lru_cache(maxsize=64)
def norms_spec(panel: Panel, lines: tuple[str, ...], epochs: int, dark: bool) -> Spec:
    """Lines over the epochs, and an upright one where the plateau ends."""
    base = alt.Chart(alt.NamedData("norms"))
    x = epoch_axis(epochs)
    plain = alt.Axis(
        title=panel.title, tickCount=3, minExtent=44, maxExtent=44, format="~%" if "%" in panel.format else "~g"
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(type="log") if panel.log else alt.Scale(zero=True),
        axis=log_axis(f"{panel.title}, log scale") if panel.log else plain,
    )
    there = base.transform_filter("isValid(datum.value)")
    tooltip = [
        alt.Tooltip("epoch:Q", format="d"),
        alt.Tooltip("line:N", title="of"),
        alt.Tooltip("value:Q", title=panel.title, format=panel.format),
    ]
    drawn = there.mark_line(strokeWidth=2, color=ink(dark)).encode(x=x, y=y, tooltip=tooltip)
    if len(lines) > 1:
        dashes = alt.Scale(domain=list(lines), range=list(_DASHES[: len(lines)]))
        legend = alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark), columns=3, symbolSize=400)
        drawn = drawn.encode(strokeDash=alt.StrokeDash("line:N", scale=dashes, legend=legend))
    touch = there.mark_point(size=90, opacity=0).encode(x=x, y=y, tooltip=tooltip)
    mark = base.transform_aggregate(epoch="max(left)").transform_filter("isValid(datum.epoch)")
    rule = mark.mark_rule(color=ink(dark), strokeDash=[3, 3], opacity=0.8).encode(x=x)
    layers = [drawn, touch, rule]
    if panel is PANELS[0]:
        words = mark.mark_text(align="left", dx=5, dy=8, color=ink(dark), fontSize=13).encode(
            x=x, y=alt.value(0), text=alt.value("the plateau ends")
        )
        layers.append(words)
    return finished(alt.layer(*layers).properties(padding=CLOSE, height=panel.height, description=panel.description))
