"""One word's sums: every term stands where the equations have it, and they add up to what the network holds."""

import numpy as np
import pytest

from rnn_core import Params, predict, trace
from rnn_core.inside.steps import score_terms, step
from tests.inside.cell_equations import GATES, Equations, bend, made_of, read_with, ways
from tests.inside.equations import WORDS, equations, random_reading, sentence
from tests.networks import every_network, random_params

LENGTHS = [1, 2, 3, 5, 8, 13, 40, 120]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("scale", [None, 0.5, 3.0])
def test_the_terms_add_up_to_the_stored_state(length, scale):
    for seed in range(4 if length > 20 else 10):
        params, read = random_reading(seed, length, scale=scale)
        for t in range(1, length + 1):
            one = step(params, read, t)
            (h,) = one.gates
            z = [h.from_input[i] + sum(h.from_state[i]) + h.bias[i] for i in range(len(h.bias))]
            np.testing.assert_allclose(np.tanh(z), read.states[t], rtol=0, atol=1e-12)
            np.testing.assert_allclose(np.tanh(h.z), one.state, rtol=0, atol=1e-12)
            assert one.state.tolist() == read.states[t].tolist()
            assert one.word == read.words[t - 1]


def test_every_term_is_that_of_the_equations():
    for seed in range(30):
        params, read = random_reading(seed, 6)
        network = equations(params)
        states = network.states(read.ids)
        for t in range(1, 7):
            one = step(params, read, t)
            assert one.gates[0].from_input.tolist() == network.Wxh[:, read.ids[t - 1]].tolist()
            assert one.gates[0].bias.tolist() == network.bh.tolist()
            np.testing.assert_allclose(one.previous, states[t - 1], rtol=0, atol=1e-12)
            for i, row in enumerate(one.gates[0].from_state):
                for j, term in enumerate(row):
                    assert abs(term - network.Whh[i, j] * states[t - 1][j]) < 1e-12


def test_the_first_word_is_read_with_nothing_before_it():
    params, read = random_reading(0, 3, scale=0.5)
    first = step(params, read, 1)
    assert not first.previous.any() and not first.gates[0].from_state.any()


def test_the_last_step_is_what_the_network_predicts():
    for seed in range(40):
        params, read = random_reading(seed, 1 + seed)
        last = step(params, read, len(read.words)).state
        predicted = predict(params, read.batch())[0]
        np.testing.assert_allclose(equations(params).probabilities(last), predicted, rtol=0, atol=1e-12)
        np.testing.assert_allclose(read.probabilities[-1], predicted, rtol=0, atol=1e-12)


def test_the_terms_of_a_score_and_its_bias_add_up_to_it():
    for seed in range(40):
        params, read = random_reading(seed, 9)
        network = equations(params)
        for state, scores in zip(read.states, read.scores, strict=True):
            terms = score_terms(params, state)
            np.testing.assert_allclose(terms.sum(axis=1) + params.by, scores, rtol=0, atol=1e-12)
            assert terms.tolist() == (network.Why * state).tolist()


def test_with_float32_weights_the_terms_add_up_within_float32():
    params, _ = random_reading(1, 1, hidden=20, scale=0.5)
    narrow = Params(params.flat.astype(np.float32), params.layout)
    read = trace(narrow, WORDS, sentence(1, 12))
    for t in range(1, 13):
        one = step(narrow, read, t)
        (h,) = one.gates
        assert h.z.dtype == one.state.dtype == np.float32
        np.testing.assert_allclose(np.tanh(h.z), one.state, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("t", "message"), [(0, "word 0 of 3"), (4, "word 4 of 3"), (-1, "word -1 of 3")])
def test_a_sentence_has_no_step_outside_of_it(t, message):
    params, read = random_reading(0, 3)
    with pytest.raises(ValueError, match=message):
        step(params, read, t)


def every_step(config, params, read):
    """Every word's step in every layer and direction, with its row in the order of reading."""
    T = len(read.words)
    for layer, direction in ways(config):
        for t in range(1, T + 1):
            yield layer, direction, t, (T + 1 - t if direction else t), step(params, read, t, layer, direction)


def added_up(gate):
    """The sums of a gate, unit by unit and term by term."""
    z = []
    for i, bias in enumerate(gate.bias):
        before = sum(gate.from_state[i]) + (0.0 if gate.second_bias is None else gate.second_bias[i])
        from_input = gate.from_input[i] if gate.input_terms is None else sum(gate.input_terms[i])
        z.append(from_input + (1.0 if gate.reset is None else gate.reset[i]) * before + bias)
    return np.array(z)


@every_network
def test_the_terms_of_every_gate_add_up_and_the_gates_make_the_state_that_is_held(config):
    for seed, length in ((0, 1), (1, 5)):
        params, read, _ = read_with(config, seed, length)
        for layer, direction, t, row, one in every_step(config, params, read):
            opened = read.layers[layer][direction]
            assert one.word == read.words[t - 1]
            assert tuple(gate.name for gate in one.gates) == GATES[config.cell]
            for gate in one.gates:
                z = added_up(gate)
                np.testing.assert_allclose(gate.z, z, rtol=0, atol=1e-12)
                np.testing.assert_allclose(bend(config.cell, gate.name)(z), gate.value, rtol=0, atol=1e-12)
                assert gate.value.tolist() == opened.gates[gate.name][row - 1].tolist()
            gates = {gate.name: gate.value for gate in one.gates}
            state, cell = made_of(config.cell, gates, one.previous, one.previous_cell)
            np.testing.assert_allclose(state, one.state, rtol=0, atol=1e-12)
            assert one.state.tolist() == opened.states[row].tolist()
            assert one.previous.tolist() == opened.states[row - 1].tolist()
            if config.cell == "lstm":
                np.testing.assert_allclose(cell, one.cell, rtol=0, atol=1e-12)
                assert one.cell.tolist() == opened.cells[row].tolist()
                assert one.previous_cell.tolist() == opened.cells[row - 1].tolist()
            else:
                assert one.cell is None and one.previous_cell is None


@every_network
def test_every_term_of_every_gate_is_that_of_the_equations(config):
    params, read, apart = read_with(config, 2, 4)
    true = apart.read(read.ids)
    for layer, direction, t, row, one in every_step(config, params, read):
        W, held, x = apart.layers[layer][direction], true.held[layer][direction], true.inputs[layer][t - 1]
        for gate in one.gates:
            name, h = gate.name, held.h[row - 1]
            np.testing.assert_allclose(gate.z, held.sums[row - 1][name], rtol=0, atol=1e-12)
            np.testing.assert_allclose(gate.from_input, W.Wx[name] @ x, rtol=0, atol=1e-12)
            if layer == 0 and config.input == "one-hot":
                assert gate.input_terms is None
            else:
                np.testing.assert_allclose(gate.input_terms, W.Wx[name] * x, rtol=0, atol=1e-12)
            np.testing.assert_allclose(gate.from_state, W.Wh[name] * h, rtol=0, atol=1e-12)
            assert gate.bias.tolist() == W.b[name].tolist()
            if name == "n":
                assert gate.second_bias.tolist() == W.bn.tolist()
                np.testing.assert_allclose(gate.reset, held.gates[row - 1]["r"], rtol=0, atol=1e-12)
                before = gate.reset * (W.Wh[name] @ h + W.bn)
            else:
                assert gate.second_bias is None and gate.reset is None
                before = W.Wh[name] @ h
            np.testing.assert_allclose(gate.before, before, rtol=0, atol=1e-12)


@every_network
def test_the_last_step_of_the_top_layer_is_what_the_last_state_is_made_of(config):
    params, read, apart = read_with(config, 3, 4)
    last = step(params, read, 4, config.layers - 1).state
    np.testing.assert_allclose(last, apart.read(read.ids).held[-1][0].h[-1], rtol=0, atol=1e-12)
    for t, r in enumerate(read.read_out):
        terms = score_terms(params, r)
        assert terms.shape == (4, config.directions * 3)
        np.testing.assert_allclose(terms.sum(axis=1) + params.by, read.scores[t], rtol=0, atol=1e-12)


@every_network
def test_with_float32_weights_the_terms_of_every_gate_add_up_within_float32(config):
    params, *_ = read_with(config, 4, 1)
    narrow = Params(params.flat.astype(np.float32), params.layout)
    read = trace(narrow, WORDS, sentence(4, 4))
    apart = Equations.of(narrow).read(read.ids)
    for layer, direction, _, row, one in every_step(config, narrow, read):
        for gate in one.gates:
            assert gate.z.dtype == gate.value.dtype == np.float32
            np.testing.assert_allclose(bend(config.cell, gate.name)(gate.z), gate.value, rtol=0, atol=1e-5)
            true = apart.held[layer][direction].sums[row - 1][gate.name]
            np.testing.assert_allclose(added_up(gate), true, rtol=0, atol=1e-5)


@every_network
def test_no_layer_and_direction_has_a_step_outside_of_the_sentence(config):
    params = random_params(config, np.random.default_rng(5))
    for text, outside in (("not good", (-1, 0, 3)), ("", (0, 1)), ("unheard", (1,))):
        read = trace(params, WORDS, text)
        for layer, direction in ways(config):
            for t in outside:
                with pytest.raises(ValueError, match=f"word {t} of {len(read.words)}"):
                    step(params, read, t, layer, direction)
