"""How much of the error signal gets back to each word."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import CLOSE, Spec, finished, fits, ink, log_axis, positions, word_axis
from playground.charts.table import Columns
from rnn_core.arrays import Array

RUN, PUBLISHED = "this network", "published rule"
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 4])


def through_time_columns(lengths: Mapping[str, Array], words: Sequence[str]) -> Columns:
    """One row per word and line: a length of the gradient; one of 0 has no place on a log scale and is left out.

    Args:
        lengths: (T,) at each word, by the name of the line.
        words: T words.
    """
    T, n = len(words), len(lengths)
    values = np.concatenate([*lengths.values()]).astype(float)
    return {
        "step": np.tile(np.arange(1, T + 1), n),
        "word": positions(words) * n,
        "line": [line for line in lengths for _ in range(T)],
        "length": np.where((values > 0) & np.isfinite(values), values, np.nan),
    }


def through_time_spec(lines: Sequence[str], words: Sequence[str], dark: bool) -> Spec:
    """Lines on a log scale: bold for the network, thin for others that have not learned anything."""
    return _spec(tuple(lines), fits(positions(words)), dark)


@lru_cache(maxsize=64)
def _spec(lines: tuple[str, ...], flat: bool, dark: bool) -> Spec:
    there = alt.Chart(alt.NamedData("through_time")).transform_filter("isValid(datum.length)")
    x = alt.X("word:N", sort=alt.EncodingSortField("step", op="min"), axis=word_axis(flat))
    y = alt.Y(
        "length:Q",
        scale=alt.Scale(type="log"),
        axis=log_axis("gradient norm, log scale"),
    )
    own = [line for line in lines if line in (RUN, PUBLISHED)]
    others = [line for line in lines if line not in own]
    bold = f"datum.line === '{RUN}'"
    dashes = [_DASHES[i] for i in range(len(own))] + [_DASHES[i % 4 + 1] for i in range(len(others))]
    dash = alt.StrokeDash(
        "line:N",
        scale=alt.Scale(domain=[*own, *others], range=dashes),
        legend=alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark), columns=2, symbolSize=300),
    )
    drawn = there.mark_line(color=ink(dark)).encode(
        x=x,
        y=y,
        strokeDash=dash,
        strokeWidth=alt.condition(bold, alt.value(3), alt.value(1.2)),
        opacity=alt.condition(bold, alt.value(1), alt.value(0.75)),
    )
    points = there.mark_point(color=ink(dark), filled=True, opacity=1).encode(
        x=x,
        y=y,
        size=alt.condition(bold, alt.value(45), alt.value(14)),
        tooltip=[alt.Tooltip("word:N"), alt.Tooltip("line:N"), alt.Tooltip("length:Q", title="norm", format=".3e")],
    )
    return finished(
        (drawn + points).properties(
            padding=CLOSE, height=320, description="The norm of the gradient at every word: a line for each network."
        )
    )
