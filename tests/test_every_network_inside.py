"""Every view for every network: what it draws are the network's own numbers, or it says why it draws nothing."""

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import get_args

import numpy as np
import pandas as pd
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from playground.charts.norms import GRADIENT, lines
from playground.charts.states import MOST_NAMED
from playground.charts.through_time import RUN
from playground.explained import EXPLAINED
from playground.look import look
from playground.needs import PUBLISHED, REGIONS, needs
from playground.sentences import Sentences
from playground.settings import SETTINGS, Settings
from playground.untrained import Untrained
from playground.views.inside import VIEWS
from playground.views.inside.states import CELL, STATE
from playground.weight_names import places
from rnn_core import Layout, ModelConfig, Params, Vocabulary, initial_params, limits, trace
from rnn_core.config import CellName, Initialisation, InputName, ReadoutName
from rnn_core.inside.backwards import gradient_lengths
from rnn_core.inside.memory import memory_probe
from rnn_core.inside.saliency import saliency
from rnn_core.inside.steps import step
from rnn_core.inside.units import effects
from rnn_core.label_counts import log_count_ratios
from rnn_core.seeds import Stream, generator
from tests.datasets import drawn, rows, tagged
from tests.networks import EVERY, named
from tests.test_page import calm, shown

WORDLESS = {"steps", "states", "through_time", "check", "saliency"}  # views that have nothing to say without words


def one_view():
    """A script that draws one view of a run that has learned for an epoch."""
    import streamlit as st

    from playground import opening
    from playground.runs import Run
    from playground.views import inside

    app = opening.current()
    if "wanted" in st.session_state:
        app.run = Run.begin(*st.session_state.pop("wanted"))
        app.shown.chosen = app.sentences
        app.kept.set({"word": "", **app.sentences.beside})
        app.job.step()
        app.job.run_slice(30.0)
    app.kept.set(st.session_state.pop("kept", {}))
    if st.session_state.get("view"):
        inside.draw_view(app, False, st.session_state["view"])


@dataclass
class Opened:
    """A page on which one view is open."""

    page: AppTest

    @property
    def app(self):
        return self.page.session_state["app"]

    def begin(self, sentences: Sentences, wanted: Settings, sentence: str) -> None:
        """Another run."""
        self.page.session_state["wanted"] = (sentences, wanted)
        self.page.session_state["kept"] = {"sentence": sentence}
        self.page.session_state["view"] = ""
        calm(self.page.run())

    def draw(self, view: str, **kept: str) -> None:
        """Another view, with this in its widgets."""
        self.page.session_state["view"] = view
        self.page.session_state["kept"] = kept
        calm(self.page.run())
        for spec in self.specs:
            assert spec["description"]

    @property
    def specs(self) -> list[dict]:
        return [json.loads(chart.proto.spec) for chart in self.page.get("vega_lite_chart")]

    @property
    def charts(self) -> list[pd.DataFrame]:
        """The columns of every chart."""
        found = self.page.get("vega_lite_chart")
        return [pyarrow.ipc.open_stream(chart.proto.data.data).read_all().to_pandas() for chart in found]

    @property
    def tables(self) -> list[pd.DataFrame]:
        return [table.value for table in self.page.dataframe]

    @property
    def told(self) -> str:
        return shown(self.page)


@pytest.fixture(scope="module")
def opened() -> Opened:
    page = AppTest.from_function(one_view, default_timeout=60)
    return Opened(calm(page.run()))


# Networks, and what they read.


@cache
def sentences_of(kind: str) -> Sentences:
    datasets = {
        "plain": lambda: rows("a b c | x", "b a | y", "c d e a b | x", "e | y", "d d a | x | test"),
        "many": lambda: drawn(30, 9, words=40),
        "unknown": lambda: rows("a b c | x", "b a | y", "c b a | z", "f e | y", unknown="vector"),
        "tagged": lambda: tagged("a/N b/V c/N", "b/V a/N", "c/D d/N e/V a/N b/V", "d/N a/D | test"),
    }
    return Sentences(datasets[kind](), kind, own=True)


KINDS = ("plain", "many", "unknown", "tagged")
TO_READ = ("", "quux", "quux blorp", "a", "a b", "c d a b e", "d a", "w1 quux w2 w3 w1", "a b c " * 9, "b " * 60)


@st.composite
def networks(draw, kind: str) -> Settings:
    pick = lambda *values: draw(st.sampled_from(values))  # noqa: E731
    return Settings(
        hidden_size=pick(1, 2, 2, 3, 5, 16, MOST_NAMED + 1, 70),
        cell=pick(*get_args(CellName)),
        layers=pick(1, 1, 2, 3),
        directions=pick(1, 2),
        readout="words" if kind == "tagged" else pick(*get_args(ReadoutName)),
        input=pick(*get_args(InputName)),
        embedding_size=pick(1, 2, 8),
        first_embedding=pick("random", "counts"),
        forget_bias=pick(0.0, 1.0),
        initialisation=pick(*get_args(Initialisation)),
        dtype=pick("float64", "float32"),
        epochs=pick(2, 50),
        clip_by=pick("none", "norm"),
        seed=pick(0, 7),
    )


@st.composite
def situations(draw) -> tuple[str, Settings, str]:
    kind = draw(st.sampled_from(KINDS))
    return kind, draw(networks(kind)), draw(st.sampled_from(TO_READ))


def at(now, config: ModelConfig, draw) -> tuple[int, int]:
    """Some layer and direction."""
    return draw(st.integers(0, config.layers - 1)), draw(st.integers(0, config.directions - 1))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(situations(), st.data())
def test_whatever_is_trained_and_read_every_view_draws_the_networks_own_numbers(opened, situation, data):
    kind, wanted, sentence = situation
    opened.begin(sentences_of(kind), wanted, sentence)
    app = opened.app
    params, config, dataset = app.job.snapshot().params, wanted.model, app.dataset
    now = look(app.sentences, params, None, sentence, False, True)
    layer, direction = at(now, config, data.draw)
    gate = data.draw(st.sampled_from(params.layout.cell.gates))
    what = data.draw(st.sampled_from([STATE, CELL, *params.layout.cell.gates]))
    word = data.draw(st.integers(0, len(now.read.words) + 2))
    matrix = data.draw(st.sampled_from(list(places(params.layout))))
    for view in VIEWS:
        opened.draw(
            view,
            word=str(word or ""),
            matrix=matrix,
            steps_gate=gate,
            weights_gate=gate,
            states_what=what,
            **{f"{of}_layer": str(layer + 1) for of in ("steps", "states", "plane", "through_time")},
            **{f"{of}_direction": str(direction) for of in ("steps", "states", "plane", "through_time")},
        )
        missing = needs(view, config, dataset.tagged)
        if missing:
            assert missing in opened.told and not opened.specs and not opened.tables
        elif view in WORDLESS and not now.read.words:
            assert any("There is no word to look at" in caption.value for caption in opened.page.caption)
            assert not opened.specs and not opened.tables
        elif view in CHECKS:
            CHECKS[view](opened, params, now, layer, direction, gate=gate, what=what, word=word, matrix=matrix)


def close(found, expected) -> bool:
    return np.allclose(np.asarray(found, dtype=float), expected, rtol=1e-12, atol=1e-12, equal_nan=True)


def check_steps(opened, params, now, layer, direction, gate, word, **_):
    words = len(now.read.words)
    t = word if 1 <= word <= words else now.turn
    shown_step = step(params, now.read, t, layer, direction)
    shown_gate = next(found for found in shown_step.gates if found.name == gate)
    sums, *states, answers = opened.tables
    for column, expected in {
        "word": shown_gate.from_input, "before": shown_gate.before, "bias": shown_gate.bias, "z": shown_gate.z,
        "value": shown_gate.value,
    }.items():  # fmt: skip
        assert close(sums[column], expected), column
    (terms,) = opened.charts
    tolerance = 1e-12 if params.flat.dtype == np.float64 else 1e-4
    tolerance *= max(1.0, float(terms["value"].abs().sum()))  # states of ReLU have no bound
    assert terms["value"].sum() == pytest.approx(float(shown_gate.z[0]), rel=0, abs=tolerance)
    assert bool(states) == (len(shown_step.gates) > 1)
    for table in states:
        for found in shown_step.gates:
            assert close(table[found.name], found.value), found.name
        assert close(table["state"], shown_step.state) and close(table["state before"], shown_step.previous)
        if shown_step.cell is not None:
            assert close(table["new cell"], shown_step.cell) and close(table["cell before"], shown_step.previous_cell)
    assert close(answers["score"], now.read.scores[t])
    assert close(answers["probability"], 100 * now.read.probabilities[t].astype(float))
    assert np.allclose(answers["terms"] + answers["bias"], answers["score"], rtol=0, atol=tolerance)
    assert f"its {EXPLAINED[now.model.cell].gates[gate].name}." in opened.told


def check_states(opened, params, now, layer, direction, what, **_):
    held = now.read.layers[layer][direction]
    gates = params.layout.cell.gates
    if what in gates and len(gates) > 1:
        values = held.gates[what]
    else:
        values = held.cells[1:] if what == CELL and held.cells is not None else held.states[1:]
    (chart,) = opened.charts
    by_word = values[::-1] if direction else values
    assert len(chart) == by_word.size
    assert close(chart["value"], by_word[chart["step"] - 1, chart["unit"] - 1])
    assert chart["word"].tolist() == [f"{t} {now.read.words[t - 1]}" for t in chart["step"]]
    (domain,) = {tuple(spec["encoding"]["color"]["scale"]["domain"]) for spec in opened.specs}
    assert domain[0] <= values.min() and values.max() <= domain[-1] and (domain[0] == 0 or domain[0] == -domain[-1])
    table, H = opened.tables[0], params.layout.hidden
    assert close(table["state"], held.states[-1][table["unit"] - 1])
    assert ("speaks" in table) == (layer == now.model.layers - 1) and ("up" in table) == (layer == 0)
    if "speaks" in table:
        read_out = direction * H + table["unit"] - 1
        assert close(table["out"], now.read.read_out[-1][read_out])
        assert close(table["speaks"], effects(params, now.read.read_out[-1], now.answer)[read_out])
        assert (np.diff(table["speaks"]) <= 0).all()


def check_plane(opened, params, now, layer, direction, **_):
    regions = needs(REGIONS, now.model, now.dataset.tagged) is None
    assert len(opened.charts) == 2
    corners = []
    for chart, read in zip(
        opened.charts, (now.read, trace(params, now.dataset.vocabulary, second(opened))), strict=True
    ):
        states = read.layers[layer][direction].states
        arrows = chart[chart["kind"] == "word"]
        assert len(arrows) == len(read.words) and ("region" in set(chart["kind"])) == regions
        order = slice(None, None, -1) if direction else slice(None)
        assert arrows["word"].tolist() == list(read.words[order])
        assert arrows["step"].tolist() == list(range(1, len(read.words) + 1))[order]
        if now.model.hidden_size == 2:
            assert close(arrows[["x", "y"]], states[1:]) and close(arrows[["x0", "y0"]], states[:-1])
        corner = chart[chart["kind"] == "corner"][["x", "y"]].to_numpy()
        corners.append(corner)
        points = chart[chart["kind"].isin(["word", "end", "start"])][["x", "y"]].to_numpy()
        assert (points >= corner[0]).all() and (points <= corner[1]).all()
    assert np.array_equal(*corners), "a point stands in one place in both pictures"


def second(opened) -> str:
    return opened.app.kept["second_sentence"]


def check_words(opened, params, now, *_, **__):
    (chart,), rows_ = opened.charts, now.dataset.vocabulary.rows
    assert len(chart) == rows_ and np.isfinite(chart[["x", "y"]].to_numpy()).all()
    alone = trace(params, now.dataset.vocabulary, chart["word"][0])
    assert chart["probability"][0] == pytest.approx(float(alone.probabilities[-1].max()), rel=0, abs=1e-6)
    opened.draw("words", words_shown="moved")
    (chart,), (table,) = opened.charts, opened.tables
    began = opened.app.job.snapshot().history[0].table
    far = np.linalg.norm(params.table.astype(float) - began.astype(float), axis=1)
    assert close(table["moved"], far)
    assert (f"They moved by {far.mean():.2g} on average" if far.any() else "Nothing has moved yet") in opened.told
    seen = np.hypot(chart["x"] - chart["x_began"], chart["y"] - chart["y_began"])
    largest = chart[["x", "y", "x_began", "y_began"]].abs().to_numpy().max()  # beside which the others are rounded
    assert (seen <= far + 1e-4 + 1e-7 * largest).all()  # a shadow is never longer than what throws it
    opened.draw("words", words_shown="now")


def check_weights(opened, params, now, *_, gate, matrix, **__):
    weights, layout = params[matrix], params.layout
    if places(layout)[matrix].kind in ("Wxh", "Whh", "bh"):
        k, H = layout.cell.gates.index(gate), layout.hidden
        weights = weights[..., k * H : (k + 1) * H]
    as_written = weights[None] if weights.ndim == 1 else weights if matrix == "E" else weights.T
    (chart,) = opened.charts
    assert len(chart) == as_written[:64, :64].size
    assert close(chart["value"], as_written[chart["row"], chart["column"]])
    assert f"norm {np.linalg.norm(weights):.3g}" in opened.told
    assert chart["row_name"].nunique() == chart["row"].nunique()
    assert chart["column_name"].nunique() == chart["column"].nunique()


def first_weights(config: ModelConfig, dataset, seed: int) -> Params:
    ratios = log_count_ratios(dataset) if config.counts_words else None
    random = generator(seed, Stream.WEIGHTS)
    return initial_params(config, dataset.vocabulary.rows, len(dataset.classes), random, ratios=ratios)


def check_through_time(opened, params, now, layer, direction, **_):
    (chart,), (table,) = opened.charts, opened.tables
    app, config = opened.app, now.model
    order = slice(None, 0, -1) if direction else slice(1, None)
    expected = gradient_lengths(params, now.read, now.label, layer=layer, direction=direction)[order]
    assert table[RUN].tolist() == [f"{length:.3e}" for length in expected]
    lengths = {line: part["length"].to_numpy() for line, part in chart.groupby("line")}
    assert close(lengths.pop(RUN), np.where(expected > 0, expected, np.nan))
    published = lengths.pop("published rule", None)
    assert (published is None) == (needs(PUBLISHED, config, now.dataset.tagged) is not None)
    own = first_weights(config, now.dataset, app.settings.seed)
    for cell in get_args(CellName):
        first = first_weights(replace(config, cell=cell), now.dataset, app.settings.seed)
        if not first.layout.one_hot:
            first.table[...] = own.table
        read = trace(first, now.dataset.vocabulary, app.shown.sentence)
        then = gradient_lengths(first, read, now.label, layer=layer, direction=direction)[order]
        title = SETTINGS["cell"].choices[cell].title
        assert close(lengths.pop(f"{title}, untrained"), np.where(then > 0, then, np.nan)), cell
    assert not lengths


def check_norms(opened, params, now, *_, **__):
    loss, norms, clipped = opened.charts
    (record,) = opened.app.job.snapshot().records
    assert loss["value"].tolist() == [record.train_loss] and clipped["value"].tolist() == [record.clipped_share]
    found = dict(zip(norms["line"], norms["value"], strict=True))
    assert close(found.pop(GRADIENT), record.gradient_norm or np.nan)
    stands_for = lines(params.layout)
    assert len(found) <= 7 and sorted(sum(stands_for.values(), ())) == sorted(record.weight_norms)
    for line, names in stands_for.items():
        norm = np.sqrt(sum(record.weight_norms[name] ** 2 for name in names))
        assert close(found[line], norm or np.nan), line


def check_saliency(opened, params, now, *_, **__):
    found = saliency(params, now.read, now.answer)
    (table,), (chart,) = opened.tables, opened.charts
    assert close(table["dropped"], found.dropped) and close(table["gradient"], found.gradient)
    assert close(table["without"], 100 * found.without.astype(float))
    for way, values in (("left out", found.dropped), ("gradient × input", found.gradient)):
        part = chart[chart["way"] == way]
        assert close(part["value"], values[part["step"] - 1]) and len(part) == min(24, len(now.read.words))


def check_behaviour(opened, params, *_, **__):
    rates = opened.app.results.abilities(()).rates(params)
    if rates:
        assert close(opened.tables[0]["share"], [100 * share for share in rates.values()])
        assert len(opened.charts) == 1


def check_memory(opened, params, now, *_, **__):
    kept = opened.app.kept
    probe = memory_probe(params, now.dataset.vocabulary, *(kept[key] for key in ("cue", "filler", "target")))
    (table,) = opened.tables
    assert close(table["probability"], 100 * probe.probabilities[:, probe.label].astype(float))
    assert len(opened.charts) == 2


CHECKS = {
    "steps": check_steps,
    "states": check_states,
    "plane": check_plane,
    "words": check_words,
    "weights": check_weights,
    "through_time": check_through_time,
    "norms": check_norms,
    "saliency": check_saliency,
    "behaviour": check_behaviour,
    "memory": check_memory,
}


def test_untrained_networks_of_other_cells_read_with_the_embedding_that_the_run_began_with():
    vocabulary, config = sentences_of("plain").dataset.vocabulary, ModelConfig(3, input="embedding", embedding_size=4)
    first = initial_params(config, vocabulary.rows, 2, generator(5, Stream.WEIGHTS))
    first.table[:] = np.random.default_rng(1).standard_normal(first.table.shape)  # as vectors would be
    untrained = Untrained()
    lengths = untrained.lengths(first, 5, vocabulary, "a b c", 0, 0, 0)
    assert close(lengths["tanh"], gradient_lengths(first, trace(first, vocabulary, "a b c"), 0))
    assert untrained.lengths(first, 5, vocabulary, "a b c", 0, 0, 0) is lengths, "what does not change is kept"
    assert untrained.lengths(first, 5, vocabulary, "a b", 0, 0, 0) is not lengths
    assert untrained.lengths(first.copy(), 5, vocabulary, "a b", 0, 0, 0) is not lengths


def test_a_cell_whose_network_would_be_too_large_has_no_line():
    words = limits.MAX_WEIGHTS // 100
    vocabulary = Vocabulary(tuple(f"w{i}" for i in range(words)))
    first = Params.zeros(Layout(ModelConfig(50), words, 2), "float64")
    assert set(Untrained().lengths(first, 0, vocabulary, "w1 w2", 0, 0, 0)) == {"tanh", "relu"}


# The gradient check costs more, so it is pressed for some networks only: each cell, layer, direction, input, readout.


@pytest.mark.parametrize("config", EVERY[::13], ids=named)
def test_the_gradient_of_every_kind_of_network_is_checked_by_the_names_of_its_weights(opened, config):
    kind = "tagged" if config.readout == "words" else "plain"
    wanted = replace(Settings(), **{name: getattr(config, name) for name in ModelConfig.__dataclass_fields__})
    opened.begin(sentences_of(kind), wanted, "c d e a b")
    opened.draw("check")
    calm(opened.page.button(key="check_gradient").click().run())
    params: Params = opened.app.job.snapshot().params
    (table,) = opened.tables
    assert table["matrix"].tolist() == list(params.named())
    assert "The gradient that trains this network is right" in opened.told
    assert ("published" in table) == config.of_the_tutorial
    assert "None" not in opened.told and not table.isna().any().any()
