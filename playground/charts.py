"""Charts: data in, Vega-Lite specification and data frame out. Nothing here draws or reads a file.

Specifications are built once and cached, so that a tick sends data only and the browser swaps it in place.
Column names are fixed and our own; a visitor's text is only ever a value.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from rnn_core import Dataset, EpochRecord, Params, Trace, pack, predict

Spec = dict[str, Any]

# Okabe and Ito's colours, safe for colour-blind eyes, the first two the farthest apart; grey is "other".
PALETTE = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
OTHER_COLOUR = "#999999"
OTHER = "other"

MAX_POINTS = 120  # of a curve: a browser draws each twice, for the line and for the hover
WORDS_IN_A_ROW = 8
ROW = 1.4  # a row of bars is 1 high, the words stand above


@dataclass(frozen=True)
class ClassColours:
    """One colour per class, fixed per dataset: the six most frequent have their own, the rest share one."""

    classes: tuple[str, ...]  # all, in the network's order
    shown: tuple[int, ...]  # ids of those with a colour of their own

    @classmethod
    def of(cls, dataset: Dataset) -> "ClassColours":
        """The most frequent training classes first, ties by name."""
        counts = Counter(example.label for example in dataset.part("train"))
        by_count = sorted(range(len(dataset.classes)), key=lambda i: (-counts[dataset.classes[i]], i))
        return cls(dataset.classes, tuple(by_count[: len(PALETTE)]))

    def colour(self, class_id: int) -> str:
        """The colour of a class."""
        return PALETTE[self.shown.index(class_id)] if class_id in self.shown else OTHER_COLOUR

    @property
    def all(self) -> list[str]:
        """(C,) every class's colour, in the network's order."""
        return [self.colour(i) for i in range(len(self.classes))]

    @property
    def legend(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names and colours as the legend shows them."""
        names = tuple(self.classes[i] for i in self.shown)
        if len(self.classes) == len(names):
            return names, PALETTE[: len(names)]
        return (*names, OTHER), (*PALETTE[: len(names)], OTHER_COLOUR)


# --- one sentence, word by word ---------------------------------------------------------------------


def sentence_frame(trace: Trace, colours: ClassColours) -> pd.DataFrame:
    """One row per word and class: where its bar stands, and what it says.

    Without any word there is one bar, for what the network says before the first.
    """
    first = 1 if trace.words else 0
    words = trace.words or ("(no words)",)
    probabilities = trace.probabilities[first:]  # (T, C)
    names, _ = colours.legend
    parts = [probabilities[:, i] for i in colours.shown]
    if len(names) > len(parts):
        parts.append(1 - np.sum(parts, axis=0))
    rows = row_count(len(words))
    frames = []
    below = np.zeros(len(words))
    steps = np.arange(len(words))
    base = (rows - 1 - steps // WORDS_IN_A_ROW) * ROW
    for name, share in zip(names, parts, strict=True):
        frames.append(
            pd.DataFrame(
                {
                    "step": steps + 1,
                    "column": steps % WORDS_IN_A_ROW,
                    "word": words,
                    "label": name,
                    "probability": share,
                    "low": base + below,
                    "high": base + below + share,
                    "top": base + 1.02,
                    "reading": np.where(steps + 1 == len(words), "the answer", "if the sentence ended here"),
                }
            )
        )
        below = below + share
    return pd.concat(frames, ignore_index=True)


def row_count(words: int) -> int:
    """Rows of bars that so many words take."""
    return max(1, -(-words // WORDS_IN_A_ROW))


@lru_cache(maxsize=64)
def sentence_spec(words: int, legend: tuple[tuple[str, ...], tuple[str, ...]], dark: bool) -> Spec:
    """Bars of class probabilities after every word, the words above them, in rows of eight."""
    names, colours = legend
    rows = row_count(words)
    columns = max(4, min(words, WORDS_IN_A_ROW))
    base = alt.Chart(alt.NamedData("sentence"))
    x = alt.X(
        "column:O",
        scale=alt.Scale(domain=list(range(columns)), paddingInner=0.12, paddingOuter=0.02),
        axis=None,
    )
    ticks = [row * ROW + tick for row in range(rows) for tick in (0.0, 0.5, 1.0)]
    near = f"abs(datum.value % {ROW} - {{}}) < 0.01"
    y_axis = alt.Axis(
        values=ticks,
        labelExpr=f"{near.format(0.5)} ? '50 %' : {near.format(1)} ? '100 %' : '0 %'",
        title=None,
        domain=False,
        ticks=False,
        minExtent=42,
        maxExtent=42,
    )
    headroom = 0.16 if rows == 1 else ROW - 1.08  # for the words
    y_scale = alt.Scale(domain=[0, (rows - 1) * ROW + 1 + headroom], nice=False)
    bars = base.mark_bar().encode(
        x=x,
        y=alt.Y("low:Q", scale=y_scale, axis=y_axis),
        y2="high:Q",
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=list(names), range=list(colours)),
            legend=alt.Legend(orient="bottom", title=None, labelLimit=160, columns=4),
        ),
        opacity=alt.condition("datum.reading == 'the answer'", alt.value(1.0), alt.value(0.68)),
        tooltip=[
            alt.Tooltip("step:Q", title="word number"),
            alt.Tooltip("word:N", title="word"),
            alt.Tooltip("label:N", title="class"),
            alt.Tooltip("probability:Q", title="probability", format=".1%"),
            alt.Tooltip("reading:N", title="this is"),
        ],
    )
    labels = (
        base.transform_filter(alt.datum.label == names[0])
        .mark_text(
            baseline="bottom",
            fontWeight="bold",
            fontSize=alt.ExprRef(f"max(10, min(19, width / {columns} / 3.4))"),
            limit=alt.ExprRef(f"width / {columns}"),
            color="#F2F2F2" if dark else "#1F2328",
        )
        .encode(x=x, y=alt.Y("top:Q", scale=y_scale, axis=y_axis), text="word:N")
    )
    chart = (bars + labels).properties(
        height=(330 if rows == 1 else 50 + 120 * rows),
        description="Stacked bars: the probability of each class after every word of the sentence, in order.",
    )
    return _finished(chart)


# --- how it learns ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Curve:
    """One small chart of how a run goes: which numbers of an EpochRecord it shows, and how."""

    title: str
    columns: tuple[str, ...]  # attributes of EpochRecord: of train, then of test
    height: int
    format: str
    hint: str  # what will appear, shown before anything has
    empty_max: float  # upper end of the axis before anything has appeared
    domain_max: float | None = None  # fixed upper end, where there is one
    has_epochs: bool = False  # whether the epochs stand below: the four charts share them


CURVES = (
    Curve("loss", ("train_loss", "test_loss"), 150, ".3f", "how surprised it is by the right answers", 0.8),
    Curve(
        "accuracy",
        ("train_accuracy", "test_accuracy"),
        108,
        ".1%",
        "how many sentences it gets right",
        1.02,
        domain_max=1.02,
    ),
    Curve("gradient", ("gradient_norm",), 84, ".3g", "how strongly it is told to change (median norm)", 2.0),
    Curve("clipped", ("clipped_share",), 96, ".2%", "how much of the gradient is cut", 0.01, has_epochs=True),
)


def curve_frame(records: Sequence[EpochRecord], curve: Curve, epochs: int) -> pd.DataFrame:
    """At most MAX_POINTS epochs of a curve, each a real one: columns epoch, last, and those of the curve."""
    values = np.array(
        [[np.nan if (v := getattr(r, c)) is None else v for c in curve.columns] for r in records], dtype=float
    ).reshape(len(records), len(curve.columns))
    if not records:  # one row, in the middle, for the hint to stand on
        return pd.DataFrame({"epoch": [epochs / 2]})
    kept = thin(values)
    frame = pd.DataFrame(values[kept], columns=["first", "second"][: len(curve.columns)])
    frame.insert(0, "epoch", kept + 1)
    frame["last"] = frame["epoch"] == len(records)
    return frame


def thin(values: np.ndarray[Any, np.dtype[np.float64]], most: int = MAX_POINTS) -> Any:
    """Which rows to draw: the first and last, and of every stretch each column's minimum and maximum.

    Args:
        values: (n, k) one row per epoch.
        most: how many rows at most.

    Returns:
        Sorted row numbers. Stretches have a power of two of rows, so that a growing curve keeps its shape.
    """
    n, k = values.shape
    if n <= most:
        return np.arange(n)
    stretch = 1
    while -(-n // stretch) * 2 * k + 2 > most:
        stretch *= 2
    kept = {0, n - 1}
    for start in range(0, n, stretch):
        for column in values[start : start + stretch].T:
            if not np.isnan(column).all():
                kept |= {start + int(np.nanargmin(column)), start + int(np.nanargmax(column))}
    return np.array(sorted(kept))


@lru_cache(maxsize=64)
def curve_spec(curve: Curve, epochs: int, dark: bool, empty: bool) -> Spec:
    """Lines over epochs, train solid and test dashed; hovering snaps to an epoch and shows its values.

    Args:
        curve: what to show.
        epochs: the end of the epoch axis.
        dark: for the dark theme.
        empty: nothing has happened yet: axes and a line on what will appear.
    """
    ink = "#D5DAE1" if dark else "#3A4049"
    series = ["first", "second"][: len(curve.columns)]
    names = [f"train {curve.title}", f"test {curve.title}"] if len(series) == 2 else [curve.title]
    base = alt.Chart(alt.NamedData("curve"))
    x = alt.X(
        "epoch:Q",
        scale=alt.Scale(domain=[0, epochs], nice=False),
        axis=alt.Axis(
            title="epoch" if curve.has_epochs else None,
            titlePadding=0,
            labels=curve.has_epochs,
            tickCount=5,
            tickMinStep=1,
            format="d",
            grid=False,
        ),
    )
    fixed = curve.domain_max or (curve.empty_max if empty else None)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, fixed], nice=False) if fixed else alt.Scale(zero=True),
        axis=alt.Axis(
            title=curve.title,
            format="~%" if "%" in curve.format else "~g",
            values=[0, 0.5, 1] if curve.domain_max else alt.Undefined,
            tickCount=3,
            grid=not empty,
            minExtent=44,
            maxExtent=44,
        ),
    )
    if empty:
        hint = base.transform_calculate(value=f"{curve.empty_max / 2}").mark_text(fontSize=13, color=ink, opacity=0.8)
        hint = hint.encode(x=x, y=y, text=alt.value(curve.hint))
        return _finished(hint.properties(height=curve.height, description=curve.hint))

    folded = base.transform_fold(series, as_=["series", "value"]).transform_filter("isValid(datum.value)")
    dash = alt.StrokeDash(
        "series:N", scale=alt.Scale(domain=series, range=[[1, 0], [5, 3]][: len(series)]), legend=None
    )
    hover = alt.selection_point(
        name="hover", fields=["epoch"], nearest=True, on="pointerover", clear="pointerout", empty=False
    )
    lines = folded.mark_line(color=ink, strokeWidth=2, strokeJoin="round").encode(x=x, y=y, strokeDash=dash)
    heads = folded.transform_filter("datum.last").mark_point(color=ink, filled=True, size=36, opacity=1)
    touched = folded.transform_filter(hover).mark_point(color=ink, filled=True, size=50, opacity=1)
    values = [
        alt.Tooltip(f"{column}:Q", title=name, format=curve.format) for column, name in zip(series, names, strict=True)
    ]
    rule = base.mark_rule(color=ink, strokeWidth=1).encode(
        x=x,
        opacity=alt.condition(hover, alt.value(0.6), alt.value(0)),
        tooltip=[alt.Tooltip("epoch:Q", title="epoch", format="d"), *values],
    )
    chart = lines + heads.encode(x=x, y=y) + touched.encode(x=x, y=y) + rule.add_params(hover)
    return _finished(chart.properties(height=curve.height, description=f"{', '.join(names)} by epoch: {curve.hint}."))


def _finished(chart: alt.TopLevelMixin) -> Spec:
    spec: Spec = chart.to_dict()
    del spec["data"]  # the caller sends the data beside the specification
    spec.pop("datasets", None)
    return spec


# --- every sentence ---------------------------------------------------------------------------------


def predictions_frame(dataset: Dataset, params: Params) -> pd.DataFrame:
    """Every sentence with its label, prediction and probability, wrong ones first."""
    batch = pack(dataset.encode(dataset.examples), range(len(dataset.examples)))
    probabilities = np.empty((len(batch), len(dataset.classes)))
    probabilities[batch.order] = predict(params, batch)
    best = probabilities.argmax(axis=1)
    predicted = [dataset.classes[i] for i in best]
    frame = pd.DataFrame(
        {
            "right": ["✓" if e.label == p else "✗" for e, p in zip(dataset.examples, predicted, strict=True)],
            "sentence": [e.sentence for e in dataset.examples],
            "prediction": predicted,
            "probability": probabilities.max(axis=1),
            "label": [e.label for e in dataset.examples],
            "part": [e.split for e in dataset.examples],
        }
    )
    wrong = frame["right"] == "✗"
    return pd.concat([frame[wrong].sort_values("probability", ascending=False, kind="stable"), frame[~wrong]])
