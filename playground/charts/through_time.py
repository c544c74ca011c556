"""How much of the error signal gets back to each word."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.spec import Spec, finished, ink, positions, word_axis
from rnn_core.arrays import Array

RULES = ("correct", "published")


def through_time_frame(correct: Array, published: Array, words: Sequence[str]) -> pd.DataFrame:
    """One row per word and rule: the length of dL/dh_t; a length of 0 has no place on a log scale and is left out.

    Args:
        correct, published: (T,) lengths after each word.
    """
    T = len(words)
    lengths = np.concatenate([correct, published]).astype(float)
    return pd.DataFrame(
        {
            "step": np.tile(np.arange(1, T + 1), 2),
            "word": np.tile(np.array(positions(words), dtype=object), 2),
            "rule": np.repeat(RULES, T),
            "length": np.where((lengths > 0) & np.isfinite(lengths), lengths, np.nan),
        }
    )


@lru_cache(maxsize=4)
def through_time_spec(dark: bool) -> Spec:
    """Two lines on a log scale, the correct rule solid and the published one dashed."""
    folded = alt.Chart(alt.NamedData("through_time")).transform_filter("isValid(datum.length)")
    x = alt.X("word:N", sort=alt.EncodingSortField("step", op="min"), axis=word_axis())
    y = alt.Y(
        "length:Q",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(title="length of dL/dh, log scale", tickCount=5, format=".0e", minExtent=48),
    )
    dash = alt.StrokeDash(
        "rule:N",
        scale=alt.Scale(domain=list(RULES), range=[[1, 0], [5, 3]]),
        legend=alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark)),
    )
    lines = folded.mark_line(color=ink(dark), strokeWidth=2).encode(x=x, y=y, strokeDash=dash)
    points = folded.mark_point(color=ink(dark), filled=True, size=45, opacity=1).encode(
        x=x,
        y=y,
        shape=alt.Shape("rule:N", scale=alt.Scale(domain=list(RULES), range=["circle", "diamond"]), legend=None),
        tooltip=[
            alt.Tooltip("word:N"),
            alt.Tooltip("rule:N"),
            alt.Tooltip("length:Q", title="length of dL/dh", format=".3e"),
        ],
    )
    return finished(
        (lines + points).properties(
            height=300, description="The length of the gradient at every word, for the correct and the published rule."
        )
    )
