"""Which words decide: both answers are those of the definition, and they can disagree."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core import Params, TextConfig, Vocabulary, trace
from rnn_core.inside.saliency import log_odds, saliency
from tests.inside.cell_equations import GATES, Equations, read_with
from tests.inside.equations import STEP, WORDS, equations, network, random_reading
from tests.networks import every_network, plain, random_params


def without_word(params, read, t):
    return trace(params, WORDS, " ".join(read.words[:t] + read.words[t + 1 :]))


def odds_with_a_longer_column(params, read, t, class_id):
    """Log-odds where word t, and only there, has its column of Wxh longer by 1 + i STEP."""
    apart = equations(params)
    h = np.zeros(params.layout.hidden, dtype=complex)
    for s, i in enumerate(read.ids):
        longer = 1 + 1j * STEP if s == t else 1
        h = np.tanh(apart.Wxh[:, i] * longer + apart.Whh @ h + apart.bh)
    return apart.log_odds(h, class_id)


@pytest.mark.parametrize("length", [1, 2, 4, 9])
def test_leaving_a_word_out_is_reading_the_sentence_without_it(length):
    for seed in range(12):
        params, read = random_reading(seed, length)
        apart = equations(params)
        for c in range(params.layout.classes):
            found = saliency(params, read, c)
            assert found.dropped.shape == found.without.shape == (length,)
            whole = apart.log_odds(read.states[-1], c)
            for t in range(length):
                shorter = without_word(params, read, t)
                assert abs(found.dropped[t] - (whole - apart.log_odds(shorter.states[-1], c))) < 1e-12
                assert abs(found.without[t] - shorter.probabilities[-1, c]) < 1e-12


@pytest.mark.parametrize("length", [1, 2, 4, 9])
def test_the_gradient_is_the_complex_step_derivative_along_the_words_own_column(length):
    for seed in range(12):
        params, read = random_reading(seed, length, scale=0.5)
        for c in range(params.layout.classes):
            true = [odds_with_a_longer_column(params, read, t, c).imag / STEP for t in range(length)]
            found = saliency(params, read, c).gradient
            assert np.linalg.norm(found - true) / np.linalg.norm(true) < 1e-10


def test_a_word_that_occurs_twice_has_a_gradient_for_each_time():
    params = network(4, hidden=6, scale=0.5)
    read = trace(params, WORDS, "not good not")
    found = saliency(params, read, 0).gradient
    true = [odds_with_a_longer_column(params, read, t, 0).imag / STEP for t in range(3)]
    np.testing.assert_allclose(found, true, rtol=0, atol=1e-12)
    assert abs(found[0] - found[2]) > 1e-3


def test_the_two_classes_of_two_are_each_others_opposite():
    params, read = random_reading(0, 5, classes=2, scale=0.5)
    one, other = saliency(params, read, 0), saliency(params, read, 1)
    np.testing.assert_allclose(one.dropped, -other.dropped, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.gradient, -other.gradient, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.without, 1 - other.without, rtol=0, atol=1e-12)


def test_the_agreement_is_the_cosine_of_the_two_and_the_strongest_words_are_compared():
    same = set()
    for seed in range(40):
        params, read = random_reading(seed, 6, scale=0.8)
        found = saliency(params, read, 0)
        a, b = found.dropped, found.gradient
        assert found.agreement == pytest.approx(sum(a * b) / (sum(a**2) * sum(b**2)) ** 0.5, abs=1e-12)
        strongest = [max(range(6), key=lambda t, of=of: abs(of[t])) for of in (a, b)]
        assert found.same_strongest == (strongest[0] == strongest[1])
        same.add(found.same_strongest)
    assert same == {True, False}


def test_there_is_no_agreement_where_no_word_counts():
    params = network(0, hidden=3, scale=0.5)
    params["Wxh"][...] = params["bh"][...] = 0.0
    found = saliency(params, trace(params, WORDS, "not good"), 0)
    assert not found.dropped.any() and not found.gradient.any() and found.agreement is None


def test_a_network_that_forgets_lets_the_last_word_decide():
    params = network(1, hidden=4, scale=0.5)
    params["Whh"][...] = 0.0
    found = saliency(params, trace(params, WORDS, "good not bad"), 0)
    assert found.dropped[:2].tolist() == found.gradient[:2].tolist() == [0.0, 0.0]
    assert found.dropped[2] and found.gradient[2] and found.same_strongest
    assert abs(found.agreement) == pytest.approx(1.0)


def test_a_saturated_word_decides_though_its_gradient_says_nothing():
    params = Params(np.zeros(plain(7, 1, 2).size), plain(7, 1, 2))
    params["Wxh"][WORDS.encode(["good"])] = 30.0
    params.Why[0] = 5.0, -5.0
    found = saliency(params, trace(params, WORDS, "good"), 0)
    assert found.dropped.tolist() == pytest.approx([10.0]) and abs(found.gradient[0]) < 1e-12


def test_log_odds_are_those_of_the_probability():
    scores = np.random.default_rng(0).standard_normal((20, 4))
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    for c in range(4):
        expected = np.log(p[:, c] / (1 - p[:, c]))
        np.testing.assert_allclose(log_odds(scores, c), expected, rtol=0, atol=1e-12)
        np.testing.assert_allclose(log_odds(np.log(p), c), expected, rtol=0, atol=1e-12)
        assert log_odds(scores[0], c) == pytest.approx(expected[0], abs=1e-12)


def test_log_odds_are_right_where_a_probability_rounds_to_one_or_underflows():
    scores = np.array([700.0, 0.0, -700.0])
    assert [log_odds(scores, c) for c in range(3)] == [700.0, -700.0, -1400.0]
    assert [log_odds(np.array([5000.0, -5000.0]), c) for c in range(2)] == [10_000.0, -10_000.0]


def test_a_network_that_is_as_sure_as_can_be_still_tells_its_words_apart():
    params = network(2, hidden=5, classes=3, scale=0.5)
    params.Why *= 3000.0
    read = trace(params, WORDS, "not very good")
    apart = equations(params)
    for c in range(3):
        found = saliency(params, read, c)
        for t in range(3):
            y, less = read.scores[-1], apart.scores(without_word(params, read, t).states[-1])
            expected = (y[c] - np.delete(y, c).max()) - (less[c] - np.delete(less, c).max())
            assert found.dropped[t] == pytest.approx(expected, abs=1.0) and abs(expected) > 100
        assert np.isfinite(found.gradient).all() and found.gradient.any()


def test_a_sentence_without_words_has_no_word_to_ask_about():
    params = network(0)
    with pytest.raises(ValueError, match="a sentence without words"):
        saliency(params, trace(params, WORDS, "unheard"), 0)


def along_the_words_own_columns(apart, ids, class_id):
    """(T,) how the log-odds change where a word, and only there, has a longer column of Wxh, or of E."""
    longer = [apart.log_odds(apart.end(ids, longer=t), class_id) for t in range(len(ids))]
    return np.array(longer).imag / STEP


@every_network
def test_in_every_network_leaving_a_word_out_is_reading_the_sentence_without_it(config):
    for seed, length in ((0, 1), (1, 4)):
        params, read, apart = read_with(config, seed, length)
        for c in (0, 3):
            found = saliency(params, read, c)
            assert found.dropped.shape == found.without.shape == (length,)
            whole = apart.log_odds(apart.end(read.ids), c)
            for t in range(length):
                end = apart.end(read.ids[:t] + read.ids[t + 1 :])
                assert abs(found.dropped[t] - (whole - apart.log_odds(end, c))) < 1e-12
                assert abs(found.without[t] - apart.probabilities(end)[c]) < 1e-12
            assert found.dropped.any() or config.readout == "max"  # the largest state can be there without any one word


@every_network
def test_in_every_network_the_gradient_is_the_complex_step_derivative_along_the_words_own_column(config):
    for seed, length in ((0, 1), (1, 4)):
        params, read, apart = read_with(config, seed, length)
        for c in (0, 3):
            found, true = saliency(params, read, c).gradient, along_the_words_own_columns(apart, read.ids, c)
            assert found.shape == (length,) and true.any()
            assert np.linalg.norm(found - true) / np.linalg.norm(true) < 1e-10


@every_network
def test_in_every_network_a_word_that_occurs_twice_and_the_unknown_word_have_a_gradient_each_time(config):
    vocabulary = Vocabulary(WORDS.words, TextConfig(unknown="vector"))
    params = random_params(config, np.random.default_rng(2), words=vocabulary.rows)
    read = trace(params, vocabulary, "not new not unheard")
    assert read.ids == (4, 7, 4, 7)
    found = saliency(params, read, 1).gradient
    true = along_the_words_own_columns(Equations.of(params), read.ids, 1)
    np.testing.assert_allclose(found, true, rtol=0, atol=1e-12)
    assert len(set(found.round(6).tolist())) > 1


@every_network
def test_an_embedding_as_wide_as_the_sums_is_not_taken_for_them(config):
    """What a network is made of is not told from shapes, which can agree by chance."""
    alike = replace(config, embedding_size=config.directions * len(GATES[config.cell]) * config.hidden_size)
    params, read, apart = read_with(alike, 3, 3)
    true = along_the_words_own_columns(apart, read.ids, 2)
    np.testing.assert_allclose(saliency(params, read, 2).gradient, true, rtol=0, atol=1e-12)


@every_network
def test_in_every_network_a_sentence_without_words_has_no_word_to_ask_about(config):
    params = random_params(config, np.random.default_rng(4))
    with pytest.raises(ValueError, match="a sentence without words"):
        saliency(params, trace(params, WORDS, "unheard"), 0)
