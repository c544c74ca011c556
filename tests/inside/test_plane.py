"""States in a plane: the background is the network's own answer, and the projection is the best there is."""

import numpy as np
import pytest

from rnn_core import NotApplicable, Params, trace
from rnn_core.batch import pack_unlabelled
from rnn_core.inside.plane import (
    alone,
    best_plane,
    endings,
    frequent_rows,
    lattice,
    probabilities_at,
    some_sentences,
)
from tests.datasets import rows
from tests.inside.cell_equations import Equations, read_with
from tests.inside.equations import WORDS, equations, network, random_reading
from tests.networks import every_network, plain, random_case, random_params, sized


def by_eigenvectors(points):
    """The two directions of the largest variance and their shares, from the covariance."""
    variances, directions = np.linalg.eigh(np.cov(points.T, bias=True))
    return directions[:, ::-1][:, :2], variances[::-1][:2] / variances.sum()


def test_the_background_is_the_softmax_at_every_point():
    for seed in range(20):
        params = network(seed, hidden=2, scale=2.0)
        states, probabilities = lattice(params, 9)
        assert states.shape == (81, 2) and probabilities.shape == (81, params.layout.classes)
        for state, found in zip(states, probabilities, strict=True):
            np.testing.assert_allclose(found, equations(params).probabilities(state), rtol=0, atol=1e-12)


def test_the_points_of_the_background_are_the_middles_of_equal_cells():
    states, _ = lattice(network(0, hidden=2), 4)
    middles = [-0.75, -0.25, 0.25, 0.75]
    assert sorted(states.tolist()) == [[x, y] for x in middles for y in middles]


@pytest.mark.parametrize("hidden", [1, 3, 16])
def test_only_two_units_make_a_plane(hidden):
    with pytest.raises(NotApplicable, match="whole memory is two numbers"):
        lattice(network(0, hidden=hidden), 4)


def test_the_answer_in_a_state_of_any_size_is_that_of_the_equations():
    for seed in range(20):
        params, read = random_reading(seed, 7)
        np.testing.assert_allclose(probabilities_at(params, read.states), read.probabilities, rtol=0, atol=1e-12)
        expected = [equations(params).probabilities(state) for state in read.states]
        np.testing.assert_allclose(probabilities_at(params, read.states), expected, rtol=0, atol=1e-12)


def test_scores_beyond_the_largest_exponential_give_probabilities():
    layout = plain(1, 2, 2)
    params = Params(np.zeros(layout.size), layout)
    params.Why[...] = [[2000.0, -2000.0], [0.0, 0.0]]
    assert set(lattice(params, 2)[1].ravel()) == {0.0, 1.0}


def test_two_dimensions_stay_as_they_are():
    points = np.random.default_rng(0).uniform(-1, 1, (30, 2)) * (1.0, 0.2) + (0.3, -0.1)
    plane = best_plane(points)
    assert plane.of(points).tolist() == points.tolist()
    assert not plane.projected and plane.axes.tolist() == np.eye(2).tolist()
    assert plane.shares == pytest.approx(points.var(axis=0) / points.var(axis=0).sum())


@pytest.mark.parametrize("hidden", [3, 4, 16, 64])
@pytest.mark.parametrize("count", [3, 10, 100])
def test_more_dimensions_fall_on_the_two_directions_of_the_largest_variance(hidden, count):
    random = np.random.default_rng(hidden * count)
    points = random.standard_normal((count, hidden)) * random.uniform(0.1, 3, hidden) + random.standard_normal(hidden)
    plane, (directions, shares) = best_plane(points), by_eigenvectors(points)
    assert plane.projected
    np.testing.assert_allclose(np.abs((plane.axes * directions).sum(axis=0)), 1.0, rtol=0, atol=1e-9)
    np.testing.assert_allclose(plane.shares, shares, rtol=0, atol=1e-9)
    np.testing.assert_allclose(plane.axes.T @ plane.axes, np.eye(2), rtol=0, atol=1e-12)
    signs = np.sign((plane.axes * directions).sum(axis=0))
    fallen = (points - points.mean(axis=0)) @ directions * signs
    np.testing.assert_allclose(plane.of(points), fallen, rtol=0, atol=1e-9)
    np.testing.assert_allclose(plane.of(points).mean(axis=0), 0.0, atol=1e-12)


def test_the_largest_element_of_a_direction_is_positive_so_that_a_picture_never_flips():
    for seed in range(50):
        points = np.random.default_rng(seed).standard_normal((12, 5))
        axes = best_plane(points).axes
        for axis in axes.T:
            assert axis[np.abs(axis).argmax()] > 0
        np.testing.assert_allclose(best_plane(-points).axes, axes, rtol=0, atol=1e-9)
        np.testing.assert_allclose(best_plane(points[::-1]).axes, axes, rtol=0, atol=1e-9)


@pytest.mark.parametrize("hidden", [1, 2, 3, 16])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_points_that_are_all_the_same_fall_on_one(hidden, count):
    points = np.full((count, hidden), 0.5)
    plane = best_plane(points)
    assert plane.shares == (0.0, 0.0)
    assert np.isfinite(plane.axes).all()
    assert len(np.unique(plane.of(points), axis=0)) == 1
    if hidden != 2:
        assert not plane.of(points).any()


def test_points_on_a_line_lie_along_the_first_direction():
    points = np.outer([-1.0, 0.0, 3.0], [0.0, 0.6, 0.0, -0.8]) + 1.0
    plane = best_plane(points)
    np.testing.assert_allclose(plane.axes[:, 0], [0.0, -0.6, 0.0, 0.8], rtol=0, atol=1e-12)
    assert plane.shares == pytest.approx((1.0, 0.0))
    np.testing.assert_allclose(plane.of(points)[:, 1], 0.0, atol=1e-12)


def test_one_dimension_lies_along_the_first_direction():
    points = np.array([[0.2], [-0.4], [0.8]])
    plane = best_plane(points)
    assert plane.axes.tolist() == [[1.0, 0.0]] and plane.shares == pytest.approx((1.0, 0.0))
    np.testing.assert_allclose(plane.of(points), [[0.0, 0.0], [-0.6, 0.0], [0.6, 0.0]], rtol=0, atol=1e-12)


def test_a_word_alone_gets_the_answer_to_a_sentence_of_that_word():
    for seed in range(10):
        params = network(seed)
        found = alone(params, np.array([6, 0, 3, 3]))
        for answer, word in zip(found, ["very", "and", "happy", "happy"], strict=True):
            np.testing.assert_allclose(answer, trace(params, WORDS, word).probabilities[-1], rtol=0, atol=1e-12)


def test_a_sentence_ends_in_the_state_after_its_last_word():
    for seed in range(10):
        case = random_case(np.random.default_rng(seed), words=7)
        batch = case.batch
        ends = endings(case.params, batch)
        for end, sentence in zip(ends, batch.order, strict=True):
            words = case.corpus.words[case.corpus.offsets[sentence] : case.corpus.offsets[sentence + 1]]
            np.testing.assert_allclose(end, equations(case.params).states(words)[-1], rtol=0, atol=1e-12)


@pytest.mark.parametrize(("most", "expected"), [(1, 1), (2, 2), (3, 3), (4, 3), (9, 9), (10, 9), (99, 9)])
def test_some_sentences_are_training_sentences_evenly_spread_over_the_part(most, expected):
    lines = [f"s{i} | {'ab'[i % 2]} | {'test' if i % 4 == 3 else 'train'}" for i in range(12)]
    dataset = rows(*lines)
    some = sorted(some_sentences(dataset, most).order.tolist())
    train = dataset.indices("train").tolist()
    assert len(some) == expected <= most and set(some) <= set(train)
    places = [train.index(sentence) for sentence in some]
    assert places[0] == 0 and len(set(np.diff(places).tolist())) <= 1


COUNTED = ("the good the | a", "the bad bad | b", "good rare | a", "odd odd odd odd odd the good | b | test")


def test_the_most_frequent_training_words_are_shown_and_all_of_them_if_they_are_few():
    dataset = rows(*COUNTED)  # in train: the 3, bad 2, good 2, rare 1; what is in test does not count
    words = dataset.vocabulary.words
    assert [words[row] for row in frequent_rows(dataset, 3)] == ["bad", "good", "the"]
    assert [words[row] for row in frequent_rows(dataset, 1)] == ["the"]
    assert [words[row] for row in frequent_rows(dataset, 2)] == ["bad", "the"]  # of two as frequent, the first
    assert frequent_rows(dataset, 4).tolist() == frequent_rows(dataset, 99).tolist() == [0, 1, 2, 3]


def test_the_unknown_word_is_among_all_words():
    dataset = rows(*COUNTED, unknown="vector")
    assert dataset.vocabulary.unknown_id in frequent_rows(dataset, 99)
    assert len(frequent_rows(dataset, 99)) == dataset.vocabulary.rows == 5


@every_network
def test_a_plane_of_answers_is_there_where_the_whole_memory_is_two_numbers_and_is_refused_elsewhere(config):
    """Two numbers that are read out, of one unit in two directions or of its h and c, are not yet a memory of two."""
    for hidden in (1, 2, 3):
        params = random_params(sized(config, hidden), np.random.default_rng(0))
        if hidden == 2 and config.layers == config.directions == 1 and config.cell in ("tanh", "relu", "gru"):
            states, probabilities = lattice(params, 3)
            apart = Equations.of(params)
            thirds = [-2 / 3, 0.0, 2 / 3]
            np.testing.assert_allclose(states, [[x, y] for y in thirds for x in thirds], rtol=0, atol=1e-12)
            expected = [apart.probabilities(state) for state in states]
            np.testing.assert_allclose(probabilities, expected, rtol=0, atol=1e-12)
        else:
            with pytest.raises(NotApplicable, match="whole memory is two numbers"):
                lattice(params, 3)


@every_network
def test_in_every_network_a_sentence_ends_in_what_is_read_out_at_its_end(config):
    dataset = rows("not good | x", "bad | y", "new | x | test", "very not very sad | x", "and | y", "not not sad | y")
    params = random_params(config, np.random.default_rng(1), words=dataset.vocabulary.rows)
    apart, batch = Equations.of(params), some_sentences(dataset, 9)
    corpus = dataset.corpus
    ends = endings(params, batch)
    assert ends.shape == (5, config.directions * 3) and sorted(batch.order.tolist()) == [0, 1, 3, 4, 5]
    for end, sentence in zip(ends, batch.order, strict=True):
        ids = corpus.words[corpus.offsets[sentence] : corpus.offsets[sentence + 1]]
        np.testing.assert_allclose(end, apart.end(ids), rtol=0, atol=1e-12)
    expected = [apart.probabilities(end) for end in ends]
    np.testing.assert_allclose(probabilities_at(params, ends), expected, rtol=0, atol=1e-12)
    assert best_plane(ends).of(ends).shape == (5, 2)


@every_network
def test_in_every_network_a_sentence_without_words_ends_where_it_begins(config):
    params = random_params(config, np.random.default_rng(2))
    assert endings(params, pack_unlabelled([[], [1, 2], []]))[1:].tolist() == [[0.0] * config.directions * 3] * 2
    assert endings(params, pack_unlabelled([[], []])).tolist() == [[0.0] * config.directions * 3] * 2


@every_network
def test_in_every_network_the_answer_to_what_is_read_out_is_that_of_the_trace(config):
    params, read, apart = read_with(config, 3, 4)
    np.testing.assert_allclose(probabilities_at(params, read.read_out), read.probabilities, rtol=0, atol=1e-12)
    r = np.random.default_rng(3).standard_normal((5, config.directions * 3))
    expected = [apart.probabilities(one) for one in r]
    np.testing.assert_allclose(probabilities_at(params, r), expected, rtol=0, atol=1e-12)


@every_network
def test_in_every_network_a_word_alone_gets_the_answer_to_a_sentence_of_that_word(config):
    dataset = rows(*COUNTED, unknown="vector")
    vocabulary = dataset.vocabulary
    params = random_params(config, np.random.default_rng(4), words=vocabulary.rows)
    apart = Equations.of(params)
    for most in (2, 99):
        shown = frequent_rows(dataset, most)
        found = alone(params, shown)
        assert len(found) == min(most, 5)
        for row, answer in zip(shown, found, strict=True):
            word = "unheard" if row == vocabulary.unknown_id else vocabulary.words[row]
            expected = trace(params, vocabulary, word).probabilities[-1]
            np.testing.assert_allclose(answer, expected, rtol=0, atol=1e-12)
            np.testing.assert_allclose(answer, apart.probabilities(apart.end([row])), rtol=0, atol=1e-12)
