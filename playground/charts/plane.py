"""States as points in a plane, and words as points in a plane."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playground.charts.spec import Spec, finished, ink
from playground.colours import ClassColours
from rnn_core.arrays import Array

LATTICE = 41  # cells on each side of the regions


def plane_frame(path: Array, words: Sequence[str], ends: Array, ends_classes: NDArray[np.intp]) -> pd.DataFrame:
    """What is drawn over the regions: the path of one sentence, and where other sentences end.

    Args:
        path: (1 + T, 2) h_0 .. h_T in the plane.
        words: T words; word t is the arrow from point t - 1 to point t.
        ends: (n, 2) last states of other sentences.
        ends_classes: (n,) the slots of the classes they are answered with.
    """
    end_rows = pd.DataFrame({"kind": "end", "x": ends[:, 0], "y": ends[:, 1], "slot": ends_classes})
    arrows = pd.DataFrame(
        {
            "kind": "word",
            "step": np.arange(1, len(words) + 1),
            "word": np.array(words, dtype=object),
            "x0": path[:-1, 0],
            "y0": path[:-1, 1],
            "x": path[1:, 0],
            "y": path[1:, 1],
        }
    )
    start = pd.DataFrame({"kind": ["start"], "x": path[:1, 0], "y": path[:1, 1]})
    return pd.concat([end_rows, start, arrows], ignore_index=True)


def regions_frame(states: Array, probabilities: Array, colours: ClassColours) -> pd.DataFrame:
    """One row per cell of the plane of two units: which class the softmax gives there, and how surely.

    Args:
        states: (n, 2) middles of the cells.
        probabilities: (n, C) softmax there.
    """
    half = 1 / LATTICE
    answers = probabilities.argmax(axis=1)
    return pd.DataFrame(
        {
            "kind": "region",
            "x": states[:, 0] - half,
            "x0": states[:, 0] + half,
            "y": states[:, 1] - half,
            "y0": states[:, 1] + half,
            "slot": [colours.slot(int(answer)) for answer in answers],
            "label": [colours.classes[answer] for answer in answers],
            "probability": probabilities.max(axis=1),
        }
    )


@lru_cache(maxsize=32)
def plane_spec(colours: tuple[str, ...], projected: bool, dark: bool) -> Spec:
    """Arrows from state to state, one for each word; with two units over the regions of the softmax."""
    base = alt.Chart(alt.NamedData("plane"))
    line = ink(dark)
    scale = alt.Scale(nice=False, zero=False, padding=14) if projected else alt.Scale(domain=[-1.04, 1.04], nice=False)
    titles = ("1st principal component", "2nd principal component") if projected else ("unit 1", "unit 2")
    x = alt.X("x:Q", scale=scale, axis=alt.Axis(title=titles[0], grid=projected, tickCount=5))
    y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=titles[1], grid=projected, tickCount=5, minExtent=40))
    colour = alt.Color("slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None)
    regions = base.transform_filter("datum.kind == 'region'").mark_rect(strokeWidth=0)
    regions = regions.encode(
        x=x,
        x2="x0:Q",
        y=y,
        y2="y0:Q",
        color=colour,
        opacity=alt.Opacity(
            "probability:Q", scale=alt.Scale(domain=[0.3, 1], range=[0.05, 0.6], clamp=True), legend=None
        ),
        tooltip=[alt.Tooltip("label:N", title="here it answers"), alt.Tooltip("probability:Q", format=".1%")],
    )
    ends = base.transform_filter("datum.kind == 'end'").mark_point(filled=True, size=28, opacity=0.75, strokeWidth=0.5)
    ends = ends.encode(x=x, y=y, color=colour, stroke=alt.value(line))
    words = base.transform_filter("datum.kind == 'word'")
    shafts = words.mark_rule(color=line, strokeWidth=2).encode(x="x0:Q", y="y0:Q", x2="x:Q", y2="y:Q")
    # In pixels, since the axes have not one scale. Vega turns clockwise from "up", where the triangle's own tip is.
    along = "atan2(scale('x', datum.x) - scale('x', datum.x0), scale('y', datum.y0) - scale('y', datum.y))"
    tips = words.mark_point(
        shape="triangle-up", filled=True, size=110, color=line, opacity=1, angle=alt.ExprRef(f"{along} * 180 / PI")
    ).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("step:Q", title="step", format="d"),
            alt.Tooltip("word:N"),
            alt.Tooltip("x:Q", title=titles[0], format="+.4f"),
            alt.Tooltip("y:Q", title=titles[1], format="+.4f"),
        ],
    )
    start = base.transform_filter("datum.kind == 'start'").mark_point(
        shape="circle", filled=False, size=90, color=line, strokeWidth=2, opacity=1
    )
    names = words.mark_text(
        dy=-13, fontSize=13, fontWeight="bold", color=line, limit=90, stroke="#12161C" if dark else "#FFFFFF",
        strokeWidth=3, strokeOpacity=0.8,
    ).encode(x=x, y=y, text="word:N")  # fmt: skip
    on_top = words.mark_text(dy=-13, fontSize=13, fontWeight="bold", color=line, limit=90)
    layers = [ends, shafts, start.encode(x=x, y=y), tips, names, on_top.encode(x=x, y=y, text="word:N")]
    kind = "in the plane of two principal components" if projected else "over the regions of the answers"
    return finished(
        alt.layer(*(layers if projected else [regions, *layers])).properties(
            height=380, description=f"The hidden state as a point {kind}: an arrow for every word of the sentence."
        )
    )


def words_frame(points: Array, words: Sequence[str], probabilities: Array, colours: ClassColours) -> pd.DataFrame:
    """One row per word: where its column of Wxh lies, and what the network answers to the word alone.

    Args:
        points: (n, 2).
        probabilities: (n, C).
    """
    answers = probabilities.argmax(axis=1)
    return pd.DataFrame(
        {
            "x": points[:, 0],
            "y": points[:, 1],
            "word": np.array(words, dtype=object),
            "slot": [colours.slot(int(answer)) for answer in answers],
            "label": [colours.classes[answer] for answer in answers],
            "probability": probabilities.max(axis=1),
        }
    )


@lru_cache(maxsize=32)
def words_spec(colours: tuple[str, ...], projected: bool, named: bool, dark: bool) -> Spec:
    """Words as points, in the colour of the answer to the word alone, the larger the surer.

    Args:
        named: write every word beside its point; with hundreds only hovering tells them.
    """
    base = alt.Chart(alt.NamedData("words"))
    scale = alt.Scale(nice=False, zero=False, padding=18)
    titles = ("1st principal component", "2nd principal component") if projected else ("to unit 1", "to unit 2")
    x = alt.X("x:Q", scale=scale, axis=alt.Axis(title=titles[0], tickCount=5))
    y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=titles[1], tickCount=5, minExtent=40))
    points = base.mark_point(filled=True, opacity=0.95, stroke=ink(dark), strokeWidth=0.5).encode(
        x=x,
        y=y,
        color=alt.Color("slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None),
        size=alt.Size("probability:Q", scale=alt.Scale(domain=[0.3, 1], range=[15, 170], clamp=True), legend=None),
        tooltip=[
            alt.Tooltip("word:N"),
            alt.Tooltip("label:N", title="alone it means"),
            alt.Tooltip("probability:Q", format=".1%"),
        ],
    )
    labels = base.mark_text(dx=9, align="left", fontSize=13, color=ink(dark), limit=100).encode(x=x, y=y, text="word:N")
    chart = points + labels if named else alt.layer(points)
    return finished(
        chart.properties(
            height=420, description="The words' columns of Wxh as points, coloured by the answer to each word alone."
        )
    )
