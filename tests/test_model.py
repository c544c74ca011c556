"""Weights, softmax and predictions."""

import hashlib

import numpy as np
import pytest

from rnn_core import (
    Corpus,
    InvalidSetting,
    ModelConfig,
    Params,
    TextConfig,
    initial_params,
    loss_and_gradients,
    pack,
    predict,
    trace,
)
from rnn_core.readout import log_softmax
from rnn_core.text import Vocabulary
from tests.networks import plain, random_case


def drawn(**settings) -> Params:
    return initial_params(ModelConfig(**settings), 40, 3, np.random.default_rng(0))


def test_scaled_initialisation_has_variance_one_over_hidden_size():
    params = drawn(hidden_size=100)
    for weights in (params["Wxh"], params["Whh"], params.Why):
        assert weights.std() * 10 == pytest.approx(1, abs=0.1)
    assert not params["bh"].any() and not params.by.any()


def test_blog_initialisation_is_a_thousandth():
    assert drawn(hidden_size=100, initialisation="blog")["Whh"].std() == pytest.approx(1e-3, rel=0.1)


def test_named_arrays_are_views_into_one_buffer():
    params = drawn(hidden_size=4)
    assert sum(array.size for array in params.named().values()) == params.flat.size
    params.flat[...] = 7.0
    assert all((array == 7.0).all() for array in params.named().values())


def test_dtype_holds_through_a_gradient():
    params = drawn(hidden_size=4, dtype="float32")
    _, gradients = loss_and_gradients(params, pack(Corpus.of([[1, 2], [3]], [0, 2]), [0, 1]))
    assert params.flat.dtype == gradients.flat.dtype == np.float32


def test_softmax_does_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        log_p = log_softmax(np.array([[710.0, -710.0, 0.0], [1e300, 0.0, 0.0]]))
    assert np.isfinite(log_p).all()
    assert np.exp(log_p).sum(axis=1) == pytest.approx([1, 1])


def test_probabilities_sum_to_one_and_packing_does_not_change_them():
    case = random_case(np.random.default_rng(2), sentences=8, scale=0.7)
    together = predict(case.params, case.batch)
    assert together.sum(axis=1) == pytest.approx(np.ones(8), abs=1e-12)
    for row, i in enumerate(case.batch.order):
        alone = predict(case.params, pack(case.corpus, [i]))
        np.testing.assert_allclose(together[row], alone[0], rtol=0, atol=1e-12)


def test_network_matches_the_equations_written_out_with_one_hots():
    case = random_case(np.random.default_rng(4), sentences=1, hidden=5, scale=0.6)
    p, words = case.params, case.corpus.words
    h = np.zeros(5)
    for word in words:
        x = np.eye(p.layout.words)[word]
        h = np.tanh(p["Wxh"].T @ x + p["Whh"].T @ h + p["bh"])
    y = p.Why.T @ h + p.by
    expected = np.exp(y) / np.exp(y).sum()
    np.testing.assert_allclose(predict(p, case.batch)[0], expected, rtol=0, atol=1e-14)


def test_fingerprint_notices_one_bit_and_nothing_else():
    params = drawn(hidden_size=4)
    assert params.fingerprint() == params.copy().fingerprint()
    assert len(params.fingerprint()) == 8
    other = params.copy()
    other["Whh"][1, 2] = np.nextafter(other["Whh"][1, 2], 1)
    assert other.fingerprint() != params.fingerprint()


def test_fingerprint_is_over_name_dtype_shape_and_little_endian_bytes():
    params = Params(np.arange(8.0), plain(2, 1, 2))
    digest = hashlib.sha256()
    for name, array in sorted(params.named().items()):
        digest.update(f"{name} float64 {array.shape}".encode() + array.astype("<f8").tobytes())
    assert params.fingerprint() == digest.hexdigest()[:8]


@pytest.mark.parametrize("hidden_size", [0, -1, 257, 1.5, "16"])
def test_hidden_size_out_of_range_is_refused(hidden_size):
    with pytest.raises(InvalidSetting, match="hidden size"):
        ModelConfig(hidden_size=hidden_size)


def test_too_many_weights_are_refused_with_the_remedy():
    with pytest.raises(InvalidSetting, match="smaller hidden size"):
        initial_params(ModelConfig(256), 20_000, 2, np.random.default_rng(0))


def test_trace_ends_where_predict_ends_and_skips_unknown_words():
    random = np.random.default_rng(8)
    params = random_case(random, words=3, hidden=6, classes=2, scale=0.7).params
    vocabulary = Vocabulary(("bad", "good", "not"))
    read = trace(params, vocabulary, "Not what GOOD whatever good what")
    assert read.words == ("not", "good", "good")
    assert read.known == (True, False, True, False, True, False)
    assert read.unknown == ("what", "whatever")
    assert read.states.shape == (4, 6) and read.probabilities.shape == (4, 2)
    expected = predict(params, pack(Corpus.of([[2, 1, 1]], [0]), [0]))[0]
    np.testing.assert_allclose(read.probabilities[-1], expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        read.states[2], np.tanh(params["Wxh"][1] + read.states[1] @ params["Whh"] + params["bh"]), atol=1e-12
    )


@pytest.mark.parametrize("sentence", ["", "   ", "nothing known", "\0 \u202e"])
def test_trace_of_no_known_words_holds_only_the_start(sentence):
    params = random_case(np.random.default_rng(8), words=1).params
    read = trace(params, Vocabulary(("good",)), sentence)
    assert read.words == () and len(read.states) == 1 and not read.states.any()


def test_trace_reads_unknown_words_through_the_row_of_the_unknown_word():
    params = random_case(np.random.default_rng(8), words=4, hidden=6, classes=2, scale=0.7).params
    vocabulary = Vocabulary(("bad", "good", "not"), TextConfig(unknown="vector"))
    read = trace(params, vocabulary, "Not what GOOD <unk>")
    assert read.words == read.tokens == ("not", "what", "good", "<unk>")
    assert read.known == (True, False, True, False)
    assert read.unknown == ("what", "<unk>")
    expected = predict(params, pack(Corpus.of([[2, 3, 1, 3]], [0]), [0]))[0]
    np.testing.assert_allclose(read.probabilities[-1], expected, rtol=0, atol=1e-12)
    for step, row in enumerate([2, 3, 1, 3]):
        state = np.tanh(params["Wxh"][row] + read.states[step] @ params["Whh"] + params["bh"])
        np.testing.assert_allclose(read.states[step + 1], state, atol=1e-12)


def test_trace_of_only_unknown_words_is_not_the_start_if_there_is_an_unknown_word():
    params = random_case(np.random.default_rng(8), words=2, scale=0.7).params
    read = trace(params, Vocabulary(("good",), TextConfig(unknown="vector")), "nothing known")
    assert read.words == ("nothing", "known") and len(read.states) == 3 and read.states[1:].any()


def test_trace_cuts_a_sentence_as_the_vocabulary_says():
    params = random_case(np.random.default_rng(8), words=3, scale=0.7).params
    words = Vocabulary(("!", "don't", "Good"), TextConfig(tokeniser="words", fold_case=False))
    assert trace(params, words, "Good! good, I don't!").words == ("Good", "!", "don't", "!")
    characters = Vocabulary(("a", "b", "\u00e9"), TextConfig(tokeniser="characters"))
    assert trace(params, characters, "A be\u0301c").words == ("a", "b", "\u00e9")


@pytest.mark.parametrize(("rows", "unknown"), [(1, "vector"), (2, "skip"), (3, "vector")])
def test_trace_refuses_weights_of_another_vocabulary(rows, unknown):
    params = random_case(np.random.default_rng(8), words=rows).params
    with pytest.raises(ValueError, match=f"weights for {rows}"):
        trace(params, Vocabulary(("good",), TextConfig(unknown=unknown)), "good")
