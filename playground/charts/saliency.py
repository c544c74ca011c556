"""Which words decide, asked in two ways, side by side."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.spec import Spec, finished, ink, positions
from rnn_core.arrays import Array

WAYS = ("left out", "gradient × input")


def saliency_frame(dropped: Array, gradient: Array, words: Sequence[str]) -> pd.DataFrame:
    """One row per word and way of asking: how much it speaks for the class, in log-odds."""
    T = len(words)
    return pd.DataFrame(
        {
            "step": np.tile(np.arange(1, T + 1), 2),
            "word": np.tile(np.array(positions(words), dtype=object), 2),
            "way": np.repeat(WAYS, T),
            "value": np.concatenate([dropped, gradient]).astype(float),
        }
    )


@lru_cache(maxsize=4)
def saliency_spec(dark: bool) -> Spec:
    """Two bars for every word; to the right it speaks for the class."""
    base = alt.Chart(alt.NamedData("saliency"))
    bars = base.mark_bar().encode(
        y=alt.Y(
            "word:N",
            sort=alt.EncodingSortField("step", op="min"),
            axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=130),
        ),
        yOffset=alt.YOffset("way:N", sort=list(WAYS)),
        x=alt.X("value:Q", axis=alt.Axis(title="speaks for it, in log-odds", tickCount=5)),
        color=alt.Color(
            "way:N",
            scale=alt.Scale(domain=list(WAYS), range=[ink(dark), "#8A929C"]),
            legend=alt.Legend(title=None, orient="top"),
        ),
        tooltip=[alt.Tooltip("word:N"), alt.Tooltip("way:N"), alt.Tooltip("value:Q", format="+.4f")],
    )
    zero = base.mark_rule(color=ink(dark)).encode(x=alt.datum(0))
    return finished(
        (bars + zero).properties(
            height=alt.Step(13), description="Two bars for every word: left out, and gradient times input."
        )
    )
