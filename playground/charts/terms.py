"""The sum behind one number, term by term."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.spec import Spec, diverging, finished, ink

MOST_TERMS = 14  # that have a bar of their own; the smaller ones share one


def terms_frame(terms: Sequence[tuple[str, float]]) -> pd.DataFrame:
    """One row per term: what it is called, its value, and where it stands; the smallest ones share a row.

    The values add up to the sum of all terms.
    """
    values = np.array([value for _, value in terms], dtype=float)
    by_size = np.argsort(-np.abs(values), kind="stable")
    most = min(MOST_TERMS, max(1, np.count_nonzero(values)))
    own = np.sort(by_size[:most])
    rows = [(terms[i][0], float(values[i])) for i in own]
    rest = by_size[most:]
    if len(rest):
        rows.append((f"{len(rest)} smaller terms" if values[rest].any() else f"{len(rest)} zeros", values[rest].sum()))
    return pd.DataFrame({"order": range(len(rows)), "term": [r[0] for r in rows], "value": [r[1] for r in rows]})


@lru_cache(maxsize=8)
def terms_spec(dark: bool) -> Spec:
    """A bar for every term, to the right where it is positive."""
    base = alt.Chart(alt.NamedData("terms"))
    y = alt.Y(
        "term:N",
        sort=alt.EncodingSortField("order", op="min"),
        axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=150),
    )
    x = alt.X("value:Q", axis=alt.Axis(title="added to the sum", tickCount=5))
    negative, _, positive = diverging(dark)
    bars = base.mark_bar(height={"band": 0.75}).encode(
        y=y,
        x=x,
        color=alt.condition("datum.value < 0", alt.value(negative), alt.value(positive)),
        tooltip=[alt.Tooltip("term:N"), alt.Tooltip("value:Q", format="+.6f")],
    )
    zero = base.mark_rule(color=ink(dark)).encode(x=alt.datum(0))
    return finished(
        (bars + zero).properties(height=alt.Step(22), description="Bars: every term of the sum of one hidden unit.")
    )
