"""One sentence as a chart: what the network would answer after every word."""

from functools import lru_cache

import altair as alt
import numpy as np

from playground.charts.spec import Spec, finished, with_names
from playground.charts.table import Columns
from playground.colours import ClassColours
from rnn_core import Trace

WORDS_IN_A_ROW = 8
ROW = 1.4  # a row of bars is 1 high, the words stand above


def sentence_columns(trace: Trace, colours: ClassColours) -> Columns:
    """One row per word and class: where its bar stands, and what it says.

    Without any word there is one bar, for what the network says before the first. ``slot`` is the position of a
    bar's class in the legend: a class's name is never used as a key.
    """
    first = 1 if trace.words else 0
    words = trace.words or ("(no words)",)
    T = len(words)
    probabilities = trace.probabilities[first:]  # (T, C)
    shares = [probabilities[:, i] for i in colours.shown]
    labels = [[colours.classes[i]] * T for i in colours.shown]
    if colours.has_others:
        answers = probabilities.argmax(axis=1)
        is_other = ~np.isin(answers, colours.shown)
        shares.append(np.where(is_other, probabilities.max(axis=1), 0.0))
        labels.append([colours.classes[i] for i in answers])
        shares.append(np.maximum(0.0, 1 - np.sum(shares, axis=0)))
        labels.append(["all others"] * T)
    slots = len(shares)
    steps = np.arange(T)
    base = np.tile((row_count(T) - 1 - steps // WORDS_IN_A_ROW) * ROW, slots)
    above = np.cumsum(shares, axis=0).ravel()  # slot by slot, all words of each
    share = np.concatenate(shares)
    return {
        "step": np.tile(steps + 1, slots),
        "column": np.tile(steps % WORDS_IN_A_ROW, slots),
        "word": words * slots,
        "slot": np.repeat(np.arange(slots), T),
        "label": [label for of_slot in labels for label in of_slot],
        "probability": share,
        "low": base + above - share,
        "high": base + above,
        "top": base + 1.02,
        "reading": [*["if the sentence ended here"] * (T - 1), "the answer"] * slots,
    }


def row_count(words: int) -> int:
    """Rows of bars that so many words take."""
    return max(1, -(-words // WORDS_IN_A_ROW))


def sentence_spec(words: int, legend: tuple[tuple[str, ...], tuple[str, ...]], dark: bool) -> Spec:
    """Bars of class probabilities after every word, the words above them, in rows of eight."""
    names, colours = legend
    return with_names(_bars(words, colours, dark), names)


@lru_cache(maxsize=64)
def _bars(words: int, colours: tuple[str, ...], dark: bool) -> Spec:
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
            "slot:O",
            scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)),
            legend=alt.Legend(
                orient="bottom",
                title=None,
                labelLimit=160,
                columns=4,
                labelExpr="names[datum.value]",
                symbolType="square",
            ),
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
        base.transform_filter(alt.datum.slot == 0)
        .mark_text(
            baseline="bottom",
            fontWeight="bold",
            fontSize=alt.ExprRef(f"max(10, min(19, width / {columns} / 3.4))"),
            limit=alt.ExprRef(f"width / {columns}"),
            color="#F2F2F2" if dark else "#1F2328",
        )
        .encode(x=x, y=alt.Y("top:Q", scale=y_scale, axis=y_axis), text="word:N")
    )
    chart = (
        (bars + labels)
        .add_params(alt.param(name="names", value=[]))
        .properties(
            height=(330 if rows == 1 else 50 + 120 * rows),
            description="Stacked bars: the probability of each class after every word of the sentence, in order.",
        )
    )
    return finished(chart)
