"""How a run goes, as small charts over epochs: loss, accuracy, gradient norm, share clipped."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np

from playground.charts.spec import Spec, dash_legend, epoch_axis, finished, ink
from playground.charts.table import Columns
from playground.epochs import COLUMNS, Numbers

SERIES = ("train", "test", "validation")  # what the columns of a curve are called in its table
_DASHES = [[1, 0], [5, 3], [1, 3]]
MAX_POINTS = 120  # of a curve: a browser draws each twice, for the line and for the hover


@dataclass(frozen=True)
class Curve:
    """One small chart of how a run goes: which numbers of an epoch it shows, and how."""

    title: str
    columns: tuple[str, ...]  # of epochs.COLUMNS: of train, test and validation, or one of all
    height: int
    format: str
    hint: str  # what will appear, shown before anything has
    empty_max: float  # upper end of the axis before anything has appeared
    domain_max: float | None = None  # fixed upper end, where there is one
    ticks: tuple[float, ...] = ()  # on the axis, where they are fixed
    symlog: bool = False  # linear near 0, logarithmic beyond: so that small shares are seen on a scale that stays


CURVES = (
    Curve(
        "loss",
        ("train_loss", "test_loss", "validation_loss"),
        200,
        ".3f",
        "how surprised it is by the right answers",
        0.8,
    ),
    Curve(
        "accuracy",
        ("train_accuracy", "test_accuracy", "validation_accuracy"),
        158,
        ".1%",
        "how many sentences it gets right",
        1.02,
        domain_max=1.02,
        ticks=(0, 0.5, 1),
    ),
    Curve("gradient", ("gradient_norm",), 100, ".3g", "how long it is (median of an epoch)", 2.0),
    Curve(
        "clipped",
        ("clipped_share",),
        98,
        ".2%",
        "how much of the gradient is cut",
        0.1,
        domain_max=1.0,
        ticks=(0, 0.01, 0.1, 1),
        symlog=True,
    ),
)


def curve_columns(numbers: Numbers, curve: Curve, epochs: int) -> Columns:
    """At most MAX_POINTS epochs of a curve, each a real one: columns epoch, last, best, and those of the curve.

    Args:
        numbers: (E, 8) of the epochs so far.
        curve: which of them to show.
        epochs: how many epochs the run will have.
    """
    if not len(numbers):  # one row, in the middle, for the hint to stand on
        return {"epoch": np.array([epochs / 2])}
    values = numbers[:, [COLUMNS.index(column) for column in curve.columns]]
    kept = thin(values)
    best = best_epoch(numbers)
    if best is not None:
        kept = np.union1d(kept, [best - 1])
    shown = dict(zip(SERIES, values[kept].T, strict=False))
    return {"epoch": kept + 1, **shown, "last": kept + 1 == len(values), "best": kept + 1 == best}


def best_epoch(numbers: Numbers) -> int | None:
    """The epoch with the lowest validation loss; None where there is no validation part.

    Args:
        numbers: (E, 8) of the epochs so far.
    """
    losses = numbers[:, COLUMNS.index("validation_loss")]
    return None if np.isnan(losses).all() else int(np.nanargmin(losses)) + 1


def thin(values: Numbers, most: int = MAX_POINTS) -> Any:
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
    stretches = np.full((-(-n // stretch), stretch, k), np.nan)
    stretches.reshape(-1, k)[:n] = values
    begins = np.arange(0, n, stretch)[:, None]
    known = ~np.isnan(stretches).all(axis=1)  # (stretches, k)
    lowest = np.where(np.isnan(stretches), np.inf, stretches).argmin(axis=1) + begins
    highest = np.where(np.isnan(stretches), -np.inf, stretches).argmax(axis=1) + begins
    return np.unique(np.concatenate([[0, n - 1], lowest[known], highest[known]]))


@lru_cache(maxsize=64)
def curve_spec(curve: Curve, epochs: int, dark: bool, empty: bool, validation: bool) -> Spec:
    """Lines over epochs, train solid, test dashed, validation dotted; hovering snaps to an epoch and shows its values.

    Where there is a validation part an upright line marks the epoch with its lowest loss. What the lines are stands in
    the chart itself, so that one that was saved can be read alone.

    Args:
        curve: what to show.
        epochs: the end of the epoch axis.
        dark: for the dark theme.
        empty: nothing has happened yet: axes and a line on what will appear.
        validation: whether there is such a part.
    """
    series = SERIES[: len(curve.columns)]
    names = [f"{part} {curve.title}" for part in series] if len(series) > 1 else [curve.title]
    base = alt.Chart(alt.NamedData("curve"))
    x = epoch_axis(epochs)
    fixed = curve.domain_max or (curve.empty_max if empty else None)
    y = alt.Y(
        "value:Q",
        scale=_scale(curve, fixed),
        axis=alt.Axis(
            title=curve.title,
            format="~%" if "%" in curve.format else "~g",
            values=list(curve.ticks) if curve.ticks else alt.Undefined,
            tickCount=3,
            grid=not empty,
            minExtent=44,
            maxExtent=44,
            labelFlush=False,
        ),
    )
    folded = base.transform_fold(list(series), as_=["series", "value"]).transform_filter("isValid(datum.value)")
    dash = alt.StrokeDash(
        "series:N",
        scale=alt.Scale(domain=list(series), range=_DASHES[: len(series)]),
        legend=dash_legend(series if validation else SERIES[:2], dark) if len(series) > 1 else None,
    )
    lines = folded.mark_line(color=ink(dark), strokeWidth=2, strokeJoin="round").encode(x=x, y=y, strokeDash=dash)
    if empty:  # with its legend, so that nothing moves when there are lines
        hint = base.transform_calculate(value=f"{curve.empty_max / 2}").mark_text(
            fontSize=13, color=ink(dark), opacity=0.8
        )
        hint = hint.encode(x=x, y=y, text=alt.value(curve.hint))
        return finished((lines + hint).properties(height=curve.height, description=curve.hint))

    hover = alt.selection_point(
        name="hover", fields=["epoch"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
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
    best = base.transform_filter("datum.best").mark_rule(color=ink(dark), strokeDash=[3, 3], opacity=0.8).encode(x=x)
    chart = best + lines + heads.encode(x=x, y=y) + touched.encode(x=x, y=y) + rule.add_params(hover)
    if curve.title == "loss":
        # On the side where there is room: beyond the chart they would make it narrower than the others.
        right = f"datum.epoch > {epochs / 2}"
        words = base.transform_filter("datum.best").mark_text(
            align=alt.ExprRef(f"{right} ? 'right' : 'left'"), dx=alt.ExprRef(f"{right} ? -5 : 5"), dy=8, fontSize=12,
            color=ink(dark),
        )  # fmt: skip
        chart += words.encode(x=x, y=alt.value(0), text=alt.value("lowest validation loss"))
    return finished(chart.properties(height=curve.height, description=f"{', '.join(names)} by epoch: {curve.hint}."))


def _scale(curve: Curve, highest: float | None) -> alt.Scale:
    if curve.symlog:
        return alt.Scale(type="symlog", constant=0.001, domain=[0, highest], nice=False)
    return alt.Scale(domain=[0, highest], nice=False) if highest else alt.Scale(zero=True)
