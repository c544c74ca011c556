"""Lengths of weights and gradient over the epochs, and where the plateau ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.curves import thin
from playground.charts.spec import Spec, finished, ink
from rnn_core import EpochRecord

NAMES = ("Wxh", "Whh", "bh", "Why", "by")  # the weights of the networks that the page trains


@dataclass(frozen=True)
class Panel:
    """One chart of the three that stand under each other.

    Attributes:
        columns: what a record is asked for; "Wxh" and the like are norms of weights.
        log: whether the scale is logarithmic; what is 0 has no place on it then.
    """

    title: str
    columns: tuple[str, ...]
    log: bool
    height: int
    format: str
    description: str


PANELS = (
    Panel("loss", ("train",), False, 120, ".3f", "Train loss by epoch."),
    Panel(
        "length",
        ("gradient", *NAMES),
        True,
        230,
        ".3g",
        "Lengths of the gradient (median of an epoch) and of each weight array by epoch, log scale.",
    ),
    Panel("clipped", ("clipped",), False, 125, ".2%", "Share of the gradient's elements that were clipped, by epoch."),
)
_DASHES = {"gradient": [1, 0], "Wxh": [7, 2], "Whh": [2, 2], "bh": [8, 3, 2, 3], "Why": [4, 4], "by": [1, 4]}


def left_plateau(records: Sequence[EpochRecord]) -> int | None:
    """The epoch at whose end the loss was first clearly below that of guessing."""
    return next((record.epoch for record in records if not record.on_plateau), None)


def norms_frame(records: Sequence[EpochRecord], panel: Panel) -> pd.DataFrame:
    """One row per epoch and line, thinned; and one that marks the end of the plateau, if it has ended."""
    values = np.array([[_value(record, column) for column in panel.columns] for record in records], dtype=float)
    if panel.log:
        values[~(values > 0)] = np.nan
    kept = thin(values, 300)
    frame = pd.DataFrame(
        {
            "epoch": np.repeat(kept + 1, len(panel.columns)),
            "line": np.tile(np.array(panel.columns, dtype=object), len(kept)),
            "value": values[kept].ravel(),
        }
    )
    left = left_plateau(records)
    return frame.assign(left=np.nan if left is None else float(left))


def _value(record: EpochRecord, column: str) -> float:
    if column in NAMES:
        return float(record.weight_norms[column])
    return {"train": record.train_loss, "gradient": record.gradient_norm, "clipped": record.clipped_share}[column]


@lru_cache(maxsize=32)
def norms_spec(panel: Panel, epochs: int, dark: bool) -> Spec:
    """Lines over the epochs, and an upright one where the plateau ends."""
    base = alt.Chart(alt.NamedData("norms"))
    last = panel is PANELS[-1]
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(domain=[0, epochs], nice=False),
        axis=alt.Axis(title="epoch" if last else None, labels=last, tickCount=5, tickMinStep=1, format="d", grid=False),
    )
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(type="log") if panel.log else alt.Scale(zero=True),
        axis=alt.Axis(
            title=f"{panel.title}, log scale" if panel.log else panel.title,
            format="~%" if "%" in panel.format else "~g",
            tickCount=4 if panel.log else 3,
            minExtent=48,
            maxExtent=48,
        ),
    )
    lines = base.transform_filter("isValid(datum.value)").mark_line(strokeWidth=2, color=ink(dark))
    tooltip = [
        alt.Tooltip("epoch:Q", format="d"),
        alt.Tooltip("line:N", title="of"),
        alt.Tooltip("value:Q", title=panel.title, format=panel.format),
    ]
    drawn = lines.encode(x=x, y=y, tooltip=tooltip)
    if panel.log:
        dashes = alt.Scale(domain=list(_DASHES), range=list(_DASHES.values()))
        legend = alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark), columns=3, symbolSize=500)
        drawn = drawn.encode(strokeDash=alt.StrokeDash("line:N", scale=dashes, legend=legend))
    touch = (
        base.transform_filter("isValid(datum.value)").mark_point(size=90, opacity=0).encode(x=x, y=y, tooltip=tooltip)
    )
    mark = base.transform_aggregate(epoch="max(left)").transform_filter("isValid(datum.epoch)")
    rule = mark.mark_rule(color=ink(dark), strokeDash=[3, 3], opacity=0.8).encode(x=x)
    layers = [drawn, touch, rule]
    if not last and not panel.log:
        words = mark.mark_text(align="left", dx=5, dy=8, color=ink(dark), fontSize=13).encode(
            x=x, y=alt.value(0), text=alt.value("the plateau ends")
        )
        layers.append(words)
    return finished(alt.layer(*layers).properties(height=panel.height, description=panel.description))
