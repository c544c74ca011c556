"""Which words decide, asked in two ways, side by side."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import CLOSE, Spec, finished, ink, positions
from playground.charts.table import Columns
from rnn_core.arrays import Array

WAYS = ("left out", "gradient × input")
MOST_WORDS = 24  # that have bars


def saliency_columns(dropped: Array, gradient: Array, words: Sequence[str]) -> Columns:
    """One row per word and way of asking: how much it speaks for the class, in log-odds.

    Of a long sentence only the MOST_WORDS words that say most in either way, in their order.
    """
    most = np.argsort(-np.maximum(np.abs(dropped), np.abs(gradient)), kind="stable")[:MOST_WORDS]
    kept = np.sort(most)
    n, labels = len(kept), positions(words)
    return {
        "step": np.tile(kept + 1, 2),
        "word": [labels[t] for t in kept] * 2,
        "way": [way for way in WAYS for _ in range(n)],
        "value": np.concatenate([dropped[kept], gradient[kept]]).astype(float),
    }


@lru_cache(maxsize=64)
def saliency_spec(words: int, dark: bool) -> Spec:
    """Two bars for every word; to the right it speaks for the class.

    Args:
        words: how many there are.
    """
    base = alt.Chart(alt.NamedData("saliency"))
    bars = base.mark_bar().encode(
        y=alt.Y(
            "word:N",
            sort=alt.EncodingSortField("step", op="min"),
            axis=alt.Axis(title=None, ticks=False, labelFlush=False, domain=False, labelLimit=130, labelOverlap=False),
        ),
        yOffset=alt.YOffset("way:N", sort=list(WAYS)),
        x=alt.X("value:Q", axis=alt.Axis(title="speaks for it, in log-odds", tickCount=4)),
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
            padding=CLOSE,
            height=90 + 24 * min(words, MOST_WORDS),
            description="Two bars for every word: left out, and gradient times input.",
        )
    )
