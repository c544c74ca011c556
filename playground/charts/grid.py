"""A grid over one setting or two as a heat map: how much is right at each of its points, with the numbers written."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt

from playground.charts.spec import Spec, finished, fits
from playground.charts.table import Columns
from playground.settings_in_words import value_in_words
from playground.tried import Point

_ROW = 44  # pixels


def grid_columns(axes: Sequence[str], points: Sequence[Point], written: Sequence[tuple[str, str, str]]) -> Columns:
    """One row for each point: where it stands, the share that is right, and what is written.

    Args:
        axes: the settings, one or two.
        written: for each point the share, the epoch from which on everything was right, and in how many of its
            trainings that was so.
    """
    names = [[value_in_words(axis, value) for axis, value in zip(axes, one.point, strict=True)] for one in points]
    return {
        "one": [name[0] for name in names],
        "two": [name[1] if len(name) > 1 else "" for name in names],
        "share": [one.share for one in points],
        **{column: [said[at] for said in written] for at, column in enumerate(("said", "right", "there"))},
    }


@lru_cache(maxsize=64)
def grid_spec(titles: tuple[str, ...], ones: tuple[str, ...], twos: tuple[str, ...], part: str, dark: bool) -> Spec:
    """Columns are the first setting's values, rows the second's; the stronger a cell, the more is right.

    What stands in a cell is told above, so that a chart that was saved can be read alone.

    Args:
        titles: of the settings.
        ones, twos: their values in words; the second ("",) where there is one setting.
        part: which is right.
    """
    base = alt.Chart(alt.NamedData("grid"))
    flat = fits(ones)
    x = alt.X(
        "one:O",
        scale=alt.Scale(domain=list(ones), paddingInner=0.03),
        axis=alt.Axis(
            title=titles[0], orient="top", labelAngle=0 if flat else -40, labelOverlap=False, ticks=False, domain=False
        ),
    )
    axis = alt.Axis(title=titles[1], ticks=False, domain=False, labelLimit=90) if len(titles) > 1 else None
    y = alt.Y("two:O", scale=alt.Scale(domain=list(twos), paddingInner=0.05), axis=axis)
    empty, full, ink = ("#1C222B", "#28689E", "#E8EBEF") if dark else ("#F0F2F5", "#4F9BD9", "#1F2328")
    tooltip = [
        alt.Tooltip("one:N", title=titles[0]),
        *([alt.Tooltip("two:N", title=titles[1])] if len(titles) > 1 else []),
        alt.Tooltip("said:N", title=f"{part} right, median"),
        alt.Tooltip("there:N", title="everything in train right"),
        alt.Tooltip("right:N", title="at epoch, median"),
    ]
    cells = base.mark_rect().encode(
        x=x,
        y=y,
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[empty, full]), legend=None),
        tooltip=tooltip,
    )
    share = base.mark_text(fontSize=13, color=ink, dy=-7).encode(x=x, y=y, text="said:N")
    right = base.mark_text(fontSize=10.5, color=ink, dy=9).encode(x=x, y=y, text="right:N")
    told = alt.Title(
        [f"Large: how much of {part} is right (median).", "Small: the epoch from which on all of train is."],
        anchor="start", frame="bounds", fontSize=12, fontWeight="normal", color=ink, offset=4, dx=4,
    )  # fmt: skip
    return finished(
        alt.layer(cells, share, right).properties(
            title=told,
            height=(120 if flat else 166) + _ROW * len(twos),
            description=f"How much of {part} is right at each value of {' and '.join(titles)}, and from which epoch on "
            "everything in train was.",
        )
    )
