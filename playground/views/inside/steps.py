"""One word's step: every gate's sum, the new state that the gates make, and the answer."""

import numpy as np
import streamlit as st

from playground import findings
from playground.charts.table import table
from playground.charts.terms import bars, terms_columns, terms_spec
from playground.explained import EXPLAINED
from playground.look import Look
from playground.markup import Html, bdi, joined, tag
from playground.state import AppState
from playground.views.inside.choosers import choose, gates, layer_and_direction
from playground.views.inside.tables import draw_table, number
from playground.views.show import remark, show
from rnn_core.arrays import Array
from rnn_core.inside.steps import Gate, Step, score_terms, step

_AROUND = 8  # words on either side of the marked one


def draw(app: AppState, look: Look) -> None:
    """Walk a sentence word by word."""
    words, H = look.read.words, look.params.layout.hidden
    if not words:
        st.caption(findings.NO_WORDS)
        return
    t = _word(app, look)
    show(tag("p", _sentence_at(words, t)))
    layer, direction = layer_and_direction(app, look, "steps", top=False)
    name = choose(app, "steps_gate", "Gate", gates(look))
    unit = st.slider("Unit", 1, H, 1, key=f"unit_of_{H}") - 1 if H > 1 else 0
    now = step(look.params, look.read, t, layer, direction)
    gate = next(gate for gate in now.gates if gate.name == name)
    explained = EXPLAINED[look.model.cell]
    remark(findings.word_input(look, t, layer, direction))
    remark(findings.gate_does(explained.gates[name]), findings.gate_sum(gate, explained.gates[name], unit, layer))
    terms = _terms(look, now, gate, unit, layer)
    st.vega_lite_chart(table(terms_columns(terms)), terms_spec(bars(len(terms)), look.dark), width="stretch")
    _sums(gate, explained.gates[name].name, layer)
    if len(now.gates) > 1:
        remark(explained.equation, f" Unit {unit + 1}: ", explained.in_numbers(now, unit))
        _new_states(now)
    _answers(look, t)


def _word(app: AppState, look: Look) -> int:
    """Which word: the one that was asked for or, if none was, that at which the answer turns last."""
    names = [str(t) for t in range(1, len(look.read.words) + 1)]
    if len(names) == 1:
        return 1
    app.kept.at_first("word", str(look.turn), names)
    return int(st.select_slider("Word", names, **app.kept.held("word")))


def _sentence_at(words: tuple[str, ...], t: int) -> Html:
    """The sentence around word t, which is marked."""
    first = max(0, t - _AROUND)
    marked = [bdi(word) if i != t else tag("b", tag("u", bdi(word))) for i, word in enumerate(words, 1)]
    some = joined(*marked[first : t + _AROUND], between=" ")
    return joined("… " if first else "", some, " …" if t + _AROUND < len(words) else "")


def _terms(look: Look, now: Step, gate: Gate, unit: int, layer: int) -> list[tuple[str, float]]:
    """Every term of one unit's sum, by name; they add up to it."""
    H, through = look.params.layout.hidden, 1.0 if gate.reset is None else float(gate.reset[unit])
    if gate.input_terms is None:
        terms = [(f"word “{now.word}”", float(gate.from_input[unit]))]
    elif layer:
        below = [
            f"layer {layer}, unit {i % H + 1}{' back' if i >= H else ''}" for i in range(look.params.layout.read_out)
        ]
        terms = [(name, float(term)) for name, term in zip(below, gate.input_terms[unit], strict=True)]
    else:
        terms = [(f"word, number {i}", float(term)) for i, term in enumerate(gate.input_terms[unit], 1)]
    terms.append(("bias", float(gate.bias[unit])))
    if gate.second_bias is not None:
        terms.append(("reset × its bias", through * float(gate.second_bias[unit])))
    before = zip(gate.from_state[unit], now.previous, strict=True)
    times = "" if gate.reset is None else "reset × "
    return terms + [(f"{times}unit {j}, was {h:+.2f}", through * float(term)) for j, (term, h) in enumerate(before, 1)]


def _sums(gate: Gate, name: str, layer: int) -> None:
    """Every unit's sum."""
    below = f"From layer {layer}, all terms added up" if layer else "From the word"
    through = "" if gate.reset is None else ", multiplied by the reset gate"
    draw_table(
        {
            "unit": np.arange(1, len(gate.z) + 1),
            "word": gate.from_input,
            "before": gate.before,
            "bias": gate.bias,
            "z": gate.z,
            "value": gate.value,
        },
        unit=number("unit", width=40),
        word=number("Wxh x", format="%.4f", help=below),
        before=number("Whh h", format="%.4f", help=f"From the state before this word in the order of reading{through}"),
        bias=number("bias", format="%.4f", help="The unit's bias"),
        z=number("sum", format="%.4f", help="The three before it, added up"),
        value=number(name, format="%.4f", help="What is made of the sum"),
    )


def _new_states(now: Step) -> None:
    """What the gates make of the state before."""
    columns: dict[str, Array] = {"unit": np.arange(1, len(now.state) + 1)}
    columns |= {gate.name: gate.value for gate in now.gates}
    titles = {}
    if now.cell is not None and now.previous_cell is not None:
        columns |= {"cell before": now.previous_cell, "new cell": now.cell}
        titles = {"cell before": "c before", "new cell": "new c"}
    columns |= {"state before": now.previous, "state": now.state}
    titles |= {"state before": "h before", "state": "new h"}
    config = {name: number(titles.get(name, name), format="%.4f") for name in columns if name != "unit"}
    draw_table(columns, unit=number("unit", width=40), **config)


def _answers(look: Look, t: int) -> None:
    """What is answered to what is read out."""
    every, last = look.model.readout == "words", t == len(look.read.words)
    if every:
        st.caption("The answer at this word:")
    else:
        st.caption("This is the last word, so this is the answer:" if last else "If the sentence ended here:")
    draw_table(
        {
            "class": look.dataset.classes,
            "terms": score_terms(look.params, look.read.read_out[t]).sum(axis=1),
            "bias": look.params.by,
            "score": look.read.scores[t],
            "probability": 100 * look.read.probabilities[t].astype(float),
        },
        terms=number(
            "Why r", format="%.4f", help="Everything that is read out times its weight for the class, added up"
        ),
        bias=number("by", format="%.4f", help="The class's bias"),
        score=number("score", format="%.4f", help="The two before it, added up"),
        probability=number("probability", format="%.2f%%", help="softmax of the scores"),
    )
