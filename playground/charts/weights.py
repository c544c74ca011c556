"""Weights as colours."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import CLOSE, Spec, diverging, finished, word_axis
from playground.charts.table import Columns
from rnn_core.arrays import Array

MOST_ROWS = 64  # and columns, that are drawn
_MOST_NAMED = 24
_HIGHEST, _ROW = 640, 19
_ABOVE_AND_BELOW = 130


def weights_columns(weights: Array, rows: Sequence[str], columns: Sequence[str]) -> Columns:
    """One row per weight, for at most MOST_ROWS rows and columns.

    Args:
        weights: (n, m), as the equations have it: a row for each number that it makes.
        rows, columns: what they stand for, as far as they are drawn.
    """
    shown = weights[:MOST_ROWS, :MOST_ROWS]
    n, m = shown.shape
    return {
        "row": np.repeat(np.arange(n), m),
        "row_name": [row for row in rows[:n] for _ in range(m)],
        "column": np.tile(np.arange(m), n),
        "column_name": [*columns[:m]] * n,
        "value": shown.ravel().astype(float),
    }


@lru_cache(maxsize=64)
def weights_spec(rows: int, bound: float, dark: bool) -> Spec:
    """A matrix as a picture.

    Args:
        rows: how many there are.
        bound: where the scale of colours ends in either direction.
    """
    cells = (
        alt.Chart(alt.NamedData("weights"))
        .mark_rect()
        .encode(
            x=alt.X("column_name:N", sort=alt.EncodingSortField("column", op="min"), axis=word_axis(orient="top")),
            y=alt.Y(
                "row_name:N",
                sort=alt.EncodingSortField("row", op="min"),
                axis=alt.Axis(
                    title=None,
                    ticks=False,
                    labelFlush=False,
                    labelOverlap=False if rows <= _MOST_NAMED else "parity",
                    labelLimit=90,
                ),
            ),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(domain=[-bound, 0, bound], range=diverging(dark), interpolate="rgb", clamp=True),
                legend=alt.Legend(title=None, orient="bottom", gradientThickness=8, tickCount=3, offset=6),
            ),
            tooltip=[
                alt.Tooltip("row_name:N", title="row"),
                alt.Tooltip("column_name:N", title="column"),
                alt.Tooltip("value:Q", title="weight", format="+.4f"),
            ],
        )
    )
    height = min(_HIGHEST, max(40, _ROW * min(rows, MOST_ROWS))) + _ABOVE_AND_BELOW
    return finished(cells.properties(padding=CLOSE, height=height, description="Weights, every one as a colour."))
