"""What every unit holds after every word, as colours: the hidden state, the cell state, or one of the gates."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
from numpy.typing import NDArray

from playground.charts.spec import CLOSE, Spec, diverging, finished, positions, sequential, word_axis
from playground.charts.table import Columns
from rnn_core.arrays import Array

MOST_NAMED = 24  # units that all have a name beside their row; of more every second, or fourth
_LOWEST, _HIGHEST, _ROW = 150, 640, 19
_ABOVE_AND_BELOW = 130  # words above and a scale below


def states_columns(values: Array, words: Sequence[str], order: NDArray[np.intp]) -> Columns:
    """One row per unit and word.

    Args:
        values: (T, H) in the order of the words.
        words: T words.
        order: (H,) units from top to bottom.
    """
    T, H = values.shape
    rank = np.empty(H, dtype=np.intp)
    rank[order] = np.arange(H)
    return {
        "step": np.repeat(np.arange(1, T + 1), H),
        "word": [word for word in positions(words) for _ in range(H)],
        "unit": np.tile(np.arange(1, H + 1), T),
        "rank": np.tile(rank, T),
        "value": values.ravel().astype(float),
    }


@lru_cache(maxsize=64)
def states_spec(hidden: int, low: float, high: float, flat: bool, dark: bool) -> Spec:
    """Units downwards, words to the right.

    Args:
        low, high: the ends of the scale of colours; from -high over 0 to high, or from 0.
        flat: whether the words have room without being turned.
    """
    cells = (
        alt.Chart(alt.NamedData("states"))
        .mark_rect()
        .encode(
            x=alt.X("word:N", sort=alt.EncodingSortField("step", op="min"), axis=word_axis(flat, orient="top")),
            y=alt.Y(
                "unit:O",
                sort=alt.EncodingSortField("rank", op="min"),
                axis=alt.Axis(
                    title="unit",
                    ticks=False,
                    labelFlush=False,
                    labelOverlap=False if hidden <= MOST_NAMED else "parity",
                ),
            ),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(
                    domain=[low, 0, high] if low else [0, high],
                    range=diverging(dark) if low else sequential(dark),
                    interpolate="rgb",
                    clamp=True,
                ),
                legend=alt.Legend(title=None, orient="bottom", gradientThickness=8, tickCount=3, offset=6),
            ),
            tooltip=[alt.Tooltip("word:N"), alt.Tooltip("unit:O"), alt.Tooltip("value:Q", format="+.4f")],
        )
    )
    height = min(_HIGHEST, max(_LOWEST, _ROW * hidden)) + _ABOVE_AND_BELOW
    return finished(
        cells.properties(padding=CLOSE, height=height, description="Colours: what every unit holds after every word.")
    )
