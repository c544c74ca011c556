"""Two losses over the epochs, of the correct and of the published gradient rule."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd

from playground.charts.curves import thin
from playground.charts.spec import Spec, finished, ink
from rnn_core import EpochRecord


def race_frame(records: Mapping[str, Sequence[EpochRecord]]) -> pd.DataFrame:
    """One row per epoch and rule: the train loss, thinned.

    Args:
        records: of each rule.
    """
    frames = [pd.DataFrame({"epoch": [], "rule": [], "loss": []})]
    for rule, run in records.items():
        losses = np.array([[record.train_loss] for record in run], dtype=float).reshape(-1, 1)
        kept = thin(losses, 300)
        frames.append(pd.DataFrame({"epoch": kept + 1, "rule": rule, "loss": losses[kept, 0]}))
    return pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)


@lru_cache(maxsize=16)
def race_spec(epochs: int, dark: bool) -> Spec:
    """The correct rule solid, the published one dashed."""
    rules = ["correct", "published"]
    base = alt.Chart(alt.NamedData("race"))
    encoded = {
        "x": alt.X(
            "epoch:Q",
            scale=alt.Scale(domain=[0, epochs], nice=False),
            axis=alt.Axis(title="epoch", tickCount=5, format="d", grid=False),
        ),
        "y": alt.Y("loss:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title="train loss", tickCount=4, minExtent=44)),
    }
    dash = alt.StrokeDash(
        "rule:N",
        scale=alt.Scale(domain=rules, range=[[1, 0], [5, 3]]),
        legend=alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark), symbolSize=500),
    )
    lines = base.mark_line(color=ink(dark), strokeWidth=2).encode(**encoded, strokeDash=dash)
    touch = base.mark_point(size=90, opacity=0).encode(
        **encoded,
        tooltip=[
            alt.Tooltip("rule:N"),
            alt.Tooltip("epoch:Q", format="d"),
            alt.Tooltip("loss:Q", title="train loss", format=".4f"),
        ],
    )
    return finished(
        (lines + touch).properties(
            height=280, description="Train loss by epoch of two networks: correct and published gradient rule."
        )
    )
