"""The gradient under the microscope: the right rule passes, the published one fails, and a blind check says so."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core import ModelConfig, Params, complex_step_gradients, initial_params, trace
from rnn_core.inside.microscope import MOST_ELEMENTS, NO_GRADIENT, TINY_RECURRENCE, check_gradient
from tests.inside.equations import WORDS, network, random_reading, sentence


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
    params = initial_params(ModelConfig(64, "blog"), len(WORDS), 2, np.random.default_rng(0))
    check = check_gradient(params, trace(params, WORDS, "not very good and"), 0)
    assert check.blind == "tiny Whh" and check.recurrence < TINY_RECURRENCE
    assert max(errors(check, "published").values()) < 0.05


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
