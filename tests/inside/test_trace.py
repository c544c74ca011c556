"""A sentence word by word, in every network: what is held after each word is what the equations say."""

import numpy as np
import pytest

from rnn_core import Params, TextConfig, Vocabulary, predict, predict_words, trace
from rnn_core.batch import pack_unlabelled
from tests.inside.cell_equations import GATES, Equations, read_with, ways
from tests.inside.equations import WORDS, sentence
from tests.networks import every_network, random_params

SKIPS = Vocabulary(WORDS.words)
READS = Vocabulary(WORDS.words, TextConfig(unknown="vector"))


def close(found, expected, atol=1e-12):
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=0, atol=atol)


def as_the_equations(read, apart, atol=1e-12):
    """Everything that a trace holds, against the equations."""
    true, T, H = apart.read(read.ids), len(read.ids), apart.hidden
    assert [len(directions) for directions in read.layers] == [len(directions) for directions in true.held]
    for opened, held in zip(read.layers, true.held, strict=True):
        for found, expected in zip(opened, held, strict=True):
            close(found.states, expected.h, atol)
            if apart.cell == "lstm":
                close(found.cells, expected.c, atol)
            else:
                assert found.cells is None
            assert tuple(found.gates) == GATES[apart.cell]
            for gate, values in found.gates.items():
                close(values, np.reshape([gates[gate] for gates in expected.gates], (T, H)), atol)
    assert read.states is read.layers[-1][0].states
    close(read.read_out[-1], true.end, atol)
    close(read.scores[-1], apart.scores(true.end), atol)
    close(read.probabilities[-1], apart.probabilities(true.end), atol)


@every_network
def test_states_cells_and_gates_are_those_of_the_equations_in_the_order_of_reading(config):
    for seed, length in ((0, 1), (1, 2), (2, 6)):
        _, read, apart = read_with(config, seed, length)
        as_the_equations(read, apart)


@every_network
def test_no_network_of_these_tests_is_so_dull_that_anything_would_be_right(config):
    _, read, _ = read_with(config, 2, 6)
    for layer, direction in ways(config):
        opened = read.layers[layer][direction]
        assert not opened.states[0].any()
        assert (np.abs(opened.states[1:]) > 0.01).mean() > 0.2
        if opened.cells is not None:
            assert not opened.cells[0].any() and (np.abs(opened.cells - opened.states)[1:] > 0.01).mean() > 0.8
    assert read.probabilities[-1].max() < 0.99999


@every_network
def test_words_are_cut_and_looked_up_as_the_vocabulary_says(config):
    for vocabulary, words, ids in (
        (SKIPS, ("not", "good", "not"), (4, 2, 4)),
        (READS, ("not", "unheard", "good", "new", "not"), (4, 7, 2, 7, 4)),
    ):
        params = random_params(config, np.random.default_rng(3), words=vocabulary.rows)
        read = trace(params, vocabulary, "  Not unheard GOOD new not ")
        assert read.tokens == ("not", "unheard", "good", "new", "not")
        assert read.known == (True, False, True, False, True) and read.unknown == ("unheard", "new")
        assert (read.words, read.ids) == (words, ids)
        as_the_equations(read, Equations.of(params))


@every_network
def test_each_layer_is_given_what_the_one_below_holds_at_the_same_words(config):
    params, read, apart = read_with(config, 4, 5)
    assert len(read.inputs) == config.layers
    true = apart.read(read.ids)
    if config.input == "one-hot":
        assert read.inputs[0] is None
    else:
        assert read.inputs[0].tolist() == params["E"][list(read.ids)].tolist()
    for layer in range(1, config.layers):
        close(read.inputs[layer], true.inputs[layer])
        both = [opened.states[1:] for opened in read.layers[layer - 1]]
        assert read.inputs[layer].tolist() == np.hstack([both[0], *(states[::-1] for states in both[1:])]).tolist()


@every_network
def test_after_each_word_it_answers_as_if_the_sentence_ended_there_or_with_what_it_says_of_that_word(config):
    for seed, length in ((5, 1), (6, 6)):
        params, read, apart = read_with(config, seed, length)
        assert len(read.read_out) == len(read.scores) == len(read.probabilities) == 1 + length
        for t in range(1 + length):
            close(read.scores[t], apart.scores(read.read_out[t]))
            close(read.probabilities[t], apart.probabilities(read.read_out[t]))
            if config.readout != "words" or config.directions == 1:
                beginning = read.ids[:t]
                close(read.read_out[t], apart.end(beginning))
                close(read.probabilities[t], predict(params, pack_unlabelled([beginning]))[0])
        if config.readout == "words":
            close(read.read_out[0], np.zeros(params.layout.read_out))
            close(read.read_out[1:], apart.read(read.ids).words)
            close(read.probabilities[1:], predict_words(params, read.batch()))
        close(read.probabilities[-1], predict(params, read.batch())[0])


@every_network
@pytest.mark.parametrize("text", ["", " \t", "unheard new"])
def test_a_sentence_without_a_word_that_is_read_ends_where_it_begins(config, text):
    params = random_params(config, np.random.default_rng(7))
    read = trace(params, SKIPS, text)
    assert read.tokens == tuple(text.split()) and read.unknown == read.tokens
    assert read.words == read.ids == () and not any(read.known)
    for layer, direction in ways(config):
        opened = read.layers[layer][direction]
        assert opened.states.tolist() == [[0.0] * 3]
        assert opened.cells is None or opened.cells.tolist() == [[0.0] * 3]
        assert [values.shape for values in opened.gates.values()] == [(0, 3)] * len(GATES[config.cell])
    assert read.read_out.tolist() == [[0.0] * params.layout.read_out]
    assert read.scores.tolist() == [params.by.tolist()]
    close(read.probabilities, predict(params, read.batch()))
    widths = [None if config.input == "one-hot" else 5, *[params.layout.read_out] * 2][: config.layers]
    assert [None if x is None else x.shape for x in read.inputs] == [None if n is None else (0, n) for n in widths]


@every_network
def test_words_that_are_all_unknown_are_read_where_there_is_an_unknown_word(config):
    params = random_params(config, np.random.default_rng(8), words=READS.rows)
    read = trace(params, READS, "unheard new")
    assert read.ids == (7, 7) and read.words == ("unheard", "new") and read.known == (False, False)
    as_the_equations(read, Equations.of(params))


@every_network
def test_float32_weights_are_read_in_float32(config):
    params, *_ = read_with(config, 9, 1)
    narrow = Params(params.flat.astype(np.float32), params.layout)
    for length in (0, 5):
        read = trace(narrow, WORDS, sentence(9, length))
        as_the_equations(read, Equations.of(narrow), atol=1e-5)
        held = [a for layer in read.layers for way in layer for a in (way.states, way.cells, *way.gates.values())]
        for array in (*held, *read.inputs, read.read_out, read.scores, read.probabilities):
            assert array is None or array.dtype == np.float32


@every_network
def test_weights_and_vocabulary_have_to_belong_together(config):
    params = random_params(config, np.random.default_rng(0))
    with pytest.raises(ValueError, match="8 words, but weights for 7"):
        trace(params, READS, "good")
