"""Words as points in a plane, by what they give to the network."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.labels import placed
from playground.charts.spec import CLOSE, NARROW, Spec, finished, ink
from playground.charts.table import Columns
from playground.colours import ClassColours
from rnn_core.arrays import Array

_HEIGHT, _AXIS, _MARGIN = 320, 50, 18  # pixels; the margin is free around the points


def words_columns(
    points: Array, words: Sequence[str], probabilities: Array, colours: ClassColours, began: Array | None = None
) -> Columns:
    """One row per word: where it lies, what the network answers to the word alone, and its label if there is room.

    The words farthest from the middle are labelled first.

    Args:
        points: (n, 2).
        probabilities: (n, C).
        began: (n, 2) where they lay before training, in the same plane; where they lie if it is left out.
    """
    from_where = points if began is None else began
    corners = np.concatenate([points, from_where])
    answers = probabilities.argmax(axis=1)
    spread = corners.max(axis=0) - corners.min(axis=0)
    shares = (points - corners.min(axis=0)) / np.where(spread > 0, spread, 1.0)
    shares[:, 1] = 1 - shares[:, 1]
    size = (NARROW, _HEIGHT - _AXIS)
    pixels = _MARGIN + shares * (size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN)  # to the right and down
    outside = np.argsort(-np.hypot(*(pixels - pixels.mean(axis=0)).T), kind="stable")
    found = placed(pixels[outside], [(words[i],) for i in outside], size)
    back = np.argsort(outside)
    return {
        "x": points[:, 0],
        "y": points[:, 1],
        "x_began": from_where[:, 0],
        "y_began": from_where[:, 1],
        "word": list(words),
        "slot": np.array([colours.slot(int(answer)) for answer in answers]),
        "label": [colours.classes[answer] for answer in answers],
        "probability": probabilities.max(axis=1),
        "note": [found.texts[i] for i in back],
        "dx": found.dx[back],
        "dy": found.dy[back],
    }


@lru_cache(maxsize=32)
def words_spec(colours: tuple[str, ...], titles: tuple[str, str], dark: bool, moved: bool = False) -> Spec:
    """Words as points, in the colour of the answer to the word alone, the larger the surer.

    Args:
        titles: of the two axes.
        moved: whether a line leads to each word from where it began.
    """
    base = alt.Chart(alt.NamedData("words"))
    scale = alt.Scale(nice=False, zero=False, padding=_MARGIN)
    x = alt.X("x:Q", scale=scale, axis=alt.Axis(title=titles[0], tickCount=5))
    y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=titles[1], tickCount=5, minExtent=40))
    points = base.mark_point(filled=True, opacity=0.95, stroke=ink(dark), strokeWidth=0.5).encode(
        x=x,
        y=y,
        color=alt.Color("slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None),
        size=alt.Size("probability:Q", scale=alt.Scale(domain=[0.3, 1], range=[15, 120], clamp=True), legend=None),
        tooltip=[
            alt.Tooltip("word:N"),
            alt.Tooltip("label:N", title="answer to it alone"),
            alt.Tooltip("probability:Q", format=".1%"),
        ],
    )
    labels = base.mark_text(
        dx=alt.ExprRef("datum.dx"), dy=alt.ExprRef("datum.dy"), baseline="middle", fontSize=12, color=ink(dark)
    ).encode(x=x, y=y, text="note:N")
    layers, told = [points, labels], "Words as points, coloured by the answer to each word alone."
    if moved:
        ways = base.mark_rule(color=ink(dark), opacity=0.4).encode(x=x, y=y, x2="x_began:Q", y2="y_began:Q")
        layers, told = [ways, *layers], f"{told} A line leads to each from where it was before training."
    return finished(alt.layer(*layers).properties(padding=CLOSE, height=_HEIGHT, description=told))
