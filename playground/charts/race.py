"""The losses of networks that race, over the epochs."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.curves import thin
from playground.charts.spec import Spec, epoch_axis, finished, ink
from playground.charts.table import Columns
from rnn_core import EpochRecord

_DASHES = ([1, 0], [6, 3], [2, 2], [9, 3, 2, 3])


def race_columns(records: Mapping[str, Sequence[EpochRecord]]) -> Columns:
    """One row per network and epoch: the train loss, thinned.

    Args:
        records: of each network, by its name.
    """
    names, epochs, losses = [], [], []
    for name, run in records.items():
        found = np.array([record.train_loss for record in run], dtype=float)
        kept = thin(found.reshape(-1, 1), 300)
        names += [name] * len(kept)
        epochs.append(kept + 1)
        losses.append(found[kept])
    return {"network": names, "epoch": np.concatenate(epochs), "loss": np.concatenate(losses)}


@lru_cache(maxsize=64)
def race_spec(names: tuple[str, ...], epochs: int, dark: bool) -> Spec:
    """A line for each network, the first one solid."""
    base = alt.Chart(alt.NamedData("race"))
    encoded = {
        "x": epoch_axis(epochs),
        "y": alt.Y("loss:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title="train loss", tickCount=4, minExtent=44)),
    }
    dash = alt.StrokeDash(
        "network:N",
        scale=alt.Scale(domain=names, range=_DASHES[: len(names)]),
        legend=alt.Legend(title=None, orient="top", symbolStrokeColor=ink(dark), symbolSize=400, columnPadding=12),
    )
    lines = base.mark_line(color=ink(dark), strokeWidth=2).encode(**encoded, strokeDash=dash)
    touch = base.mark_point(size=90, opacity=0).encode(
        **encoded,
        tooltip=[
            alt.Tooltip("network:N"),
            alt.Tooltip("epoch:Q", format="d"),
            alt.Tooltip("loss:Q", title="train loss", format=".4f"),
        ],
    )
    return finished(
        (lines + touch).properties(height=280, description=f"Train loss by epoch of {len(names)} networks that race.")
    )
