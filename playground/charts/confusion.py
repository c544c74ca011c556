"""The confusion matrix as a chart: which class is taken for which. Data in, specification and data frame out."""

from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playground.charts.spec import Spec, finished, with_names

MOST_WITH_NUMBERS = 16  # classes whose cells have room for a number


def confusion_frame(counts: NDArray[np.intp], classes: tuple[str, ...]) -> pd.DataFrame:
    """One row per cell: the classes by number, their names, the count and its share of the true class."""
    C = len(classes)
    true, predicted = np.divmod(np.arange(C * C), C)
    of_true = np.maximum(1, counts.sum(axis=1))
    return pd.DataFrame(
        {
            "true": true,
            "predicted": predicted,
            "label": np.array(classes, dtype=object)[true],
            "prediction": np.array(classes, dtype=object)[predicted],
            "count": counts.ravel(),
            "share": (counts / of_true[:, None]).ravel(),
        }
    )


def confusion_spec(classes: tuple[str, ...], unit: str, dark: bool) -> Spec:
    """Rows are true classes, columns predicted ones; the stronger a cell, the larger its share of the true class.

    Args:
        unit: what is counted, "sentence" or "word".
    """
    return with_names(_matrix(len(classes), unit, dark), classes)


@lru_cache(maxsize=64)
def _matrix(C: int, unit: str, dark: bool) -> Spec:
    base = alt.Chart(alt.NamedData("confusion"))
    scale = alt.Scale(domain=list(range(C)), paddingInner=0.03)
    overlap = False if C <= MOST_WITH_NUMBERS else "parity"  # with many classes only some names have room
    x = alt.X(
        "predicted:O", scale=scale, axis=_names(orient="top", labelAngle=-40 if C > 3 else 0, labelOverlap=overlap)
    )
    y = alt.Y("true:O", scale=scale, axis=_names(labelOverlap=overlap))
    empty, full, ink = ("#1C222B", "#28689E", "#E8EBEF") if dark else ("#F0F2F5", "#4F9BD9", "#1F2328")
    cells = base.mark_rect().encode(
        x=x,
        y=y,
        color=alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[empty, full]), legend=None),
        tooltip=[
            alt.Tooltip("label:N", title="true"),
            alt.Tooltip("prediction:N", title="predicted"),
            alt.Tooltip("count:Q", title=f"{unit}s"),
            alt.Tooltip("share:Q", title="of the true class", format=".1%"),
        ],
    )
    layers = [cells]
    if C <= MOST_WITH_NUMBERS:
        numbers = base.transform_filter("datum.count > 0").mark_text(fontSize=13, color=ink)  # read on every shade
        layers.append(numbers.encode(x=x, y=y, text="count:Q"))
    chart = alt.layer(*layers).add_params(alt.param(name="names", value=[]))
    return finished(
        chart.properties(
            height=min(760, 130 + max(26, 160 // C) * C) if C <= MOST_WITH_NUMBERS else min(900, 130 + 14 * C),
            description=f"Confusion matrix: how many {unit}s of each true class got each predicted class.",
        )
    )


def _names(**more: Any) -> alt.Axis:
    """An axis of class numbers that shows the classes' names; they are data, never part of an expression."""
    return alt.Axis(labelExpr="names[datum.value]", labelLimit=110, ticks=False, domain=False, **more)
