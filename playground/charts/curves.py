"""How a run goes, as small charts over epochs: loss, accuracy, gradient norm, share clipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.spec import Spec, finished, ink
from rnn_core import EpochRecord

MAX_POINTS = 120  # of a curve: a browser draws each twice, for the line and for the hover


@dataclass(frozen=True)
class Curve:
    """One small chart of how a run goes: which numbers of an EpochRecord it shows, and how."""

    title: str
    columns: tuple[str, ...]  # attributes of EpochRecord: of train, then of test
    height: int
    format: str
    hint: str  # what will appear, shown before anything has
    empty_max: float  # upper end of the axis before anything has appeared
    domain_max: float | None = None  # fixed upper end, where there is one
    has_epochs: bool = False  # whether the epochs stand below: the four charts share them


CURVES = (
    Curve("loss", ("train_loss", "test_loss"), 150, ".3f", "how surprised it is by the right answers", 0.8),
    Curve(
        "accuracy",
        ("train_accuracy", "test_accuracy"),
        108,
        ".1%",
        "how many sentences it gets right",
        1.02,
        domain_max=1.02,
    ),
    Curve("gradient", ("gradient_norm",), 84, ".3g", "how strongly it is told to change (median norm)", 2.0),
    Curve("clipped", ("clipped_share",), 96, ".2%", "how much of the gradient is cut", 0.01, has_epochs=True),
)


def curve_frame(records: Sequence[EpochRecord], curve: Curve, epochs: int) -> pd.DataFrame:
    """At most MAX_POINTS epochs of a curve, each a real one: columns epoch, last, and those of the curve."""
    if not records:  # one row, in the middle, for the hint to stand on
        return pd.DataFrame({"epoch": [epochs / 2]})
    values = np.array(
        [[np.nan if (v := getattr(r, c)) is None else v for c in curve.columns] for r in records], dtype=float
    )
    kept = thin(values)
    frame = pd.DataFrame(values[kept], columns=["first", "second"][: len(curve.columns)])
    frame.insert(0, "epoch", kept + 1)
    frame["last"] = frame["epoch"] == len(records)
    return frame


def thin(values: np.ndarray[Any, np.dtype[np.float64]], most: int = MAX_POINTS) -> Any:
    """Which rows to draw: the first and last, and of every stretch each column's minimum and maximum.

    Args:
        values: (n, k) one row per epoch.
        most: how many rows at most.

    Returns:
        Sorted row numbers. Stretches have a power of two of rows, so that a growing curve keeps its shape.
    """
    n, k = values.shape
    if n <= most:
        return np.arange(n)
    stretch = 1
    while -(-n // stretch) * 2 * k + 2 > most:
        stretch *= 2
    kept = {0, n - 1}
    for start in range(0, n, stretch):
        for column in values[start : start + stretch].T:
            if not np.isnan(column).all():
                kept |= {start + int(np.nanargmin(column)), start + int(np.nanargmax(column))}
    return np.array(sorted(kept))


@lru_cache(maxsize=64)
def curve_spec(curve: Curve, epochs: int, dark: bool, empty: bool) -> Spec:
    """Lines over epochs, train solid and test dashed; hovering snaps to an epoch and shows its values.

    Args:
        curve: what to show.
        epochs: the end of the epoch axis.
        dark: for the dark theme.
        empty: nothing has happened yet: axes and a line on what will appear.
    """
    series = ["first", "second"][: len(curve.columns)]
    names = [f"train {curve.title}", f"test {curve.title}"] if len(series) == 2 else [curve.title]
    base = alt.Chart(alt.NamedData("curve"))
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(domain=[0, epochs], nice=False),
        axis=alt.Axis(
            title="epoch" if curve.has_epochs else None,
            titlePadding=0,
            labels=curve.has_epochs,
            tickCount=5,
            tickMinStep=1,
            format="d",
            grid=False,
        ),
    )
    fixed = curve.domain_max or (curve.empty_max if empty else None)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, fixed], nice=False) if fixed else alt.Scale(zero=True),
        axis=alt.Axis(
            title=curve.title,
            format="~%" if "%" in curve.format else "~g",
            values=[0, 0.5, 1] if curve.domain_max else alt.Undefined,
            tickCount=3,
            grid=not empty,
            minExtent=44,
            maxExtent=44,
        ),
    )
    if empty:
        hint = base.transform_calculate(value=f"{curve.empty_max / 2}").mark_text(
            fontSize=13, color=ink(dark), opacity=0.8
        )
        hint = hint.encode(x=x, y=y, text=alt.value(curve.hint))
        return finished(hint.properties(height=curve.height, description=curve.hint))

    folded = base.transform_fold(series, as_=["series", "value"]).transform_filter("isValid(datum.value)")
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=series, range=[[1, 0], [5, 3]][: len(series)]), legend=None
    )
    hover = alt.selection_point(
        name="hover", fields=["epoch"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    lines = folded.mark_line(color=ink(dark), strokeWidth=2, strokeJoin="round").encode(x=x, y=y, strokeDash=dash)
    heads = folded.transform_filter("datum.last").mark_point(color=ink(dark), filled=True, size=36, opacity=1)
    touched = folded.transform_filter(hover).mark_point(color=ink(dark), filled=True, size=50, opacity=1)
    values = [
        alt.Tooltip(f"{column}:Q", title=name, format=curve.format) for column, name in zip(series, names, strict=True)
    ]
    rule = base.mark_rule(color=ink(dark), strokeWidth=1).encode(
        x=x,
        opacity=alt.condition(hover, alt.value(0.6), alt.value(0)),
        tooltip=[alt.Tooltip("epoch:Q", title="epoch", format="d"), *values],
    )
    chart = lines + heads.encode(x=x, y=y) + touched.encode(x=x, y=y) + rule.add_params(hover)
    return finished(chart.properties(height=curve.height, description=f"{', '.join(names)} by epoch: {curve.hint}."))
