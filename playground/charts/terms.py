"""The sum behind one number, term by term."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import CLOSE, Spec, diverging, finished, ink
from playground.charts.table import Columns

MOST_TERMS = 14  # that have a bar of their own; the smaller ones share one


def terms_columns(terms: Sequence[tuple[str, float]]) -> Columns:
    """One row per term: what it is called, its value, and where it stands; the smallest ones share a row.

    The values add up to the sum of all terms.
    """
    values = np.array([value for _, value in terms], dtype=float)
    by_size = np.argsort(-np.abs(values), kind="stable")
    own, rest = np.sort(by_size[:MOST_TERMS]), by_size[MOST_TERMS:]
    rows = [(terms[i][0], float(values[i])) for i in own]
    if len(rest):
        rows.append((f"{len(rest)} smaller terms", float(values[rest].sum())))
    return {"order": np.arange(len(rows)), "term": [name for name, _ in rows], "value": [value for _, value in rows]}


def bars(terms: int) -> int:
    """How many bars so many terms have."""
    return min(terms, MOST_TERMS + 1)


@lru_cache(maxsize=32)
def terms_spec(bars: int, dark: bool) -> Spec:
    """A bar for every term, to the right where it is positive."""
    base = alt.Chart(alt.NamedData("terms"))
    y = alt.Y(
        "term:N",
        sort=alt.EncodingSortField("order", op="min"),
        axis=alt.Axis(title=None, ticks=False, labelFlush=False, domain=False, labelLimit=150, labelOverlap=False),
    )
    x = alt.X("value:Q", axis=alt.Axis(title="added to the sum", tickCount=4))
    negative, _, positive = diverging(dark)
    drawn = base.mark_bar(height={"band": 0.75}).encode(
        y=y,
        x=x,
        color=alt.condition("datum.value < 0", alt.value(negative), alt.value(positive)),
        tooltip=[alt.Tooltip("term:N"), alt.Tooltip("value:Q", format="+.6f")],
    )
    zero = base.mark_rule(color=ink(dark)).encode(x=alt.datum(0))
    return finished(
        (drawn + zero).properties(
            padding=CLOSE, height=50 + 19 * bars, description="Bars: every term of the sum of one unit."
        )
    )
