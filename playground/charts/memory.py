"""How the answer and the error signal fade with the number of filler words."""

from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import CLOSE, Spec, finished, ink, log_axis
from playground.charts.table import Columns
from playground.colours import ClassColours
from rnn_core.arrays import Array
from rnn_core.inside.memory import MemoryProbe

_HEIGHT = 220


def answers_columns(probe: MemoryProbe, colours: ClassColours) -> Columns:
    """One row per number of fillers and class that has a colour of its own, and for the one answered at first."""
    K = len(probe.probabilities)
    ids = list(dict.fromkeys((*colours.shown, probe.label)))
    return {
        "fillers": np.tile(np.arange(K), len(ids)),
        "slot": np.repeat([colours.slot(i) for i in ids], K),
        "label": [colours.classes[i] for i in ids for _ in range(K)],
        "value": probe.probabilities[:, ids].T.ravel().astype(float),
    }


def shares(probe: MemoryProbe) -> Array:
    """(K,) the gradient after the cue over that after the last word; NaN where that is 0 or undefined."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (probe.at_cue / probe.at_end).astype(float)
    return np.where((share > 0) & np.isfinite(share), share, np.nan)


def signal_columns(shares: Array) -> Columns:
    """One row per number of fillers."""
    return {"fillers": np.arange(len(shares)), "value": shares}


def _fillers() -> alt.X:
    return alt.X("fillers:Q", axis=alt.Axis(title="filler words between", tickMinStep=1, format="d", grid=False))


@lru_cache(maxsize=16)
def answers_spec(colours: tuple[str, ...], dark: bool) -> Spec:
    """A line for every class."""
    base = alt.Chart(alt.NamedData("answers"))
    encoded = {
        "x": _fillers(),
        "y": alt.Y(
            "value:Q",
            scale=alt.Scale(domain=[0, 1.02], nice=False),
            axis=alt.Axis(title="probability", format="~%", values=[0, 0.5, 1], minExtent=44, maxExtent=44),
        ),
        "color": alt.Color(
            "slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None
        ),
        "detail": "label:N",
    }
    tooltip = [
        alt.Tooltip("fillers:Q", format="d"),
        alt.Tooltip("label:N", title="class"),
        alt.Tooltip("value:Q", title="probability", format=".1%"),
    ]
    lines = base.mark_line(strokeWidth=2).encode(**encoded)
    points = base.mark_point(filled=True, size=30, opacity=1).encode(**encoded, tooltip=tooltip)
    return finished(
        (lines + points).properties(
            padding=CLOSE, height=_HEIGHT, description="The probability of each class by the number of filler words."
        )
    )


@lru_cache(maxsize=4)
def signal_spec(dark: bool) -> Spec:
    """One line on a log scale."""
    base = alt.Chart(alt.NamedData("signal")).transform_filter("isValid(datum.value)")
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(type="log"),
        axis=log_axis("share of the signal, log"),
    )
    lines = base.mark_line(color=ink(dark), strokeWidth=2).encode(x=_fillers(), y=y)
    points = base.mark_point(color=ink(dark), filled=True, size=30, opacity=1).encode(
        x=_fillers(),
        y=y,
        tooltip=[alt.Tooltip("fillers:Q", format="d"), alt.Tooltip("value:Q", title="share", format=".3e")],
    )
    return finished(
        (lines + points).properties(
            padding=CLOSE,
            height=_HEIGHT,
            description="How much of the error signal reaches the cue, by the number of filler words.",
        )
    )
