"""One word's sums: every term stands where the equations have it, and they add up to what the network holds."""

import numpy as np
import pytest

from rnn_core import Params, predict, trace
from rnn_core.inside.steps import score_terms, step
from tests.inside.equations import WORDS, equations, random_reading, sentence

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
