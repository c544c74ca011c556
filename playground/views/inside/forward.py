"""The way forward: step by step, the hidden states, the plane, the words, the weights."""

import numpy as np
import pandas as pd
import streamlit as st

from playground import findings
from playground.charts import plane as plane_chart
from playground.charts.spec import positions
from playground.charts.states import MOST_ROWS, states_frame, states_spec, weights_frame, weights_spec
from playground.charts.terms import terms_frame, terms_spec
from playground.look import Look
from playground.messages import as_text, percent
from playground.state import AppState
from playground.views.inside.tables import table_height
from rnn_core import limits
from rnn_core.inside import plane as planes
from rnn_core.inside.steps import score_terms, step
from rnn_core.inside.units import effects, pushes, row_names
from rnn_core.trace import trace

_MOST_ENDS, _MOST_WORDS, _MOST_NAMED = 120, 400, 60
_NUMBER = st.column_config.NumberColumn


def steps(app: AppState, look: Look) -> None:
    """Walk a sentence word by word."""
    words, H = look.read.words, look.params.layout.hidden
    if not words:
        st.caption(findings.NO_WORDS)
        return
    left, right = st.columns(2, gap="large")
    t = left.slider("Word", 1, len(words), 1, key=f"word_of_{len(words)}") if len(words) > 1 else 1
    unit = right.slider("Unit", 1, H, 1, key=f"unit_of_{H}") - 1
    now = step(look.params, look.read, t)
    (gate,) = now.gates
    with left:
        st.html(f'<p>{_sentence_at(words, t)}</p><div class="rnn-small"><p>{findings.one_hot(look, t)}</p></div>')
        st.dataframe(
            pd.DataFrame(
                {
                    "unit": np.arange(1, H + 1),
                    "word": gate.from_input,
                    "before": gate.before,
                    "bias": gate.bias,
                    "z": gate.z,
                    "state": now.state,
                }
            ),
            hide_index=True,
            height=table_height(H),
            column_config={
                "unit": _NUMBER("unit", width=40),
                "word": _NUMBER("Wxh x", format="%.4f", help="From the word: its column of Wxh"),
                "before": _NUMBER("Whh h", format="%.4f", help="From the state before this word"),
                "bias": _NUMBER("bh", format="%.4f", help="The unit's bias"),
                "z": _NUMBER("sum", format="%.4f", help="The three before it, added up"),
                "state": _NUMBER("new state", format="%.4f", help="tanh of the sum"),
            },
        )
    with right:
        terms = [(f"word “{now.word}”", float(gate.from_input[unit])), ("bias", float(gate.bias[unit]))]
        before = zip(gate.from_state[unit], now.previous, strict=True)
        terms += [(f"unit {j}, was {h:+.2f}", float(term)) for j, (term, h) in enumerate(before, 1)]
        st.html(f'<div class="rnn-small"><p>{findings.unit_sum(gate, unit)}</p></div>')
        st.vega_lite_chart(terms_frame(terms), terms_spec(look.dark), width="stretch")
        st.caption("If the sentence ended here:" if t < len(words) else "This is the last word, so this is the answer:")
        _answer_table(look, t)


def _sentence_at(words: tuple[str, ...], t: int) -> str:
    """The sentence around word t, which is marked."""
    first = max(0, t - 8)
    shown = [as_text(word) if i != t else f"<b><u>{as_text(word)}</u></b>" for i, word in enumerate(words, 1)]
    some = shown[first : t + 8]
    return f"{'… ' if first else ''}{' '.join(some)}{' …' if t + 8 < len(words) else ''}"


def _answer_table(look: Look, t: int) -> None:
    sums = score_terms(look.params, look.read.states[t]).sum(axis=1)
    st.dataframe(
        pd.DataFrame(
            {
                "class": look.dataset.classes,
                "terms": sums,
                "bias": look.params.by,
                "score": look.read.scores[t],
                "probability": 100 * look.read.probabilities[t].astype(float),
            }
        ),
        hide_index=True,
        column_config={
            "terms": _NUMBER("Why h", format="%.4f", help="Every unit times its weight for the class, added up"),
            "bias": _NUMBER("by", format="%.4f", help="The class's bias"),
            "score": _NUMBER("score", format="%.4f", help="The two before it, added up"),
            "probability": _NUMBER("probability", format="%.2f %%", help="softmax of the scores"),
        },
    )


def states(app: AppState, look: Look) -> None:
    """The hidden state as colours, and what each unit is for."""
    if not look.read.words:
        st.caption(findings.NO_WORDS)
        return
    classes = look.dataset.classes
    chosen = st.selectbox(
        "Units on top speak for", classes, index=None, key="states_class",
        placeholder=f"its answer, {classes[look.answer]}",
    )  # fmt: skip
    class_id = classes.index(chosen) if chosen in classes else look.answer
    speaks = effects(look.params, look.read.states[-1], class_id)
    order = np.argsort(-speaks, kind="stable")
    left, right = st.columns([3, 2], gap="medium")
    left.vega_lite_chart(
        states_frame(look.read.states[1:], look.read.words, order),
        states_spec(look.params.layout.hidden, look.dark),
        width="stretch",
    )
    moved = [pushes(look.params, look.dataset.vocabulary, int(unit)) for unit in order]
    right.dataframe(
        pd.DataFrame(
            {
                "unit": order + 1,
                "state": look.read.states[-1][order],
                "speaks": speaks[order],
                "up": [", ".join(word for word, _ in found.up) for found in moved],
                "down": [", ".join(word for word, _ in found.down) for found in moved],
            }
        ),
        hide_index=True,
        height=table_height(len(order)),
        column_config={
            "unit": _NUMBER("unit", width=40),
            "state": _NUMBER("state", format="%.3f", help="After the last word"),
            "speaks": _NUMBER(
                "speaks for", format="%.3f", help="What it adds to the class's score, against the mean of all classes"
            ),
            "up": st.column_config.TextColumn("pushed up by", help="The words with the largest weights to this unit"),
            "down": st.column_config.TextColumn("pushed down by", help="The words with the most negative weights"),
        },
    )


def second_sentence(app: AppState) -> None:
    """The sentence beside the one in the box."""
    st.text_input(
        "A second sentence beside it", max_chars=limits.MAX_SENTENCE_CHARACTERS, live=True,
        placeholder="Another sentence", **app.held("second_sentence"),
    )  # fmt: skip


def plane(app: AppState, look: Look) -> None:
    """Two sentences as paths of points."""
    reads = [look.read, trace(look.params, look.dataset.vocabulary, app.kept["second_sentence"])]
    others = planes.some_sentences(look.dataset, _MOST_ENDS)
    ends = planes.endings(look.params, others)
    found = planes.best_plane(np.vstack([ends, *(read.states for read in reads)]))
    slots = np.array(
        [look.colours.slot(int(c)) for c in planes.probabilities_at(look.params, ends).argmax(axis=1)], dtype=np.intp
    )
    regions = None
    if not found.projected:
        regions = plane_chart.regions_frame(*planes.lattice(look.params, plane_chart.LATTICE), look.colours)
    for read, place in zip(reads, st.columns(2, gap="medium"), strict=False):
        frame = plane_chart.plane_frame(found.of(read.states), read.words, found.of(ends), slots)
        with place:
            p = read.probabilities[-1]
            st.html(
                f"<div><b>{as_text(' '.join(read.words) or '(no words)')}</b>: "
                f"{as_text(look.dataset.classes[int(p.argmax())])}, {percent(float(p.max()))}</div>"
            )
            st.vega_lite_chart(
                frame if regions is None else pd.concat([regions, frame], ignore_index=True),
                plane_chart.plane_spec(look.colours.legend[1], found.projected, look.dark),
                width="stretch",
            )
            points = "; ".join(
                f"{as_text(word)} ({x:+.2f}, {y:+.2f})"
                for word, (x, y) in zip(read.words[:12], found.of(read.states)[1:13], strict=True)
            )
            more = " …" if len(read.words) > 12 else ""
            st.html(f'<div class="rnn-small">After each word: {points}{more}</div>')
    st.html(f'<div class="rnn-small">{findings.plane(found)}</div>')


def words(app: AppState, look: Look) -> None:
    """The words' columns of Wxh in two dimensions."""
    rows = planes.frequent_rows(look.dataset, _MOST_WORDS)
    names = [row_names(look.dataset.vocabulary)[row] for row in rows]
    found = planes.best_plane(look.params["Wxh"][rows])
    alone = planes.alone(look.params, rows)
    frame = plane_chart.words_frame(found.of(look.params["Wxh"][rows]), names, alone, look.colours)
    left, right = st.columns([3, 2], gap="medium")
    left.vega_lite_chart(
        frame,
        plane_chart.words_spec(look.colours.legend[1], found.projected, len(rows) <= _MOST_NAMED, look.dark),
        width="stretch",
    )
    kept = "" if len(rows) == look.dataset.vocabulary.rows else f" The {len(rows)} most frequent words."
    share = f" A projection that keeps {percent(sum(found.shares))} of the variance." if found.projected else ""
    left.html(
        '<div class="rnn-small">Every word adds its column of Wxh to the sum before tanh. The colour is what the '
        f"network answers to the word alone, the larger the surer.{share}{kept}</div>"
    )
    right.dataframe(
        frame[["word", "label", "probability"]].assign(probability=100 * frame["probability"]),
        hide_index=True,
        height=table_height(len(rows)),
        column_config={
            "label": st.column_config.TextColumn("alone it means"),
            "probability": _NUMBER("probability", format="%.1f %%"),
        },
    )


def weights(app: AppState, look: Look) -> None:
    """A weight matrix as a picture."""
    chosen = st.segmented_control("Matrix", ["Whh", "Wxh", "Why"], key="matrix", default="Whh", required=True)
    params, H = look.params, look.params.layout.hidden
    units = [f"unit {i}" for i in range(1, H + 1)]
    # By their places too: a word "__proto__" as the name of a tick breaks the chart (Vega 6) when it changes.
    words = positions(row_names(look.dataset.vocabulary)[:MOST_ROWS])
    classes = positions(look.dataset.classes)
    matrix, rows, columns, about = {
        "Whh": (params["Whh"].T, units, units, "Row: a unit of the new state. Column: a unit of the state before."),
        "Wxh": (params["Wxh"].T, units, words, "Row: a unit. Column: what a word adds to it."),
        "Why": (params.Why.T, classes, units, "Row: a class. Column: what a unit says about it."),
    }[chosen]
    st.vega_lite_chart(weights_frame(matrix, rows, columns), weights_spec(len(rows), look.dark), width="stretch")
    cut = f" The first {MOST_ROWS} rows and columns are shown." if max(matrix.shape) > MOST_ROWS else ""
    st.html(
        f'<div class="rnn-small">{chosen}, {matrix.shape[0]:,} by {matrix.shape[1]:,}, from {matrix.min():+.3f} to '
        f"{matrix.max():+.3f}, length {np.linalg.norm(matrix):.3g}. {about}{cut}</div>"
    )
