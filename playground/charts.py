"""One sentence as a chart, every sentence as a table. Data in, specification and data frame out; nothing is drawn here.

Specifications are built once and cached, so that a tick sends data only and the browser swaps it in place.
Column names are fixed and our own; a visitor's text is only ever a value.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from rnn_core import Dataset, Params, Trace, pack, predict

Spec = dict[str, Any]

# Okabe and Ito's colours, safe for colour-blind eyes, the first two the farthest apart; grey is "other".
PALETTE = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
OTHER_COLOUR = "#999999"
OTHER = "other"

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
    return finished(chart)


def finished(chart: alt.TopLevelMixin) -> Spec:
    """A chart as a plain dictionary; the caller sends the data beside it."""
    spec: Spec = chart.to_dict()
    del spec["data"]
    spec.pop("datasets", None)
    return spec


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
