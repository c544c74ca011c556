"""The curves of several runs over each other: a colour for each run, dashes for the part of the sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.curves import SERIES, thin
from playground.charts.spec import Spec, dash_legend, epoch_axis, finished, ink
from playground.charts.table import Columns
from playground.epochs import COLUMNS, Numbers

HEIGHT = 320  # with the legends, whatever they take of it: so the page below stands still
MOST_POINTS = 300  # epochs of a run that are drawn
_MOST_OF_ALL = 900  # of all runs together: a browser draws each part twice, for the line and for the hover

# Eight that are the farthest from each other and from the ink, as they are and as colour-blind eyes see them (Machado
# et al. 2009), and stand out from the page.
_LIGHT = ("#E1780F", "#0F0FF0", "#5A5A0F", "#B46969", "#780FA5", "#3C78FF", "#875AA5", "#A587C3")
_DARK = ("#FF960F", "#B44BFF", "#69FF78", "#FF1E00", "#9687C3", "#009669", "#D2A5FF", "#78C396")
_DASHES = [[1, 0], [6, 3], [1, 3]]
_ROWS = 4  # of the legend: more runs stand in two columns
_HINTS = {
    "loss": "the loss of each run, over that of the others",
    "accuracy": "what each run gets right, over the others",
}


@dataclass(frozen=True, eq=False)
class Curves:
    """A run as the chart shows it.

    Attributes:
        label: what it is called, other people's text.
        colour: which of the colours it has; None for the reference's.
        numbers: (E, 8) of its finished epochs.
    """

    label: str
    colour: int | None
    numbers: Numbers


def shade(colour: int | None, dark: bool) -> str:
    """The colour of a run; the reference has that of words."""
    return ink(dark) if colour is None else (_DARK if dark else _LIGHT)[colour]


def overlay_columns(runs: Sequence[Curves], measure: str) -> Columns:
    """A row for each run, of no epoch, for the legend; then one for each epoch that is drawn of each, the reference
    last, so that it lies over the others: columns run, epoch, train, test, validation.

    Args:
        runs: in the order of the legend.
        measure: "loss" or "accuracy".
    """
    columns = [COLUMNS.index(f"{part}_{measure}") for part in SERIES]
    labels, epochs = [run.label for run in runs] or [""], [np.nan] * max(1, len(runs))
    values = [np.full((len(labels), len(columns)), np.nan)]
    for run in sorted(runs, key=lambda one: one.colour is None):
        found = run.numbers[:, columns]
        kept = thin(found, min(MOST_POINTS, _MOST_OF_ALL // len(runs)))
        labels += [run.label] * len(kept)
        epochs += [*(kept + 1)]
        values.append(found[kept])
    return {"run": labels, "epoch": np.array(epochs), **dict(zip(SERIES, np.concatenate(values).T, strict=True))}


@lru_cache(maxsize=64)
def overlay_spec(
    measure: str, epochs: int, dark: bool, colours: tuple[int | None, ...], empty: bool, validation: bool
) -> Spec:
    """Lines over epochs, train solid, test dashed, validation dotted; hovering shows the values of the nearest point.

    What a line is stands in the chart itself, so that one that was saved can be read alone. What runs are called is
    taken from the rows, for it is other people's text.

    Args:
        measure: "loss" or "accuracy".
        epochs: the end of the axis.
        dark: for the dark theme.
        colours: of the runs, as the columns have them.
        empty: no run has finished an epoch: axes, and a line on what will appear.
        validation: whether one of them has such a part.
    """
    base = alt.Chart(alt.NamedData("overlay"))
    share = measure == "accuracy"
    x = epoch_axis(epochs)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 1.02 if share else 0.8], nice=False) if share or empty else alt.Scale(zero=True),
        axis=alt.Axis(
            title=measure, format="~%" if share else "~g", values=[0, 0.25, 0.5, 0.75, 1] if share else alt.Undefined,
            tickCount=4, grid=not empty, minExtent=44, maxExtent=44, labelFlush=False,
        ),
    )  # fmt: skip
    about = f"The {measure} of runs by epoch, over each other"
    written = ".1%" if share else ".3f"
    parts = SERIES if validation else SERIES[:-1]
    # The runs are told in the legend by marks that are not seen: so they all are, also before they have an epoch.
    named = base.transform_filter("datum.run && !isValid(datum.epoch)").mark_point(opacity=0)
    colour = alt.Color(
        "run:N",
        sort=None,
        scale=alt.Scale(range=[shade(one, dark) for one in colours]),
        legend=_run_legend(len(colours)) if colours else None,
    )
    for part in parts:
        base = base.transform_calculate(
            **{f"{part}_told": f"isValid(datum.{part}) ? format(datum.{part}, '{written}') : '–'"}
        )
    folded = base.transform_fold(list(SERIES), as_=["series", "value"]).transform_filter("isValid(datum.value)")
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=list(SERIES), range=_DASHES), legend=dash_legend(parts, dark)
    )
    lines = folded.mark_line(strokeWidth=2, strokeJoin="round").encode(x=x, y=y, color=colour, strokeDash=dash)
    chart = named.encode(color=colour) + lines
    if empty:
        hint = base.transform_aggregate(runs="count()").mark_text(fontSize=13, color=ink(dark), opacity=0.8)
        middle = {axis: alt.value(alt.ExprRef(f"{size} / 2")) for axis, size in (("x", "width"), ("y", "height"))}
        chart += hint.encode(**middle, text=alt.value(_HINTS[measure]))
        return finished(chart.properties(height=HEIGHT, description=f"{about}: there are none yet."))
    hover = alt.selection_point(name="hover", nearest=True, on="pointerover", clear="pointerout", empty=False)
    told = [alt.Tooltip(f"{part}_told:N", title=f"{part} {measure}") for part in parts]
    points = folded.mark_point(filled=True, size=60).encode(
        x=x, y=y, color=colour,
        opacity=alt.condition(hover, alt.value(1), alt.value(0)),
        tooltip=[alt.Tooltip("run:N", title="run"), alt.Tooltip("epoch:Q", format="d"), *told],
    )  # fmt: skip
    return finished((chart + points.add_params(hover)).properties(height=HEIGHT, description=f"{about}."))


def _run_legend(runs: int) -> alt.Legend:
    """What the colours are, below the lines; in a file nothing else tells which run is which."""
    columns = -(-runs // _ROWS)
    return alt.Legend(
        title=None, orient="bottom", columns=columns, columnPadding=12, symbolType="stroke", symbolStrokeWidth=3,
        symbolSize=200, symbolOpacity=1, labelFontSize=12, labelLimit=alt.ExprRef(f"width / {columns} - 28"), offset=4,
    )  # fmt: skip
