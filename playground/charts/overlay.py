"""The curves of several runs over each other: a colour for each run, dashes for the part of the sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.curves import SERIES, thin
from playground.charts.spec import Spec, epoch_axis, finished, ink
from playground.charts.table import Columns
from playground.epochs import COLUMNS, Numbers

HEIGHT = 240
MOST_POINTS = 300  # epochs of a run that are drawn
_MOST_OF_ALL = 900  # of all runs together: a browser draws each part twice, for the line and for the hover

# Eight that are the farthest from each other and from the ink, as they are and as colour-blind eyes see them (Machado
# et al. 2009), and stand out from the page.
_LIGHT = ("#E1780F", "#0F0FF0", "#5A5A0F", "#B46969", "#780FA5", "#3C78FF", "#875AA5", "#A587C3")
_DARK = ("#FF960F", "#B44BFF", "#69FF78", "#FF1E00", "#9687C3", "#009669", "#D2A5FF", "#78C396")
_DASHES = [[1, 0], [6, 3], [1, 3]]
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


def overlay_columns(runs: Sequence[Curves], measure: str, epochs: int) -> Columns:
    """A row for each epoch that is drawn of each run: columns run, colour, epoch, train, test, validation.

    Args:
        runs: the reference last, so that it is drawn over the others.
        measure: "loss" or "accuracy".
        epochs: the end of the axis.
    """
    runs = [run for run in runs if len(run.numbers)]
    if not runs:  # one row, in the middle, for the hint to stand on
        return {"epoch": np.array([epochs / 2])}
    most = min(MOST_POINTS, _MOST_OF_ALL // len(runs))
    columns = [COLUMNS.index(f"{part}_{measure}") for part in SERIES]
    values = [run.numbers[:, columns] for run in runs]
    kept = [thin(of_run, most) for of_run in values]
    rows = np.concatenate([of_run[rows] for of_run, rows in zip(values, kept, strict=True)])
    counts = [len(rows) for rows in kept]
    colours = [len(_LIGHT) if run.colour is None else run.colour for run in runs]
    return {
        "run": [run.label for run, count in zip(runs, counts, strict=True) for _ in range(count)],
        "colour": np.repeat(colours, counts),
        "epoch": np.concatenate(kept) + 1,
        **dict(zip(SERIES, rows.T, strict=True)),
    }


@lru_cache(maxsize=64)
def overlay_spec(measure: str, epochs: int, dark: bool, empty: bool, validation: bool) -> Spec:
    """Lines over epochs, train solid, test dashed, validation dotted; hovering shows the values of the nearest point.

    Args:
        measure: "loss" or "accuracy".
        epochs: the end of the axis.
        dark: for the dark theme.
        empty: no run has finished an epoch: axes, and a line on what will appear.
        validation: whether one of them has such a part.
    """
    base = alt.Chart(alt.NamedData("overlay"))
    share = measure == "accuracy"
    x = epoch_axis(epochs)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 1.02], nice=False) if share else alt.Scale(zero=True),
        axis=alt.Axis(
            title=measure, format="~%" if share else "~g", values=[0, 0.25, 0.5, 0.75, 1] if share else alt.Undefined,
            tickCount=4, grid=not empty, minExtent=44, maxExtent=44, labelFlush=False,
        ),
    )  # fmt: skip
    about = f"The {measure} of runs by epoch, over each other"
    if empty:
        hint = base.transform_calculate(value="0.5").mark_text(fontSize=13, color=ink(dark), opacity=0.8)
        hint = hint.encode(x=x, y=y, text=alt.value(_HINTS[measure]))
        return finished(hint.properties(height=HEIGHT, description=f"{about}: there are none yet."))

    written = ".1%" if share else ".3f"
    parts = SERIES if validation else SERIES[:-1]
    for part in parts:
        base = base.transform_calculate(
            **{f"{part}_told": f"isValid(datum.{part}) ? format(datum.{part}, '{written}') : '–'"}
        )
    folded = base.transform_fold(list(SERIES), as_=["series", "value"]).transform_filter("isValid(datum.value)")
    places = list(range(len(_LIGHT) + 1))
    colour = alt.Color(
        "colour:N",
        legend=None,
        scale=alt.Scale(domain=places, range=[shade(i, dark) for i in places[:-1]] + [ink(dark)]),
    )
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=list(SERIES), range=_DASHES), legend=None)
    lines = folded.mark_line(strokeWidth=2, strokeJoin="round").encode(x=x, y=y, color=colour, strokeDash=dash)
    hover = alt.selection_point(name="hover", nearest=True, on="pointerover", clear="pointerout", empty=False)
    told = [alt.Tooltip(f"{part}_told:N", title=f"{part} {measure}") for part in parts]
    points = folded.mark_point(filled=True, size=60).encode(
        x=x, y=y, color=colour,
        opacity=alt.condition(hover, alt.value(1), alt.value(0)),
        tooltip=[alt.Tooltip("run:N", title="run"), alt.Tooltip("epoch:Q", format="d"), *told],
    )  # fmt: skip
    return finished((lines + points.add_params(hover)).properties(height=HEIGHT, description=f"{about}."))
