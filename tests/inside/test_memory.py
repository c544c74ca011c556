"""How long it remembers: every point of the curves is a sentence that can be typed."""

import numpy as np
import pytest

from rnn_core import NotApplicable, TextConfig, Vocabulary, trace
from rnn_core.inside.backwards import loss_gradients
from rnn_core.inside.memory import MOST_FILLERS, memory_probe
from tests.inside.cell_equations import Equations, Nudge, carries
from tests.inside.equations import STEP, WORDS, network
from tests.networks import both_ways, one_way, random_params


def built(cue, filler, target, k):
    return " ".join([cue] + [filler] * k + [target])


@pytest.mark.parametrize(
    ("cue", "filler", "target", "cue_words"),
    [("not", "very", "good", 1), ("good and not", "very", "bad", 3), ("NOT", "and very", "very happy", 1)],
)
def test_every_point_is_the_sentence_with_so_many_fillers(cue, filler, target, cue_words):
    for seed in range(5):
        params = network(seed, scale=0.25)
        probe = memory_probe(params, WORDS, cue, filler, target)
        assert len(probe.probabilities) == len(probe.at_cue) == len(probe.at_end) == MOST_FILLERS + 1
        assert probe.label == trace(params, WORDS, f"{cue} {target}").probabilities[-1].argmax()
        for k in range(MOST_FILLERS + 1):
            read = trace(params, WORDS, built(cue, filler, target, k))
            np.testing.assert_allclose(probe.probabilities[k], read.probabilities[-1], rtol=0, atol=1e-12)
            gradients = loss_gradients(params, read, probe.label)
            assert probe.at_cue[k] == pytest.approx(sum(gradients[cue_words] ** 2) ** 0.5, rel=1e-12)
            assert probe.at_end[k] == pytest.approx(sum(gradients[-1] ** 2) ** 0.5, rel=1e-12)


def test_up_to_forty_fillers_stand_between():
    probe = memory_probe(network(0), WORDS, "not", "very", "good")
    assert len(probe.probabilities) == len(probe.at_cue) == len(probe.at_end) == 41


def test_the_class_is_that_of_the_sentence_without_fillers_also_where_fillers_change_the_answer():
    changed = 0
    for seed in range(20):
        probe = memory_probe(network(seed, scale=0.8, hidden=6), WORDS, "not", "very", "good")
        assert probe.label == probe.probabilities[0].argmax()
        changed += probe.probabilities[-1].argmax() != probe.label
    assert changed > 3


def test_a_network_without_a_recurrence_gets_no_signal_back_to_its_cue():
    params = network(0, hidden=4, scale=0.5)
    params["Whh"][...] = 0.0
    probe = memory_probe(params, WORDS, "not", "very", "good")
    assert not probe.at_cue.any() and probe.at_end.all()
    assert len(np.unique(probe.probabilities, axis=0)) == 1


def test_what_reaches_the_cue_fades_by_the_factor_of_the_recurrence():
    params = network(0, hidden=4, scale=1e-3)
    params["Whh"][...] = 0.5 * np.eye(4)[[1, 2, 3, 0]]
    probe = memory_probe(params, WORDS, "not", "very", "good")
    np.testing.assert_allclose(probe.at_cue[1:] / probe.at_cue[:-1], 0.5, rtol=1e-3)
    np.testing.assert_allclose(probe.at_cue[0] / probe.at_end[0], 0.5, rtol=1e-3)


def test_unknown_words_are_skipped_or_read_as_in_any_sentence():
    params = network(1, hidden=5, scale=0.5)
    skipped = memory_probe(params, WORDS, "unheard not", "unheard", "good")
    assert len(np.unique(skipped.probabilities, axis=0)) == 1
    gradients = loss_gradients(params, trace(params, WORDS, "not good"), skipped.label)
    np.testing.assert_allclose(skipped.at_cue, np.linalg.norm(gradients[1]), rtol=1e-12)

    vocabulary = Vocabulary(WORDS.words, TextConfig(unknown="vector"))
    params = network(1, hidden=5, scale=0.5, words=vocabulary.rows)
    read = memory_probe(params, vocabulary, "unheard not", "unheard", "good")
    sentence = trace(params, vocabulary, "unheard not unheard unheard good")
    assert len(sentence.ids) == 5
    np.testing.assert_allclose(read.probabilities[2], sentence.probabilities[-1], rtol=0, atol=1e-12)
    assert read.at_cue[2] == pytest.approx(np.linalg.norm(loss_gradients(params, sentence, read.label)[2]))


def test_no_words_at_all_are_a_sentence_too():
    params = network(1, hidden=5, scale=0.5)
    probe = memory_probe(params, WORDS, "", "", "")
    np.testing.assert_allclose(probe.probabilities, [trace(params, WORDS, "").probabilities[-1]] * (MOST_FILLERS + 1))
    np.testing.assert_allclose(probe.at_cue, probe.at_end)


@one_way
def test_in_every_network_every_point_is_the_sentence_with_so_many_fillers(config, monkeypatch):
    monkeypatch.setattr("rnn_core.inside.memory.MOST_FILLERS", 5)
    params = random_params(config, np.random.default_rng(0))
    apart = Equations.of(params)
    for cue, filler, target, cue_words in (("not", "very", "good", 1), ("good and not", "and very", "sad", 3)):
        probe = memory_probe(params, WORDS, cue, filler, target)
        assert probe.probabilities.shape == (6, 4) and len(probe.at_cue) == len(probe.at_end) == 6
        assert probe.label == trace(params, WORDS, f"{cue} {target}").probabilities[-1].argmax()
        for k in range(6):
            read = trace(params, WORDS, built(cue, filler, target, k))
            np.testing.assert_allclose(probe.probabilities[k], read.probabilities[-1], rtol=0, atol=1e-12)
            found = apart.probabilities(apart.end(read.ids))
            np.testing.assert_allclose(probe.probabilities[k], found, rtol=0, atol=1e-12)
            gradients = loss_gradients(params, read, probe.label)  # of the top layer; of an LSTM both h and c
            for at, row in ((probe.at_cue, cue_words), (probe.at_end, len(read.ids))):
                assert at[k] == pytest.approx(sum(gradients[row] ** 2) ** 0.5, rel=1e-12, abs=1e-15)


@one_way
def test_in_every_network_the_lengths_are_those_of_complex_step_derivatives(config, monkeypatch):
    monkeypatch.setattr("rnn_core.inside.memory.MOST_FILLERS", 2)
    params = random_params(config, np.random.default_rng(1))
    apart, top = Equations.of(params), config.layers - 1
    probe = memory_probe(params, WORDS, "not", "very", "good")
    read = trace(params, WORDS, "not very very good")
    for at, row in ((probe.at_cue, 1), (probe.at_end, 4)):
        nudges = [Nudge(top, 0, row, unit, what) for what in carries(config) for unit in range(3)]
        squares = [(apart.loss(apart.end(read.ids, nudge), probe.label).imag / STEP) ** 2 for nudge in nudges]
        assert at[2] == pytest.approx(sum(squares) ** 0.5, rel=1e-10)


@one_way
def test_in_every_network_no_words_at_all_are_a_sentence_too(config):
    params = random_params(config, np.random.default_rng(2))
    probe = memory_probe(params, WORDS, "", "unheard", "")
    answer = trace(params, WORDS, "").probabilities[-1]
    np.testing.assert_allclose(probe.probabilities, [answer] * (MOST_FILLERS + 1), rtol=0, atol=1e-12)
    assert probe.at_cue.tolist() == probe.at_end.tolist()
    assert probe.at_end.any() == (config.readout == "last")


@both_ways
def test_a_network_that_reads_in_both_directions_has_no_way_back_to_measure(config):
    params = random_params(config, np.random.default_rng(3))
    with pytest.raises(NotApplicable, match="reads forwards only"):
        memory_probe(params, WORDS, "not", "very", "good")
