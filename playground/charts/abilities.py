"""What the network can do beyond its test sentences, over the epochs."""

from collections.abc import Mapping
from functools import lru_cache

import altair as alt
import pandas as pd

from playground.charts.spec import Spec, finished


def abilities_frame(rates: Mapping[int, Mapping[str, float]]) -> pd.DataFrame:
    """One row per epoch that was looked at and ability; ``until`` is the next epoch that was looked at.

    Args:
        rates: by epoch, the earliest first: the share for each ability.
    """
    epochs = list(rates)
    width = epochs[-1] - epochs[-2] if len(epochs) > 1 else 1
    rows = [
        {"epoch": epoch, "until": until, "ability": ability, "share": share}
        for epoch, until in zip(epochs, [*epochs[1:], epochs[-1] + width], strict=True)
        for ability, share in rates[epoch].items()
    ]
    return pd.DataFrame(rows, columns=["epoch", "until", "ability", "share"])


@lru_cache(maxsize=16)
def abilities_spec(abilities: int, dark: bool) -> Spec:
    """A strip for every ability, the darker the larger the share."""
    low, high = ("#1C222B", "#5BB2F0") if dark else ("#F0F2F5", "#0B66A8")
    strips = (
        alt.Chart(alt.NamedData("abilities"))
        .mark_bar()
        .encode(
            x=alt.X(
                "epoch:Q",
                scale=alt.Scale(nice=False, zero=True),
                axis=alt.Axis(title="epoch", tickMinStep=1, format="d", grid=False),
            ),
            x2="until:Q",
            y=alt.Y("ability:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=120)),
            color=alt.Color(
                "share:Q",
                scale=alt.Scale(domain=[0, 1], range=[low, high]),
                legend=alt.Legend(title=None, orient="bottom", format="~%", gradientThickness=8, tickCount=2),
            ),
            tooltip=[
                alt.Tooltip("ability:N"),
                alt.Tooltip("epoch:Q", format="d"),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
    )
    return finished(
        strips.properties(height=135 + 32 * abilities, description="For every ability, the share over the epochs.")
    )
