"""The gradient under the microscope: the right rule passes, the published one fails, and a blind check says so."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core import ModelConfig, Params, complex_step_gradients, initial_params, loss_and_gradients, trace
from rnn_core.inside.microscope import MOST_ELEMENTS, NO_GRADIENT, TINY_RECURRENCE, check_gradient
from tests.inside.cell_equations import GATES, Equations, read_with
from tests.inside.equations import STEP, WORDS, network, random_reading, sentence
from tests.networks import EVERY, every_network, named, random_params, sized


def errors(check, rule):
    return {matrix.name: getattr(matrix, rule) for matrix in check.matrices}


def asymmetric():
    """A network that lets the check see, and a sentence of four words."""
    params = network(1, hidden=8, classes=2, scale=0.5)
    return params, trace(params, WORDS, "not very good and")


def test_on_four_words_the_right_rule_passes_and_the_published_one_fails():
    check = check_gradient(*asymmetric(), label=0)
    assert check.blind is None
    assert [matrix.name for matrix in check.matrices] == ["Wxh", "Whh", "bh", "Why", "by"]
    assert max(errors(check, "correct").values()) < 1e-10
    published = errors(check, "published")
    assert min(published["Wxh"], published["Whh"], published["bh"]) > 0.1
    assert max(published["Why"], published["by"]) < 1e-10


def test_the_right_rule_passes_in_any_network():
    for seed in range(25):
        params, read = random_reading(seed, 1 + seed % 7, hidden=1 + seed % 12)
        check = check_gradient(params, read, label=seed % params.layout.classes)
        assert max(errors(check, "correct").values()) < 1e-10


def test_a_symmetric_recurrence_hides_the_missing_transpose():
    params, read = asymmetric()
    params["Whh"][...] = params["Whh"] + params["Whh"].T
    check = check_gradient(params, read, 0)
    assert max(errors(check, "published").values()) < 1e-10
    assert check.blind == "symmetric Whh"


def test_one_word_is_not_enough_to_see():
    params, _ = asymmetric()
    check = check_gradient(params, trace(params, WORDS, "good"), 0)
    assert check.blind == "one word"
    assert max(errors(check, "published").values()) < 1e-10
    whh = check.matrices[1]
    assert (whh.norm, whh.correct, whh.published) == (0.0, 0.0, 0.0)


def test_the_blogs_first_weights_are_too_small_to_see():
    params = initial_params(ModelConfig(64, initialisation="blog"), len(WORDS), 2, np.random.default_rng(0))
    check = check_gradient(params, trace(params, WORDS, "not very good and"), 0)
    assert check.blind == "tiny Whh" and check.recurrence < TINY_RECURRENCE
    assert max(errors(check, "published").values()) < 0.05


def strong_recurrence(strength):
    """The check of a network whose recurrence is so strong."""
    params, read = asymmetric()
    params.named()["Whh"][...] *= strength / check_gradient(params, read, 0).recurrence
    return check_gradient(params, read, 0)


def test_a_recurrence_of_a_hundredth_is_seen_and_a_weaker_one_is_too_small():
    assert strong_recurrence(0.0101).blind is None
    assert strong_recurrence(0.0099).blind == "tiny Whh"


def test_our_first_weights_are_not_too_small():
    params = initial_params(ModelConfig(16), len(WORDS), 2, np.random.default_rng(0))
    check = check_gradient(params, trace(params, WORDS, "not very good and"), 0)
    assert check.blind is None and check.recurrence == pytest.approx(1.0, abs=0.2)


def test_the_recurrence_is_the_root_mean_square_of_its_weights_times_the_root_of_their_number():
    params, read = asymmetric()
    squares = [float(weight) ** 2 for weight in params["Whh"].ravel()]
    assert check_gradient(params, read, 0).recurrence == pytest.approx((sum(squares) / 64) ** 0.5 * 8**0.5)


def test_a_network_without_a_doubt_has_no_gradient_to_look_at():
    params, read = asymmetric()
    params.by[0] += 100.0
    check = check_gradient(params, read, label=0)
    assert check.blind == "no gradient" and sum(matrix.norm for matrix in check.matrices) < NO_GRADIENT
    assert check_gradient(params, read, label=1).blind is None


def long_gradient(length):
    """The check of a network that is so sure of the right answer that its gradient has about this length."""
    params, read = asymmetric()
    params.by[0] += 15.0
    now = sum(matrix.norm for matrix in check_gradient(params, read, label=0).matrices)
    params.by[0] += np.log(now / length)  # far from a doubt the gradient is proportional to the other class's odds
    check = check_gradient(params, read, label=0)
    assert sum(matrix.norm for matrix in check.matrices) == pytest.approx(length, rel=1e-3)
    return check


def test_a_gradient_of_a_billionth_is_looked_at_and_a_shorter_one_is_none():
    assert long_gradient(1.01e-9).blind is None
    assert long_gradient(0.99e-9).blind == "no gradient"


def hardly_asymmetric(error):
    """The check of a network whose published gradient has about this relative error."""
    params, read = asymmetric()
    Whh = params.named()["Whh"]
    symmetric, rest = Whh + Whh.T, Whh - Whh.T

    def off(share):
        Whh[...] = symmetric + share * rest
        check = check_gradient(params, read, 0)
        return check, max(errors(check, "published").values())

    check, now = off(1e-6 * error / off(1e-6)[1])
    assert now == pytest.approx(error, rel=1e-3)
    return check


def test_an_error_of_a_billionth_tells_the_rules_apart_and_a_smaller_one_does_not():
    assert hardly_asymmetric(1.01e-9).blind is None
    assert hardly_asymmetric(0.99e-9).blind == "symmetric Whh"


@pytest.mark.parametrize(("words", "most"), [(4, 200), (20, 200), (40, 100), (200, 20), (1000, 10)])
def test_a_long_sentence_gets_fewer_elements_and_none_more_than_two_hundred(words, most):
    params = network(0, hidden=16, classes=5, scale=0.3)
    check = check_gradient(params, trace(params, WORDS, sentence(0, words)), 0)
    assert MOST_ELEMENTS == 200
    sizes = {"Wxh": len(set(sentence(0, words).split())) * 16, "Whh": 256, "bh": 16, "Why": 80, "by": 5}
    assert {matrix.name: matrix.size for matrix in check.matrices} == sizes
    assert {matrix.name: matrix.elements for matrix in check.matrices} == {
        name: min(most, size) for name, size in sizes.items()
    }


def test_where_every_element_is_checked_the_norm_is_that_of_the_whole_gradient():
    params, read = asymmetric()
    whole = complex_step_gradients(params, read.batch(1))
    for matrix in check_gradient(params, read, 1).matrices:
        assert matrix.elements == matrix.size
        assert matrix.norm == pytest.approx(np.linalg.norm(whole[matrix.name]), rel=1e-12)


def test_the_same_seed_looks_at_the_same_elements_and_another_at_others():
    params, read = random_reading(0, 6, hidden=32, scale=0.3)
    first = check_gradient(params, read, 0, seed=3)
    assert check_gradient(params, read, 0, seed=3) == first
    other = check_gradient(params, read, 0, seed=4)
    whh, elsewhere = first.matrices[1], other.matrices[1]
    assert whh.elements == 200 < whh.size and whh.norm != elsewhere.norm
    assert replace(whh, norm=0, correct=0, published=0) == replace(elsewhere, norm=0, correct=0, published=0)


def test_float32_weights_are_checked_in_float64_and_stay_as_they_are():
    params, _ = asymmetric()
    narrow = Params(params.flat.astype(np.float32), params.layout)
    before = narrow.fingerprint()
    check = check_gradient(narrow, trace(narrow, WORDS, "not very good and"), 0)
    assert max(errors(check, "correct").values()) < 1e-10 and errors(check, "published")["Whh"] > 0.1
    assert narrow.flat.dtype == np.float32 and narrow.fingerprint() == before


def test_a_sentence_without_words_cannot_be_checked():
    params, _ = asymmetric()
    with pytest.raises(ValueError, match="a sentence without words"):
        check_gradient(params, trace(params, WORDS, "unheard"), 0)


def sizes_and_words(config, words):
    """How many elements of each weight a sentence touches that has so many different words."""
    G, D, E = len(GATES[config.cell]), config.directions, config.embedding_size
    H = config.hidden_size
    sizes = {} if config.input == "one-hot" else {"E": words * E}
    for layer in range(config.layers):
        inputs = D * H if layer else {"one-hot": words, "embedding": E}[config.input]
        for way in ("", "_back")[:D]:
            suffix = f"{layer + 1 if layer else ''}{way}"
            sizes |= {f"Wxh{suffix}": inputs * G * H, f"Whh{suffix}": H * G * H, f"bh{suffix}": G * H}
            if config.cell == "gru":
                sizes[f"bn{suffix}"] = H
    return sizes | {"Why": D * H * 4, "by": 4}


@every_network
def test_every_weight_of_every_network_is_checked_and_passes(config):
    params, _, _ = read_with(sized(config, 2), 0, 1)
    read = trace(params, WORDS, "not good not")
    check = check_gradient(params, read, label=1)
    assert check.blind is None
    sizes = sizes_and_words(params.layout.config, words=2)
    assert [matrix.name for matrix in check.matrices] == list(params.named()) == list(sizes)
    assert {matrix.name: matrix.size for matrix in check.matrices} == sizes
    assert all(matrix.elements == matrix.size for matrix in check.matrices)
    assert max(errors(check, "correct").values()) < 1e-10
    tutorials = config.cell == "tanh" and config.layers == config.directions == 1
    assert [matrix.published is not None for matrix in check.matrices] == [tutorials] * len(check.matrices)
    if tutorials:
        assert errors(check, "published")["Whh"] > 0.01
    # One look at the gradient by the equations, along a random direction of all weights at once.
    gradient = loss_and_gradients(params, read.batch(1))[1].whole().flat
    direction = np.random.default_rng(0).standard_normal(len(gradient))
    longer = Equations.of(Params(params.flat + 1j * STEP * direction, params.layout))
    assert gradient @ direction == pytest.approx(longer.training_loss(read.ids, 1).imag / STEP, rel=1e-10)
    norms = {name: np.linalg.norm(values) for name, values in Params(gradient, params.layout).named().items()}
    assert {matrix.name: matrix.norm for matrix in check.matrices} == pytest.approx(norms, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("config", [config for config in EVERY if config.input == "embedding"], ids=named)
def test_an_embedding_that_is_frozen_is_left_out(config):
    params, read, _ = read_with(replace(sized(config, 1), frozen=True), 1, 3)
    check = check_gradient(params, read, label=0)
    assert "E" in params.named()
    assert [matrix.name for matrix in check.matrices] == [name for name in params.named() if name != "E"]
    assert max(errors(check, "correct").values()) < 1e-10


@every_network
def test_in_every_network_no_more_elements_are_checked_than_is_said_and_the_same_seed_takes_the_same(
    config, monkeypatch
):
    monkeypatch.setattr("rnn_core.inside.microscope.MOST_ELEMENTS", 5)
    params, read, _ = read_with(config, 2, 3)
    check = check_gradient(params, read, label=3, seed=8)
    sizes = sizes_and_words(config, words=len(set(read.ids)))
    assert {matrix.name: matrix.elements for matrix in check.matrices} == {
        name: min(5, size) for name, size in sizes.items()
    }
    assert check_gradient(params, read, label=3, seed=8) == check
    assert max(errors(check, "correct").values()) < 1e-10


@every_network
def test_in_every_network_a_wrong_gradient_is_seen(config, monkeypatch):
    def wrong(*given):
        loss, gradients = loss_and_gradients(*given)
        gradients.layers[-1].directions[-1].b[...] += 0.01
        return loss, gradients

    monkeypatch.setattr("rnn_core.inside.microscope.loss_and_gradients", wrong)
    params, read, _ = read_with(sized(config, 1), 3, 2)
    found = errors(check_gradient(params, read, label=0), "correct")
    top_bias = [name for name in found if name.startswith("bh")][-1]
    assert found.pop(top_bias) > 1e-3 and max(found.values()) < 1e-10


@every_network
def test_in_every_network_float32_weights_are_checked_in_float64(config):
    params = random_params(sized(config, 1), np.random.default_rng(4))
    narrow = Params(params.flat.astype(np.float32), params.layout)
    check = check_gradient(narrow, trace(narrow, WORDS, "not good"), 0)
    assert max(errors(check, "correct").values()) < 1e-10 and narrow.flat.dtype == np.float32


@every_network
def test_in_every_network_a_sentence_without_words_cannot_be_checked(config):
    params = random_params(config, np.random.default_rng(5))
    with pytest.raises(ValueError, match="a sentence without words"):
        check_gradient(params, trace(params, WORDS, "unheard"), 0)
