"""What the network can do beyond its test sentences, over the epochs."""

from collections.abc import Mapping
from functools import lru_cache

import altair as alt

from playground.charts.spec import CLOSE, Spec, finished, sequential
from playground.charts.table import Columns


def abilities_columns(rates: Mapping[int, Mapping[str, float]]) -> Columns:
    """One row per epoch that was looked at and ability; ``until`` is the next epoch that was looked at.

    Args:
        rates: by epoch, the earliest first: the share for each ability.
    """
    epochs = list(rates)
    width = epochs[-1] - epochs[-2] if len(epochs) > 1 else 1
    rows = [
        (epoch, until, ability, share)
        for epoch, until in zip(epochs, [*epochs[1:], epochs[-1] + width], strict=True)
        for ability, share in rates[epoch].items()
    ]
    return {name: [row[i] for row in rows] for i, name in enumerate(("epoch", "until", "ability", "share"))}


@lru_cache(maxsize=16)
def abilities_spec(abilities: int, dark: bool) -> Spec:
    """A strip for every ability, the stronger its colour the larger the share."""
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
            y=alt.Y(
                "ability:N",
                sort=None,
                axis=alt.Axis(title=None, ticks=False, labelFlush=False, domain=False, labelLimit=120),
            ),
            color=alt.Color(
                "share:Q",
                scale=alt.Scale(domain=[0, 1], range=sequential(dark)),
                legend=alt.Legend(title=None, orient="bottom", format="~%", gradientThickness=8, tickCount=2, offset=6),
            ),
            tooltip=[
                alt.Tooltip("ability:N"),
                alt.Tooltip("epoch:Q", format="d"),
                alt.Tooltip("share:Q", format=".0%"),
            ],
        )
    )
    return finished(
        strips.properties(
            padding=CLOSE, height=135 + 32 * abilities, description="For every ability, the share over the epochs."
        )
    )
