"""Hidden states as points in a plane: one sentence as a path of arrows, and where others end."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import numpy as np
from numpy.typing import NDArray

from playground.charts.labels import Labels, placed
from playground.charts.spec import CLOSE, NARROW, Spec, finished, ink
from playground.charts.table import Columns
from playground.colours import ClassColours
from rnn_core.arrays import Array

LATTICE = 41  # cells on each side of the regions
SQUARE = (-1.04, 1.04)  # in which states within 1 lie
_HEIGHT, _AXIS = 320, 50  # pixels: of the chart, and of that below the plotting area
_MOST_LABELS = 40  # of a path


@dataclass(frozen=True)
class Window:
    """The part of the plane that is drawn: the same for all sentences, so that a point stands in one place."""

    x: tuple[float, float]
    y: tuple[float, float]

    @classmethod
    def around(cls, points: Array) -> "Window":
        """One that has room for points (n, 2), with round ends so that it stands still for a while."""
        sides = [_round_ends(float(side.min()), float(side.max())) for side in points.T]
        return cls(sides[0], sides[1])

    def pixels(self, points: Array) -> Array:
        """(n, 2) where points (n, 2) are on a narrow chart, to the right and down."""
        low, high = np.array([self.x[0], self.y[0]]), np.array([self.x[1], self.y[1]])
        shares: Array = (points - low) / (high - low)
        return np.stack([shares[:, 0] * NARROW, (1 - shares[:, 1]) * (_HEIGHT - _AXIS)], axis=1)


def _round_ends(low: float, high: float) -> tuple[float, float]:
    span = high - low if high - low > 1e-9 else 1.0
    step = 10.0 ** np.floor(np.log10(span)) / 4
    return float(np.floor((low - 0.06 * span) / step) * step), float(np.ceil((high + 0.06 * span) / step) * step)


@dataclass(frozen=True)
class Path:
    """One sentence in the plane.

    Attributes:
        points: (1 + T, 2) before the first word that is read, and after each one.
        words: (T,) in the order in which they are read.
        steps: (T,) where each stands in the sentence, from 1.
    """

    points: Array
    words: Sequence[str]
    steps: Sequence[int]

    def labels(self, window: Window) -> Labels:
        """What stands beside the tips of the arrows: number and word, or the number alone; of the last words first."""
        pixels = window.pixels(self.points)
        lines = np.hstack([pixels[:-1], pixels[1:]])[-_MOST_LABELS:]
        choices = [(f"{step} {word}", str(step)) for step, word in zip(self.steps, self.words, strict=True)]
        size = (NARROW, _HEIGHT - _AXIS)
        found = placed(pixels[:0:-1][:_MOST_LABELS], choices[::-1][:_MOST_LABELS], size, lines)
        rest = len(self.words) - len(found.texts)
        nothing = np.zeros(rest)
        return Labels(
            [""] * rest + found.texts[::-1],
            np.concatenate([nothing, found.dx[::-1]]),
            np.concatenate([nothing, found.dy[::-1]]),
        )


def plane_columns(
    path: Path, ends: Array, ends_slots: NDArray[np.intp], window: Window, regions: Columns | None = None
) -> Columns:
    """What is drawn: the path of one sentence, where other sentences end, and the corners of the window.

    Args:
        ends: (n, 2) where other sentences end.
        ends_slots: (n,) the slots of the classes they are answered with.
        regions: what ``regions_columns`` gives, to be drawn below.
    """
    T, n, points = len(path.words), len(ends), path.points
    labels = path.labels(window)
    parts: list[Columns] = [
        {"kind": ["end"] * n, "x": ends[:, 0], "y": ends[:, 1], "slot": ends_slots.astype(float)},
        {"kind": ["start"], "x": points[:1, 0], "y": points[:1, 1]},
        {"kind": ["corner"] * 2, "x": np.array(window.x), "y": np.array(window.y)},
        {
            "kind": ["word"] * T,
            "step": np.array(path.steps, dtype=float),
            "word": list(path.words),
            "x0": points[:-1, 0],
            "y0": points[:-1, 1],
            "x": points[1:, 0],
            "y": points[1:, 1],
            "note": labels.texts,
            "dx": labels.dx,
            "dy": labels.dy,
        },
    ]
    return _stacked([regions, *parts] if regions is not None else parts)


_TEXTS, _NUMBERS = ("kind", "word", "label", "note"), ("x", "y", "x0", "y0", "slot", "step", "probability", "dx", "dy")


def _stacked(parts: Sequence[Columns]) -> Columns:
    """Parts with some of the columns each, under each other."""
    sized = [(part, len(part["kind"])) for part in parts]
    texts = {name: [text for part, n in sized for text in part.get(name, [None] * n)] for name in _TEXTS}
    numbers = {
        name: np.concatenate([np.asarray(part.get(name, np.full(n, np.nan))) for part, n in sized]) for name in _NUMBERS
    }
    return {**texts, **numbers}


def regions_columns(states: Array, probabilities: Array, colours: ClassColours) -> Columns:
    """One row per cell of the plane of two units: which class the softmax gives there, and how surely.

    Args:
        states: (n, 2) middles of the cells.
        probabilities: (n, C) softmax there.
    """
    half = 1 / LATTICE
    answers = probabilities.argmax(axis=1)
    slots = np.array([colours.slot(i) for i in range(len(colours.classes))], dtype=float)
    return {
        "kind": ["region"] * len(states),
        "x": states[:, 0] - half,
        "x0": states[:, 0] + half,
        "y": states[:, 1] - half,
        "y0": states[:, 1] + half,
        "slot": slots[answers],
        "label": [colours.classes[answer] for answer in answers],
        "probability": probabilities.max(axis=1),
    }


@lru_cache(maxsize=32)
def plane_spec(colours: tuple[str, ...], titles: tuple[str, str], regions: bool, dark: bool) -> Spec:
    """Arrows from state to state, one for each word.

    Args:
        titles: of the two axes.
        regions: over the regions of the answers.
    """
    base = alt.Chart(alt.NamedData("plane"))
    line, page = ink(dark), "#12161C" if dark else "#FFFFFF"
    scale = alt.Scale(nice=False, zero=False, padding=0)
    x = alt.X("x:Q", scale=scale, axis=alt.Axis(title=titles[0], grid=not regions, tickCount=5))
    y = alt.Y("y:Q", scale=scale, axis=alt.Axis(title=titles[1], grid=not regions, tickCount=5, minExtent=40))
    colour = alt.Color("slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None)
    cells = base.transform_filter("datum.kind == 'region'").mark_rect(strokeWidth=0)
    cells = cells.encode(
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
    corners = base.transform_filter("datum.kind == 'corner'").mark_point(opacity=0, size=0).encode(x=x, y=y)
    ends = base.transform_filter("datum.kind == 'end'").mark_point(filled=True, size=28, opacity=0.75, strokeWidth=0.5)
    ends = ends.encode(x=x, y=y, color=colour, stroke=alt.value(line))
    words = base.transform_filter("datum.kind == 'word'")
    shafts = words.mark_rule(color=line, strokeWidth=1.5, opacity=0.75).encode(x="x0:Q", y="y0:Q", x2="x:Q", y2="y:Q")
    # In pixels, since the axes have not one scale. Vega turns clockwise from "up", where the triangle's own tip is.
    along = "atan2(scale('x', datum.x) - scale('x', datum.x0), scale('y', datum.y0) - scale('y', datum.y))"
    tips = words.mark_point(
        shape="triangle-up", filled=True, size=90, color=line, opacity=1, angle=alt.ExprRef(f"{along} * 180 / PI")
    ).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("step:Q", title="word number", format="d"),
            alt.Tooltip("word:N"),
            alt.Tooltip("x:Q", title=titles[0], format="+.4f"),
            alt.Tooltip("y:Q", title=titles[1], format="+.4f"),
        ],
    )
    start = base.transform_filter("datum.kind == 'start'").mark_point(
        shape="circle", filled=False, size=90, color=line, strokeWidth=2, opacity=1
    )
    dx, dy = alt.ExprRef("datum.dx"), alt.ExprRef("datum.dy")
    halos = words.mark_text(
        dx=dx, dy=dy, baseline="middle", fontSize=12, color=line, stroke=page, strokeWidth=3, strokeOpacity=0.85
    )
    notes = words.mark_text(dx=dx, dy=dy, baseline="middle", fontSize=12, color=line)
    layers = [corners, ends, shafts, start.encode(x=x, y=y), tips]
    layers += [layer.encode(x=x, y=y, text="note:N") for layer in (halos, notes)]
    over = " over the regions of the answers" if regions else ""
    return finished(
        alt.layer(*([cells, *layers] if regions else layers)).properties(
            padding=CLOSE,
            height=_HEIGHT,
            description=f"Hidden states as points{over}: an arrow for every word of the sentence.",
        )
    )
