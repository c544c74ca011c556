"""What a unit is for: its effect on a class, and the words that push it."""

import numpy as np
import pytest

from rnn_core import Params, TextConfig, Vocabulary
from rnn_core.inside.units import UNKNOWN_WORD, effects, pushes, row_names
from tests.inside.cell_equations import GATES, WRITES, Equations, read_with
from tests.inside.equations import WORDS, equations, random_reading
from tests.networks import every_network, plain, random_params

THREE = Vocabulary(("bad", "good", "very"))


def pushed(*rows):
    """A network of these rows of Wxh."""
    layout = plain(len(rows), len(rows[0]), 2)
    params = Params(np.zeros(layout.size), layout)
    params["Wxh"][...] = rows
    return params


def test_the_effects_and_the_biases_part_add_up_to_the_score_against_the_mean():
    for seed in range(40):
        params, read = random_reading(seed, 5)
        network = equations(params)
        for state in network.states(read.ids):
            y = network.scores(state)
            for c in range(params.layout.classes):
                total = effects(params, state, c).sum() + (params.by[c] - params.by.mean())
                assert abs(total - (y[c] - y.mean())) < 1e-12


def test_what_a_unit_does_to_all_classes_alike_is_no_effect():
    params, read = random_reading(3, 5, hidden=4, classes=3, scale=0.5)
    before = [effects(params, read.states[-1], c) for c in range(3)]
    params.Why += 7.0
    params.by += 5.0
    after = [effects(params, read.states[-1], c) for c in range(3)]
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-12)
    np.testing.assert_allclose(np.sum(before, axis=0), 0.0, atol=1e-12)


def test_the_effects_of_two_units_worked_by_hand():
    # h = (0.5, -1); Why of class 0 is (2, 3), of class 1 (0, 1), of class 2 (1, -1).
    #   terms: (1, -3), (0, -1), (0.5, 1)     mean over classes: (0.5, -1)
    params = Params(np.zeros(plain(1, 2, 3).size), plain(1, 2, 3))
    params.Why[...] = [[2.0, 0.0, 1.0], [3.0, 1.0, -1.0]]
    state = np.array([0.5, -1.0])
    assert [effects(params, state, c).tolist() for c in range(3)] == [[0.5, -2.0], [-0.5, 0.0], [0.0, 2.0]]


def test_the_words_that_push_a_unit_come_with_their_weights_the_strongest_first():
    params = pushed([-2.0, 9.0], [3.0, -9.0], [-1.0, 0.0])
    assert pushes(params, THREE, 0).up == (("good", 3.0),)
    assert pushes(params, THREE, 0).down == (("bad", -2.0), ("very", -1.0))
    assert pushes(params, THREE, 0, most=1).down == (("bad", -2.0),)
    assert pushes(params, THREE, 1).up == (("bad", 9.0),)
    assert pushes(params, THREE, 1).down == (("good", -9.0),)


def test_three_words_of_each_kind_are_named_unless_more_are_asked_for():
    eight = Vocabulary(tuple("abcdefgh"))
    params = pushed(*([weight] for weight in (1.0, 2.0, 3.0, 4.0, -1.0, -2.0, -3.0, -4.0)))
    found = pushes(params, eight, 0)
    assert [word for word, _ in found.up] == ["d", "c", "b"] and [word for word, _ in found.down] == ["h", "g", "f"]
    assert len(pushes(params, eight, 0, most=9).up) == 4


def test_a_word_that_does_not_push_is_not_named():
    nothing = pushes(pushed([0.0], [0.0], [0.0]), THREE, 0)
    assert nothing.up == nothing.down == ()


def test_a_unit_that_every_word_pushes_up_is_pushed_down_by_none():
    everything = pushes(pushed([1.0], [3.0], [2.0]), THREE, 0)
    assert everything.up == (("good", 3.0), ("very", 2.0), ("bad", 1.0)) and everything.down == ()


@pytest.mark.parametrize(("unknown", "names"), [("skip", ()), ("vector", (UNKNOWN_WORD,))])
def test_every_row_of_the_word_weights_has_a_name(unknown, names):
    vocabulary = Vocabulary(THREE.words, TextConfig(unknown=unknown))
    assert row_names(vocabulary) == (*THREE.words, *names)
    assert len(row_names(vocabulary)) == vocabulary.rows


def test_the_unknown_word_pushes_too():
    vocabulary = Vocabulary(THREE.words, TextConfig(unknown="vector"))
    assert pushes(pushed([1.0], [1.5], [-1.0], [2.0]), vocabulary, 0, most=1).up == ((UNKNOWN_WORD, 2.0),)


@every_network
def test_in_every_network_the_effects_of_what_is_read_out_add_up_to_the_score_against_the_mean(config):
    params, read, apart = read_with(config, 0, 4)
    ends = [apart.end(read.ids[:t]) for t in range(5)]
    for r, y in [*zip(read.read_out, read.scores, strict=True), *((end, apart.scores(end)) for end in ends)]:
        for c in range(4):
            found = effects(params, r, c)
            assert found.shape == (config.directions * 3,)
            total = found.sum() + (params.by[c] - params.by.mean())
            assert abs(total - (y[c] - y.mean())) < 1e-12
            one_by_one = [(apart.Why[c, i] - apart.Why[:, i].mean()) * r[i] for i in range(len(r))]
            np.testing.assert_allclose(found, one_by_one, rtol=0, atol=1e-12)


@every_network
def test_in_every_network_the_words_push_the_sum_of_every_gate_in_every_direction(config):
    vocabulary = Vocabulary(WORDS.words, TextConfig(unknown="vector"))
    params = random_params(config, np.random.default_rng(1), words=vocabulary.rows)
    apart = Equations.of(params)
    names = row_names(vocabulary)
    for direction in range(config.directions):
        for gate in (None, *GATES[config.cell]):
            Wx = apart.layers[0][direction].Wx[WRITES[config.cell] if gate is None else gate]
            for unit in range(3):
                found = pushes(params, vocabulary, unit, most=4, gate=gate, direction=direction)
                by_word = {name: float(Wx[unit] @ apart.columns[:, i]) for i, name in enumerate(names)}
                for pushed_so, sign in ((found.up, 1), (found.down, -1)):
                    expected = sorted((-sign * push, name) for name, push in by_word.items() if sign * push > 0)[:4]
                    assert [name for name, _ in pushed_so] == [name for _, name in expected]
                    assert [push for _, push in pushed_so] == pytest.approx([-sign * push for push, _ in expected])
