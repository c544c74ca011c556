"""The hidden state word by word, and a matrix of weights, as colours."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playground.charts.spec import Spec, diverging, finished, positions, word_axis
from rnn_core.arrays import Array

_LOWEST, _HIGHEST, _UNIT_HEIGHT = 150, 640, 19


def states_frame(states: Array, words: Sequence[str], order: NDArray[np.intp]) -> pd.DataFrame:
    """One row per unit and word.

    Args:
        states: (T, H) h_1 .. h_T.
        words: T words.
        order: (H,) units from top to bottom.
    """
    T, H = states.shape
    rank = np.empty(H, dtype=np.intp)
    rank[order] = np.arange(H)
    return pd.DataFrame(
        {
            "step": np.repeat(np.arange(1, T + 1), H),
            "word": np.repeat(np.array(positions(words), dtype=object), H),
            "unit": np.tile(np.arange(1, H + 1), T),
            "rank": np.tile(rank, T),
            "value": states.ravel().astype(float),
        }
    )


@lru_cache(maxsize=32)
def states_spec(hidden: int, dark: bool) -> Spec:
    """Units downwards, words to the right, from -1 over 0 to 1 on the scale of all states."""
    cells = (
        alt.Chart(alt.NamedData("states"))
        .mark_rect()
        .encode(
            x=alt.X("word:N", sort=alt.EncodingSortField("step", op="min"), axis=word_axis(orient="top")),
            y=alt.Y(
                "unit:O",
                sort=alt.EncodingSortField("rank", op="min"),
                axis=alt.Axis(title="unit", ticks=False, labelOverlap="parity"),
            ),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(domain=[-1, 0, 1], range=diverging(dark), interpolate="rgb"),
                legend=alt.Legend(title=None, orient="bottom", gradientThickness=8, tickCount=3),
            ),
            tooltip=[
                alt.Tooltip("word:N"),
                alt.Tooltip("unit:O"),
                alt.Tooltip("value:Q", title="state", format="+.4f"),
            ],
        )
    )
    height = min(_HIGHEST, max(_LOWEST, _UNIT_HEIGHT * hidden)) + 90
    return finished(cells.properties(height=height, description="Hidden state: every unit after every word."))


MOST_ROWS = 64  # of a matrix that are drawn


def weights_frame(weights: Array, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """One row per weight, for at most MOST_ROWS rows and columns.

    Args:
        weights: (n, m), as the equations have it: a row for each number that it makes.
        rows, columns: what they stand for.
    """
    shown = weights[:MOST_ROWS, :MOST_ROWS]
    n, m = shown.shape
    return pd.DataFrame(
        {
            "row": np.repeat(np.arange(n), m),
            "row_name": np.repeat(np.array(rows[:n], dtype=object), m),
            "column": np.tile(np.arange(m), n),
            "column_name": np.tile(np.array(columns[:m], dtype=object), n),
            "value": shown.ravel().astype(float),
        }
    )


@lru_cache(maxsize=32)
def weights_spec(rows: int, dark: bool) -> Spec:
    """A matrix as a picture; the scale reaches as far as its largest weight in either direction."""
    cells = (
        alt.Chart(alt.NamedData("weights"))
        .mark_rect()
        .encode(
            x=alt.X("column_name:N", sort=alt.EncodingSortField("column", op="min"), axis=word_axis(orient="top")),
            y=alt.Y(
                "row_name:N",
                sort=alt.EncodingSortField("row", op="min"),
                axis=alt.Axis(title=None, ticks=False, labelOverlap="parity", labelLimit=110),
            ),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(range=diverging(dark), domainMid=0, interpolate="rgb"),
                legend=alt.Legend(title=None, orient="bottom", gradientThickness=8, tickCount=3),
            ),
            tooltip=[
                alt.Tooltip("row_name:N", title="row"),
                alt.Tooltip("column_name:N", title="column"),
                alt.Tooltip("value:Q", title="weight", format="+.4f"),
            ],
        )
    )
    height = min(_HIGHEST, max(80, _UNIT_HEIGHT * min(rows, MOST_ROWS))) + 110
    return finished(cells.properties(height=height, description="A weight matrix: every weight as a colour."))
