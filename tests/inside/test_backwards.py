"""One sentence backwards: what is shown is the derivative of the loss with respect to each state."""

import numpy as np
import pytest

from rnn_core import loss_and_gradients, trace
from rnn_core.inside.backwards import gradient_lengths, gradients_from_end, loss_gradients
from tests.inside.equations import STEP, WORDS, equations, network, random_reading


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
