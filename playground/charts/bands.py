"""Minimum, median and maximum of many trainings, epoch by epoch."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from playground.charts.curves import thin
from playground.charts.spec import Spec, epoch_axis, finished, ink
from playground.charts.table import Columns
from playground.sweep import COLUMNS
from rnn_core.wording import counted

PARTS = ("train", "test")
MAX_POINTS = 120  # epochs that are drawn of a band
_STATISTICS = ("low", "median", "high")
_DASHES = [[1, 0], [5, 3]]
_BAND = "M-1,-0.5H1V0.5H-1ZM-1,0H1"  # what stands for one in the legend: a frame, and the median across


@dataclass(frozen=True)
class Bands:
    """One chart: what it shows of an epoch, and how."""

    title: str
    height: int
    format: str
    hint: str  # what will appear, shown before anything has
    empty_max: float  # upper end of the axis before that
    domain_max: float | None = None  # fixed upper end, where there is one
    ticks: tuple[float, ...] = ()


BANDS = (
    Bands("accuracy", 215, ".1%", "how many sentences each gets right", 1.02, domain_max=1.02, ticks=(0, 0.5, 1)),
    Bands("loss", 215, ".3f", "how surprised each is by the right answers", 0.8),
)


def spread(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(E, 4) minimum, median and maximum of each epoch, and how many there are; nan where there is none.

    Args:
        values: (K, E) of the trainings, nan for those that have not had an epoch.
    """
    ordered = np.sort(values, axis=0)  # nan comes last
    count = (~np.isnan(values)).sum(axis=0)
    at, epochs = np.maximum(count, 1), np.arange(values.shape[1])
    middle = (ordered[(at - 1) // 2, epochs] + ordered[at // 2, epochs]) / 2
    return np.column_stack([ordered[0], middle, ordered[at - 1, epochs], count])


def band_columns(numbers: NDArray[np.float64], done: int, bands: Bands) -> Columns:
    """At most MAX_POINTS epochs: columns epoch, trainings, and for train and test low, median and high.

    Args:
        numbers: (K, E, 5) as a sweep keeps them.
        done: the epochs that the furthest training has had.
    """
    if not done:  # one row, in the middle, for the hint to stand on
        return {"epoch": np.array([numbers.shape[1] / 2])}
    found = [spread(numbers[:, :done, COLUMNS.index(f"{part}_{bands.title}")]) for part in PARTS]
    kept = thin(np.hstack([part[:, :3] for part in found]), MAX_POINTS)
    columns: dict[str, Any] = {"epoch": kept + 1, "trainings": found[0][kept, 3]}
    for part, values in zip(PARTS, found, strict=True):
        columns |= {f"{part}_{name}": values[kept, at] for at, name in enumerate(_STATISTICS)}
    return columns


@lru_cache(maxsize=64)
def band_spec(bands: Bands, epochs: int, seeds: int, dark: bool, empty: bool) -> Spec:
    """Train as a filled band with a solid median, test as dashed lines; hovering shows an epoch's numbers.

    What the lines are stands in the chart itself, so that one that was saved can be read alone.

    Args:
        epochs: the end of the epoch axis.
        seeds: how many there are.
        empty: nothing has happened yet: axes and a line on what will appear.
    """
    base, colour = alt.Chart(alt.NamedData("bands")), ink(dark)
    x = epoch_axis(epochs)
    fixed = bands.domain_max or (bands.empty_max if empty else None)
    axis = alt.Axis(
        title=bands.title, format="~%" if "%" in bands.format else "~g", tickCount=3, grid=not empty, minExtent=44,
        maxExtent=44, labelFlush=False, values=list(bands.ticks) if bands.ticks else alt.Undefined,
    )  # fmt: skip
    scale = alt.Scale(domain=[0, fixed], nice=False) if fixed else alt.Scale(zero=True)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", scale=scale, axis=axis)

    legend = alt.Legend(
        title=f"lowest, median and highest of {counted(seeds, 'seed')}", titleFontWeight="normal", titleLimit=290,
        orient="top", symbolType=_BAND, symbolSize=500, symbolStrokeColor=colour, symbolStrokeWidth=1.5,
        columnPadding=12, offset=4,
    )  # fmt: skip
    fill = alt.Fill("part:N", scale=alt.Scale(domain=list(PARTS), range=[f"{colour}40", "transparent"]), legend=legend)
    dash = alt.StrokeDash("part:N", scale=alt.Scale(domain=list(PARTS), range=_DASHES), legend=legend)
    train, test = (
        base.transform_filter(f"isValid(datum.{part}_median)").transform_calculate(part=f"'{part}'") for part in PARTS
    )
    layers = [train.mark_area().encode(x=x, y=y("train_low"), y2="train_high:Q", fill=fill)]
    for rows, column, width in (
        (train, "train_median", 2.5), (test, "test_low", 1.0), (test, "test_median", 2.0), (test, "test_high", 1.0),
    ):  # fmt: skip
        layers.append(rows.mark_line(color=colour, strokeWidth=width).encode(x=x, y=y(column), strokeDash=dash))
    if empty:  # with its legend, so that nothing moves when there are bands
        hint = base.transform_calculate(value=f"{bands.empty_max / 2}").mark_text(
            fontSize=13, color=colour, opacity=0.8
        )
        hint = hint.encode(x=x, y=y("value"), text=alt.value(bands.hint))
        return finished(alt.layer(*layers, hint).properties(height=bands.height, description=bands.hint))

    hover = alt.selection_point(
        name="hover", fields=["epoch"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    rule = base.mark_rule(color=colour, strokeWidth=1).encode(
        x=x,
        opacity=alt.condition(hover, alt.value(0.6), alt.value(0)),
        tooltip=[
            alt.Tooltip("epoch:Q", format="d"),
            alt.Tooltip("trainings:Q", title="trained that far", format="d"),
            *(
                alt.Tooltip(f"{part}_{name}:Q", title=f"{part}, {title}", format=bands.format)
                for part in PARTS
                for name, title in zip(_STATISTICS, ("lowest", "median", "highest"), strict=True)
            ),
        ],
    )
    chart = alt.layer(*layers, rule.add_params(hover))
    about = f"Lowest, median and highest {bands.title} of all trainings by epoch, in train and test."
    return finished(chart.properties(height=bands.height, description=about))
