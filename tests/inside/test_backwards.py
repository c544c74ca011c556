"""One sentence backwards: what is shown is the derivative of the loss with respect to each state."""

import numpy as np
import pytest

from rnn_core import NotApplicable, loss_and_gradients, trace
from rnn_core.inside.backwards import gradient_lengths, gradients_from_end, loss_gradients
from tests.inside.cell_equations import GATES, Nudge, carries, read_with, ways
from tests.inside.equations import STEP, WORDS, equations, network, random_reading
from tests.networks import EVERY, every_network, named, random_params


def by_complex_step(params, read, label):
    """(1 + T, H) dL/dh_t: nudge one state, read the rest of the sentence from there."""
    apart = equations(params)
    derivatives = np.zeros(read.states.shape)
    for t, state in enumerate(apart.states(read.ids)):
        for i in range(len(state)):
            nudged = state.astype(complex)
            nudged[i] += 1j * STEP
            end = apart.states(read.ids[t:], nudged)[-1]
            derivatives[t, i] = -np.log(apart.probabilities(end)[label]).imag / STEP
    return derivatives


def error(found, true):
    return np.linalg.norm(found - true) / np.linalg.norm(true)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 12])
def test_the_gradient_of_every_state_is_the_complex_step_derivative_of_the_loss(length):
    for seed in range(8):
        params, read = random_reading(seed, length, scale=0.5)
        for label in range(min(3, params.layout.classes)):
            found, true = loss_gradients(params, read, label), by_complex_step(params, read, label)
            assert found.shape == (1 + length, params.layout.hidden)
            for t in range(1 + length):
                assert error(found[t], true[t]) < 1e-10


@pytest.mark.parametrize("length", [3, 4, 8])
def test_the_published_rule_is_not_the_derivative_before_the_last_word(length):
    params, read = random_reading(1, length, hidden=6, scale=0.5)
    published, true = loss_gradients(params, read, 0, "published"), by_complex_step(params, read, 0)
    np.testing.assert_allclose(published[-1], true[-1], rtol=0, atol=1e-12)
    for t in range(1, length):
        assert error(published[t], true[t]) > 0.1


def test_the_published_rule_is_right_by_luck_after_the_only_word():
    for seed in range(10):
        params, read = random_reading(seed, 1, scale=0.5)
        true = by_complex_step(params, read, 0)
        for rule in ("correct", "published"):
            np.testing.assert_allclose(loss_gradients(params, read, 0, rule)[1], true[1], rtol=0, atol=1e-12)


@pytest.mark.parametrize("rule", ["correct", "published"])
def test_the_steps_add_up_to_the_gradients_that_training_uses(rule):
    for seed in range(30):
        params, read = random_reading(seed, 1 + seed % 11, scale=0.5)
        label = seed % params.layout.classes
        _, used = loss_and_gradients(params, read.batch(label), rule)
        dy = read.probabilities[-1] - np.eye(params.layout.classes)[label]
        found = gradients_from_end(params, read.batch(), equations(params).Why.T @ dy, rule)
        dh, dz = found.carries[0][0], found.sums
        assert dz.shape == (len(read.ids), params.layout.hidden)
        np.testing.assert_allclose(dz.sum(axis=0), used.whole()["bh"], rtol=0, atol=1e-12)
        dWxh, dWhh = np.zeros(params["Wxh"].T.shape), np.zeros(params["Whh"].shape)
        for t, i in enumerate(read.ids):
            dWxh += np.outer(dz[t], np.eye(len(WORDS))[i])
            dWhh += np.outer(dz[t], read.states[t])
        np.testing.assert_allclose(dWxh[:, used.rows].T, used.table, rtol=0, atol=1e-12)
        assert not np.delete(dWxh, used.rows, axis=1).any()
        np.testing.assert_allclose(dWhh.T, used.whole()["Whh"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(dz, (1 - read.states[1:] ** 2) * dh[1:], rtol=0, atol=1e-12)


def test_what_is_given_is_left_as_it_is():
    params, read = random_reading(0, 5, classes=2, scale=0.5)
    dh, probabilities, states = np.ones(params.layout.hidden), read.probabilities.copy(), read.states.copy()
    gradients_from_end(params, read.batch(), dh)
    loss_gradients(params, read, 1)
    assert (dh == 1).all() and (read.probabilities == probabilities).all() and (read.states == states).all()


def test_a_sentence_without_words_has_the_gradient_of_its_first_state_only():
    params = network(2, scale=0.5)
    read = trace(params, WORDS, "")
    found = loss_gradients(params, read, 1)
    assert found.shape == (1, params.layout.hidden)
    np.testing.assert_allclose(found, by_complex_step(params, read, 1), rtol=0, atol=1e-12)


def test_a_signal_vanishes_in_a_contracting_network_and_explodes_in_an_expanding_one():
    params = network(0, hidden=5, scale=0.001)
    for factor, grows in ((0.5, False), (2.0, True)):
        params["Whh"][...] = factor * np.eye(5)[[1, 2, 3, 4, 0]]
        lengths = np.linalg.norm(loss_gradients(params, trace(params, WORDS, "not " * 6), 0), axis=1)
        assert (np.diff(lengths[::-1]) > 0).all() == grows
        assert lengths[0] / lengths[-1] == pytest.approx(factor**6, rel=0.1)


def test_lengths_are_those_of_the_gradients_of_either_rule():
    params, read = network(3, scale=0.5), trace(network(3, scale=0.5), WORDS, "i am not very good")
    for rule in ("correct", "published"):
        by_hand = [sum(g * g for g in dh) ** 0.5 for dh in loss_gradients(params, read, 1, rule)]
        assert gradient_lengths(params, read, 1, rule) == pytest.approx(by_hand, rel=1e-12)


def of_the_tutorial(config):
    return config.cell == "tanh" and config.layers == 1 and config.directions == 1


def nudged(apart, read, label, layer, direction, row, what):
    """(H,) how the loss changes with each unit of what one layer holds, or sums up, at one step."""
    nudges = [Nudge(layer, direction, row, unit, what) for unit in range(apart.hidden)]
    return np.array([apart.loss(apart.end(read.ids, nudge), label).imag / STEP for nudge in nudges])


def same(found, true):
    """Within 1e-10 of the longest: a gradient that is 0, as that of a unit at the bottom of a ReLU, is 0 in both."""
    return np.linalg.norm(found - true) <= 1e-10 * np.linalg.norm(true)


@every_network
def test_what_every_layer_and_direction_holds_has_the_complex_step_derivative_of_the_loss(config):
    for seed, length in ((0, 1), (1, 3)):
        params, read, apart = read_with(config, seed, length)
        label = seed % 4
        H, blocks = params.layout.hidden, carries(config)
        dy = read.probabilities[-1] - np.eye(4)[label]
        end = gradients_from_end(params, read.batch(), apart.Why.T @ dy)
        assert [len(directions) for directions in end.carries] == [config.directions] * config.layers
        for layer, direction in ways(config):
            found = loss_gradients(params, read, label, layer=layer, direction=direction)
            assert found.shape == (1 + length, len(blocks) * H)
            assert found.tolist() == end.carries[layer][direction].tolist()
            for row in range(1 + length):
                for block, what in enumerate(blocks):
                    true = nudged(apart, read, label, layer, direction, row, what)
                    assert same(found[row, block * H : (block + 1) * H], true), (layer, direction, row, what)
        assert loss_gradients(params, read, label).tolist() == end.carries[-1][0].tolist()


@every_network
def test_what_the_words_add_to_the_first_layers_sums_has_the_complex_step_derivative_of_the_loss(config):
    params, read, apart = read_with(config, 2, 3)
    dy = read.probabilities[-1] - np.eye(4)[1]
    found = gradients_from_end(params, read.batch(), apart.Why.T @ dy).sums
    H, gates = params.layout.hidden, GATES[config.cell]
    assert found.shape == (3, config.directions * len(gates) * H)
    for t in range(3):
        true = [
            nudged(apart, read, 1, 0, direction, 3 - t if direction else t + 1, f"sum {gate}")
            for direction in range(config.directions)
            for gate in gates
        ]
        assert same(found[t], np.concatenate(true))


@every_network
def test_a_sentence_without_words_depends_on_what_its_first_states_are_where_the_last_one_is_read_out(config):
    params = random_params(config, np.random.default_rng(3))
    read, apart = trace(params, WORDS, "unheard"), read_with(config, 3, 1)[2]
    for layer, direction in ways(config):
        found = loss_gradients(params, read, 2, layer=layer, direction=direction)
        true = np.concatenate([nudged(apart, read, 2, layer, direction, 0, what) for what in carries(config)])
        assert found.shape == (1, len(true)) and same(found[0], true)
        assert found.any() == (config.readout == "last" and layer == config.layers - 1)


@every_network
def test_lengths_are_those_of_all_that_a_layer_holds(config):
    params, read, _ = read_with(config, 4, 3)
    for layer, direction in ways(config):
        gradients = loss_gradients(params, read, 0, layer=layer, direction=direction)
        lengths = gradient_lengths(params, read, 0, layer=layer, direction=direction)
        assert lengths == pytest.approx([sum(g * g for g in row) ** 0.5 for row in gradients], rel=1e-12)


@pytest.mark.parametrize("config", [config for config in EVERY if not of_the_tutorial(config)], ids=named)
def test_the_published_rule_is_for_one_layer_of_tanh_in_one_direction_only(config):
    params, read, _ = read_with(config, 5, 3)
    for ask in (loss_gradients, gradient_lengths):
        with pytest.raises(NotApplicable, match="one layer of tanh that reads in one direction"):
            ask(params, read, 0, "published")
    with pytest.raises(NotApplicable):
        gradients_from_end(params, read.batch(), np.ones(params.layout.read_out), "published")


@pytest.mark.parametrize("config", [config for config in EVERY if of_the_tutorial(config)], ids=named)
def test_the_published_rule_walks_back_without_the_transpose_whatever_is_read_and_read_out(config):
    params, read, apart = read_with(config, 5, 4)
    Whh, T = apart.layers[0][0].Wh["h"], 4
    dr = apart.Why.T @ (read.probabilities[-1] - np.eye(4)[0])
    largest = read.states[1:].argmax(axis=0) + 1

    def from_outside(t):
        if config.readout == "max":
            return dr * (largest == t)
        return dr / T * (t > 0) if config.readout == "mean" else dr * (t == T)

    found = {}
    for rule, back in (("published", Whh), ("correct", Whh.T)):
        dh = [from_outside(T)]
        for t in range(T, 0, -1):
            dh.insert(0, back @ ((1 - read.states[t] ** 2) * dh[0]) + from_outside(t - 1))
        found[rule] = loss_gradients(params, read, 0, rule)
        np.testing.assert_allclose(found[rule], dh, rtol=0, atol=1e-12)
    assert error(found["published"], found["correct"]) > 0.05


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_a_gate_that_is_open_carries_the_signal_back_whole(cell):
    """The long memory of gated cells: with this gate at 1 a unit hands its gradient on as it is."""
    (config,) = [c for c in EVERY if named(c) == f"{cell}-1-1-one-hot-last"]
    params = random_params(config, np.random.default_rng(6))
    H = params.layout.hidden
    params["Whh"][...] = 0.0
    params["bh"][H : 2 * H] = 40.0  # of the GRU's z, of the LSTM's f
    gradients = loss_gradients(params, trace(params, WORDS, "not very good and sad"), 0)
    handed_on = gradients if cell == "gru" else gradients[:-1, H:]  # (c has no word after the last one to reach)
    assert handed_on.all()
    np.testing.assert_allclose(handed_on, np.broadcast_to(handed_on[0], handed_on.shape), rtol=1e-9)
